"""What a drawn head is painted with: skin, brows, beard, hair, wrinkles, eyes and teeth, glasses.

All of it is defined on the mean face, so that it stays where it is when the face moves.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.render.face_model import FaceModel, Part
from fer_desktop.training.render.skin import AGE_SHARE, DEPTH_CM, GROOVES, Chart, look_up, make_charts

REST_GAZE = 0.1  # the mesh's eyes look outwards by so much

Values = dict[str, Tensor]


def grain(person: Values, x: Tensor, y: Tensor, scale: float) -> Tensor:
    """(B, S, S) smooth random numbers over (x, y), repeated; `scale` is the size of a grain in cm."""
    side = person["noise"].shape[-1]
    period = (torch.stack([x, y], dim=-1) / (scale * side)) % 2.0 - 1.0
    return F.grid_sample(person["noise"], period, mode="bilinear", padding_mode="reflection", align_corners=True)[:, 0]


class Painter:
    """Paints heads of one face model, whose grooves are at least so wide (cm)."""

    def __init__(self, model: FaceModel, least_groove_cm: float = 0.0) -> None:
        self._model = model
        self._charts = make_charts(model.landmarks, least_groove_cm).to(model.device)
        self._names = {name: i for i, name in enumerate(model.names)}

    def paint(self, surface: Values, person: Values, moved: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Albedo, height of grooves in cm, and gloss of each pixel."""
        x, y, z = surface["place"].unbind(dim=3)
        part, tone = surface["part"], person["tone"]
        front = ((z - 2.0) / 2.0).clamp(0, 1) * (part == Part.FACE)
        charts = look_up(self._charts, torch.stack([x, y], dim=3))
        fine = grain(person, x, y + 0.5 * z, 0.2)
        broad = grain(person, x + 7, y + 0.5 * z, 2.5)
        side = x.abs()
        albedo = tone * (1 + person["freckle"] * fine + person["blotch"] * broad)
        cheek = torch.exp(-(((side - 4.2) / 1.8) ** 2) - ((y + 0.2) / 1.8) ** 2) * front
        under = torch.exp(-(((side - 3.0) / 1.5) ** 2) - ((y - 2.2) / 0.5) ** 2) * front
        albedo = albedo * (1 - person["cheeks"] * cheek - person["under_eye"] * under)
        lips = charts[:, Chart.LIPS] * front
        albedo = albedo * (1 - lips) + tone * person["lips"] * lips
        albedo = albedo * (1 - 0.55 * charts[:, Chart.LIP_LINE] * front)
        hair = person["hair"] * (1 + 0.45 * grain(person, 3 * x, 0.5 * y, 0.3)).clamp(0.2, 2)
        albedo = self._beard(albedo, person, (x, y, z), front * (1 - lips), hair)
        brow = self._brows(person, x, y) * front
        albedo = albedo * (1 - brow) + torch.minimum(1.2 * person["hair"], person["brow_shade"] * tone) * brow
        liner = torch.exp(-((charts[:, Chart.UPPER_LID] / 0.16) ** 2)) + 0.4 * torch.exp(
            -((charts[:, Chart.LOWER_LID] / 0.11) ** 2)
        )
        liner = (liner * person["liner"] * front).clamp(0, 0.95)
        albedo = albedo * (1 - liner) + 0.04 * liner
        cap = self._hair_cap(person, x, y, z, fine) * (part <= Part.HEAD)
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
        hairs = grain(person, 2.6 * x + 0.8 * y, 1.1 * y, 0.16)
        cover = ((half - distance + 0.1 * hairs) / 0.22 + 0.5).clamp(0, 1)
        ends = ((along + 0.02) / 0.12).clamp(0, 1) * ((1.02 - along) / 0.1).clamp(0, 1)
        return cover * ends * person["brow_density"] * (1 + 0.2 * hairs).clamp(0.5, 1.1) * (y > 4)

    def _beard(
        self, albedo: Tensor, person: Values, place: tuple[Tensor, Tensor, Tensor], bare: Tensor, hair: Tensor
    ) -> Tensor:
        x, y, z = place
        chin = ((-2.2 - y + 0.036 * x**2) / 1.5).clamp(0, 1) * (y > -11) * (z > -1)
        lip = torch.exp(-(((y + 1.85) / 0.55) ** 2)) * torch.exp(-((x / 2.5) ** 4))
        patchy = (1 + 0.2 * grain(person, x * 1.6, y, 0.18)).clamp(0, 1.5)
        cover = ((chin * person["beard"] + lip * person["moustache"]) * patchy).clamp(0, 0.95) * bare
        return albedo * (1 - cover) + hair * 1.1 * cover

    def _hair_cap(self, person: Values, x: Tensor, y: Tensor, z: Tensor, fine: Tensor) -> Tensor:
        """(B, S, S) cover of the hair of the head: top, sides, and strands over the brow."""
        top = ((y - person["hair_line"] + 0.03 * x**2) / 0.6 + 0.5 + 0.3 * fine).clamp(0, 1)
        sides = ((1.6 + 1.2 * person["hair_sides"] - z) / 0.8).clamp(0, 1) * (y > 3 - 16 * person["hair_sides"])
        strands = grain(person, 2.2 * x, 0.25 * y, 0.5)
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
        axis = F.normalize(from_middle.new_tensor([REST_GAZE, 0.0, 1.0]), dim=0)
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
