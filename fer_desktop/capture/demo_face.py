"""A face drawn from a few numbers: what it does with brows, eyes and mouth, and how it is turned.

Coordinates are those of `capture.brush`. Pure functions; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fer_desktop.capture.brush import Brush, Colour, Points, curve, darker, oval

FACE_WIDTH = 250.0  # of the head on the canvas


@dataclass(frozen=True, slots=True)
class Mimic:
    """What the face does; 0 is at rest, 1 is plainly visible.

    Attributes:
        smile: Corners of the mouth up and out, cheeks up.
        open: Jaw down.
        round: Mouth narrow.
        brow_up: Brows raised.
        brow_knit: Inner ends of the brows down and together.
        brow_slant: Inner ends of the brows up.
        corner_down: Corners of the mouth down.
        press: Lips thin.
        wide: Eyes wide; negative narrows them.
        blink: 1 closes the eyes.
    """

    smile: float = 0.0
    open: float = 0.0
    round: float = 0.0
    brow_up: float = 0.0
    brow_knit: float = 0.0
    brow_slant: float = 0.0
    corner_down: float = 0.0
    press: float = 0.0
    wide: float = 0.0
    blink: float = 0.0

    def mixed(self, other: Mimic, share: float) -> Mimic:
        """This one at `share` 0, the other at 1."""
        values = {f.name: (1 - share) * getattr(self, f.name) + share * getattr(other, f.name) for f in fields(self)}
        return Mimic(**values)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one person, RGB."""

    skin: Colour
    hair: Colour
    lips: Colour
    iris: Colour
    shirt: Colour


LOOKS = (
    Look((224, 178, 150), (62, 44, 34), (188, 96, 92), (88, 108, 82), (58, 84, 120)),
    Look((168, 116, 84), (28, 22, 20), (136, 70, 66), (60, 40, 28), (126, 62, 58)),
    Look((240, 204, 182), (150, 104, 56), (204, 112, 108), (84, 116, 150), (70, 110, 84)),
    Look((128, 86, 62), (20, 18, 18), (110, 56, 54), (48, 32, 24), (112, 100, 56)),
)


def draw_face(brush: Brush, mimic: Mimic, look: Look) -> None:
    """Paint head and shoulders.

    Args:
        brush: Knows where, and how the head is turned: up to about 0.5 radians.
        mimic: What the face does.
        look: Its colours.
    """
    _body(brush, look)
    _head(brush, look)
    _cheeks_and_folds(brush, look, mimic)
    _nose(brush, look, mimic)
    for side in (-1, 1):
        _eye(brush, look, mimic, side)
        _brow(brush, look, mimic, side)
    _mouth(brush, look, mimic)
    brush.fill(_FRINGE, look.hair)


def _body(brush: Brush, look: Look) -> None:
    shoulders = curve((2, 700), (14, 500), (110, 456), (200, 452), (290, 456), (386, 500), (398, 700), n=40)
    brush.fill(np.vstack([shoulders, (398, 700), (2, 700)]), look.shirt, -20)
    brush.fill(oval(200, 250, 142, 178), look.hair, -35)
    neck = np.array([(140.0, 350), (260, 350), (268, 470), (200, 492), (132, 470)])
    brush.fill(neck, darker(look.skin, 0.80), -30)
    for x in (72.0, 328.0):
        brush.fill(oval(x, 262, 17, 36), darker(look.skin, 0.88), -45)


def _head(brush: Brush, look: Look) -> None:
    brush.fill(_OUTLINE, look.skin, 0)
    with brush.within(_OUTLINE, reach=60):  # soft light from above left: darker sides, lighter forehead
        brush.shade(oval(302, 290, 26, 110), darker(look.skin, 0.62), 0.75, 17)
        brush.shade(oval(98, 290, 22, 110), darker(look.skin, 0.72), 0.6, 16)
        brush.shade(oval(195, 168, 70, 30), darker(look.skin, 1.14), 0.7, 18, 20)
        brush.shade(oval(200, 408, 62, 12), darker(look.skin, 0.70), 0.6, 9, 5)


