"""Longer work that the window asks for, done behind it: export, explain, snapshot, loading the libraries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from fer_desktop.errors import Cancelled, ExportError, FerError
from fer_desktop.paths import weights_dir
from fer_desktop.ui.jobs import Job
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.picture_dialog import PictureDialog
from fer_desktop.ui.words import error_text

SNAPSHOTS = "snapshots"
_HINT = "Choose a folder in which you may write."


class WindowJobs(QObject):
    """Each method returns at once; the window hears of the end.

    Signals:
        sessions_changed(): a session was written.
    """

    sessions_changed = Signal()

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window

    def load_libraries(self, when_done: Callable[[], None]) -> None:
        """Import torch and MediaPipe, so that Start does not wait for them."""

        def work() -> None:
            import fer_desktop.vision.analyzer  # noqa: F401

        self._run(work, lambda _: when_done(), self.tr("Loading"))

    def ask_export(self, folder: Path | None, sessions: Path) -> None:
        """Ask for a session, unless one is given, and for a file; then export."""
        if folder is None:
            chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Choose a session folder"), str(sessions))
            if not chosen:
                return
            folder = Path(chosen)
        suggested = str(folder.parent / f"{folder.name}.csv")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export CSV"), suggested, "CSV (*.csv)")
        if path:
            self.export(folder, Path(path))

    def export(self, folder: Path, path: Path) -> None:
        """Write the timeline of a session to a file."""

        def work() -> Path:
            from fer_desktop.session.export import export_csv
            from fer_desktop.session.library import load_session

            export_csv(load_session(folder), path)
            return path

        self._run(work, lambda done: self._notice(self.tr("Exported to {0}").format(done)), self.tr("Export"))

    def explain(self) -> None:
        """Draw what the decision about the selected face rests on, and show it."""
        shown = self._window.live.selected_face
        if shown is None:
            return
        frame, tracked = shown

        def work() -> bytes:
            from fer_desktop.explain import drawn, explain_in

            return drawn(explain_in(frame.image, tracked.face, weights_dir()))

        title = self.tr("Face {0}, {1:.1f} s").format(tracked.track_id, frame.time_s)
        self._run(work, lambda png: PictureDialog(title, png, self._window).open(), self.tr("Explain"))

    def reanalyse(self, folder: Path) -> None:
        """Analyse the video of a session at full rate into a new session that names its parent."""
        from fer_desktop.reanalyse import Course, reanalyse

        course = Course()
        text = self.tr("Analysing {0} again...").format(folder.name)
        dialog = QProgressDialog(text, self.tr("Cancel"), 0, 100, self._window)
        dialog.setWindowTitle(self.tr("Analyse again"))
        dialog.setMinimumDuration(0)
        timer = QTimer(dialog)
        timer.timeout.connect(lambda: dialog.setValue(min(round(course.share * 100), 99)))

        def cancel() -> None:
            course.is_cancelled = True

        def done(made: Path) -> None:
            dialog.deleteLater()
            self._notice(self.tr("Analysed again: {0}").format(made))
            self.sessions_changed.emit()

        def failed(error: Exception) -> None:
            dialog.deleteLater()
            if not isinstance(error, Cancelled):
                self._on_failed(self.tr("Analyse again"), error)

        dialog.canceled.connect(cancel)
        dialog.setValue(0)
        timer.start(100)
        job = Job(lambda: reanalyse(folder, course), self)
        job.finished.connect(done)
        job.failed.connect(failed)
        job.start()

    def snapshot(self, sessions: Path) -> None:
        """Save the picture with what is drawn over it."""
        image = self._window.live.video.snapshot()
        if image is None:
            return
        path = sessions / SNAPSHOTS / f"{datetime.now():%Y-%m-%d_%H-%M-%S-%f}.png"

        def work() -> Path:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ExportError(
                    "{path} cannot be written: {reason}.", _HINT, path=path, reason=error.strerror or error
                ) from error
            if not image.save(str(path)):
                raise ExportError("{path} cannot be written.", _HINT, path=path)
            return path

        self._run(work, lambda done: self._notice(self.tr("Picture saved: {0}").format(done)), self.tr("Snapshot"))

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        with suppress(OSError):  # then there is nothing to show, and the next line says so
            folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notice(self.tr("The folder is {0}").format(folder))

    def _notice(self, text: str) -> None:
        self._window.notices.show_notice(text)

    def _run(self, work: Callable[[], object], then: Callable[[Any], object], title: str) -> None:
        job = Job(work, self)
        job.finished.connect(then)
        job.failed.connect(lambda error: self._on_failed(title, error))
        job.start()

    def _on_failed(self, title: str, error: Exception) -> None:
        text = error_text(error) if isinstance(error, FerError) else str(error)
        self._window.notices.show_problem(title, text)
