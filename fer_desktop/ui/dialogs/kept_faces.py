"""Lists the neutral faces that are kept with a name, and deletes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.icons import without_icons
from fer_desktop.ui.widgets.plain_text import plain_label

_NAME = Qt.ItemDataRole.UserRole


class KeptFacesDialog(QDialog):
    """The list.

    Signals:
        delete_requested(str): what is kept with this name shall go.
    """

    delete_requested = Signal(str)

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Kept neutral faces"))
        words = self.tr(
            "For each name eight numbers, the day, and which model they belong to; no pictures. They lie in"
        )
        text = plain_label(f"{words} {place}", self)
        text.setWordWrap(True)
        self._names = QListWidget()
        self._names.setAccessibleName(self.tr("Names"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self._delete = buttons.addButton(self.tr("Delete..."), QDialogButtonBox.ButtonRole.DestructiveRole)
        self._delete.clicked.connect(self._on_delete_clicked)
        buttons.rejected.connect(self.reject)
        self._names.currentRowChanged.connect(self._update)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(self._names, 1)
        layout.addWidget(buttons)
        self._update()
        fit_to_screen(self, self.sizeHint())

    def show_faces(self, faces: Sequence[tuple[str, str]]) -> None:
        """Fill the list with names and days."""
        self._names.clear()
        for name, day in faces:
            item = QListWidgetItem(f"{name}   {day}")
            item.setData(_NAME, name)
            self._names.addItem(item)
        self._names.setCurrentRow(0)
        self._update()

    def _update(self) -> None:
        self._delete.setEnabled(self._names.currentItem() is not None)

    def _on_delete_clicked(self) -> None:
        item = self._names.currentItem()
        if item is not None:
            self.delete_requested.emit(item.data(_NAME))
