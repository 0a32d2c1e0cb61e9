"""The two channels between threads, and nothing else: `Latest` and `Backlog`.

Both are for one consumer. Waiting is done on a condition; every item that is lost is counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Closed(Exception):
    """The channel is closed and empty: no more items will come."""


class Latest(Generic[T]):
    """One slot; the newest item wins. For work where delay is worse than loss."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._item: T | None = None
        self._is_closed = False
        self._overwritten = 0

    @property
    def overwritten(self) -> int:
        """Items that were replaced before anyone took them."""
        return self._overwritten

    def put(self, item: T) -> None:
        """Replace the item; ignored once closed."""
        with self._condition:
            if self._is_closed:
                return
            self._overwritten += self._item is not None
            self._item = item
            self._condition.notify()

    def take(self, timeout_s: float | None = None) -> T | None:
        """The newest item, or None when none came in time (None waits for ever, 0 not at all).

        Raises:
            Closed: the channel is closed and what was left has been taken.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._item is not None or self._is_closed, timeout_s)
            # an item that was there when the channel closed is still given
            item, self._item = self._item, None
            if item is None and self._is_closed:
                raise Closed
            return item

    def close(self) -> None:
        """Wake the consumer; what is in the slot can still be taken."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()


class Backlog(Generic[T]):
    """Items in order, within a budget. For work where loss must be known.

    Args:
        capacity: Sum of the costs of the items that it holds.
        cost: Of one item; 1 for each unless given. Items of cost 0 are always accepted.
    """

    def __init__(self, capacity: int, cost: Callable[[T], int] = lambda _: 1) -> None:
        self._condition = Condition()
        self._items: deque[tuple[T, int]] = deque()
        self._capacity, self._cost = capacity, cost
        self._held = 0
        self._is_closed = False
        self._refused = 0

    @property
    def refused(self) -> int:
        """Items that were offered when there was no room."""
        return self._refused

    @property
    def is_closed(self) -> bool:
        """Whether offers are ignored."""
        return self._is_closed

    def offer(self, item: T) -> bool:
        """Add the item if there is room; never waits. True when it was taken in.

        Once closed, offers are ignored and not counted.
        """
        cost = self._cost(item)
        with self._condition:
            if self._is_closed:
                return False
            # what is free, such as samples and markers, is never refused, however full it is
            if cost and self._held + cost > self._capacity:
                self._refused += 1
                return False
            self._items.append((item, cost))
            self._held += cost
            self._condition.notify()
            return True

    def take(self, timeout_s: float | None = None) -> T | None:
        """The oldest item, or None when none came in time.

        Raises:
            Closed: the channel is closed and empty.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._items or self._is_closed, timeout_s)
            if self._items:
                item, cost = self._items.popleft()
                self._held -= cost
                return item
            if self._is_closed:
                raise Closed
            return None

    def drain(self) -> list[T]:
        """All that is waiting, oldest first; empty when nothing is."""
        with self._condition:
            items = [item for item, _ in self._items]
            self._items.clear()
            self._held = 0
            return items

    def close(self) -> None:
        """Accept nothing more; what waits can still be taken."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
