"""The adapted models that are kept, from the window: listed, used, added, copied, removed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import FerError
from fer_desktop.paths import adapted_dir
from fer_desktop.session.files import write_whole
from fer_desktop.ui.dialogs.adapted_models import AdaptedModelsDialog, KeptModel
from fer_desktop.ui.dialogs.question import is_sure
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import error_text
from fer_desktop.vision.adapted import SUFFIX, adapted_path, add_adapted, kept_adapted, read_adapted, remove_adapted


class AdaptedModels(WindowWork):
    """Between the dialog and the folder of the adapted models.

    Args:
        use: Reads faces with the one of this name from now on; "" for the model as shipped.
        in_use: The name of the one that does.
    """

    def __init__(
        self, window: MainWindow, use: Callable[[str], None], in_use: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._use, self._in_use = use, in_use
        self._dialog: AdaptedModelsDialog | None = None

    @property
    def names(self) -> list[str]:
        """Of those that are kept."""
        return kept_adapted(adapted_dir())

    def show(self) -> None:
        """List them."""
        if self._dialog is not None:
            return
        self._dialog = dialog = AdaptedModelsDialog(str(adapted_dir()), self._window)
        dialog.use_requested.connect(self._on_use)
        dialog.add_requested.connect(self._on_add)
        dialog.copy_requested.connect(self._on_copy)
        dialog.remove_requested.connect(self._on_remove)
        dialog.finished.connect(self._on_finished)
        dialog.open()
        self._refresh()

    def _refresh(self) -> None:
        def show(models: list[KeptModel]) -> None:
            if self._dialog is not None:
                self._dialog.show_models(models, self._in_use())

        self._run(lambda: [_kept(name) for name in self.names], show, self.tr("Adapted models"))

    def _on_use(self, name: str) -> None:
        self._use(name)
        self._refresh()

    def _on_add(self) -> None:
        title = self.tr("Add an adapted model")
        path, _ = QFileDialog.getOpenFileName(self._dialog, title, "", f"*{SUFFIX} (*{SUFFIX})")
        if path:
            self._run(lambda: add_adapted(adapted_dir(), Path(path)), lambda _: self._refresh(), title)

    def _on_copy(self, name: str) -> None:
        title = self.tr("Save a copy")
        path, _ = QFileDialog.getSaveFileName(self._dialog, title, f"{name}{SUFFIX}", f"*{SUFFIX} (*{SUFFIX})")
        if path:
            source = adapted_path(adapted_dir(), name)
            done = self.tr("Written to {0}").format(path)
            # byte by byte: its hash is its identity
            self._run(lambda: write_whole(Path(path), source.read_bytes()), lambda _: self._notice(done), title)

    def _on_remove(self, name: str) -> None:
        title = self.tr("Remove an adapted model")
        question = self.tr(
            "Remove {0} for good? Sessions that were made with it keep their scores and its hash, but cannot be "
            "analysed with it again."
        )
        if self._dialog is None or not is_sure(title, question.format(name), self.tr("Remove"), self._dialog):
            return

        def done(_: None) -> None:
            if self._in_use() == name:
                self._use("")
                self._notice(self.tr("From the next start of a source on, the model as shipped reads faces again."))
            self._refresh()

        self._run(lambda: remove_adapted(adapted_dir(), name), done, title)

    def _on_finished(self) -> None:
        self._dialog = None


def _kept(name: str) -> KeptModel:
    from fer_desktop.adaptation.tables import card_tables
    from fer_desktop.results.tables import html_of

    try:
        file = read_adapted(adapted_path(adapted_dir(), name))
    except FerError as error:
        return KeptModel(name, escape(error_text(error)), can_be_read=False)
    tables = "".join(map(html_of, reversed(card_tables(file.weights))))
    return KeptModel(name, f"{tables}<p>SHA-256 {file.sha256}</p>", can_be_read=True)
