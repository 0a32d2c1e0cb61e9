"""Times that always grow, from the stamps that files hold: repeated, missing and wrong ones included. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")

SAME_S = 1e-6
_JUMP_S = 0.1  # stamps that fall by more are wrong, or begin anew, as where two recordings were joined
_AHEAD = 3  # pictures that are looked at to tell which of these it is


class SteadyClock(Generic[T]):
    """Gives each item of a stream a time that is later than the one before.

    - An item without a stamp comes one step after the one before.
    - A stamp that repeats, or falls by less than 0.1 s, gives a time 1 microsecond after the one before.
    - A stamp that most of the next three contradict is wrong: it alone is left, and its item is placed between its
      neighbours. `n_wrong` counts these.
    - Where stamps fall and stay low, the clock of the file began anew (two recordings in one file): that item comes one
      step after the one before, and all later ones are moved as far.

    Args:
        step_s: Usual time between two items.
        origin_s: Stamp that becomes time 0; that of the first item where it is None.
    """

    def __init__(self, step_s: float, origin_s: float | None = None) -> None:
        self._step_s = step_s
        self._origin_s = origin_s
        self._moved_s = 0.0
        self._last_s = -np.inf
        self.n_wrong = 0

    @property
    def origin_s(self) -> float:
        """Stamp that is time 0; known with the first item that has one."""
        return self._origin_s or 0.0

    def times(self, items: Iterable[tuple[T, float | None]]) -> Iterator[tuple[T, float]]:
        """Each item with its time, in order; reads three items ahead. An error of `items` comes after the last item."""
        waiting: deque[tuple[T, float | None]] = deque()
        failure: Exception | None = None
        try:
            for item in items:
                waiting.append(item)
                if len(waiting) > _AHEAD:
                    yield self._next(waiting)
        except Exception as error:
            failure = error
        while waiting:
            yield self._next(waiting)
        if failure is not None:
            raise failure

    def _next(self, waiting: deque[tuple[T, float | None]]) -> tuple[T, float]:
        item, stamp_s = waiting.popleft()
        self._last_s = time_s = self._time_of(stamp_s, [other for _, other in waiting if other is not None])
        return item, time_s

    def _time_of(self, stamp_s: float | None, later: list[float]) -> float:
        next_s = self._last_s + self._step_s if np.isfinite(self._last_s) else 0.0
        if stamp_s is None:
            return next_s
        if self._origin_s is None:
            self._origin_s = self._first_of(stamp_s, later)
        time_s, later_s = self._moved(stamp_s), [self._moved(other) for other in later]
        between = [other for other in later_s if self._last_s < other < time_s]
        after = [other for other in later_s if other > self._last_s]
        if time_s > self._last_s and 2 * len(between) <= len(later_s):
            return time_s
        if self._last_s - _JUMP_S <= time_s <= self._last_s:
            return self._last_s + SAME_S
        if time_s > self._last_s or 2 * len(after) > len(later_s):
            self.n_wrong += 1
            neighbour_s = min(between or after)
            between_s = (self._last_s + neighbour_s) / 2
            return min(next_s, between_s) if np.isfinite(self._last_s) else min(next_s, neighbour_s - self._step_s)
        self._moved_s += next_s - time_s
        return next_s

    def _first_of(self, stamp_s: float, later: list[float]) -> float:
        """The stamp of the first item, unless most of the next ones are earlier."""
        earlier = [place for place, other in enumerate(later, 1) if other < stamp_s - _JUMP_S]
        return later[earlier[0] - 1] - earlier[0] * self._step_s if 2 * len(earlier) > len(later) else stamp_s

    def _moved(self, stamp_s: float) -> float:
        return stamp_s - self.origin_s + self._moved_s
