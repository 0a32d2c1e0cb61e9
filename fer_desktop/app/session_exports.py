"""What is written of sessions for others: exports and reports, of one or of several; pictures of their curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.progress import Progress
from fer_desktop.errors import FerError, SessionLocked
from fer_desktop.results.formats import SUFFIXES, ExportOptions, export_session
from fer_desktop.results.report import REPORT_SUFFIXES
from fer_desktop.session.edits import Span
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session, load_session
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import error_text, installed_language

Write = Callable[[Session, Path, Progress], None]
_NAMED = 10  # files that a notice names


class SessionExports(WindowWork):
    """Between the pages of sessions and the files of others. Each method returns at once."""

    def __init__(self, window: MainWindow, passphrases: Passphrases, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._passphrases = passphrases
        page, review = window.sessions, window.review
        page.export_requested.connect(self.ask_export)
        page.report_requested.connect(self.ask_report)
        review.export_requested.connect(self._show_export)
        review.report_requested.connect(lambda session: self.ask_report([session.folder]))
        review.drawing_requested.connect(lambda session, drawing: self.ask_drawing(session.folder, drawing))

    def ask_export(self, folders: Sequence[Path]) -> None:
        """Ask what to export and where to, then do it."""
        if len(folders) > 1:
            self._ask_exports(folders)
            return

        def begin(passphrase: str) -> None:
            self._run(lambda: load_session(folders[0], passphrase), self._show_export, self.tr("Export"))

        self._passphrases.unlock(folders[0], begin)

    def ask_report(self, folders: Sequence[Path]) -> None:
        """Ask for a file, or for a folder where there are several, then write the reports."""
        language = installed_language()

        def write(session: Session, path: Path, progress: Progress) -> None:
            from fer_desktop.results.report import write_report

            write_report(session, path, progress, language)

        if len(folders) > 1:
            self._write_all(folders, ".html", write, self.tr("Report"))
            return
        suggested = str(folders[0].parent / f"{folders[0].name}.html")
        kinds = {"HTML (*.html)": ".html", "PDF (*.pdf)": ".pdf"}
        target = self._asked_file(self.tr("Report"), suggested, kinds, REPORT_SUFFIXES)
        if target is None:
            return

        def begin(passphrase: str) -> None:
            self._run_long(
                lambda progress: write(load_session(folders[0], passphrase), target, progress),
                lambda _: self._notice(self.tr("Report written to {0}").format(target)),
                self.tr("Report"),
                self.tr("Writing {0}...").format(target.name),
            )

        self._passphrases.unlock(folders[0], begin)

    def ask_drawing(self, near: Path, drawing: Callable[[str], bytes]) -> None:
        """Ask for a file, then write the curves into it as they are drawn.

        Args:
            near: The file is suggested with this name.
            drawing: Makes the bytes for an ending.
        """
        kinds = {"PNG (*.png)": ".png", "SVG (*.svg)": ".svg"}
        suggested = str(near.parent / f"{near.name}.png")
        target = self._asked_file(self.tr("Save the curves"), suggested, kinds, tuple(kinds.values()))
        if target is None:
            return
        data = drawing(target.suffix.lower())  # here: it is made of what the window shows
        words = self.tr("Picture saved: {0}").format(target)
        self._run(lambda: write_whole(target, data), lambda _: self._notice(words), self.tr("Save the curves"))

    def ask_drawing_of_now(self, drawing: Callable[[str], bytes]) -> None:
        """As `ask_drawing`, of curves that are no session's."""
        self.ask_drawing(_of_now(), drawing)

    def _show_export(self, session: Session, span: Span | None = None) -> None:
        dialog = ExportDialog(session, span, self._window)

        def accepted() -> None:
            options = dialog.options
            suggested = str(session.folder.parent / f"{session.folder.name}{SUFFIXES[options.format]}")
            path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export"), suggested)
            if path:
                self._run_long(
                    lambda progress: export_session(session, Path(path), options, progress),
                    lambda _: self._notice(self.tr("Exported to {0}").format(path)),
                    self.tr("Export"),
                    self.tr("Writing {0}...").format(Path(path).name),
                )

        dialog.accepted.connect(accepted)
        dialog.open()

    def _ask_exports(self, folders: Sequence[Path]) -> None:
        dialog = ExportDialog(None, parent=self._window)

        def accepted() -> None:
            options: ExportOptions = dialog.options

            def write(session: Session, path: Path, progress: Progress) -> None:
                export_session(session, path, options, progress)

            self._write_all(folders, SUFFIXES[options.format], write, self.tr("Export"))

        dialog.accepted.connect(accepted)
        dialog.open()

    def _write_all(self, folders: Sequence[Path], suffix: str, write: Write, title: str) -> None:
        """Ask for a folder, then write a file for each session into it; what cannot be written is named at the end."""
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(folders[0].parent))
        if not chosen:
            return
        targets = [Path(chosen) / f"{folder.name}{suffix}" for folder in folders]
        n_there = sum(target.exists() for target in targets)
        question = self.tr("{0} of the files are there already. Replace them?").format(n_there)
        if n_there and not self._window.ask(title, question, self.tr("Replace")):
            return

        def begin(words: list[str]) -> None:
            def work(progress: Progress) -> list[tuple[str, FerError]]:
                failed = []
                for i, (folder, target, word) in enumerate(zip(folders, targets, words, strict=True)):
                    part = Progress(lambda share, i=i: progress.reached((i + share) / len(folders)))  # type: ignore[misc]
                    try:
                        write(load_session(folder, word), target, part)
                    except FerError as error:
                        if progress.is_cancelled:
                            raise
                        failed.append((folder.name, error))
                return failed

            text = self.tr("Writing {0} files...").format(len(folders))
            self._run_long(work, lambda failed: self._tell(title, chosen, len(folders), failed), title, text)

        self._passphrases.unlock_all(folders, begin)

    def _tell(self, title: str, folder: str, n_asked: int, failed: list[tuple[str, FerError]]) -> None:
        self._notice(self.tr("{0} of {1} files written to {2}").format(n_asked - len(failed), n_asked, folder))
        if any(isinstance(error, SessionLocked) for _, error in failed):
            self._passphrases.forget()
        if failed:
            lines = [f"{name}: {error_text(error)}" for name, error in failed[:_NAMED]]
            more = ["..."] if len(failed) > _NAMED else []
            self._window.notices.show_problem(title, "\n".join([*lines, *more]))

    def _on_failed(self, title: str, error: Exception) -> None:
        if isinstance(error, SessionLocked):
            self._passphrases.forget()
        super()._on_failed(title, error)


def _of_now() -> Path:
    """A name for what is no session's."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(folder) / f"{datetime.now():%Y-%m-%d_%H-%M-%S}"
