"""Boxes, and the transform that sets a face upright. Matrices only, no pixels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def intersection_area(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]]) -> float:
    """Area that two xyxy boxes share, in square pixels."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    # boxes that are apart on both axes have two negative sides, whose product would be positive
    return float(width * height) if width > 0 and height > 0 else 0.0


def iou(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]]) -> float:
    """Intersection over union of two xyxy boxes, 0-1; 0 when either has no area."""
    intersection = intersection_area(a, b)
    return intersection / (box_area(a) + box_area(b) - intersection) if intersection else 0.0


def covered_fraction(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]]) -> float:
    """Share of the smaller of two xyxy boxes that the other covers, 0-1."""
    intersection = intersection_area(a, b)
    return intersection / min(box_area(a), box_area(b)) if intersection else 0.0


def box_area(box: NDArray[np.floating[Any]]) -> float:
    """Area of an xyxy box in square pixels; 0 when it is turned inside out."""
    return float(max(box[2] - box[0], 0) * max(box[3] - box[1], 0))


def box_center(box: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Centre (x, y) of an xyxy box."""
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], dtype=np.float64)


def box_size(box: NDArray[np.floating[Any]]) -> float:
    """Side of the square with the area of the box, in pixels."""
    return float(np.sqrt(box_area(box)))


def box_of_points(points: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Smallest xyxy box around (N, 2 or more) points."""
    xy = points[:, :2]
    return np.concatenate([xy.min(axis=0), xy.max(axis=0)]).astype(np.float32)


def visible_fraction(box: NDArray[np.floating[Any]], width_px: int, height_px: int) -> float:
    """Share of the area of a box that lies inside the image, 0-1."""
    area = box_area(box)
    if area == 0:
        return 0.0
    return intersection_area(box, np.array([0, 0, width_px, height_px])) / area


def similarity_transform(source: NDArray[np.floating[Any]], target: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Rotation, uniform scale and shift that best move `source` onto `target`.

    Least squares after Umeyama 1991, "Least-squares estimation of transformation
    parameters between two point patterns", IEEE TPAMI 13(4). Reflections are excluded.

    Args:
        source: (N, 2) points, N at least 2, not all equal.
        target: (N, 2) points.

    Returns:
        (2, 3) matrix for homogeneous points: ``target ~ matrix @ [x, y, 1]``.

    Raises:
        ValueError: the shapes differ or all source points are equal.
    """
    if source.shape != target.shape or source.ndim != 2 or source.shape[1] != 2:
        raise ValueError(f"expected two (N, 2) arrays, got {source.shape} and {target.shape}")
    # with z = (x, y) as complex numbers the fit is one factor, sum(conj(z) w) / sum(|z|^2): scale and rotation in
    # one, and never a reflection, so the singular values of the general solution are not needed
    z, w = _complex(source), _complex(target)
    z_mean, w_mean = z.sum() / len(z), w.sum() / len(w)
    centred = z - z_mean
    power = np.vdot(centred, centred).real
    if power == 0:
        raise ValueError("all source points are equal; no transform fits them")
    factor = np.vdot(centred, w - w_mean) / power
    shift = w_mean - factor * z_mean
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])


def _complex(points: NDArray[np.floating[Any]]) -> NDArray[np.complex128]:
    return np.ascontiguousarray(points, np.float64).view(np.complex128)[:, 0]


def compose(outer: NDArray[np.floating[Any]], inner: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """(2, 3) matrix that applies `inner` first, then `outer` (both (2, 3))."""
    full = np.vstack([inner, [0.0, 0.0, 1.0]])
    return np.asarray(outer @ full, dtype=np.float64)


def transform_scale(matrix: NDArray[np.floating[Any]]) -> float:
    """Pixels of the output for one pixel of the input, of a (2, 3) similarity matrix."""
    # a similarity scales areas by the square of what it scales lengths by, and that is its determinant
    (a, b, _), (c, d, _) = matrix.tolist()
    return math.sqrt(abs(a * d - b * c))