def _cheeks_and_folds(brush: Brush, look: Look, mimic: Mimic) -> None:
    for side in (-1, 1):
        x = 200 + 68 * side
        brush.shade(oval(x, 306 - 12 * mimic.smile, 30, 22), darker(look.skin, 1.13), 0.55 + 0.3 * mimic.smile, 11, 22)
        fold = curve(
            (200 + 32 * side, 300),
            (200 + (52 + 10 * mimic.smile) * side, 322),
            (200 + (55 + 20 * mimic.smile) * side, 352),
        )
        depth = 0.28 + 0.5 * mimic.smile + 0.12 * mimic.corner_down
        edge = np.vstack([fold, fold[::-1] + (5.0 * side, 2.0)])
        brush.shade(edge, darker(look.skin, 0.55), min(depth, 0.85), 3, 24)
    if mimic.brow_knit > 0.05:
        for side in (-1, 1):
            crease = curve((200 + 7 * side, 178), (200 + 8.5 * side, 192), (200 + 6 * side, 206))
            edge = np.vstack([crease, crease[::-1] + (3.0 * side, 0.0)])
            brush.shade(edge, darker(look.skin, 0.4), 0.85 * min(mimic.brow_knit, 1), 1.6, 26)
    if mimic.brow_up > 0.05:
        for y in (140.0, 156.0):
            crease = curve((142, y + 5), (200, y - 3), (258, y + 5))
            edge = np.vstack([crease, crease[::-1] + (0.0, 3.0)])
            brush.shade(edge, darker(look.skin, 0.62), 0.7 * min(mimic.brow_up, 1), 1.8, 22)


def _nose(brush: Brush, look: Look, mimic: Mimic) -> None:
    up = 3.0 * mimic.smile
    brush.shade(
        curve((186, 205), (181, 250), (176, 290), (172, 302 - up), (190, 306 - up)),
        darker(look.skin, 0.66),
        0.55,
        5,
        34,
    )
    brush.shade(oval(203, 250, 6, 42), darker(look.skin, 1.22), 0.6, 5, 44)
    brush.shade(oval(200, 292 - up, 13, 11), darker(look.skin, 1.16), 0.7, 6, 54)
    brush.shade(oval(200, 309 - up, 24, 5), darker(look.skin, 0.55), 0.6, 4, 40)
    for side in (-1, 1):
        brush.fill(oval(200 + (12 + 2 * mimic.smile) * side, 304 - up, 5.5, 3.2), darker(look.skin, 0.34), 42)
        wing = curve(
            (200 + 21 * side, 288 - up), (200 + (27 + 3 * mimic.smile) * side, 299 - up), (200 + 19 * side, 308 - up)
        )
        brush.line(wing, darker(look.skin, 0.62), 2, 36)


def _eye(brush: Brush, look: Look, mimic: Mimic, side: int) -> None:
    x, y, z = 200 + 52.0 * side, 236.0, 16.0
    opened = max(1 + 0.95 * mimic.wide - 0.35 * mimic.smile - 0.22 * mimic.brow_knit, 0.2) * (1 - mimic.blink)
    upper, lower = 9.5 * opened, (6.5 - 2.0 * mimic.smile) * min(opened + 0.15, 1.2) * (1 - 0.8 * mimic.blink)
    brush.shade(oval(x, y - 2, 34, 20), darker(look.skin, 0.72), 0.5, 9, z - 4)
    inner, outer = (x - 25 * side, y + 2.0), (x + 27 * side, y - 1.0)
    top = curve(inner, (x - 9 * side, y - upper), (x + 11 * side, y - upper), outer)
    bottom = curve(inner, (x - 8 * side, y + lower), (x + 12 * side, y + lower), outer)
    almond = np.vstack([top, bottom[::-1]])
    brush.fill(almond, (238, 234, 230), z)
    if opened > 0.12:
        _iris(brush, look, almond, (x, y - 0.5), z)
    brush.line(top, darker(look.hair, 0.5), 4, z)
    brush.line(bottom, darker(look.skin, 0.6), 2, z)
    lid = top + (0.0, -7.0 - 2.0 * mimic.wide)
    brush.line(lid[2:-1], darker(look.skin, 0.66), 2, z)
    if mimic.smile > 0.2:
        bag = curve((x - 16 * side, y + 17), (x + 4 * side, y + 20), (x + 24 * side, y + 13))
        brush.line(bag, darker(look.skin, 0.74), 2, z)


def _iris(brush: Brush, look: Look, almond: Points, centre: tuple[float, float], z: float) -> None:
    """Iris, pupil and glint, seen only where the lids leave them free."""
    with brush.within(almond, z, reach=12):
        brush.fill(oval(*centre, 11.5, 11.5), look.iris, z + 3)
        brush.fill(oval(*centre, 5.2, 5.2), (14, 12, 12), z + 3)
        brush.fill(oval(centre[0] - 3.5, centre[1] - 3.5, 2.4, 2.4, 12), (250, 250, 250), z + 3)


