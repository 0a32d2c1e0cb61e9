"""The blinks of one face while they come, without looking at all that was before each time. One thread."""

from __future__ import annotations

from collections import deque

import numpy as np

from fer_desktop.core.eyes import Blink, find_blinks
from fer_desktop.core.lane import Spans

# what is decided once so much more was seen, and how much before that a blink may rest on; both with room to spare
_DECIDED_S, _NEEDED_S = 1.0, 3.0


class BlinkWatch:
    """Says what `find_blinks` says of everything; rows come in order of time.

    Args:
        keep_s: Blinks that ended so long before the newest row may be forgotten.
    """

    def __init__(self, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._rows: deque[tuple[float, float]] = deque()  # of late: (time, how far the lids are shut)
        self._decided: deque[Blink] = deque()
        self._until_s = -np.inf  # what ended before is decided

    def add(self, time_s: float, closed: float) -> None:
        """Take how far the lids are shut next, 0 to 1."""
        self._rows.append((time_s, closed))
        if time_s - self._rows[0][0] > 2 * _NEEDED_S:
            until_s = time_s - _DECIDED_S
            self._decided.extend(blink for blink in self._new() if blink.end_s < until_s)
            self._until_s = until_s
            while self._rows[0][0] < time_s - _NEEDED_S:
                self._rows.popleft()
            while self._decided and self._decided[0].end_s < time_s - self._keep_s:
                self._decided.popleft()

    def between(self, start_s: float, end_s: float) -> Spans:
        """The blinks that reach into a stretch of time."""
        blinks = [*self._decided, *self._new()]
        starts, ends = (np.array([getattr(blink, name) for blink in blinks]) for name in ("start_s", "end_s"))
        return Spans(starts, ends, ("",) * len(blinks)).between(start_s, end_s)

    def _new(self) -> list[Blink]:
        """Those among the last rows that were not decided before."""
        rows = np.array(self._rows).reshape(-1, 2)
        return [blink for blink in find_blinks(rows[:, 0], rows[:, 1]) if blink.end_s >= self._until_s]
