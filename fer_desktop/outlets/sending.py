"""A thread that owns something which sends, with a bounded queue before it: who hands on never waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Protocol

from fer_desktop.core.types import Analysis
from fer_desktop.guard import GuardedThread, unexpected
from fer_desktop.outlets.messages import Message

_MOST_WAITING = 256  # eight seconds at 30 a second
_LOOK_S = 0.5  # between two looks at who listens


@dataclass(frozen=True, slots=True)
class Seen:
    """One analysed picture as it is handed on; `Outlet.publish` says what is what."""

    analysis: Analysis
    taken_s: float
    names: Mapping[int, str]


class Sender(Protocol):
    """Sends at once. Made, used and closed in one thread."""

    def send_seen(self, seen: Seen) -> None:
        """Send one analysed picture.

        Raises:
            OSError: it cannot be sent.
        """

    def send_message(self, message: Message) -> None:
        """Send what else happened. Raises as `send_seen`."""

    @property
    def listeners(self) -> int:
        """How many are known to listen."""

    def close(self) -> None:
        """Release everything."""


def unheard(count: int) -> None:
    """For those who do not want to know how many listen."""


class Sending:
    """An `Outlet` made of a `Sender`.

    Args:
        open_sender: Makes it; called in the thread.
        on_listeners: Told how many listen when that changes, in the thread.
        on_trouble: Told why something could not be sent, once, in the thread.

    Raises:
        FerError: what `open_sender` raises.
    """

    def __init__(
        self,
        name: str,
        open_sender: Callable[[], Sender],
        on_listeners: Callable[[int], None] = unheard,
        on_trouble: Callable[[OSError], None] | None = None,
    ) -> None:
        self._on_listeners, self._on_trouble = on_listeners, on_trouble
        self._waiting: Queue[Seen | Message | None] = Queue(_MOST_WAITING)
        self._listeners = self._refused = self._failed = 0
        self._is_closed = False
        ready: Future[None] = Future()

        def failed(error: BaseException) -> None:
            (unexpected if ready.done() else ready.set_exception)(error)

        self._thread = GuardedThread(name, lambda: self._run(open_sender, ready), failed, daemon=True)
        self._thread.start()
        ready.result()

    @property
    def lost(self) -> int:
        """Values for which there was no room, or that could not be sent."""
        return self._refused + self._failed

    def publish(self, analysis: Analysis, taken_s: float, names: Mapping[int, str]) -> None:
        """As of every `Outlet`."""
        self._offer(Seen(analysis, taken_s, names))

    def tell(self, message: Message) -> None:
        """As of every `Outlet`."""
        self._offer(message)

    def close(self) -> None:
        """Send what waits, and wait for the thread."""
        self._is_closed = True
        with suppress(Full):  # then it sees the flag once there is room
            self._waiting.put_nowait(None)
        self._thread.join()

    def _offer(self, item: Seen | Message) -> None:
        try:
            self._waiting.put_nowait(item)
        except Full:
            self._refused += 1

    def _run(self, open_sender: Callable[[], Sender], ready: Future[None]) -> None:
        sender = open_sender()
        ready.set_result(None)
        try:
            while True:
                item: Seen | Message | None = None
                with suppress(Empty):
                    item = self._waiting.get(timeout=_LOOK_S)
                if item is not None:
                    self._send(sender, item)
                elif self._is_closed:
                    return
                self._look(sender.listeners)
        finally:
            sender.close()
            self._look(0)

    def _send(self, sender: Sender, item: Seen | Message) -> None:
        try:
            if isinstance(item, Seen):
                sender.send_seen(item)
            else:
                sender.send_message(item)
        except OSError as error:
            self._failed += 1
            if self._on_trouble is not None and self._failed == 1:
                self._on_trouble(error)

    def _look(self, listeners: int) -> None:
        if listeners != self._listeners:
            self._listeners = listeners
            self._on_listeners(listeners)
