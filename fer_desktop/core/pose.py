"""Head pose from the 3D landmarks, by the directions of two axes of the face. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Pairs (subject's right, subject's left) that expressions hardly move: outer and inner
# eye corners, cheeks beside the ears, temples.
_PAIRS = ((33, 263), (133, 362), (234, 454), (127, 356))
_FOREHEAD, _CHIN = 10, 152


def yaw_pitch_roll(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Head pose; positive yaw and roll are towards the subject's left, positive pitch is up.

    Args:
        landmarks: (468, 3), z in the scale of x and smaller when nearer (weak perspective).

    Returns:
        (3,) float32 radians.
    """
    points = np.asarray(landmarks, dtype=np.float64)
    # a sum: the longer pairs, which noise turns less, weigh more
    across = sum(points[left] - points[right] for right, left in _PAIRS)
    down = points[_CHIN] - points[_FOREHEAD]
    yaw = np.arctan2(across[2], across[0])
    # over the length in the xz plane, so that a turn of the head does not enlarge the tilt
    roll = np.arctan2(across[1], np.hypot(across[0], across[2]))
    pitch = np.arctan2(-down[2], np.hypot(down[0], down[1]))
    return np.array([yaw, pitch, roll], dtype=np.float32)
