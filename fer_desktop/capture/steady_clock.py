"""Times that always grow, from the stamps that files hold: repeated, missing and wrong ones included. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")

SAME_S = 1e-6
_JUMP_S = 0.1  # stamps that fall by more are wrong, or begin anew, as where two recordings were joined
_AHEAD = 3  # items that are looked at while stamps run on
_MOST_AHEAD = 31  # and where one does not: half of them can be wrong
_GAP_STEPS = 5  # a stamp that is further ahead is looked at in that way


class SteadyClock(Generic[T]):
    """Gives each item of a stream a time that is later than the one before.

    - An item without a stamp comes one step after the one before.
    - A stamp that repeats, or falls by less than 0.1 s, gives a time 1 microsecond after the one before.
    - A stamp that most of the next ones contradict is wrong, and so may some that follow it be: only these are left,
      and their items are placed between their neighbours. `n_wrong` counts them.
    - Where stamps fall and stay low, the clock of the file began anew (two recordings in one file): that item comes one
      step after the one before, and all later ones are moved as far.

    Args:
        step_s: Usual time between two items.
        origin_s: Stamp that becomes time 0; that of the first item where it is None.
        most_ahead: So many items are held at most, where stamps jump; three where they do not.
    """

    def __init__(self, step_s: float, origin_s: float | None = None, most_ahead: int = _MOST_AHEAD) -> None:
        self._step_s = step_s
        self._origin_s = origin_s
        self._most_ahead = min(max(most_ahead, _AHEAD), _MOST_AHEAD)
        self._last_stamp_s: float | None = None
        self._moved_s = 0.0
        self._last_s = -np.inf
        self.n_wrong = 0

    @property
    def origin_s(self) -> float:
        """Stamp that is time 0; known with the first item that has one."""
        return self._origin_s or 0.0

    def times(self, items: Iterable[tuple[T, float | None]]) -> Iterator[tuple[T, float]]:
        """Each item with its time, in order; reads some items ahead. An error of `items` comes after the last item."""
        waiting: deque[tuple[T, float | None]] = deque()
        failure: Exception | None = None
        try:
            for item in items:
                waiting.append(item)
                while len(waiting) > (_AHEAD if self._runs_on(waiting) else self._most_ahead):
                    yield self._next(waiting)
        except Exception as error:
            failure = error
        while waiting:
            yield self._next(waiting)
        if failure is not None:
            raise failure

    def _runs_on(self, waiting: Iterable[tuple[T, float | None]]) -> bool:
        """Whether stamps grow as usual, so that there is nothing to be told apart."""
        stamps = (self._last_stamp_s, *(stamp_s for _, stamp_s in waiting))
        known = [stamp_s for stamp_s in stamps if stamp_s is not None]
        most_s = _GAP_STEPS * self._step_s
        return all(-_JUMP_S <= later - earlier <= most_s for earlier, later in pairwise(known))

    def _next(self, waiting: deque[tuple[T, float | None]]) -> tuple[T, float]:
        item, stamp_s = waiting.popleft()
        self._last_s = time_s = self._time_of(stamp_s, [other for _, other in waiting])
        self._last_stamp_s = self._last_stamp_s if stamp_s is None else stamp_s
        return item, time_s

    def _time_of(self, stamp_s: float | None, later: list[float | None]) -> float:
        next_s = self._last_s + self._step_s if np.isfinite(self._last_s) else 0.0
        if stamp_s is None:
            return next_s
        if self._origin_s is None:
            self._origin_s = self._first_of(stamp_s, later)
        time_s = self._moved(stamp_s)
        known = [(place, self._moved(other)) for place, other in enumerate(later, 1) if other is not None]
        # what comes about when it should needs no confirmation, nor what nothing later falls behind
        is_on_time = self._last_s < time_s <= next_s + _JUMP_S
        if is_on_time or (time_s > self._last_s and not any(other < time_s - _JUMP_S for _, other in known)):
            return time_s
        if self._last_s - _JUMP_S <= time_s <= self._last_s:
            return self._last_s + SAME_S
        against = self._against(time_s, known)
        if _most(against):
            self.n_wrong += 1
            # between the last one and the first that is right, and no further on than a usual step
            neighbour_s = min(other for (_, other), is_against in zip(known, against, strict=True) if is_against)
            between_s = (self._last_s + neighbour_s) / 2
            return min(next_s, between_s) if np.isfinite(self._last_s) else min(next_s, neighbour_s - self._step_s)
        if time_s > self._last_s:
            return time_s
        self._moved_s += next_s - time_s
        return next_s

    def _against(self, time_s: float, later: list[tuple[int, float]]) -> list[bool]:
        """Which of the next ones go on after the last one as if this one had come at its time, rather than after it."""
        if not np.isfinite(self._last_s):
            return [other < time_s - _JUMP_S for _, other in later]
        # the median: a jump is among them
        step_s = float(np.median(np.diff([other for _, other in later]))) if len(later) > 1 else self._step_s
        begun_s = [(other, other - place * step_s) for place, other in later]
        return [
            other > self._last_s and abs(begin_s - self._last_s - step_s) < abs(begin_s - time_s)
            for other, begin_s in begun_s
        ]

    def _first_of(self, stamp_s: float, later: list[float | None]) -> float:
        """The stamp of the first item, unless most of the next ones are earlier."""
        known = [(place, other) for place, other in enumerate(later, 1) if other is not None]
        is_earlier = [other < stamp_s - _JUMP_S for _, other in known]
        # of the next three, or of all: any other number may end within a run of wrong ones
        if not any(2 * sum(votes) > len(votes) for votes in (is_earlier[:_AHEAD], is_earlier)):
            return stamp_s
        place, other = known[is_earlier.index(True)]
        return other - place * self._step_s

    def _moved(self, stamp_s: float) -> float:
        return stamp_s - self.origin_s + self._moved_s


def _most(votes: list[bool]) -> bool:
    """Whether most of the next ones say so: of the next three, or of some more."""
    counts = np.cumsum(votes)
    return any(2 * count > n for n, count in enumerate(counts, 1) if n >= min(_AHEAD, len(votes)))
