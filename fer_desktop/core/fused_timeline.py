"""What face, voice and words said together of late, in memory: quarters of a second. Owned by one thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import GRID_S, STREAMS
from fer_desktop.core.lane import Lane, Spans
from fer_desktop.core.live_fusion import Decision

TOGETHER = Lane("together", "Together", painter="spans", share=0)
RESTS_ON = Lane("rests_on", "Rests on", painter="spans", share=0)
OF_ALL_STREAMS = (TOGETHER, RESTS_ON)
"""The lanes of a decision: its top expression in its colour, and the streams that it rests on."""

_NAMED_FROM = 0.1  # share of the weight, from which a decision rests on a stream
_NOBODY = 0
_N_SETS = 2 ** len(STREAMS)  # of streams; a quarter is one number: (top + 1) * _N_SETS + set, and 0 where there is none
_SETS = tuple(", ".join(name for i, name in enumerate(STREAMS) if number >> i & 1) for number in range(_N_SETS))
_NOTHING = Spans(np.zeros(0), np.zeros(0), ())


class FusedTimeline:
    """Decisions in order of time; what is known later, as words are, takes the place of what was known before.

    Args:
        keep_s: What is older than the newest by more may be dropped.
    """

    def __init__(self, keep_s: float = 3600.0) -> None:
        self._n_kept = int(keep_s / GRID_S)
        self._first: int | None = None  # the quarter at the beginning of the columns
        self._end = 0  # the quarter after the last
        self._columns: dict[int, NDArray[np.int16]] = {}  # by face

    def __len__(self) -> int:
        """How many quarters of a second lie between the first decision that is kept and the last."""
        return 0 if self._first is None else self._end - self._first

    def extend(self, decisions: Iterable[Decision]) -> None:
        """More of them, or what was known too late."""
        for one in decisions:
            place = round(one.time_s / GRID_S)
            if self._first is None:
                self._first = place
            if place - self._first >= 2 * self._n_kept:
                self._forget(place - self._n_kept)
            if place >= self._first:
                self._column(one.face or _NOBODY)[place - self._first] = _number(one)
                self._end = max(self._end, place + 1)

    def rows(self, faces: Sequence[int], start_s: float, end_s: float) -> dict[str, Spans]:
        """What the lanes of `OF_ALL_STREAMS` show of a stretch of time.

        Args:
            faces: The last of them that is decided about counts; where none is, what belongs to nobody.
        """
        if self._first is None:
            return {TOGETHER.key: _NOTHING, RESTS_ON.key: _NOTHING}
        first = min(max(int(start_s / GRID_S) - self._first, 0), len(self))
        last = min(max(int(end_s / GRID_S) + 1 - self._first, first), len(self))
        numbers = np.zeros(last - first, np.int64)
        for face in (*reversed(faces), _NOBODY):
            if face in self._columns:
                numbers = np.where(numbers > 0, numbers, self._columns[face][first:last])
        begin = first + self._first
        return {
            TOGETHER.key: _spans(numbers // _N_SETS, begin, ("", *EXPRESSIONS)),
            RESTS_ON.key: _spans(numbers % _N_SETS, begin, _SETS),
        }

    def _column(self, face: int) -> NDArray[np.int16]:
        if face not in self._columns:
            self._columns[face] = np.zeros(2 * self._n_kept, np.int16)
        return self._columns[face]

    def _forget(self, first: int) -> None:
        """Let the columns begin later; faces of which nothing is left are gone."""
        assert self._first is not None
        by = first - self._first
        for face, column in list(self._columns.items()):
            left = column[by:].copy()
            column[:] = 0
            column[: len(left)] = left
            if not left.any():
                del self._columns[face]
        self._first = first


def _number(decision: Decision) -> int:
    named = sum(1 << i for i, weight in enumerate(decision.weights) if weight >= _NAMED_FROM)
    return (EXPRESSIONS.index(decision.top) + 1) * _N_SETS + named


def _spans(numbers: NDArray[np.int64], begin: int, names: Sequence[str]) -> Spans:
    """Quarters that follow each other and are alike are one stretch; 0 is a gap.

    Args:
        begin: Which quarter is the first.
    """
    if not len(numbers):
        return _NOTHING
    breaks = np.flatnonzero(np.diff(numbers)) + 1
    starts, ends = np.append(0, breaks), np.append(breaks, len(numbers))
    known = numbers[starts] > 0
    labels = tuple(names[number] for number in numbers[starts[known]])
    return Spans((starts[known] + begin) * GRID_S, (ends[known] + begin) * GRID_S, labels)
