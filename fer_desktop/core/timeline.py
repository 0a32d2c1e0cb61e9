"""A timeline in memory: columns that grow, and windows of them. Owned by one thread, never shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.core.types import Analysis

_FIRST_CAPACITY = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of one face's timeline.

    Attributes:
        times_s: (N,) float64, growing.
        probabilities: (N, 8) float32; rows of NaN where the face was not there.
    """

    times_s: NDArray[np.float64]
    probabilities: NDArray[np.float32]


class Timeline:
    """Append-only: one row for each analysis and face; rows older than `keep_s` may be dropped."""

    def __init__(self, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._n = 0
        self._times = np.empty(_FIRST_CAPACITY)
        self._ids = np.empty(_FIRST_CAPACITY, dtype=np.int64)
        self._probabilities = np.empty((_FIRST_CAPACITY, N_EXPRESSIONS), dtype=np.float32)

    def __len__(self) -> int:
        return self._n

    @property
    def end_s(self) -> float:
        """Time of the last row; 0 when there is none."""
        return float(self._times[self._n - 1]) if self._n else 0.0

    def append(self, analysis: Analysis) -> None:
        """Add the faces of one analysis; a frame without a face adds a row with id 0."""
        rows = [(face.track_id, face.scores.probabilities) for face in analysis.faces]
        for track_id, probabilities in rows or [(0, np.full(N_EXPRESSIONS, np.nan, np.float32))]:
            if self._n == len(self._times):
                self._make_room(analysis.time_s)
            self._times[self._n] = analysis.time_s
            self._ids[self._n] = track_id
            self._probabilities[self._n] = probabilities
            self._n += 1

    def window(self, track_id: int, start_s: float, end_s: float) -> Window:
        """Rows of one face between two times, both included; NaN where it was absent."""
        first, last = np.searchsorted(self._times[: self._n], [start_s, np.nextafter(end_s, np.inf)])
        times, ids = self._times[first:last], self._ids[first:last]
        moments, position = np.unique(times, return_inverse=True)
        values = np.full((len(moments), N_EXPRESSIONS), np.nan, dtype=np.float32)
        mine = ids == track_id
        values[position[mine]] = self._probabilities[first:last][mine]
        return Window(moments, values)

    def _make_room(self, now_s: float) -> None:
        """Drop rows that are too old; double the columns when that frees less than half."""
        first = int(np.searchsorted(self._times[: self._n], now_s - self._keep_s))
        kept = self._n - first
        capacity = len(self._times) * (1 if kept <= len(self._times) // 2 else 2)
        rows = slice(first, self._n)
        self._times = _moved(self._times[rows], capacity)
        self._ids = _moved(self._ids[rows], capacity)
        self._probabilities = _moved(self._probabilities[rows], capacity)
        self._n = kept


def _moved(rows: NDArray[Any], capacity: int) -> NDArray[Any]:
    """A new column of this capacity that begins with these rows."""
    column = np.empty((capacity, *rows.shape[1:]), dtype=rows.dtype)
    column[: len(rows)] = rows
    return column
