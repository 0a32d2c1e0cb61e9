"""Signals that end a command: a system that shuts down and a closed terminal are answered as Ctrl-C is."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing import active_children
from threading import current_thread, main_thread
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def interrupt_on_signals() -> None:
    """Let SIGTERM and SIGHUP raise KeyboardInterrupt, but for those that are ignored, as under nohup."""
    if current_thread() is not main_thread():
        return
    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ctrl-C reaches the workers by itself; these signals may have been sent to this process alone."""
    for child in active_children():
        if child.pid is not None:
            with suppress(OSError):  # it has just ended
                os.kill(child.pid, signal.SIGINT)
    raise KeyboardInterrupt
