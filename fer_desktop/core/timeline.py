"""A timeline in memory: columns that grow for each face, and windows of them. Owned by one thread, never shared."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.core.types import Analysis

_FIRST_CAPACITY = 1024
_GAP_S, _STEPS = 0.5, 2.5  # a step that is longer than both, the latter in usual steps, is a gap
_KNOWN_STEPS = 31  # the last ones, which say what is usual


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of one face's timeline; the arrays are copies.

    Attributes:
        times_s: (N,) float64, growing.
        probabilities: (N, 8) float32.
        valence: (N,) float32.
        joined: (N,) bool, whether the face was there from this row to the next without a gap: in every analysis, with
            no stretch of time between them in which nothing was analysed.
    """

    times_s: NDArray[np.float64]
    probabilities: NDArray[np.float32]
    valence: NDArray[np.float32]
    joined: NDArray[np.bool_]


class Timeline:
    """Append-only: one row for each analysis and face; rows older than `keep_s` may be dropped."""

    def __init__(self, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._n_analyses = 0
        self._steps_s: deque[float] = deque(maxlen=_KNOWN_STEPS)
        self._faces: dict[int, _FaceColumns] = {}
        self.end_s = 0.0

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face that has rows, in order of appearance."""
        return tuple(self._faces)

    @property
    def start_s(self) -> float:
        """Rows before this second may have been dropped."""
        return max(self.end_s - self._keep_s, 0.0)

    def __len__(self) -> int:
        """Rows of all faces."""
        return sum(len(columns) for columns in self._faces.values())

    def append(self, analysis: Analysis) -> None:
        """Add the faces of one analysis; analyses come in order of time."""
        self._look_for_gap(analysis.time_s)
        for face in analysis.faces:
            columns = self._faces.setdefault(face.track_id, _FaceColumns())
            scores = face.scores
            columns.append(analysis.time_s, scores.probabilities, scores.valence, self._n_analyses, self._keep_s)
        self._n_analyses += 1
        self.end_s = analysis.time_s

    def _look_for_gap(self, time_s: float) -> None:
        """Leave a number out where nothing was analysed for longer than usual, as when a camera stood still."""
        if not self._n_analyses:
            return
        step_s = time_s - self.end_s
        usual_s = median(self._steps_s or [step_s])
        self._n_analyses += step_s > max(_GAP_S, _STEPS * usual_s)
        self._steps_s.append(step_s)

    def window(self, track_id: int, start_s: float, end_s: float, max_rows: int = 0) -> Window:
        """Rows of one face between two times, both included.

        Args:
            max_rows: Where there are more, only every second, third, ... row is given; 0 gives all.
                Which rows those are does not change while the window moves.
        """
        columns = self._faces.get(track_id) or _FaceColumns()
        return columns.window(start_s, end_s, max_rows)


class _FaceColumns:
    """Rows of one face. `place` counts the analyses of the whole stream: a missing number is a gap."""

    def __init__(self) -> None:
        self._n = 0
        self._dropped = 0
        self._times = np.empty(_FIRST_CAPACITY)
        self._places = np.empty(_FIRST_CAPACITY, dtype=np.int64)
        self._gaps = np.empty(_FIRST_CAPACITY, dtype=np.int64)  # how many gaps came before
        self._valence = np.empty(_FIRST_CAPACITY, dtype=np.float32)
        self._probabilities = np.empty((_FIRST_CAPACITY, N_EXPRESSIONS), dtype=np.float32)

    def __len__(self) -> int:
        return self._n

    def append(
        self, time_s: float, probabilities: NDArray[np.float32], valence: float, place: int, keep_s: float
    ) -> None:
        if self._n == len(self._times):
            self._make_room(time_s - keep_s)
        n = self._n
        self._times[n], self._places[n] = time_s, place
        self._probabilities[n], self._valence[n] = probabilities, valence
        # counted as rows come: a window that leaves rows out then still knows whether a gap lies between two of its own
        follows = n > 0 and self._places[n - 1] == place - 1
        self._gaps[n] = 0 if n == 0 else self._gaps[n - 1] + (not follows)
        self._n += 1

    def window(self, start_s: float, end_s: float, max_rows: int) -> Window:
        # the end is included: the insertion point of the next larger number lies behind it
        first, last = np.searchsorted(self._times[: self._n], [start_s, np.nextafter(end_s, np.inf)])
        stride = max(-(-(last - first) // max_rows), 1) if max_rows else 1
        # rows at multiples of the stride since the beginning of all, else a curve would flicker as its window moves
        first += -(first + self._dropped) % stride
        rows = slice(first, max(last, first), stride)
        gaps = self._gaps[rows]
        joined = np.append(gaps[1:] == gaps[:-1], False) if len(gaps) else np.zeros(0, dtype=bool)
        return Window(self._times[rows].copy(), self._probabilities[rows].copy(), self._valence[rows].copy(), joined)

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
        self._valence = _moved(self._valence[rows], capacity)
        self._probabilities = _moved(self._probabilities[rows], capacity)
        self._n = kept
        self._dropped += first


def _moved(rows: NDArray[Any], capacity: int) -> NDArray[Any]:
    """A new column of this capacity that begins with these rows."""
    column = np.empty((capacity, *rows.shape[1:]), dtype=rows.dtype)
    column[: len(rows)] = rows
    return column
