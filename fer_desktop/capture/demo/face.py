"""A face drawn from a few numbers: what it does with brows, eyes and mouth, and how it is turned.

Coordinates are those of `capture.brush`. Pure functions; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fer_desktop.capture.demo.brush import Brush, Colour, Points, curve, darker, oval
from fer_desktop.capture.demo.mimic import Mimic

FACE_WIDTH = 250.0  # of the head on the canvas


@dataclass(frozen=True, slots=True)
class Appearance:
    """Colours of one person, RGB."""

    skin: Colour
    hair: Colour
    lips: Colour
    iris: Colour
    shirt: Colour


LOOKS = (
    Appearance((224, 178, 150), (62, 44, 34), (188, 96, 92), (88, 108, 82), (58, 84, 120)),
    Appearance((168, 116, 84), (28, 22, 20), (136, 70, 66), (60, 40, 28), (126, 62, 58)),
    Appearance((240, 204, 182), (150, 104, 56), (204, 112, 108), (84, 116, 150), (70, 110, 84)),
    Appearance((128, 86, 62), (20, 18, 18), (110, 56, 54), (48, 32, 24), (112, 100, 56)),
)


# softness of shades: standard deviations of their edges, in units of the canvas
BLURS = (17.0, 10.0, 5.0, 2.0)
_VERY_SOFT, _SOFT, _FIRM, _SHARP = range(4)


def draw_head(brush: Brush, mimic: Mimic, appearance: Appearance) -> None:
    """Paint shoulders and a head without its features, and tell the brush's light how it falls.

    Args:
        brush: Knows where, and how the head is turned: up to about 0.5 radians.
        mimic: What the face does.
        appearance: Its colours.
    """
    _body(brush, appearance)
    brush.fill(_OUTLINE, appearance.skin)
    brush.receive(_OUTLINE)
    _light(brush)
    _cheeks_and_folds(brush, mimic)
    _shaded_nose(brush, mimic)
    _shaded_mouth(brush, _Lips.of(mimic), mimic.dimple)


def draw_features(brush: Brush, mimic: Mimic, appearance: Appearance) -> None:
    """Paint nose, eyes, brows, mouth and fringe on a head that was drawn and lit."""
    _nose(brush, appearance, mimic)
    for side in (-1, 1):
        own = mimic.of_side(side)
        _eye(brush, appearance, own, side)
        _brow(brush, appearance, own, side)
    _mouth(brush, appearance, mimic, _Lips.of(mimic))
    brush.fill(_FRINGE, appearance.hair)


def _body(brush: Brush, appearance: Appearance) -> None:
    shoulders = curve((2, 700), (14, 500), (110, 456), (200, 452), (290, 456), (386, 500), (398, 700), n=40)
    brush.fill(np.vstack([shoulders, (398, 700), (2, 700)]), appearance.shirt, -20)
    brush.fill(oval(200, 250, 142, 178), appearance.hair, -35)
    neck = np.array([(140.0, 350), (260, 350), (268, 470), (200, 492), (132, 470)])
    brush.fill(neck, darker(appearance.skin, 0.80), -30)
    for x in (72.0, 328.0):
        brush.fill(oval(x, 262, 17, 36), darker(appearance.skin, 0.88), -45)


def _light(brush: Brush) -> None:
    """From above left: darker sides, lighter forehead; eyes lie deep."""
    brush.shade(oval(302, 290, 26, 110), 0.71, _VERY_SOFT)
    brush.shade(oval(98, 290, 22, 110), 0.83, _VERY_SOFT)
    brush.shade(oval(195, 168, 70, 30), 1.1, _VERY_SOFT, 20)
    brush.shade(oval(200, 408, 62, 12), 0.82, _SOFT, 5)
    for side in (-1, 1):
        brush.shade(oval(200 + 52.0 * side, 234, 34, 20), 0.86, _SOFT, 12)


def _cheeks_and_folds(brush: Brush, mimic: Mimic) -> None:
    for side in (-1, 1):
        smile = mimic.of_side(side).smile
        cheek = oval(200 + 68 * side, 306 - 12 * smile, 30, 22)
        brush.shade(cheek, 1 + 0.13 * (0.55 + 0.3 * smile), _SOFT, 22)
        fold = curve(
            (200 + 32 * side, 300),
            (200 + (52 + 10 * smile) * side, 322),
            (200 + (55 + 20 * smile) * side, 352),
        )
        depth = min(0.28 + 0.5 * smile + 0.12 * mimic.corner_down + 0.4 * max(mimic.sneer, mimic.upper), 0.85)
        brush.shade(np.vstack([fold, fold[::-1] + (5.0 * side, 2.0)]), 1 - 0.45 * depth, _SHARP, 24)
    if mimic.brow_knit > 0.05:
        for side in (-1, 1):
            crease = curve((200 + 7 * side, 178), (200 + 8.5 * side, 192), (200 + 6 * side, 206))
            edge = np.vstack([crease, crease[::-1] + (3.0 * side, 0.0)])
            brush.shade(edge, 1 - 0.51 * min(mimic.brow_knit, 1), _SHARP, 26)
    if mimic.brow_up > 0.05:
        for y in (140.0, 156.0):
            crease = curve((142, y + 5), (200, y - 3), (258, y + 5))
            edge = np.vstack([crease, crease[::-1] + (0.0, 3.0)])
            brush.shade(edge, 1 - 0.27 * min(mimic.brow_up, 1), _SHARP, 22)


def _shaded_nose(brush: Brush, mimic: Mimic) -> None:
    up = 3.0 * mimic.smile + 8.0 * mimic.sneer + 5.0 * mimic.upper
    if mimic.sneer > 0.05:
        for y in (214.0, 226.0, 238.0):
            crease = curve((184, y + 4), (200, y - 2), (216, y + 4))
            edge = np.vstack([crease, crease[::-1] + (0.0, 3.0)])
            brush.shade(edge, 1 - 0.45 * min(mimic.sneer, 1), _SHARP, 40)
    side = curve((186, 205), (181, 250), (176, 290), (172, 302 - up), (190, 306 - up))
    brush.shade(side, 0.81, _FIRM, 34)
    brush.shade(oval(203, 250, 6, 42), 1.13, _FIRM, 44)
    brush.shade(oval(200, 292 - up, 13, 11), 1.11, _FIRM, 54)
    brush.shade(oval(200, 309 - up, 24, 5), 0.73, _FIRM, 40)


def _nose(brush: Brush, appearance: Appearance, mimic: Mimic) -> None:
    up = 3.0 * mimic.smile + 8.0 * mimic.sneer + 5.0 * mimic.upper
    for side in (-1, 1):
        brush.fill(oval(200 + (12 + 2 * mimic.smile) * side, 304 - up, 5.5, 3.2), darker(appearance.skin, 0.34), 42)
        wing = curve(
            (200 + 21 * side, 288 - up), (200 + (27 + 3 * mimic.smile) * side, 299 - up), (200 + 19 * side, 308 - up)
        )
        brush.line(wing, darker(appearance.skin, 0.62), 2, 36)


def _eye(brush: Brush, appearance: Appearance, mimic: Mimic, side: int) -> None:
    x, y, z = 200 + 52.0 * side, 236.0, 16.0
    opened = max(1 + 0.95 * mimic.wide - 0.35 * mimic.smile - 0.22 * mimic.brow_knit, 0.2) * (1 - mimic.blink)
    # the upper lid follows the eye
    upper = (9.5 + 3.5 * mimic.look_up) * opened
    lower = (6.5 - 2.0 * mimic.smile) * min(opened + 0.15, 1.2) * (1 - 0.8 * mimic.blink)
    inner, outer = (x - 25 * side, y + 2.0), (x + 27 * side, y - 1.0)
    top = curve(inner, (x - 9 * side, y - upper), (x + 11 * side, y - upper), outer)
    bottom = curve(inner, (x - 8 * side, y + lower), (x + 12 * side, y + lower), outer)
    almond = np.vstack([top, bottom[::-1]])
    brush.fill(almond, (238, 234, 230), z)
    if opened > 0.12:
        _iris(brush, appearance, almond, (x + 9 * mimic.look_left, y - 0.5 - 6.5 * mimic.look_up), z)
    brush.line(top, darker(appearance.hair, 0.5), 4, z)
    brush.line(bottom, darker(appearance.skin, 0.6), 2, z)
    lid = top + (0.0, -7.0 - 2.0 * mimic.wide)
    brush.line(lid[2:-1], darker(appearance.skin, 0.66), 2, z)
    if mimic.smile > 0.2 and mimic.blink < 0.5:
        bag = curve((x - 16 * side, y + 17), (x + 4 * side, y + 20), (x + 24 * side, y + 13))
        brush.line(bag, darker(appearance.skin, 0.74), 2, z)


def _iris(brush: Brush, appearance: Appearance, almond: Points, centre: tuple[float, float], z: float) -> None:
    """Iris, pupil and glint, seen only where the lids leave them free."""
    with brush.within(almond, z, reach=12):
        brush.fill(oval(*centre, 11.5, 11.5), appearance.iris, z + 3)
        brush.fill(oval(*centre, 5.2, 5.2), (14, 12, 12), z + 3)
        brush.fill(oval(centre[0] - 3.5, centre[1] - 3.5, 2.4, 2.4, 12), (250, 250, 250), z + 3)


def _brow(brush: Brush, appearance: Appearance, mimic: Mimic, side: int) -> None:
    lift = 26 * mimic.brow_up - 7 * mimic.brow_knit
    inner = (200 + (23 - 8 * mimic.brow_knit) * side, 210 - lift + 12 * mimic.brow_knit - 13 * mimic.brow_slant)
    arch = (200 + 58 * side, 203 - 1.15 * lift + 2 * mimic.brow_knit - 2 * mimic.brow_slant)
    outer = (200 + 88 * side, 211 - 0.8 * lift - 7 * mimic.brow_knit + 6 * mimic.brow_slant)
    spine = curve(inner, arch, outer)
    thick = np.linspace(6.5, 2.0, len(spine))[:, None] * (0.0, 1.0)
    brush.fill(np.vstack([spine - thick, (spine + thick * 0.8)[::-1]]), darker(appearance.hair, 0.85), 24)


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where one corner of the mouth is, beside its middle and on the canvas."""

    beside: float
    y: float


