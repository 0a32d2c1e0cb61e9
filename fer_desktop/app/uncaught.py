"""What nobody expected: logged, and told once in the window, with a report to copy."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from fer_desktop.app.error_report import error_report
from fer_desktop.ui.widgets.notices import Notices

_log = logging.getLogger(__name__)


class Uncaught(QObject):
    """The end of every guard (`fer_desktop/guard.py`), and of Qt's slots: takes the place of Python's own hooks.

    Threads whose errors have an owner, such as those of the engine, come here through that one.
    """

    _raised = Signal(str, object)

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._told: set[str] = set()  # a slot that fails may fail again thirty times a second
        self._raised.connect(self._tell)  # in the GUI thread, whichever it was raised in

    def install(self) -> None:
        """Take the place of the hooks of Python, for the rest of the process."""
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread

    def _on_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._take(threading.current_thread().name, error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._take(args.thread.name if args.thread is not None else "?", args.exc_value)

    def _take(self, where: str, error: BaseException) -> None:
        _log.critical("unexpected error in %s", where, exc_info=error)
        self._raised.emit(where, error)

    def _tell(self, where: str, error: BaseException) -> None:
        report = error_report(where, error)
        if report not in self._told:
            self._told.add(report)
            self._notices.show_unexpected(where, report)
