"""How far a mouth is open, and whether it moves. Pure."""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

# indices of MediaPipe Face Mesh: middle of the inner edge of each lip, and the outer corners of the eyes
_UPPER_LIP, _LOWER_LIP = 13, 14
_RIGHT_EYE_OUTER, _LEFT_EYE_OUTER = 33, 263

WINDOW_S = 0.6  # two to four syllables
MOVES_ABOVE = 0.25  # 1/s; between faces at rest and faces that speak, chosen by hand


def mouth_opening(landmarks: NDArray[np.floating[Any]]) -> float:
    """Gap between the lips as a share of the distance between the outer corners of the eyes; 0 when shut.

    Both are lengths in three dimensions, so that a turned head changes little.

    Args:
        landmarks: (468, 3), z in the scale of x.
    """
    gap = math.dist(landmarks[_UPPER_LIP].tolist(), landmarks[_LOWER_LIP].tolist())
    eyes = math.dist(landmarks[_RIGHT_EYE_OUTER].tolist(), landmarks[_LEFT_EYE_OUTER].tolist())
    return gap / eyes if eyes > 0 else math.nan


class MouthMovement:
    """How fast the mouth of one face has opened and shut lately: mean speed over the last `WINDOW_S`."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, float]] = deque()  # (time, opening)

    def add(self, time_s: float, opening: float) -> float:
        """Take the next opening; returns its mean speed, 1/s; not a number until half a window is known."""
        past = self._past
        past.append((time_s, opening))
        while past[0][0] < time_s - WINDOW_S:
            past.popleft()
        known_s = time_s - past[0][0]
        if known_s < WINDOW_S / 2:
            return math.nan
        return sum(abs(later - earlier) for (_, earlier), (_, later) in pairwise(past)) / known_s
