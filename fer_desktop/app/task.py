"""Run one function off the GUI thread and hear of its end in the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from fer_desktop.guard import guarded

_log = logging.getLogger(__name__)


class Task(QObject):
    """One call, made in Qt's thread pool.

    Signals:
        finished(object): what the function returned.
        failed(object): the exception that it raised.
    """

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, function: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._function = function

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begin, in this pool or in the common one; connect the signals before."""
        (pool or QThreadPool.globalInstance()).start(_Call(self._function, self))


class _Call(QRunnable):
    def __init__(self, function: Callable[[], Any], task: Task) -> None:
        super().__init__()
        self._function, self._task = function, task

    def run(self) -> None:
        """Qt: called in a thread of the pool."""
        guarded(self._work, self._fail, self._end)

    def _work(self) -> None:
        result = self._function()
        with suppress(RuntimeError):  # the window was closed meanwhile: nobody waits for it
            self._task.finished.emit(result)

    def _fail(self, error: BaseException) -> None:
        _log.info("task failed", exc_info=error)
        with suppress(RuntimeError):
            self._task.failed.emit(error)

    def _end(self) -> None:
        with suppress(RuntimeError):
            self._task.deleteLater()  # once those have heard of it who wait in the GUI thread