@dataclass(frozen=True, slots=True)
class _Lips:
    """Where the mouth is: its corners on the right and the left of the picture, its middle, gaps, thickness."""

    corners: tuple[_Corner, _Corner]
    middle_y: float
    gap_up: float
    gap_down: float
    thin: float

    @classmethod
    def of(cls, mimic: Mimic) -> _Lips:
        y = 350.0
        smile = (mimic.of_side(-1).smile + mimic.of_side(1).smile) / 2
        return cls(
            corners=(_corner(mimic.of_side(-1), y), _corner(mimic.of_side(1), y)),
            middle_y=y - 4 * mimic.corner_down + 5 * smile,
            gap_up=3 * smile * mimic.open + 5 * mimic.open * mimic.round + 9 * mimic.sneer + 15 * mimic.upper,
            gap_down=34 * mimic.open + 12 * mimic.lower,
            thin=1 - 0.6 * mimic.press - 0.25 * smile - 0.3 * mimic.upper,
        )

    def line(self, share: float, middle_y: float) -> Points:
        """From corner to corner through two points at a share of the half width."""
        left, right = self.corners
        return curve(
            (200 - left.beside, left.y),
            (200 - left.beside * share, middle_y),
            (200 + right.beside * share, middle_y),
            (200 + right.beside, right.y),
            n=24,
        )


