"""Who has which code: the key of names that is open beside a study, in memory until it is hidden."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.studies.names import read_names, write_names
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.main_window import MainWindow


class StudyNames(WindowWork):
    """Owns the key that is open. Each method returns at once."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._key: Path | None = None
        self._passphrase = ""
        self._names: dict[str, str] = {}
        self._one_by_one = QThreadPool(self)
        self._one_by_one.setMaxThreadCount(1)
        self._panel = window.studies.placing
        self._panel.key_wanted.connect(self.ask)
        self._panel.name_wanted.connect(self.name)

    def ask(self, what: str) -> None:
        """Do what the menu of names says; see `PlacingPanel.key_wanted`."""
        title = self.tr("Key of names")
        match what:
            case "new":
                suggested = str(Path.home() / "names.csv")
                path, _ = QFileDialog.getSaveFileName(self._window, title, suggested, "CSV (*.csv)")
                if path:
                    self._open(Path(path) if Path(path).suffix else Path(f"{path}.csv"), "", is_new=True)
            case "new encrypted":
                unasked, suggested = QFileDialog.Option.DontConfirmOverwrite, str(Path.home() / "names")
                path, _ = QFileDialog.getSaveFileName(self._window, title, suggested, options=unasked)
                if path:
                    self._ask_passphrase(Path(path), is_new=True)
            case "open":
                path, _ = QFileDialog.getOpenFileName(self._window, title, "", "CSV (*.csv)")
                if path:
                    self._open(Path(path), "", is_new=False)
            case "open encrypted":
                path = QFileDialog.getExistingDirectory(self._window, title)
                if path:
                    self._ask_passphrase(Path(path), is_new=False)
            case _:
                self._key, self._passphrase, self._names = None, "", {}
                self._panel.show_names(None)

    def name(self, code: str, name: str) -> None:
        """Write who has a code."""
        key, passphrase = self._key, self._passphrase
        if key is None:
            return
        names = {**self._names, code: name}

        def work() -> dict[str, str]:
            write_names(key, names, passphrase)
            return names

        self._run(work, self._show, self.tr("Key of names"), self._one_by_one)

    def _ask_passphrase(self, key: Path, is_new: bool) -> None:
        words = self.tr("The names are encrypted with it. It is not stored: if it is lost, so are they.")
        dialog = PassphraseDialog("" if is_new else key.name, self._window, words if is_new else "")
        dialog.accepted.connect(lambda: self._open(key, dialog.passphrase, is_new))
        dialog.open()

    def _open(self, key: Path, passphrase: str, is_new: bool) -> None:
        def work() -> dict[str, str]:
            if is_new:
                write_names(key, {}, passphrase)
            return read_names(key, passphrase)

        def show(names: dict[str, str]) -> None:
            self._key, self._passphrase = key, passphrase
            self._show(names)

        self._run(work, show, self.tr("Key of names"), self._one_by_one)

    def _show(self, names: dict[str, str]) -> None:
        self._names = names
        self._panel.show_names(names)

    def _on_failed(self, title: str, error: Exception) -> None:
        super()._on_failed(title, error)
        if self._key is not None:
            self._panel.show_names(self._names)  # what was typed is not kept
