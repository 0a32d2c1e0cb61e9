"""Where things are on a face: fields over the mean face seen from the front, made once, looked up per pixel.

Lips, lids, brows and wrinkles are lines and areas in the (x, y) plane of the mean face in cm. A pixel
knows which place of the mean face it shows, whoever the person and whatever the expression.
"""

from __future__ import annotations

from enum import IntEnum

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

_SIDE = 640  # of a chart, in texels
_HALF_CM = 12.0  # a chart reaches so far from the middle of the face

Field = NDArray[np.float32]


class Chart(IntEnum):
    """What the charts hold, in order."""

    LIPS = 0  # 1 on the lips
    LIP_LINE = 1  # 1 where the lips meet
    UPPER_LID = 2  # distance to the edge of the upper lid, cm
    LOWER_LID = 3
    BROW = 4  # distance to the middle of the brow, cm
    BROW_ALONG = 5  # 0 at its outer end, 1 at the inner
    # grooves, each 0 to 1, deepest at 1; `GROOVES` says which units deepen them
    FOREHEAD = 6
    GLABELLA = 7
    NOSE_ROOT = 8
    NASOLABIAL = 9
    CROWS_FEET = 10
    MARIONETTE = 11
    CHIN = 12
    EYE_BAG = 13


# groove: (least depth, by age), and shapes that deepen it with their share; names without side mean both
GROOVES: dict[Chart, dict[str, float]] = {
    Chart.FOREHEAD: {"browInnerUp": 0.6, "browOuterUp": 0.6},
    Chart.GLABELLA: {"browDown": 1.0, "browInnerUp": 0.15},
    Chart.NOSE_ROOT: {"noseSneer": 0.9, "browDown": 0.3},
    Chart.NASOLABIAL: {"mouthSmile": 0.7, "noseSneer": 0.8, "mouthUpperUp": 0.5, "cheekSquint": 0.4},
    Chart.CROWS_FEET: {"cheekSquint": 0.8, "eyeSquint": 0.4},
    Chart.MARIONETTE: {"mouthFrown": 0.8, "mouthDimple": 0.4, "mouthStretch": 0.2},
    Chart.CHIN: {"mouthShrugLower": 0.9, "mouthPress": 0.2},
    Chart.EYE_BAG: {"cheekSquint": 0.5, "eyeSquint": 0.5},
}
# how deep each groove is at full use, cm, and how much age alone makes of it
DEPTH_CM = {
    Chart.FOREHEAD: 0.10,
    Chart.GLABELLA: 0.14,
    Chart.NOSE_ROOT: 0.10,
    Chart.NASOLABIAL: 0.16,
    Chart.CROWS_FEET: 0.07,
    Chart.MARIONETTE: 0.10,
    Chart.CHIN: 0.08,
    Chart.EYE_BAG: 0.08,
}
AGE_SHARE = {
    Chart.FOREHEAD: 0.6,
    Chart.GLABELLA: 0.4,
    Chart.NOSE_ROOT: 0.1,
    Chart.NASOLABIAL: 0.8,
    Chart.CROWS_FEET: 0.5,
    Chart.MARIONETTE: 0.7,
    Chart.CHIN: 0.15,
    Chart.EYE_BAG: 0.9,
}


