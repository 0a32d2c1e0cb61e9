"""Labelling a folder of pictures and clips: opening it, keeping labels, reading faces in it, counting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.progress import Progress
from fer_desktop.results.folder_codes import CodedFolder, save_labels
from fer_desktop.results.phrases import catalogue_of
from fer_desktop.results.tables import html_of, page_of
from fer_desktop.session.codings import Coding
from fer_desktop.session.files import write_whole
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import installed_language


class FolderTasks(WindowWork):
    """Between the Label page and a folder. Each method returns at once.

    Args:
        model: How faces are read now.
    """

    def __init__(self, window: MainWindow, model: Callable[[], ModelChoice], parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._model = model
        self._html = ""  # of the results that are shown
        self._one_by_one = QThreadPool(self)  # labels are kept in the order of the asking
        self._one_by_one.setMaxThreadCount(1)
        page = window.label
        page.folder_wanted.connect(self.ask)
        page.labels_changed.connect(self._on_labels_changed)
        page.folder_results_wanted.connect(self.show_results)
        page.folder_save_wanted.connect(self.ask_save)

    def ask(self) -> None:
        """Ask for a folder, and let people label it."""
        path = QFileDialog.getExistingDirectory(self._window, self.tr("Label a folder"))
        if path:
            self.open(Path(path))

    def open(self, folder: Path) -> None:
        """Let people label a folder."""

        def work() -> CodedFolder:
            from fer_desktop.offline.labelling import open_folder

            return open_folder(folder)

        def show(given: CodedFolder) -> None:
            from fer_desktop.offline.labelling import pictures_of

            self._window.label.show_folder(given, pictures_of)
            self._window.show_page(self._window.label)

        self._run(work, show, self.tr("Label a folder"), self._one_by_one)

    def show_results(self, given: CodedFolder) -> None:
        """Read the faces, and show how far the app agrees with the labels, and coders among each other."""
        words, options = catalogue_of(installed_language()), self._model().analyzer()

        def work(progress: Progress) -> str:
            from fer_desktop.offline.folder_reading import tables_of_folder

            return "".join(html_of(table, words) for table in tables_of_folder(given.folder, options, progress))

        def show(html: str) -> None:
            self._html = html
            self._window.label.show_folder_results(given, html)

        self._one_by_one.waitForDone()  # what was said last is counted, too
        self._run_long(work, show, self.tr("Agreement"), self.tr("Reading the faces of the folder..."))

    def ask_save(self, given: CodedFolder) -> None:
        """Ask for a file, and write there what is shown."""
        suggested = str(given.folder.parent / f"{given.folder.name}_agreement.html")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Agreement"), suggested, "HTML (*.html)")
        if not path:
            return
        page = page_of(given.folder.name, self._html, catalogue_of(installed_language()))
        done = self.tr("Written to {0}").format(path)
        self._run(lambda: write_whole(Path(path), page.encode()), lambda _: self._notice(done), self.tr("Agreement"))

    def _on_labels_changed(self, given: CodedFolder, coding: Coding) -> None:
        self._run(lambda: save_labels(given, coding), lambda _: None, self.tr("Keep labels"), self._one_by_one)
