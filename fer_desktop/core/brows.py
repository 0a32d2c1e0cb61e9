"""A brow over time: how far it is below where this person usually has it. Pure."""

from __future__ import annotations

from collections import deque

import numpy as np

_BIN_S, _BINS = 0.25, 120  # half a minute


class BrowLevel:
    """Where one person has a brow: the median of the last half minute, of one frame in each quarter of a second.

    In the first picture of a face its brows are where it always has them, so nothing is added to what was read of it.
    """

    def __init__(self) -> None:
        self._bins: deque[float] = deque(maxlen=_BINS)
        self._began_s, self._level = float("-inf"), 0.0

    def add(self, time_s: float, height: float) -> float:
        """Take the next height; returns how far the brow is below its level, negative above it."""
        if time_s - self._began_s >= _BIN_S:
            self._bins.append(height)
            self._level = float(np.median(self._bins))  # worked out where it changes, four times a second
            self._began_s = time_s
        return self._level - height
