"""How many markers a recording takes: a program that sends them without end must not drown what people marked."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

BURST = 200  # markers at once
PER_S = 100.0  # markers a second, in the long run
LONGEST_LABEL = 1000  # characters


class MarkerGate:
    """A bucket of so many markers, filled again at a steady rate. For any thread.

    Attributes:
        refused: Markers that were not let through.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s, self._lock = clock_s, Lock()
        self._left, self._filled_s = float(BURST), clock_s()
        self.refused = 0

    def lets_through(self) -> bool:
        """Whether one more marker is taken; counts it otherwise."""
        with self._lock:
            now_s = self._clock_s()
            self._left = min(self._left + (now_s - self._filled_s) * PER_S, float(BURST))
            self._filled_s = now_s
            if self._left < 1:
                self.refused += 1
                return False
            self._left -= 1
            return True


def shortened(label: str) -> str:
    """A label of bearable length; dots say that it was longer."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
