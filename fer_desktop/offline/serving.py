"""A process that analyses what it is sent, one job after the other, says how far it is, and can be held or stopped.

The other end is the window: what travels are values. When the line is closed, by whatever end, the job under way is
closed as after Ctrl-C and the process ends.
"""

from __future__ import annotations

import _thread
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import Queue
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any, Literal

from fer_desktop.guard import GuardedThread
from fer_desktop.memory import share_arenas
from fer_desktop.offline.attempt import Listener, attempt
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import CutShort, Outcome

Command = Literal["hold", "go on", "cancel"]
_TELL_EVERY_S = 0.2
_NICER_BY = 5  # the window comes first


@dataclass(frozen=True, slots=True)
class Work:
    """What is sent to be done."""

    job: Job
    options: AnalyzeOptions


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the job is.

    Attributes:
        share: 0-1; None while nobody knows how long it is.
        n_frames: Analysed until now.
    """

    share: float | None
    n_frames: int


if TYPE_CHECKING:
    Line = Connection[Any, Any]


def serve(line: Line) -> None:
    """The process: work until the line is closed."""
    share_arenas()
    with suppress(OSError, AttributeError):
        os.nice(_NICER_BY)
    server = _Server(line)
    signal.signal(signal.SIGINT, server.interrupt)
    server.run()


class _Server:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._works: Queue[Work | None] = Queue()
        self._goes_on, self._is_cancelled, self._is_busy = Event(), Event(), Event()
        self._goes_on.set()

    def run(self) -> None:
        GuardedThread("fer-line", self._hear, daemon=True).start()
        while (work := self._works.get()) is not None:
            outcome = self._done(work)
            with suppress(OSError):
                self._line.send(outcome)

    def _done(self, work: Work) -> Outcome:
        self._is_cancelled.clear()
        self._is_busy.set()
        try:
            return attempt(work.job, work.options, _Teller(self._line, self._goes_on))
        except KeyboardInterrupt:  # as it ended
            return CutShort(work.job.label)
        finally:
            self._is_busy.clear()

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Answer SIGINT: from the thread below, not from a terminal, which reaches the window, too."""
        if self._is_cancelled.is_set() and self._is_busy.is_set():
            self._is_cancelled.clear()  # once: the session must be closed in peace
            raise KeyboardInterrupt

    def _hear(self) -> None:
        while True:
            try:
                said: Work | Command = self._line.recv()
            except (EOFError, OSError):
                self._cancel()
                self._works.put(None)
                return
            if isinstance(said, Work):
                self._works.put(said)
            elif said == "cancel":
                self._cancel()
            elif said == "hold":
                self._goes_on.clear()
            else:
                self._goes_on.set()

    def _cancel(self) -> None:
        self._is_cancelled.set()
        self._goes_on.set()
        _thread.interrupt_main()


class _Teller(Listener):
    """Tells how far a job is, a few times a second; waits while the work is held."""

    def __init__(self, line: Line, goes_on: Event) -> None:
        self._line, self._goes_on = line, goes_on
        self._told_s, self._n_frames = -float("inf"), 0

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        self._goes_on.wait()
        self._n_frames += 1
        now_s = time.monotonic()
        if now_s - self._told_s >= _TELL_EVERY_S:
            self._told_s = now_s
            share = min((time_s - start_s) / duration_s, 1.0) if duration_s > 0 else None
            with suppress(OSError):
                self._line.send(Reached(share, self._n_frames))
