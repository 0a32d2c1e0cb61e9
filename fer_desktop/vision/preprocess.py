"""From a face in an image to the input of the network: one path for training and for live use.

Pure functions; any thread.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import compose, similarity_transform, transform_scale

# Landmarks that expressions hardly move: eye corners, bridge and base of the nose
# (indices of MediaPipe Face Mesh).
ANCHORS = (33, 133, 362, 263, 168, 6, 98, 327, 2)
_AT_ANCHORS = np.array(ANCHORS)

# Where they go, as fractions of the side of the crop: their mean places in the FER+
# training images, made left-right symmetric, moved and enlarged a little so that the crop
# reaches from above the brows to the chin (printed by `python -m fer_desktop.training.prepare`).
CANONICAL_ANCHORS = np.array(
    [
        (0.227, 0.323),
        (0.394, 0.338),
        (0.606, 0.338),
        (0.773, 0.323),
        (0.500, 0.305),
        (0.500, 0.359),
        (0.394, 0.593),
        (0.606, 0.593),
        (0.500, 0.609),
    ]
)
_MINIMUM_SCALE = 0.7  # below it, bilinear sampling skips pixels: shrink by area first
_EPSILON = 1.0  # gray levels; keeps a flat crop from being blown up to noise


def face_transform(landmarks: NDArray[np.floating[Any]], size_px: int) -> NDArray[np.float64]:
    """Similarity transform from image pixels to a crop with the face upright and centred.

    Args:
        landmarks: (468, 2 or more); x and y in pixels.
        size_px: Side of the crop.

    Returns:
        (2, 3) matrix on pixel centres, as OpenCV uses it.
    """
    anchors = np.asarray(landmarks.take(_AT_ANCHORS, axis=0)[:, :2], dtype=np.float64)
    # fractions measure from the edge of the crop, OpenCV from the centre of its first pixel: half a pixel less
    return similarity_transform(anchors, CANONICAL_ANCHORS * size_px - 0.5)


def warp_face(image: NDArray[np.uint8], matrix: NDArray[np.floating[Any]], size_px: int) -> NDArray[np.uint8]:
    """Cut out a crop, in gray.

    Args:
        image: (H, W, 3) RGB or (H, W) gray.
        matrix: (2, 3) from pixels of `image` to pixels of the crop.
        size_px: Side of the crop.

    Returns:
        (size_px, size_px) uint8. Pixels outside the image repeat its edge.
    """
    image, matrix = _cut_out(image, matrix, size_px)
    gray = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    scale = transform_scale(matrix)
    if scale < _MINIMUM_SCALE:
        gray, matrix = _shrink(gray, matrix, scale)
    crop = cv2.warpAffine(gray, matrix, (size_px, size_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, dtype=np.uint8)


def _cut_out(
    image: NDArray[np.uint8], matrix: NDArray[np.floating[Any]], size_px: int
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of the image under the crop, with a margin, so that work grows with the face alone."""
    inverse = cv2.invertAffineTransform(np.asarray(matrix, dtype=np.float64))
    corners = np.array([(0, 0, 1), (size_px, 0, 1), (0, size_px, 1), (size_px, size_px, 1)]) @ inverse.T
    # two pixels of the crop, in pixels of the image, for what sampling reaches beside it, and two for rounding
    margin = 2.0 / max(transform_scale(matrix), 1e-6) + 2.0
    height, width = image.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0) - margin), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0) + margin), (left + 1, top + 1), (width, height)).astype(int)
    shift = np.array([[1.0, 0.0, left], [0.0, 1.0, top]])
    return image[top:bottom, left:right], compose(matrix, shift)


def _shrink(
    image: NDArray[np.uint8], matrix: NDArray[np.float64], scale: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Shrink by area averaging to about the resolution of the crop; the matrix follows."""
    height, width = image.shape[:2]
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    factor_x, factor_y = width / size[0], height / size[1]
    back = np.array(
        [[factor_x, 0.0, (factor_x - 1) / 2], [0.0, factor_y, (factor_y - 1) / 2]]
    )  # centre of a small pixel -> its place in the large image
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), compose(matrix, back)


def align_face(image: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]], size_px: int) -> NDArray[np.uint8]:
    """Cut out the face, upright and centred, in gray.

    Args:
        image: (H, W, 3) RGB or (H, W) gray.
        landmarks: (468, 2 or more); x and y in pixels of `image`.
        size_px: Side of the result.

    Returns:
        (size_px, size_px) uint8.
    """
    return warp_face(image, face_transform(landmarks, size_px), size_px)


def network_input(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Crops -> network input, each with mean 0 and deviation 1, so that exposure does not matter.

    Args:
        crops: (B, S, S) uint8.

    Returns:
        (B, 1, S, S) float32.
    """
    values = crops.astype(np.float32)
    mean = values.mean(axis=(1, 2), keepdims=True)
    deviation = values.std(axis=(1, 2), keepdims=True)
    standardised = (values - mean) / (deviation + _EPSILON)
    return np.asarray(standardised[:, None], dtype=np.float32)
