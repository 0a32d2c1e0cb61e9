"""The shape of a face without its place, size and pose, from the landmarks. Pure functions; any thread."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# indices of MediaPipe Face Mesh. What expressions hardly move, by which shapes are laid on each other: corners of the
# eyes, bridge and base of the nose, the middle of the forehead, temples and cheeks at the edge of the face
ANCHORS = (33, 133, 362, 263, 168, 6, 197, 98, 327, 2, 10, 151, 127, 356, 234, 454)
# what expressions move: lips, chin and jaw, nose and cheeks, lids and bags, brows and forehead
POINTS = (
    *(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178, 87),
    *(14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415),
    *(152, 148, 176, 149, 150, 377, 400, 378, 379, 175, 199, 200, 18, 83, 313, 32, 262, 171, 396, 194, 418, 201, 421),
    *(208, 428, 204, 424, 43, 273, 57, 287, 202, 422, 212, 432, 214, 434, 210, 430, 169, 394, 135, 364),
    *(1, 2, 98, 327, 48, 278, 64, 294, 115, 344, 131, 360, 49, 279, 129, 358, 203, 423, 206, 426, 216, 436, 205, 425),
    *(50, 280, 36, 266, 101, 330, 142, 371),
    *(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 110, 24, 23, 22, 26, 112, 111, 117),
    *(118, 119, 120, 226, 31, 228, 229, 230),
    *(263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 339, 254, 253, 252, 256, 341),
    *(340, 346, 347, 348, 349, 446, 261, 448, 449, 450),
    *(46, 53, 52, 65, 55, 70, 63, 105, 66, 107, 276, 283, 282, 295, 285, 300, 293, 334, 296, 336, 8, 9, 108, 337, 69),
    *(299,),
)
_AT_ANCHORS, _AT_POINTS = np.array(ANCHORS), np.array(POINTS)
# of the left and the right brow: lower and upper edge of the inner end, outer and inner corner of its eye
_BROWS = ((285, 336, 263, 362), (55, 107, 33, 133))
_BROWS_DOWN = np.array([3 * POINTS.index(point) + 1 for side in _BROWS for point in side])  # their y in a shape
_ROUNDS = 5  # after which the mean shape does not move any more

Array = NDArray[np.float64]


def shapes_of(landmarks: NDArray[np.floating[Any]], template: Array) -> NDArray[np.float32]:
    """Coordinates of `POINTS` after each face was moved, scaled and turned so that its anchors lie on the template's.

    The best rotation in the sense of least squares is found after Kabsch 1976 (Acta Crystallographica A32).

    Args:
        landmarks: (N, 468, 3), z in the scale of x.
        template: (A, 3) places of `ANCHORS`, see `template_of`.

    Returns:
        (N, 3 P): x, y and z of each point.
    """
    anchors, centre, size = _anchors(landmarks)
    points = landmarks.take(_AT_POINTS, axis=1) - centre
    return np.asarray((points @ (_rotations(anchors, template) / size)).reshape(len(points), -1), np.float32)


def brow_heights(shapes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, 2) how high the inner ends of the person's left and right brow are above the corners of their eye.

    Args:
        shapes: (N, 3 P) of `shapes_of`, upright, y downwards: a head that nods changes little.
    """
    down = shapes[:, _BROWS_DOWN].reshape(-1, 2, 2, 2)  # side, brow or eye, and two points of each
    return np.asarray((down[:, :, 1] - down[:, :, 0]).sum(axis=2) / 2)


def template_of(landmarks: NDArray[np.floating[Any]]) -> Array:
    """(A, 3) mean anchors of (N, 468, 3) landmarks, laid on each other (generalised Procrustes, Gower 1975)."""
    anchors, _, _ = _anchors(landmarks)
    template: Array = anchors[0]
    for _ in range(_ROUNDS):
        template = (anchors @ _rotations(anchors, template)).mean(axis=0)
        template = template / _size(template)
    return template


def _anchors(landmarks: NDArray[np.floating[Any]]) -> tuple[Array, Array, Array]:
    """(N, A, 3) anchors around 0 with size 1, and the centres (N, 1, 3) and sizes (N, 1, 1) that they had."""
    anchors = landmarks.take(_AT_ANCHORS, axis=1).astype(np.float64)  # quicker than indices in brackets
    centre = anchors.sum(axis=1, keepdims=True) / len(ANCHORS)
    anchors -= centre
    size = np.maximum(_size(anchors), 1e-9)[..., None, None]
    return anchors / size, centre, size


def _size(anchors: Array) -> Array:
    """Root of the mean square distance from 0, over the last two axes."""
    return np.asarray(np.sqrt(np.einsum("...ij,...ij->...", anchors, anchors) / len(ANCHORS)))


def _rotations(anchors: Array, template: Array) -> Array:
    """(N, 3, 3) that turn row vectors of each face onto those of the template."""
    return np.stack([_nearest_rotation(of_face) for of_face in anchors.transpose(0, 2, 1) @ template])


def _nearest_rotation(matrix: Array) -> Array:
    """The rotation that is nearest to a (3, 3) matrix.

    OpenCV's decomposition: NumPy's takes 0.07 ms where other work of a frame has driven it out of the caches.
    """
    _, u, v = cv2.SVDecomp(matrix)
    if cv2.determinant(matrix) < 0:
        u[:, 2] *= -1  # a turn, never a mirror image
    return np.asarray(u @ v)