def make_charts(landmarks: Tensor, least_cm: float = 0.0) -> Tensor:
    """(1, C, 640, 640) float32, one channel for each `Chart`.

    Args:
        landmarks: (68, 3) of the mean face, cm.
        least_cm: No groove is narrower, so that it is not lost between the pixels of what is drawn.
    """

    def groove(
        points: list[tuple[float, float]], x: NDArray[np.float64], y: NDArray[np.float64], width: float
    ) -> Field:
        return _line(points, x, y, max(width, least_cm))

    points = landmarks.cpu().numpy().astype(np.float64)[:, :2]
    axis = np.linspace(-_HALF_CM, _HALF_CM, _SIDE)
    x, y = np.meshgrid(axis, axis)  # row 0 is the lowest y
    side = np.abs(x)
    charts = np.zeros((len(Chart), _SIDE, _SIDE), np.float32)
    lips = _inside(points[48:60], x, y)
    charts[Chart.LIPS] = np.clip(lips / 0.12 + 0.5, 0, 1)
    charts[Chart.LIP_LINE] = _line([*points[60:65]], x, y, 0.09)
    charts[Chart.UPPER_LID] = np.minimum(
        _distance(points[[36, 37, 38, 39]], x, y)[0], _distance(points[[42, 43, 44, 45]], x, y)[0]
    )
    charts[Chart.LOWER_LID] = np.minimum(
        _distance(points[[36, 41, 40, 39]], x, y)[0], _distance(points[[42, 47, 46, 45]], x, y)[0]
    )
    right, left = _distance(points[17:22], x, y), _distance(points[[26, 25, 24, 23, 22]], x, y)
    nearer = right[0] < left[0]
    charts[Chart.BROW] = np.where(nearer, right[0], left[0])
    charts[Chart.BROW_ALONG] = np.where(nearer, right[1], left[1])
    charts[Chart.FOREHEAD] = sum(
        groove([(-4.6, h - 0.35), (-2.4, h), (0, h - 0.15), (2.4, h), (4.6, h - 0.35)], x, y, 0.13) * strength
        for h, strength in ((6.9, 0.8), (7.8, 1.0), (8.7, 0.9), (9.5, 0.6))
    )
    charts[Chart.GLABELLA] = groove([(0.45, 4.9), (0.62, 5.5), (0.7, 6.3)], side, y, 0.13) + 0.5 * groove(
        [(1.3, 5.5), (1.55, 6.2)], side, y, 0.12
    )
    charts[Chart.NOSE_ROOT] = sum(
        groove([(-0.9, h), (0, h + 0.06), (0.9, h)], x, y, 0.11) for h in (4.3, 3.75)
    ) + groove([(0.7, 3.1), (1.0, 2.3)], side, y, 0.12)
    charts[Chart.NASOLABIAL] = groove([(1.7, 0.3), (2.35, -0.9), (2.9, -2.2), (3.3, -3.3)], side, y, 0.2)
    charts[Chart.CROWS_FEET] = sum(
        groove([(5.0, 3.4 + 0.25 * k), (6.1, 3.4 + 0.75 * k)], side, y, 0.1) for k in (-1.2, 0.0, 1.2)
    )
    charts[Chart.MARIONETTE] = groove([(2.75, -3.7), (2.95, -4.4), (3.1, -5.2)], side, y, 0.17)
    dimples = np.cos(x * 7.0) * np.cos((y + 6.2) * 6.0)
    charts[Chart.CHIN] = np.clip(dimples, 0, 1) * np.exp(-(((y + 6.2) / 0.8) ** 2) - (x / 1.2) ** 2)
    charts[Chart.EYE_BAG] = groove([(1.9, 2.55), (2.9, 2.0), (4.0, 2.2)], side, y, 0.16)
    return torch.from_numpy(np.clip(charts, 0, 24))[None]


def look_up(charts: Tensor, place: Tensor) -> Tensor:
    """(B, C, S, S) what the charts (1, C, ...) say of places (B, S, S, 2), cm on the mean face."""
    return F.grid_sample(
        charts.expand(len(place), -1, -1, -1),
        place / _HALF_CM,
        mode="bilinear",
        padding_mode="border",
        align_corners=True,
    )


def _distance(line: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Field, Field]:
    """Distance to a chain of points in cm, and the place along it, 0 to 1."""
    best, along = np.full(x.shape, np.inf), np.zeros(x.shape)
    n = len(line) - 1
    for i in range(n):
        start, way = line[i], line[i + 1] - line[i]
        t = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / max(way @ way, 1e-12), 0, 1)
        distance = np.hypot(x - start[0] - t * way[0], y - start[1] - t * way[1])
        nearer = distance < best
        best[nearer], along[nearer] = distance[nearer], (i + t[nearer]) / n
    return best.astype(np.float32), along.astype(np.float32)


def _line(points: list[tuple[float, float]], x: NDArray[np.float64], y: NDArray[np.float64], width_cm: float) -> Field:
    """1 on a chain of points, falling off as a Gaussian, fading towards its ends."""
    distance, along = _distance(np.array(points, dtype=np.float64), x, y)
    fade = np.clip(np.sin(np.pi * np.clip(0.06 + 0.88 * along, 0, 1)), 0, 1) ** 0.5
    return np.asarray(np.exp(-((distance / width_cm) ** 2)) * fade, dtype=np.float32)


def _inside(polygon: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance to the outline in cm, positive inside."""
    closed = np.vstack([polygon, polygon[:1]])
    distance = _distance(closed, x, y)[0]
    scale = (_SIDE - 1) / (2 * _HALF_CM)
    mask = np.zeros(x.shape, np.uint8)
    cv2.fillPoly(mask, [np.round((polygon + _HALF_CM) * scale).astype(np.int32)], 1)
    return np.where(mask == 1, distance, -distance)