def _corner(own: Mimic, y: float) -> _Corner:
    return _Corner(
        40 + 17 * own.smile - 15 * own.round - 2 * own.press + 3 * own.corner_down + 5 * own.dimple,
        y - 13 * own.smile + 11 * own.corner_down + 4 * own.open - 1 * own.dimple - 4 * own.upper,
    )


_MOUTH_Z = 28.0


def _shaded_mouth(brush: Brush, lips: _Lips, dimple: float) -> None:
    below = lips.middle_y + lips.gap_down + 24 * lips.thin + 6
    brush.shade(oval(200, below, 26, 5), 0.81, _FIRM, _MOUTH_Z - 8)
    for side, corner in zip((-1, 1), lips.corners, strict=True):
        brush.shade(oval(200 + (corner.beside + 3) * side, corner.y, 5, 5), 0.71, _FIRM, _MOUTH_Z - 4)
        if dimple > 0.05:
            pit = oval(200 + (corner.beside + 9) * side, corner.y - 1, 4, 12)
            brush.shade(pit, 1 - 0.5 * min(dimple, 1), _SHARP, _MOUTH_Z - 4)


def _mouth(brush: Brush, appearance: Appearance, mimic: Mimic, lips: _Lips) -> None:
    y, z, (left, right) = lips.middle_y, _MOUTH_Z, lips.corners
    line_up = lips.line(0.4, y - lips.gap_up)
    line_down = lips.line(0.4, y + lips.gap_down)
    full = lips.line(0.45, y + lips.gap_down + 14 * lips.thin)
    bow = curve(
        (200 - left.beside, left.y),
        (200 - left.beside * 0.35, y - lips.gap_up - 11 * lips.thin),
        (200, y - lips.gap_up - 8 * lips.thin),
        (200 + right.beside * 0.35, y - lips.gap_up - 11 * lips.thin),
        (200 + right.beside, right.y),
        n=24,
    )
    if lips.gap_up + lips.gap_down > 0.7:
        brush.fill(np.vstack([line_up, line_down[::-1]]), (58, 22, 24), z)
        depth = min(13.0, lips.gap_down * 0.62 + 2 + 9 * mimic.upper) * min(0.4 + 0.6 * mimic.smile + mimic.upper, 1.0)
        teeth = np.vstack(
            [line_up[3:-3], np.minimum(line_up[3:-3] + (0, depth), np.maximum(line_down[3:-3], line_up[3:-3]))[::-1]]
        )
        brush.fill(teeth, (240, 236, 228), z)
    brush.fill(np.vstack([bow, line_up[::-1]]), appearance.lips, z)
    brush.fill(np.vstack([line_down, full[::-1]]), darker(appearance.lips, 1.08), z)
    brush.line(line_up, darker(appearance.lips, 0.42), 2, z)
    if lips.gap_up + lips.gap_down > 0.7:
        brush.line(line_down, darker(appearance.lips, 0.55), 2, z)


def _outline() -> Points:
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    jaw = 1 - 0.16 * np.clip(np.sin(angle), 0, 1) ** 2  # narrower towards the chin
    return np.column_stack([200 + FACE_WIDTH / 2 * jaw * np.cos(angle), 262 + 165 * np.sin(angle)])


def _fringe() -> Points:
    top = curve((66, 190), (88, 105), (200, 62), (312, 105), (334, 190), n=30)
    low = curve((334, 190), (300, 136), (235, 118), (150, 124), (96, 140), (66, 190), n=30)
    return np.vstack([top, low])


_OUTLINE, _FRINGE = _outline(), _fringe()
