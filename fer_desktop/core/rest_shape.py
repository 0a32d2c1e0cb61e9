"""What landmarks say of a face at rest: lids, mouth, corners of the mouth, and whether it stays one person. Pure.

Lengths are in units of the distance between the outer corners of the eyes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# landmarks of MediaPipe Face Mesh
_OUTER_EYES = (33, 263)
_LIDS = ((159, 145, 33, 133), (386, 374, 362, 263))  # upper, lower, two corners
_LIPS, _OUTER_LIPS, _CORNERS = (13, 14), (0, 17), (61, 291)
_RIGID = (
    33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 98, 327, 2, 10, 109, 338, 127, 356, 234, 454,
    152, 132, 361, 58, 288, 172, 397, 151, 9, 108, 337,
)  # fmt: skip

_JUMP = 0.018  # of the size of the face: how far points that expressions hardly move go between two frames
_APART = 2.0  # distance of the mean shapes before and after, over how far shapes lie around these means

Array = NDArray[np.float64]


def openness(points: Array) -> Array:
    """(N,) height of the opening between the lids as a share of its width, of the more open eye."""
    eyes = []
    for upper, lower, one, other in _LIDS:
        height = np.linalg.norm(points[:, upper, :2] - points[:, lower, :2], axis=1)
        eyes.append(height / np.maximum(np.linalg.norm(points[:, one, :2] - points[:, other, :2], axis=1), 1e-6))
    return np.asarray(np.max(eyes, axis=0))


def mouth_gap(points: Array) -> Array:
    """(N,) distance between the lips, in units of that between the outer corners of the eyes."""
    upper, lower = (points[:, index, :2] for index in _LIPS)
    return np.asarray(np.linalg.norm(upper - lower, axis=1) / _unit(points))


def corner_lift(points: Array) -> Array:
    """(N,) how far the corners of the mouth stand above its middle, in the same unit, along the upright of the face."""
    right, left = (points[:, index, :2] for index in _OUTER_EYES)
    across = (left - right) / np.maximum(np.linalg.norm(left - right, axis=1, keepdims=True), 1e-6)
    down = np.stack([-across[:, 1], across[:, 0]], axis=1)
    middle = points[:, list(_LIPS), :2].mean(axis=1)
    corners = points[:, list(_CORNERS), :2].mean(axis=1)
    return np.asarray(((middle - corners) * down).sum(axis=1) / _unit(points))


def lip_height(points: Array) -> Array:
    """(N,) distance between the outer edges of the lips: it changes in words that hardly part them, too."""
    upper, lower = (points[:, index, :2] for index in _OUTER_LIPS)
    return np.asarray(np.linalg.norm(upper - lower, axis=1) / _unit(points))


def becomes_another(points: Array) -> bool:
    """Whether it is one person until some frame, and another from there on.

    The points that expressions hardly move jump there, and the shapes before and after are two kinds: their means lie
    further apart than shapes lie around them. The first alone is what the landmarks of a small face do all the time,
    the second alone what a head does that turns. Shapes are scaled alike and turned onto each other in space (Kabsch
    1976, Acta Cryst. A32), so that a moving head counts little.
    """
    shapes = points[:, list(_RIGID)]
    shapes = shapes - shapes.mean(axis=1, keepdims=True)
    shapes = shapes / np.maximum(np.sqrt((shapes**2).sum(axis=2).mean(axis=1)), 1e-9)[:, None, None]
    return any(
        _distance(_turned_onto(shapes[place - 1], shapes[place]), shapes[place]) > _JUMP and _are_two(shapes, place)
        for place in range(1, len(shapes))
    )


def _are_two(shapes: Array, place: int) -> bool:
    """Whether (N, P, 3) shapes before a place are of one kind, and those from it on of another."""
    turned = np.stack([_turned_onto(shape, shapes[place]) for shape in shapes])
    sides = turned[:place], turned[place:]
    means = [side.mean(axis=0) for side in sides]
    squares = sum(_distance(shape, mean) ** 2 for side, mean in zip(sides, means, strict=True) for shape in side)
    spread = np.sqrt(squares / max(len(shapes) - 2, 1))
    return _distance(*means) > _APART * spread


def _distance(one: Array, other: Array) -> float:
    return float(np.linalg.norm(one - other, axis=1).mean())


def _turned_onto(shape: Array, target: Array) -> Array:
    left, _, right = np.linalg.svd(shape.T @ target)
    sign = np.sign(np.linalg.det(left @ right))
    return np.asarray(shape @ (left * (1.0, 1.0, sign)) @ right)


def _unit(points: Array) -> Array:
    right, left = (points[:, index, :2] for index in _OUTER_EYES)
    return np.maximum(np.linalg.norm(left - right, axis=1), 1e-6)
