"""Which part of a file is wanted. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fer_desktop.capture.steady_clock import SAME_S


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a file is wanted.

    Attributes:
        start_s, end_s: Times after the first picture; what is outside is left out.
        fps: Thin out to about this rate, by time; 0 keeps every picture.
        track: Which of several videos in the file, from 1; None takes the largest.
    """

    start_s: float = 0.0
    end_s: float = float("inf")
    fps: float = 0.0
    track: int | None = None

    def length_s(self, duration_s: float) -> float:
        """How much of a file of this length is wanted; 0 where the length is not known, as 0."""
        return max(min(self.end_s, duration_s) - self.start_s, 0.0)


class Wanted:
    """Decides picture by picture; times grow from call to call."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._next_s = -np.inf

    def is_over(self, time_s: float) -> bool:
        """Whether neither this one nor a later one is wanted."""
        return time_s > self._cut.end_s + SAME_S

    def takes(self, time_s: float) -> bool:
        """Whether this one is wanted."""
        if time_s + SAME_S < self._cut.start_s:
            return False
        if self._cut.fps <= 0:
            return True
        if time_s + SAME_S < self._next_s:
            return False
        step_s = 1 / self._cut.fps
        self._next_s = max(self._next_s + step_s, time_s + step_s / 2) if np.isfinite(self._next_s) else time_s + step_s
        return True
