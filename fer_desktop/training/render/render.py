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
from fer_desktop.training.render.people import People
from fer_desktop.training.render.raster import rasterise
from fer_desktop.training.render.skin import AGE_SHARE, DEPTH_CM, GROOVES, Chart, look_up, make_charts
from fer_desktop.training.render.tensors import on_device

FIELD = 1.3  # the picture shows so many times the side of the aligned crop
PICTURE_PX = 96
_SUPERSAMPLING = 2
_CROP_CM = 16.6  # what the side of the aligned crop spans on a face
GAZE_RAD = (0.49, 0.45)  # turn of the eyes at weight 1, across and up
_REST_GAZE = 0.1  # the mesh's eyes look outwards by so much

Values = dict[str, Tensor]


class Renderer:
    """Draws batches of one face model on one device."""

    def __init__(self, model: FaceModel, size_px: int = PICTURE_PX) -> None:
        self._model, self._size_px = model, size_px
        self._side = size_px * _SUPERSAMPLING
        self._charts = make_charts(model.landmarks).to(model.device)
        self._names = {name: i for i, name in enumerate(model.names)}
        parts = torch.full((len(model.neutral),), int(Part.UNUSED), device=model.device)
        parts[model.triangles.reshape(-1)] = model.triangle_part.repeat_interleave(3)
        self._is_skin = (parts == Part.FACE) | (parts == Part.HEAD)

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
        surface = self._surface(points, seen)
        albedo, height, gloss = self._paint(surface, person, moved)
        linear = self._shade(surface, albedo, height, gloss, light, seen)
        lash = self._lashes(points, surface["depth"])
        linear = linear * (1 - lash * person["lashes"])
        linear = self._behind(linear, surface, person, light)
        skin = surface["covered"] & (surface["part"] <= Part.HEAD)
        gray = to_gray(linear, skin, light["exposure"], light["gamma"], light["contrast"])
        small = F.avg_pool2d(gray[:, None], _SUPERSAMPLING)[:, 0]
        return np.asarray((small * 255).round().to(torch.uint8).cpu().numpy())

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
            across = out * ((weight["Out"] - weight["In"]) * GAZE_RAD[0] - _REST_GAZE)
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

    def _grain(self, person: Values, x: Tensor, y: Tensor, scale: float) -> Tensor:
        """(B, S, S) smooth random numbers over (x, y), repeated; `scale` is the size of a grain in cm."""
        side = person["noise"].shape[-1]
        period = (torch.stack([x, y], dim=-1) / (scale * side)) % 2.0 - 1.0
        return F.grid_sample(person["noise"], period, mode="bilinear", padding_mode="reflection", align_corners=True)[
            :, 0
        ]

    def _paint(self, surface: Values, person: Values, moved: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Albedo, height of grooves in cm, and gloss of each pixel."""
        x, y, z = surface["place"].unbind(dim=3)
        part, tone = surface["part"], person["tone"]
        front = ((z - 2.0) / 2.0).clamp(0, 1) * (part == Part.FACE)
        charts = look_up(self._charts, torch.stack([x, y], dim=3))
        grain = self._grain(person, x, y + 0.5 * z, 0.2)
        broad = self._grain(person, x + 7, y + 0.5 * z, 2.5)
        side = x.abs()
        albedo = tone * (1 + person["freckle"] * grain + person["blotch"] * broad)
        cheek = torch.exp(-(((side - 4.2) / 1.8) ** 2) - ((y + 0.2) / 1.8) ** 2) * front
        under = torch.exp(-(((side - 3.0) / 1.5) ** 2) - ((y - 2.2) / 0.5) ** 2) * front
        albedo = albedo * (1 - person["cheeks"] * cheek - person["under_eye"] * under)
        lips = charts[:, Chart.LIPS] * front
        albedo = albedo * (1 - lips) + tone * person["lips"] * lips
        albedo = albedo * (1 - 0.55 * charts[:, Chart.LIP_LINE] * front)
        hair = person["hair"] * (1 + 0.45 * self._grain(person, 3 * x, 0.5 * y, 0.3)).clamp(0.2, 2)
        albedo = self._beard(albedo, person, (x, y, z), front * (1 - lips), hair)
        brow = self._brows(person, x, y) * front
        albedo = albedo * (1 - brow) + torch.minimum(1.2 * person["hair"], person["brow_shade"] * tone) * brow
        liner = torch.exp(-((charts[:, Chart.UPPER_LID] / 0.16) ** 2)) + 0.4 * torch.exp(
            -((charts[:, Chart.LOWER_LID] / 0.11) ** 2)
        )
        liner = (liner * person["liner"] * front).clamp(0, 0.95)
        albedo = albedo * (1 - liner) + 0.04 * liner
        cap = self._hair_cap(person, x, y, z, grain) * (part <= Part.HEAD)
        albedo = albedo * (1 - cap) + hair * cap
        albedo = self._inner_parts(albedo, surface, person)
        height = self._grooves(charts, person, moved, x) * front * (1 - cap)
        albedo = albedo * (1 + 3.5 * height).clamp(0.45, 1.1)
        albedo = self._spectacles(albedo, person, x, y, front)
        gloss = person["gloss"] * (1 - cap) * (1 - brow) * (part <= Part.HEAD) + 2.0 * (part == Part.EYE)
        return albedo, height, gloss

    def _brows(self, person: Values, x: Tensor, y: Tensor) -> Tensor:
        """(B, S, S) cover of the brows: an outline of this person's own, filled with hairs."""
        out = (x.abs() - 3.5) / 2.3  # -1 inner end, 1 outer end
        lifted = y - person["brow_lift"] - person["brow_arch"] * (1 - out**2) - person["brow_tilt"] * out
        charts = look_up(self._charts[:, Chart.BROW : Chart.BROW_ALONG + 1], torch.stack([x, lifted], dim=3))
        distance, along = charts[:, 0], charts[:, 1]
        half = 0.5 * person["brow_thickness"] * (0.45 + 0.75 * (along * 1.5).clamp(0, 1)) + 0.06
        hairs = self._grain(person, 2.6 * x + 0.8 * y, 1.1 * y, 0.16)
        cover = ((half - distance + 0.1 * hairs) / 0.22 + 0.5).clamp(0, 1)
        ends = ((along + 0.02) / 0.12).clamp(0, 1) * ((1.02 - along) / 0.1).clamp(0, 1)
        return cover * ends * person["brow_density"] * (1 + 0.2 * hairs).clamp(0.5, 1.1) * (y > 4)

    def _beard(
        self, albedo: Tensor, person: Values, place: tuple[Tensor, Tensor, Tensor], bare: Tensor, hair: Tensor
    ) -> Tensor:
        x, y, z = place
        chin = ((-2.2 - y + 0.036 * x**2) / 1.5).clamp(0, 1) * (y > -11) * (z > -1)
        lip = torch.exp(-(((y + 1.85) / 0.55) ** 2)) * torch.exp(-((x / 2.5) ** 4))
        patchy = (1 + 0.2 * self._grain(person, x * 1.6, y, 0.18)).clamp(0, 1.5)
        cover = ((chin * person["beard"] + lip * person["moustache"]) * patchy).clamp(0, 0.95) * bare
        return albedo * (1 - cover) + hair * 1.1 * cover

    def _hair_cap(self, person: Values, x: Tensor, y: Tensor, z: Tensor, grain: Tensor) -> Tensor:
        """(B, S, S) cover of the hair of the head: top, sides, and strands over the brow."""
        top = ((y - person["hair_line"] + 0.03 * x**2) / 0.6 + 0.5 + 0.3 * grain).clamp(0, 1)
        sides = ((1.6 + 1.2 * person["hair_sides"] - z) / 0.8).clamp(0, 1) * (y > 3 - 16 * person["hair_sides"])
        strands = self._grain(person, 2.2 * x, 0.25 * y, 0.5)
        low = person["hair_line"] - person["bangs"] * 4.2 + 0.9 * strands
        bangs = ((y - low) / 0.3).clamp(0, 1) * (person["bangs"] > 0)
        has_hair = (person["hair_volume"] > 0).float()
        return torch.maximum(torch.maximum(top, sides) * has_hair, bangs)

    def _inner_parts(self, albedo: Tensor, surface: Values, person: Values) -> Tensor:
        """Mouth, sockets, gums, teeth and eyes."""
        part, tone = surface["part"], person["tone"]
        albedo = torch.where(part == Part.MOUTH, 0.28 * tone, albedo)
        albedo = torch.where(part == Part.SOCKET, 0.5 * tone, albedo)
        albedo = torch.where(part == Part.GUM, 0.2 + 0 * tone, albedo)
        albedo = torch.where(part == Part.TEETH, person["teeth"], albedo)
        x, y, z = surface["place"].unbind(dim=3)
        eye = self._model.places[self._model.eyes[0]]
        middle = (eye.amax(dim=0) + eye.amin(dim=0)) / 2
        from_middle = torch.stack([x.abs() - middle[0], y - middle[1], z - middle[2]], dim=3)
        axis = F.normalize(from_middle.new_tensor([_REST_GAZE, 0.0, 1.0]), dim=0)
        angle = torch.rad2deg(torch.acos((F.normalize(from_middle, dim=3) @ axis).clamp(-1, 1)))
        white = ((angle - 26.5) / 3 + 0.5).clamp(0, 1)
        ring = torch.where((angle - 26.0).abs() < 2.5, 0.7, 1.0)
        value = (person["iris"] * (1 - white) + person["sclera"] * white) * ring
        value = torch.where(angle < person["pupil"], torch.full_like(value, 0.01), value)
        # the white is only as bright as what surrounds it lets light in
        value = value * (0.45 + 0.75 * tone).clamp(0, 0.95)
        return torch.where(part == Part.EYE, value, albedo)

    def _grooves(self, charts: Tensor, person: Values, moved: Tensor, x: Tensor) -> Tensor:
        """(B, S, S) depth of wrinkles and folds, negative, cm."""
        left = (x / 0.6 + 0.5).clamp(0, 1)  # 1 on the person's left, soft in the middle
        depth = torch.zeros_like(x)
        for chart, shares in GROOVES.items():
            use = AGE_SHARE[chart] * person["age"] * 0.8
            for unit, share in shares.items():
                use = use + share * self._sided(moved, unit, left)
            depth = depth - DEPTH_CM[chart] * use.clamp(0, 1.3) * charts[:, chart]
        return depth * person["wrinkling"]

    def _sided(self, moved: Tensor, unit: str, left: Tensor) -> Tensor:
        """(B, S, S) weight of a unit at each pixel, of its own side where it has two."""
        if unit in self._names:
            return moved[:, self._names[unit], None, None]
        of_left = moved[:, self._names[unit + "_L"], None, None]
        of_right = moved[:, self._names[unit + "_R"], None, None]
        return left * of_left + (1 - left) * of_right

    def _spectacles(self, albedo: Tensor, person: Values, x: Tensor, y: Tensor, front: Tensor) -> Tensor:
        """Frames around the eyes, dark, as wide as `glasses` says."""
        size = person["glasses_size"]
        across, up = (x.abs() - 3.3) / (2.3 * size), (y - 3.1) / (1.6 * size)
        ring = (across.abs() ** 3 + up.abs() ** 3 + 1e-6) ** (1 / 3)
        frame = torch.exp(-(((ring - 1) * 2.0 / (0.1 + 0.2 * person["glasses"])) ** 2))
        bridge = torch.exp(-(((y - 3.6) / 0.18) ** 2)) * (x.abs() < 1.1)
        cover = torch.maximum(frame, bridge) * (person["glasses"] > 0) * 0.9
        on_face = torch.maximum(front, (front > 0).float())
        return albedo * (1 - cover * on_face) + 0.03 * cover * on_face

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
        wide = 8.4 + 2.6 * person["hair_sides"] + 0.7 * self._grain(person, 0.3 * y, y, 1.0)
        long = (wide - x.abs()) / 0.8 * (person["hair_sides"] > 0)
        cover = long.clamp(0, 1)
        streaks = (1 + 0.5 * self._grain(person, 3 * x, 0.3 * y, 0.4)).clamp(0.2, 2)
        hair = person["hair"] * streaks * (light["ambient"] + 0.35 * light["key_power"])
        level = 2 * linear.mean(dim=(1, 2), keepdim=True)
        behind = background * level * (1 - cover) + hair * cover
        inside = blurred(surface["covered"].float(), 0.7)
        return torch.where(surface["covered"], linear * inside + behind * (1 - inside), behind)
