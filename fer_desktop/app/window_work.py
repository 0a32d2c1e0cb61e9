"""Work behind the window, and what happens when it fails: the user is told, as the answer to what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from fer_desktop.app.error_report import error_report
from fer_desktop.app.task import Task
from fer_desktop.core.progress import Progress
from fer_desktop.errors import Cancelled, FerError
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.plain_text import plain_label
from fer_desktop.ui.widgets.translation import error_text

_PATIENCE_MS = 400  # shorter work shows no bar
_POLL_MS = 100


class WindowWork(QObject):
    """Base of those who do things for the window. Their methods return at once."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window

    def _notice(self, text: str) -> None:
        self._window.notices.show_notice(text)

    def _run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        title: str,
        pool: QThreadPool | None = None,
        ended: Callable[[], object] = lambda: None,
    ) -> None:
        """Do `work`, then `then` with what it gave; `ended` is called in any case, before."""
        task = Task(work, self)
        task.finished.connect(lambda _: ended())
        task.failed.connect(lambda _: ended())
        task.finished.connect(then)
        task.failed.connect(lambda error: self._on_failed(title, error))
        task.start(pool)

    def _run_quietly(self, work: Callable[[], Any], then: Callable[[Any], object], pool: QThreadPool | None) -> None:
        """As `_run`, of work whose failure was told already."""
        task = Task(work, self)
        task.finished.connect(then)
        task.start(pool)

    def _run_long(self, work: Callable[[Progress], Any], then: Callable[[Any], object], title: str, text: str) -> None:
        """Run work that takes long enough to be watched, and that may be cancelled."""
        progress = Progress()
        dialog = QProgressDialog("", self.tr("Cancel"), 0, 100, self._window)
        dialog.setWindowTitle(title)
        dialog.setLabel(plain_label(text, dialog))
        dialog.setMinimumDuration(_PATIENCE_MS)
        dialog.setAutoClose(False)
        timer = QTimer(dialog)
        timer.timeout.connect(lambda: dialog.setValue(round(progress.share * 100)))

        def cancel() -> None:
            progress.is_cancelled = True

        def close() -> None:
            """At once: the next message has an event loop of its own, which would show the bar over it."""
            timer.stop()
            dialog.setAutoClose(True)
            dialog.reset()
            dialog.deleteLater()

        def done(result: Any) -> None:
            close()
            then(result)

        def failed(error: Exception) -> None:
            close()
            if not isinstance(error, Cancelled):
                self._on_failed(title, error)

        dialog.canceled.connect(cancel)
        dialog.setValue(0)
        timer.start(_POLL_MS)
        task = Task(lambda: work(progress), self)
        task.finished.connect(done)
        task.failed.connect(failed)
        task.start()

    def _asked_file(self, title: str, suggested: str, kinds: dict[str, str], endings: Sequence[str]) -> Path | None:
        """Where to write; None for nowhere. A name without one of these endings gets that of the kind chosen."""
        path, kind = QFileDialog.getSaveFileName(self._window, title, suggested, ";;".join(kinds))
        if not path:
            return None
        target = Path(path)
        if target.suffix.lower() in endings:
            return target
        target = target.with_name(target.name + kinds.get(kind, endings[0]))
        question = self.tr("{0} is there already. Replace it?").format(target)
        # the file dialog asked about the name without the ending
        may_write = not target.exists() or self._window.ask(title, question, self.tr("Replace"))
        return target if may_write else None

    def _on_failed(self, title: str, error: Exception) -> None:
        if isinstance(error, FerError):
            self._window.notices.show_problem(title, error_text(error))
            return
        self._window.notices.show_unexpected(title, error_report(title, error))
