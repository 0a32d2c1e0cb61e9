"""What Qt says: into the log. And the one message after which the program must end by itself.

When the display is gone (its server was killed, a remote desktop was cut off, the user was logged out), Qt says so and
calls `exit`, which waits for ever for the threads that go on recording; no signal reaches Python any more.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger(__name__)

_DISPLAY_GONE = ("The X11 connection broke", "The Wayland connection broke")
_PATIENCE_S = 30.0  # for each thread: what was recorded is being written
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtFatalMsg: logging.ERROR,
}


class Stopping(Protocol):
    """What is to be finished: the engine."""

    def stop(self) -> None:
        """Ask for the end."""

    def join(self, timeout_s: float) -> list[str]:
        """Wait for it; returns what did not end."""


class QtMessages:
    """Takes Qt's messages.

    Args:
        end: Ends the process with this exit code, without asking Qt.
    """

    def __init__(self, engine: Stopping, end: Callable[[int], object] = os._exit) -> None:
        self._engine, self._end = engine, end

    def install(self) -> None:
        """Begin."""
        qInstallMessageHandler(self.take)

    def take(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """One message, in the thread that it is about."""
        _log.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", message)
        if message.startswith(_DISPLAY_GONE):
            self._finish()

    def _finish(self) -> None:
        """Finish what is being recorded, and end."""
        _log.info("the display is gone; the program ends")
        self._engine.stop()
        if late := self._engine.join(_PATIENCE_S):
            _log.error("did not end in time: %s", ", ".join(late))
        self._end(1)
