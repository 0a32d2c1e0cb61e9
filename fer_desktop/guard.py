"""The one guard of every thread: what it raises goes to whoever answers for it, and never gets lost.

Python prints what a thread raises and goes on without it; a thread of Qt's pool or of a server does not even do
that everywhere. So no other module makes a `Thread` (a test looks), and what runs in the threads of others goes
through `guarded`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import ExceptHookArgs, Thread, current_thread
from typing import Any

Work = Callable[[], Any]
OnError = Callable[[BaseException], Any]


def unexpected(error: BaseException) -> None:
    """Nobody waits for the result: the hook of the process is told, which is the window's where there is one."""
    # not imported by name: the window puts another hook in its place
    threading.excepthook(ExceptHookArgs((type(error), error, error.__traceback__, current_thread())))


def _nothing() -> None:
    """Where nothing is to be released."""


def guarded(work: Work, on_error: OnError = unexpected, at_end: Work = _nothing) -> None:
    """Do something in this thread.

    Args:
        on_error: Takes what was raised, before `at_end`.
        at_end: Releases what others wait for, however it went.
    """
    try:
        try:
            work()
        except BaseException as error:  # this is the last place that sees it; what ends a program ends no thread
            on_error(error)
    finally:
        at_end()


class GuardedThread(Thread):
    """A thread that runs `guarded`; see there."""

    def __init__(
        self, name: str, work: Work, on_error: OnError = unexpected, at_end: Work = _nothing, *, daemon: bool = False
    ) -> None:
        super().__init__(name=name, daemon=daemon)
        self._guarded = (work, on_error, at_end)

    def run(self) -> None:
        """Called by `start`, in the new thread."""
        guarded(*self._guarded)
        del self._guarded  # as `Thread` does, lest the thread and what it holds keep each other alive
