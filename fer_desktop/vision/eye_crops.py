"""Both eyes cut out of an image for the network that reads them. Pure functions; any thread."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import transform_scale

EYES_SHAPE = (32, 48)  # height and width of an eye
_SIDE_PX = 160.0  # of the aligned crop of the whole face, if it were cut out as sharply
_SMOOTH_BELOW = 0.7  # bilinear sampling skips pixels below this scale


def eye_matrices(
    corners: NDArray[np.floating[Any]], shape: tuple[int, int], face_side_px: float
) -> NDArray[np.float64]:
    """From pixels of an image to each eye's crop: upright, at a scale that depends on the face, not on the eye.

    Args:
        corners: (4, 2) px: outer and inner corner of the person's right eye, inner and outer one of the left
            (the first of `preprocess.ANCHORS`).
        shape: Height and width of the crops.
        face_side_px: Side of the aligned crop of this face in pixels of the image.

    Returns:
        (2, 2, 3); the person's left eye is mirrored, so that both look like a right eye.
    """
    (right_x, right_y), (inner_x, inner_y), (other_x, other_y), (left_x, left_y) = corners.tolist()
    across_x, across_y = left_x - right_x + other_x - inner_x, left_y - right_y + other_y - inner_y
    scale = _SIDE_PX / max(face_side_px, 1e-6) / max(math.hypot(across_x, across_y), 1e-6)
    cosine, sine = scale * across_x, scale * across_y
    middle_x, middle_y = (shape[1] - 1) / 2, (shape[0] - 1) / 2
    centres = ((right_x + inner_x) / 2, (right_y + inner_y) / 2), ((other_x + left_x) / 2, (other_y + left_y) / 2)
    return np.array(
        [
            [
                [mirror * cosine, mirror * sine, middle_x - mirror * (cosine * x + sine * y)],
                [-sine, cosine, middle_y + sine * x - cosine * y],
            ]
            for mirror, (x, y) in zip((1.0, -1.0), centres, strict=True)
        ]
    )


def cut_eyes(image: NDArray[np.uint8], matrices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Cut out both eyes, in gray.

    Args:
        image: (H, W, 3) RGB or (H, W) gray.
        matrices: (2, 2, 3) from `eye_matrices`.
        shape: Height and width of the crops.

    Returns:
        (2, h, w) uint8. Pixels outside the image repeat its edge.
    """
    crops = np.empty((2, *shape, *image.shape[2:]), np.uint8)
    for crop, matrix in zip(crops, matrices, strict=True):
        _cut(image, matrix, crop)
    if image.ndim == 2:
        return crops
    gray = cv2.cvtColor(crops.reshape(-1, *crops.shape[2:]), cv2.COLOR_RGB2GRAY)  # both in one go
    return np.asarray(gray, np.uint8).reshape(2, *shape)


def _cut(image: NDArray[np.uint8], matrix: NDArray[np.float64], crop: NDArray[np.uint8]) -> None:
    """Fill the crop."""
    size, scale = crop.shape[1::-1], transform_scale(matrix)
    if scale >= _SMOOTH_BELOW:
        cv2.warpAffine(image, matrix, size, dst=crop, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    else:
        # sampled twice or more as finely, then averaged
        fold = math.ceil(1 / scale)
        fine = matrix * fold
        fine[:, 2] += (fold - 1) / 2
        larger = (size[0] * fold, size[1] * fold)
        large = cv2.warpAffine(image, fine, larger, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cv2.resize(large, size, dst=crop, interpolation=cv2.INTER_AREA)
