"""The lists beside the video of a session, and the buttons that do something with the row that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QPushButton, QTreeWidget, QVBoxLayout, QWidget

from fer_desktop.session.library import Session
from fer_desktop.ui.review.merging import face_labels, merged_faces
from fer_desktop.ui.widgets.cut_rows import CutRows
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.menus import menu_of_buttons, open_at

_LEAST_PX = 40  # of a list; it scrolls
_FACE, _IS_MERGED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class ListPage(QWidget):
    """A list over a row of buttons."""

    def __init__(self, rows: QListWidget | QTreeWidget) -> None:
        super().__init__()
        self._rows, self._row_of_buttons = rows, FlowRow()
        self._works: dict[QPushButton, Callable[[], str | bool]] = {}
        rows.setMinimumHeight(_LEAST_PX)
        if isinstance(rows, QListWidget):
            rows.setItemDelegate(CutRows(rows))
        rows.currentItemChanged.connect(self.update_buttons)
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.customContextMenuRequested.connect(self._show_menu)
        layout = QVBoxLayout(self)
        layout.addWidget(rows, 1)
        layout.addLayout(self._row_of_buttons)

    def add_button(self, text: str, action: Callable[[], None], works: Callable[[], str | bool] = lambda: True) -> None:
        """One more button; it can be pressed where the chosen row makes `works` true.

        Where `works` gives words, they say why it cannot.
        """
        self.add(QPushButton(text), action, works)

    def add(self, button: QPushButton, action: Callable[[], None], works: Callable[[], str | bool]) -> None:
        """The same with a button whose text changes."""
        button.clicked.connect(action)
        self._row_of_buttons.addWidget(button)
        self._works[button] = works
        self.update_buttons()

    def empty(self) -> None:
        """Take all rows away."""
        self._rows.clear()
        self.update_buttons()  # Qt does not say that no row is chosen any more

    def menu(self) -> QMenu:
        """What the buttons do, as a menu."""
        return menu_of_buttons(list(self._works), self)

    def _show_menu(self, place: QPoint) -> None:
        open_at(self.menu(), self._rows.viewport().mapToGlobal(place))

    def update_buttons(self) -> None:
        """Which buttons work now, and why others do not."""
        for button, works in self._works.items():
            answer = works()
            button.setEnabled(answer is True)
            button.setToolTip(answer if isinstance(answer, str) else "")


class FacesList(QListWidget):
    """The faces of a session, and under each those that were merged into it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None

    def show_session(self, session: Session) -> None:
        """Fill the list, which is empty."""
        self._folder = session.folder
        merged = merged_faces(session)
        for face, label in face_labels(session).items():
            self._add(label, face, is_merged=False)
            for other, words in merged.items():
                if session.edits.target_of(other) == face:
                    self._add(f"    {words}", other, is_merged=True)

    @property
    def chosen_face(self) -> int | None:
        """The face that is chosen; None when that is none, or one that was merged."""
        return self._chosen(is_merged=False)

    def chosen_of(self, session: Session) -> int | None:
        """The same, when the list shows this session."""
        return self.chosen_face if self._folder == session.folder else None

    def choose(self, face: int | None) -> None:
        """Choose a face again after the list was filled anew; nothing where it is not in it."""
        for row in range(self.count()):
            if face is not None and self.item(row).data(_FACE) == face and not self.item(row).data(_IS_MERGED):
                self.setCurrentRow(row)

    @property
    def chosen_merged(self) -> int | None:
        """The merged face that is chosen, or None."""
        return self._chosen(is_merged=True)

    def _add(self, text: str, face: int, is_merged: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(_FACE, face)
        item.setData(_IS_MERGED, is_merged)
        self.addItem(item)

    def _chosen(self, is_merged: bool) -> int | None:
        item = self.currentItem()
        return int(item.data(_FACE)) if item is not None and item.data(_IS_MERGED) is is_merged else None
