"""Work behind the window, and what happens when it fails: the user is told, as the answer to what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from fer_desktop.errors import FerError
from fer_desktop.ui.jobs import Job
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.words import error_text


class WindowWork(QObject):
    """Base of those who do things for the window. Their methods return at once."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window

    def _notice(self, text: str) -> None:
        self._window.notices.show_notice(text)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], object], title: str) -> None:
        job = Job(work, self)
        job.finished.connect(then)
        job.failed.connect(lambda error: self._on_failed(title, error))
        job.start()

    def _on_failed(self, title: str, error: Exception) -> None:
        text = error_text(error) if isinstance(error, FerError) else str(error)
        self._window.notices.show_problem(title, text)
