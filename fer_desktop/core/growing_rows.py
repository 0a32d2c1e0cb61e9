"""Rows of numbers that grow, and stretches of them. Owned by one thread, never shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.lane import Stretch

_FIRST_CAPACITY = 1024


class GrowingRows:
    """Rows of one face. Each has the number of its analysis in the whole stream: a missing number is a gap.

    Args:
        width: Values of a row.
        keep_s: Rows that are older than the newest by more may be dropped.
    """

    def __init__(self, width: int, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._n = 0
        self._dropped = 0
        self._times = np.empty(_FIRST_CAPACITY)
        self._places = np.empty(_FIRST_CAPACITY, dtype=np.int64)
        self._gaps = np.empty(_FIRST_CAPACITY, dtype=np.int64)  # how many gaps came before
        self._values = np.empty((_FIRST_CAPACITY, width), dtype=np.float32)

    def __len__(self) -> int:
        """How many are kept."""
        return self._n

    def append(self, time_s: float, values: Sequence[float] | NDArray[np.floating[Any]], place: int) -> None:
        """Add a row.

        Args:
            place: Number of its analysis, growing.
        """
        if self._n == len(self._times):
            self._make_room(time_s - self._keep_s)
        n = self._n
        self._times[n], self._places[n], self._values[n] = time_s, place, values
        # counted as rows come: a window that leaves rows out then still knows whether a gap lies between two of its own
        follows = n > 0 and self._places[n - 1] == place - 1
        self._gaps[n] = 0 if n == 0 else self._gaps[n - 1] + (not follows)
        self._n += 1

    def window(self, start_s: float, end_s: float, max_rows: int = 0) -> Stretch:
        """Copies of the rows between two times, both included.

        Args:
            max_rows: Where there are more, only every second, third, ... row is given; 0 gives all.
                Which rows those are does not change while the window moves.
        """
        # the end is included: the insertion point of the next larger number lies behind it
        first, last = np.searchsorted(self._times[: self._n], [start_s, np.nextafter(end_s, np.inf)])
        stride = max(-(-(last - first) // max_rows), 1) if max_rows else 1
        # rows at multiples of the stride since the beginning of all, else a curve would flicker as its window moves
        first += -(first + self._dropped) % stride
        rows = slice(first, max(last, first), stride)
        gaps = self._gaps[rows]
        joined = np.append(gaps[1:] == gaps[:-1], False) if len(gaps) else np.zeros(0, dtype=bool)
        return Stretch(self._times[rows].copy(), self._values[rows].copy(), joined)

    def _make_room(self, oldest_s: float) -> None:
        """Drop rows that are too old; double the columns when that frees less than half."""
        first = int(np.searchsorted(self._times[: self._n], oldest_s))
        kept = self._n - first
        # half full at most after each move: then a row costs a constant number of copies, however long it goes on
        capacity = len(self._times) * (1 if kept <= len(self._times) // 2 else 2)
        rows = slice(first, self._n)
        self._times = _moved(self._times[rows], capacity)
        self._places = _moved(self._places[rows], capacity)
        self._gaps = _moved(self._gaps[rows], capacity)
        self._values = _moved(self._values[rows], capacity)
        self._n = kept
        self._dropped += first


def _moved(rows: NDArray[Any], capacity: int) -> NDArray[Any]:
    """A new column of this capacity that begins with these rows."""
    column = np.empty((capacity, *rows.shape[1:]), dtype=rows.dtype)
    column[: len(rows)] = rows
    return column
