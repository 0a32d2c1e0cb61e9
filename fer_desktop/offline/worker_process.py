"""What runs in each worker process of `analyze --workers`: one job after the other, and how it ends."""

from __future__ import annotations

import _thread
import os
import signal
from collections.abc import Callable
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import wait
from threading import Event, current_thread, main_thread
from types import FrameType

from fer_desktop.guard import GuardedThread
from fer_desktop.log import spare_warnings
from fer_desktop.memory import share_arenas
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import CutShort, Outcome
from fer_desktop.offline.resume import attempt_again

_CLOSING_S = 30.0  # for the session that is under way when the parent is gone
# SIGTERM is not among them: with that the pool ends processes when one of them has died
_INTERRUPTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name))

_is_idle = Event()


def spare_tracker() -> None:
    """Start the process in which Python counts what it shares: it ignores Ctrl-C by itself, a closed terminal not."""
    if not hasattr(signal, "SIGHUP") or current_thread() is not main_thread():
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which the new process keeps
    try:
        resource_tracker.ensure_running()
    finally:
        signal.signal(signal.SIGHUP, before)


def begin_process() -> None:
    """Leave Ctrl-C to the parent while idle; end when the parent is gone, however that came about."""
    share_arenas()
    spare_warnings()
    _is_idle.set()
    _hear(_not_now)
    GuardedThread("fer-parent", _end_with_parent, daemon=True).start()


def attempt_in_process(job: Job, options: AnalyzeOptions) -> Outcome:
    """Do one job; an interrupt closes its session."""
    _is_idle.clear()
    _hear(_interrupt)
    try:
        return attempt_again(job, options)
    except KeyboardInterrupt:  # while it waited for what an earlier try left
        return CutShort(job.label)
    finally:
        _hear(_not_now)
        _is_idle.set()


def _hear(handler: Callable[[int, FrameType | None], None]) -> None:
    """Answer interrupts with this, but for those that the whole program ignores, as under nohup."""
    for number in _INTERRUPTS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once: terminal and parent may both send it, and the session must be closed in peace."""
    _hear(_not_now)
    raise KeyboardInterrupt


def _not_now(number: int, frame: FrameType | None) -> None:
    """Nothing is under way that could be interrupted."""


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for its next job for ever."""
    parent = parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    if not _is_idle.is_set():
        _thread.interrupt_main()  # as Ctrl-C: the session is closed
        _is_idle.wait(_CLOSING_S)
    os._exit(1)