def _brow(brush: Brush, look: Look, mimic: Mimic, side: int) -> None:
    lift = 26 * mimic.brow_up - 7 * mimic.brow_knit
    inner = (200 + (23 - 8 * mimic.brow_knit) * side, 210 - lift + 12 * mimic.brow_knit - 13 * mimic.brow_slant)
    arch = (200 + 58 * side, 203 - 1.15 * lift + 2 * mimic.brow_knit - 2 * mimic.brow_slant)
    outer = (200 + 88 * side, 211 - 0.8 * lift - 7 * mimic.brow_knit + 6 * mimic.brow_slant)
    spine = curve(inner, arch, outer)
    thick = np.linspace(6.5, 2.0, len(spine))[:, None] * (0.0, 1.0)
    brush.fill(np.vstack([spine - thick, (spine + thick * 0.8)[::-1]]), darker(look.hair, 0.85), 24)


def _mouth(brush: Brush, look: Look, mimic: Mimic) -> None:
    y, z = 350.0, 28.0
    half = 40 + 17 * mimic.smile - 15 * mimic.round - 2 * mimic.press + 3 * mimic.corner_down
    corner_y = y - 13 * mimic.smile + 11 * mimic.corner_down + 4 * mimic.open
    gap_up, gap_down = 3 * mimic.smile * mimic.open + 5 * mimic.open * mimic.round, 34 * mimic.open
    thin = 1 - 0.6 * mimic.press - 0.25 * mimic.smile
    left, right = (200 - half, corner_y), (200 + half, corner_y)
    arch = -4 * mimic.corner_down + 5 * mimic.smile  # middle of the lip line against its corners
    line_up = curve(left, (200 - half * 0.4, y + arch - gap_up), (200 + half * 0.4, y + arch - gap_up), right, n=24)
    line_down = curve(
        left, (200 - half * 0.4, y + arch + gap_down), (200 + half * 0.4, y + arch + gap_down), right, n=24
    )
    bow = curve(
        left,
        (200 - half * 0.35, y + arch - gap_up - 11 * thin),
        (200, y + arch - gap_up - 8 * thin),
        (200 + half * 0.35, y + arch - gap_up - 11 * thin),
        right,
        n=24,
    )
    full = curve(
        left,
        (200 - half * 0.45, y + arch + gap_down + 14 * thin),
        (200 + half * 0.45, y + arch + gap_down + 14 * thin),
        right,
        n=24,
    )
    if mimic.open > 0.02:
        inside = np.vstack([line_up, line_down[::-1]])
        brush.fill(inside, (58, 22, 24), z)
        depth = min(13.0, gap_down * 0.62 + 2) * (0.4 + 0.6 * mimic.smile)
        teeth = np.vstack(
            [line_up[3:-3], np.minimum(line_up[3:-3] + (0, depth), np.maximum(line_down[3:-3], line_up[3:-3]))[::-1]]
        )
        brush.fill(teeth, (240, 236, 228), z)
    brush.fill(np.vstack([bow, line_up[::-1]]), look.lips, z)
    brush.fill(np.vstack([line_down, full[::-1]]), darker(look.lips, 1.08), z)
    brush.line(line_up, darker(look.lips, 0.42), 2, z)
    if mimic.open > 0.02:
        brush.line(line_down, darker(look.lips, 0.55), 2, z)
    brush.shade(oval(200, y + arch + gap_down + 24 * thin + 6, 26, 5), darker(look.skin, 0.68), 0.6, 5, z - 8)
    for side in (-1, 1):
        brush.shade(oval(200 + (half + 3) * side, corner_y, 5, 5), darker(look.skin, 0.55), 0.65, 3, z - 4)


def _outline() -> Points:
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    jaw = 1 - 0.16 * np.clip(np.sin(angle), 0, 1) ** 2  # narrower towards the chin
    return np.column_stack([200 + FACE_WIDTH / 2 * jaw * np.cos(angle), 262 + 165 * np.sin(angle)])


def _fringe() -> Points:
    top = curve((66, 190), (88, 105), (200, 62), (312, 105), (334, 190), n=30)
    low = curve((334, 190), (300, 136), (235, 118), (150, 124), (96, 140), (66, 190), n=30)
    return np.vstack([top, low])


_OUTLINE, _FRINGE = _outline(), _fringe()
