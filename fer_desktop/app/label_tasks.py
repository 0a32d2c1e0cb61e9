"""What the Label page asks to be done: opening a session, keeping codes, reading them from files, counting them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.session_video import find_media
from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import SessionLocked
from fer_desktop.offline.session_video import misses_video, video_of
from fer_desktop.results.agreement_tables import agreement, agreement_html
from fer_desktop.results.code_files import CODE_SUFFIXES, import_codes
from fer_desktop.results.phrases import catalogue_of
from fer_desktop.results.tables import page_of
from fer_desktop.session.codings import Coding, load_codings, save_coding
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session, load_session
from fer_desktop.ui.label.loops import OpenVideo
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import error_text, installed_language


class LabelTasks(WindowWork):
    """Between the Label page and the files. Each method returns at once."""

    def __init__(self, window: MainWindow, passphrases: Passphrases, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._passphrases = passphrases
        self._one_by_one = QThreadPool(self)  # codes are kept, and read, in the order of the asking
        self._one_by_one.setMaxThreadCount(1)
        page = window.label
        page.sessions_wanted.connect(lambda: window.show_page(window.sessions))
        page.coding_changed.connect(self._on_coding_changed)
        page.video_wanted.connect(self._on_video_wanted)
        page.import_wanted.connect(self.ask_import)
        page.results_wanted.connect(self.show_results)
        page.save_wanted.connect(self.ask_save)

    def open(self, folder: Path) -> None:
        """Let people code a session."""

        def begin(passphrase: str) -> None:
            self._run(lambda: _open(folder, passphrase), show, self.tr("Label"), self._one_by_one)

        def show(opened: _Opened) -> None:
            session = opened[0]
            self._window.label.show_session(*opened)
            self._window.show_page(self._window.label)
            if session.problems:
                self._notice("\n".join(map(error_text, session.problems)))

        self._passphrases.unlock(folder, begin)

    def ask_import(self, session: Session) -> None:
        """Ask for files with codes, and keep them with the session."""
        title = self.tr("Import codes")
        patterns = " ".join(f"*{suffix}" for suffix in CODE_SUFFIXES)
        kinds = f"CSV, ELAN ({patterns});;" + self.tr("All files") + " (*)"
        files, _ = QFileDialog.getOpenFileNames(self._window, title, "", kinds)
        if files:
            self._run(
                lambda: import_codes(session, [Path(file) for file in files]),
                lambda codings: self._window.label.show_codings(session, codings),
                title,
                self._one_by_one,
            )

    def show_results(self, session: Session) -> None:
        """Show how far coders and app agree."""
        words = catalogue_of(installed_language())

        def work() -> str:
            return agreement_html(agreement(session, load_codings(session.store)), words)

        def show(html: str) -> None:
            self._window.label.show_results(session, html)

        self._run(work, show, self.tr("Agreement"), self._one_by_one)

    def ask_save(self, session: Session) -> None:
        """Ask for a file, and write there how far they agree."""
        words = catalogue_of(installed_language())
        title = self.tr("Agreement")
        suggested = str(session.folder.parent / f"{session.folder.name}_agreement.html")
        path, _ = QFileDialog.getSaveFileName(self._window, title, suggested, "HTML (*.html)")
        if not path:
            return

        def work() -> None:
            html = agreement_html(agreement(session, load_codings(session.store)), words)
            write_whole(Path(path), page_of(session.folder.name, html, words).encode())

        self._run(work, lambda _: self._notice(self.tr("Written to {0}").format(path)), title, self._one_by_one)

    def _on_coding_changed(self, session: Session, coding: Coding) -> None:
        title = self.tr("Keep codes")
        self._run(lambda: save_coding(session.store, coding), lambda _: None, title, self._one_by_one)

    def _on_video_wanted(self, session: Session) -> None:
        found = find_media(self._window, session)
        if found is not None:
            self._run(
                lambda: (session, load_codings(session.store), found.open_video, False),
                lambda opened: self._window.label.show_session(*opened),
                self.tr("Label"),
                self._one_by_one,
            )

    def _on_failed(self, title: str, error: Exception) -> None:
        if isinstance(error, SessionLocked):
            self._passphrases.forget()
        super()._on_failed(title, error)


_Opened = tuple[Session, list[Coding], OpenVideo | None, bool]
"""A session, its codings, its video, and whether that is a file that is not where it was."""


def _open(folder: Path, passphrase: str) -> _Opened:
    session = load_session(folder, passphrase)
    return session, load_codings(session.store), video_of(session), misses_video(session)
