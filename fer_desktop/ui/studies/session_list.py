"""Sessions that are in no study yet, to be dragged into it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.studies.session_drag import data_of_folders
from fer_desktop.ui.widgets.plain_text import plain_tip

_FOLDER = Qt.ItemDataRole.UserRole


class SessionList(QListWidget):
    """The list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Sessions that are not in the study"))

    def show_sessions(self, sessions: Sequence[SessionSummary], placed: Collection[Path], words: str) -> None:
        """Show those that are not placed, and whose title, notes or date hold these words."""
        selected = set(self.selected)
        self.clear()
        for one in sessions:
            if one.problem or one.is_being_recorded or one.folder.resolve() in placed or not one.matches(words):
                continue
            date = f"{one.started:%Y-%m-%d %H:%M}" if one.started else ""
            item = QListWidgetItem(one.title if one.title.startswith(date[:10] or " ") else f"{one.title}  {date}")
            item.setData(_FOLDER, one.folder)
            item.setToolTip(plain_tip(f"{one.folder}\n{one.notes}".strip()))
            self.addItem(item)
            item.setSelected(one.folder in selected)

    def select(self, folders: Collection[Path]) -> None:
        """Select these alone."""
        self.clearSelection()
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_FOLDER) in folders:
                item.setSelected(True)
                self.scrollToItem(item)

    @property
    def selected(self) -> list[Path]:
        """Folders of the selected ones, in the order of the list."""
        items = sorted(self.selectedItems(), key=self.row)
        return [item.data(_FOLDER) for item in items]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:  # noqa: N802
        """Qt: what is dragged."""
        return data_of_folders([item.data(_FOLDER) for item in items])
