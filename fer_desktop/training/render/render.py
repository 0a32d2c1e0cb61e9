"""From people, expressions, cameras and lights to pictures.

    people, cameras, lights = sample_people(n, rng), sample_cameras(n, rng), sample_lights(n, rng)
    shown = Repertoire(model.names).draw(expression, rng)
    pictures = Renderer(model).render(people, shown.weights, cameras, lights)

Everything is a batch of tensors, on the CPU or a GPU. A picture is gray, as the network's input is, and wider than
the aligned crop by `FIELD`, so that training can still shift and turn it.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.render.camera import Cameras, project, rotations, to_camera
from fer_desktop.training.render.face_model import FaceModel, Part
from fer_desktop.training.render.light import Lights, blurred, hollows, in_light, to_gray
from fer_desktop.training.render.paint import REST_GAZE, Painter, Values, grain
from fer_desktop.training.render.people import People
from fer_desktop.training.render.raster import Fragments, rasterise
from fer_desktop.training.render.tensors import on_device

FIELD = 1.3  # the picture shows so many times the side of the aligned crop
PICTURE_PX = 96
_SUPERSAMPLING = 2
_CROP_CM = 16.6  # what the side of the aligned crop spans on a face
GAZE_RAD = (0.49, 0.45)  # turn of the eyes at weight 1, across and up


class Renderer:
    """Draws batches of one face model on one device; `least_groove_cm` is for pictures with few pixels."""

    def __init__(self, model: FaceModel, size_px: int = PICTURE_PX, least_groove_cm: float = 0.0) -> None:
        self._model, self._size_px = model, size_px
        self._side = size_px * _SUPERSAMPLING
        self._painter = Painter(model, least_groove_cm)
        self._names = {name: i for i, name in enumerate(model.names)}
        parts = torch.full((len(model.neutral),), int(Part.UNUSED), device=model.device)
        parts[model.triangles.reshape(-1)] = model.triangle_part.repeat_interleave(3)
        self._is_skin = (parts == Part.FACE) | (parts == Part.HEAD)

    @property
    def side_px(self) -> int:
        """Side of what is drawn before it is made smaller."""
        return self._side

    @torch.inference_mode()
    def render(
        self, people: People, weights: NDArray[np.float32], cameras: Cameras, lights: Lights
    ) -> NDArray[np.uint8]:
        """(B, size_px, size_px) gray pictures of B people with (B, U) weights of the shapes."""
        device = self._model.device
        person, light = on_device(people, device), on_device(lights, device)
        moved = torch.from_numpy(weights).to(device)
        head = self.heads(person, moved)
        rotation = rotations(cameras, device)
        seen = to_camera(head, rotation)
        distance = torch.from_numpy(cameras.distance).to(device)
        points = project(seen, distance, self._model.anchors, self._side, FIELD)
        surface, linear = self.lit(points, seen, person, moved, light)
        lash = self._lashes(points, surface["depth"])
        linear = linear * (1 - lash * person["lashes"])
        linear = self._behind(linear, surface, person, light)
        skin = surface["covered"] & (surface["part"] <= Part.HEAD)
        gray = to_gray(linear, skin, light["exposure"], light["gamma"], light["contrast"])
        small = F.avg_pool2d(gray[:, None], _SUPERSAMPLING)[:, 0]
        return np.asarray((small * 255).round().to(torch.uint8).cpu().numpy())

    def lit(self, points: Tensor, seen: Tensor, person: Values, moved: Tensor, light: Values) -> tuple[Values, Tensor]:
        """What each pixel shows, and (B, S, S) the light that it sends to the camera.

        Args:
            points: (B, V, 3) where the vertices stand in the picture, which has twice as many pixels a side, and how
                far from the camera.
            seen: (B, V, 3) where they stand before the camera, cm; light and shadow fall there.
            person, light: Values of B people and lights. moved: (B, U) weights of the shapes.
        """
        surface = self._surface(points, seen)
        albedo, height, gloss = self._painter.paint(surface, person, moved)
        return surface, self._shade(surface, albedo, height, gloss, light, seen)

    def carried(self, surface: Values, values: Tensor) -> Tensor:
        """(B, S, S, K) values of the (B, V, K) vertices at each pixel of a surface from `lit`."""
        fragments = Fragments(surface["triangle"], surface["weights"])
        return fragments.interpolate(values, self._model.triangles)

    def heads(self, person: Values, moved: Tensor) -> Tensor:
        """(B, V, 3) vertices of the heads, cm, of people and (B, U) weights on the device of the model."""
        model = self._model
        n = len(moved)
        head = model.neutral + (person["shape"] @ model.modes.flatten(1)).reshape(n, -1, 3)
        head = head + (moved @ model.shapes.flatten(1)).reshape(n, -1, 3)
        # hair has volume: the scalp moves outwards
        x, y, z = model.places.unbind(dim=1)
        above = ((y[None] - person["hair_line"][:, 0] + 0.03 * x**2) / 1.5).clamp(0, 1)
        behind = ((1.5 - z[None]) / 2.0).clamp(0, 1) * (y > -4)
        swell = torch.maximum(above, behind) * person["hair_volume"][:, 0] * self._is_skin
        outward = F.normalize(model.neutral - model.neutral.new_tensor([0.0, 3.0, 0.0]), dim=1)
        head = head + swell[..., None] * outward
        self._turn_eyes(head, moved)
        return head

    def _turn_eyes(self, head: Tensor, moved: Tensor) -> None:
        for eye, side, out in zip(self._model.eyes, ("_L", "_R"), (1.0, -1.0), strict=True):
            weight = {way: moved[:, self._names[f"eyeLook{way}{side}"]] for way in ("In", "Out", "Up", "Down")}
            across = out * ((weight["Out"] - weight["In"]) * GAZE_RAD[0] - REST_GAZE)
            up = (weight["Up"] - weight["Down"]) * GAZE_RAD[1]
            ball = head[:, eye]
            middle = (ball.amax(dim=1, keepdim=True) + ball.amin(dim=1, keepdim=True)) / 2
            x, y, z = (ball - middle).unbind(dim=2)
            c, s = across.cos()[:, None], across.sin()[:, None]
            x, z = c * x + s * z, c * z - s * x
            c, s = up.cos()[:, None], up.sin()[:, None]
            y, z = c * y + s * z, c * z - s * y
            head[:, eye] = torch.stack([x, y, z], dim=2) + middle

    def _surface(self, points: Tensor, seen: Tensor) -> Values:
        """What each pixel shows: part, place on the mean face, place before the camera, normal, depth."""
        model = self._model
        fragments = rasterise(points, model.triangles, self._side)
        corners = seen[:, model.triangles]
        across = torch.linalg.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
        normals = torch.zeros_like(seen)
        for i in range(3):
            normals.index_add_(1, model.triangles[:, i], across)
        together = torch.cat(
            [model.places.expand(len(seen), -1, -1), seen, F.normalize(normals, dim=2), points[..., 2:]], dim=2
        )
        values = fragments.interpolate(together, model.triangles)
        return {
            "triangle": fragments.triangle,
            "weights": fragments.weights,
            "covered": fragments.covered,
            "part": torch.where(
                fragments.covered, model.triangle_part[fragments.triangle.clamp_min(0)], int(Part.UNUSED)
            ),
            "place": values[..., 0:3],
            "seen": values[..., 3:6],
            "normal": F.normalize(values[..., 6:9], dim=3),
            "depth": values[..., 9],
        }

    def _lashes(self, points: Tensor, depth: Tensor) -> Tensor:
        """(B, S, S) 1 where a lash is seen."""
        fragments = rasterise(points, self._model.lash_triangles, self._side)
        near = fragments.interpolate(points[..., 2:], self._model.lash_triangles)[..., 0]
        return (fragments.covered & (near < depth + 0.05)).float()

    def _shade(
        self, surface: Values, albedo: Tensor, height: Tensor, gloss: Tensor, light: Values, seen: Tensor
    ) -> Tensor:
        """(B, S, S) light that reaches the camera from the head."""
        cm_per_px = _CROP_CM * FIELD / self._side
        slope_x = F.pad(height[:, :, 2:] - height[:, :, :-2], (1, 1)) / (2 * cm_per_px)
        slope_y = F.pad(height[:, 2:] - height[:, :-2], (0, 0, 1, 1)) / (2 * cm_per_px)
        bump = torch.stack([-slope_x, slope_y, torch.zeros_like(slope_x)], dim=3)
        normal = F.normalize(surface["normal"] + 1.2 * bump, dim=3)
        lit = in_light(seen, self._model.triangles, light["key"], surface["seen"])
        lit = 1 - light["shadow"] * (1 - lit)
        key, fill = light["key"][:, None, None], light["fill"][:, None, None]
        towards = ((normal * key).sum(dim=3) * 0.85 + 0.15).clamp_min(0)  # skin lets light around corners
        from_fill = ((normal * fill).sum(dim=3) * 0.8 + 0.2).clamp_min(0)
        sky = light["ambient"] * (1 + light["from_above"] * normal[..., 1])
        hollow = hollows(surface["depth"], surface["covered"], cm_per_px)
        open_sky = (1 - light["occlusion"] * hollow).clamp(0.12, 1)
        direct = light["key_power"] * towards * lit
        half = F.normalize(key + key.new_tensor([0.0, 0.0, 1.0]), dim=3)
        mirror = (normal * half).sum(dim=3).clamp(0, 1)
        shine = light["key_power"] * lit * (0.3 * gloss * mirror**18 + 0.5 * (gloss > 1) * mirror**60)
        diffuse = albedo * (
            sky * open_sky + direct * (0.4 + 0.6 * open_sky) + light["fill_power"] * from_fill * open_sky
        )
        return diffuse + shine

    def _behind(self, linear: Tensor, surface: Values, person: Values, light: Values) -> Tensor:
        """Put the background, and long hair at the sides, where no head is."""
        side = self._side
        background = F.interpolate(light["background"], (side, side), mode="bicubic", align_corners=False)[:, 0].clamp(
            0, 1
        )
        steps = torch.linspace(-0.5, 0.5, side, device=linear.device) * FIELD * _CROP_CM
        x, y = steps[None, None, :].expand_as(linear), -steps[None, :, None].expand_as(linear)
        wide = 8.4 + 2.6 * person["hair_sides"] + 0.7 * grain(person, 0.3 * y, y, 1.0)
        long = (wide - x.abs()) / 0.8 * (person["hair_sides"] > 0)
        cover = long.clamp(0, 1)
        streaks = (1 + 0.5 * grain(person, 3 * x, 0.3 * y, 0.4)).clamp(0.2, 2)
        hair = person["hair"] * streaks * (light["ambient"] + 0.35 * light["key_power"])
        level = 2 * linear.mean(dim=(1, 2), keepdim=True)
        behind = background * level * (1 - cover) + hair * cover
        inside = blurred(surface["covered"].float(), 0.7)
        return torch.where(surface["covered"], linear * inside + behind * (1 - inside), behind)
