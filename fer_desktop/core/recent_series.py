"""The last seconds of a value that comes at uneven times, on an even grid. Pure."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_ROUNDING = 1e-6  # of a step: a time that lies on the grid does so whatever it was computed of


class RecentSeries:
    """Values between those that were added, in order of time; NaN where none was near. Belongs to one thread.

    Args:
        step_s: Between two values of the grid.
        keep_s: How much of the past is known.
        longest_s: Between two values that were added; what lies in a longer gap is not known.

    Attributes:
        last_s: When the newest value was added; minus infinity before the first.
    """

    def __init__(self, step_s: float, keep_s: float, longest_s: float) -> None:
        self._step_s, self._longest_s = step_s, longest_s
        self._values = np.full(math.ceil(keep_s / step_s) + 1, np.nan)  # that of place k is at k, modulo its length
        self._end = 0  # the first place that is not known yet
        self.last_s, self._last = -math.inf, math.nan

    def add(self, time_s: float, value: float) -> None:
        """The next value; one that is not later than the one before is ignored."""
        if time_s <= self.last_s:
            return
        n, end = len(self._values), math.floor(time_s / self._step_s + _ROUNDING) + 1
        self._values[np.arange(max(self._end, end - n), end) % n] = np.nan
        if time_s - self.last_s <= self._longest_s:
            places = np.arange(max(math.ceil(self.last_s / self._step_s - _ROUNDING), end - n), end)
            share = (places * self._step_s - self.last_s) / (time_s - self.last_s)
            self._values[places % n] = self._last + share * (value - self._last)
        self._end, self.last_s, self._last = max(self._end, end), time_s, value

    def between(self, start_s: float, end_s: float) -> NDArray[np.float64]:
        """(T,) values of the grid from one time to another, both rounded to it."""
        places = np.arange(round(start_s / self._step_s), round(end_s / self._step_s) + 1)
        is_known = (places < self._end) & (places >= self._end - len(self._values))
        return np.where(is_known, self._values[places % len(self._values)], np.nan)
