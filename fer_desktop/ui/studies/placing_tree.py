"""Participants and their sessions as a tree: sessions are dropped onto people, cells are typed into."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from fer_desktop.studies.study import StudyFacts
from fer_desktop.ui.studies.session_drag import data_of_places, folders_in, places_in
from fer_desktop.ui.widgets.heading import make_quiet
from fer_desktop.ui.widgets.plain_text import plain_tip

WHO, NAME, GROUP, VISIT, CONDITION, FACE, DATE, STATE = range(8)
_OF_PEOPLE, _OF_SESSIONS = (WHO, NAME, GROUP), (VISIT, CONDITION, FACE, DATE)
_CODE, _PLACE, _FOLDER = (Qt.ItemDataRole.UserRole + i for i in range(3))
_WIDTHS_PX = {WHO: 200, GROUP: 72, VISIT: 56, CONDITION: 84, FACE: 48, DATE: 84, STATE: 60}

Index = QModelIndex | QPersistentModelIndex


class PlacingTree(QTreeWidget):
    """The tree.

    Signals:
        dropped(list[Path], str): sessions onto a participant; "" for none of those that are there.
        moved(list[int], str): sessions of the study onto another participant.
        person_edited(str, str, str, str): code, and what code, name and group shall be.
        place_edited(int, str, str, str, str): of a session, what visit, condition, face and date shall be.
    """

    dropped = Signal(list, str)
    moved = Signal(list, str)
    person_edited = Signal(str, str, str, str)
    place_edited = Signal(int, str, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        self._known: dict[int, list[str]] = {}
        self.setHeaderLabels(
            [
                self.tr("Participant, session"), self.tr("Name"), self.tr("Group"), self.tr("Visit"),
                self.tr("Condition"), self.tr("Face"), self.tr("Date"), self.tr("State"),
            ]
        )  # fmt: skip
        self.setColumnHidden(NAME, True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(self.tr("Participants and their sessions"))
        self.setItemDelegate(_Cells(self))
        make_quiet(self.header())
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(WHO, QHeaderView.ResizeMode.Interactive)
        for column, width_px in _WIDTHS_PX.items():
            self.header().resizeSection(column, width_px)
        self.itemChanged.connect(self._on_changed)

    def show_facts(self, facts: StudyFacts, titles: Sequence[str]) -> None:
        """Show participants and sessions, whose titles these are; what was folded and selected stays so."""
        self._is_filling = True
        folded = {one.data(WHO, _CODE) for one in self._people if not one.isExpanded()}
        selected, current = set(self.selected_codes), self.currentItem()
        code_now = current.data(WHO, _CODE) if current is not None and current.parent() is None else None
        groups, visits = [one.group for one in facts.participants], [one.visit for one in facts.sessions]
        conditions = [*(one.name for one in facts.conditions), *(one.condition or "" for one in facts.sessions)]
        known = {GROUP: [*facts.groups, *groups], VISIT: [*facts.visits, *visits], CONDITION: conditions}
        self._known = {column: [name for name in dict.fromkeys(names) if name] for column, names in known.items()}
        self.clear()
        items = {}
        for one in facts.participants:
            items[one.code] = self._person(one.code, one.group)
        for place, (session, title) in enumerate(zip(facts.sessions, titles, strict=True)):
            item = QTreeWidgetItem(items[session.participant])
            face = "" if session.face is None else str(session.face)
            cells = {WHO: title, VISIT: session.visit, CONDITION: session.condition or "", FACE: face}
            cells[DATE] = session.date
            for column, text in cells.items():
                item.setText(column, text)
                item.setToolTip(column, plain_tip(session.folder if column == WHO else text))
            item.setData(WHO, _PLACE, place)
            item.setData(WHO, _FOLDER, session.folder)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        for code, item in items.items():
            item.setExpanded(code not in folded)
            item.setSelected(code in selected)
            if code == code_now:
                self.setCurrentItem(item, 0, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._is_filling = False

    def show_states(self, states: Mapping[str, str]) -> None:
        """Show what is missing, by participant, or by participant and folder of a session joined by a line feed.

        Nothing else is touched: somebody may be typing.
        """
        self._is_filling = True
        for person in self._people:
            code = person.data(WHO, _CODE)
            items = [(person, code)]
            items += [(each, f"{code}\n{each.data(WHO, _FOLDER)}") for each in _children(person)]
            for item, key in items:
                item.setText(STATE, states.get(key, ""))
                item.setToolTip(STATE, plain_tip(states.get(key, "")))
        self._is_filling = False

    def show_titles(self, titles: Sequence[str]) -> None:
        """Show what the sessions are called; nothing else is touched."""
        self._is_filling = True
        for person in self._people:
            for session in _children(person):
                session.setText(WHO, titles[session.data(WHO, _PLACE)])
        self._is_filling = False

    def show_names(self, names: Mapping[str, str] | None) -> None:
        """Show who has which code; None hides the names."""
        self._is_filling = True
        self.setColumnHidden(NAME, names is None)
        for item in self._people:
            item.setText(NAME, (names or {}).get(item.data(WHO, _CODE), ""))
        self._is_filling = False

    @property
    def selected_codes(self) -> list[str]:
        """Codes of the selected participants."""
        return [item.data(WHO, _CODE) for item in self.selectedItems() if item.parent() is None]

    @property
    def selected_places(self) -> list[int]:
        """Places of the selected sessions."""
        return sorted(item.data(WHO, _PLACE) for item in self.selectedItems() if item.parent() is not None)

    @property
    def target(self) -> str:
        """The participant that sessions are to be added to: the selected one, or whose session is; "" for nobody."""
        current = self.currentItem()
        if current is None or not current.isSelected():
            return ""
        return str((current.parent() or current).data(WHO, _CODE))

    def edit_code(self, code: str) -> None:
        """Let the user type another code of a participant."""
        for item in self._people:
            if item.data(WHO, _CODE) == code:
                self.setCurrentItem(item)
                self.editItem(item, WHO)

    def known(self, column: int) -> list[str]:
        """What is typed in a column elsewhere."""
        return self._known.get(column, [])

    @property
    def _people(self) -> list[QTreeWidgetItem]:
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _person(self, code: str, group: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self)
        for column, text in ((WHO, code), (GROUP, group)):
            item.setText(column, text)
            item.setToolTip(column, plain_tip(text))
        bold = item.font(WHO)
        bold.setBold(True)
        item.setFont(WHO, bold)
        item.setData(WHO, _CODE, code)
        item.setFlags((item.flags() | Qt.ItemFlag.ItemIsEditable) & ~Qt.ItemFlag.ItemIsDragEnabled)
        return item

    def _on_changed(self, item: QTreeWidgetItem) -> None:
        if self._is_filling:
            return
        texts = [item.text(column).strip() for column in range(self.columnCount())]
        if item.parent() is None:
            self.person_edited.emit(item.data(WHO, _CODE), texts[WHO], texts[NAME], texts[GROUP])
        else:
            self.place_edited.emit(item.data(WHO, _PLACE), *(texts[column] for column in _OF_SESSIONS))

    def may_edit(self, index: Index) -> bool:
        """Whether something can be typed into a cell."""
        return index.column() in (_OF_SESSIONS if index.parent().isValid() else _OF_PEOPLE)

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:  # noqa: N802
        """Qt: what is dragged."""
        return data_of_places([item.data(WHO, _PLACE) for item in items if item.parent() is not None])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Qt: something is held over the tree."""
        self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Qt: it moves."""
        super().dragMoveEvent(event)  # shows where it would fall
        self._accept(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Qt: it falls."""
        item = self.itemAt(event.position().toPoint())
        code = "" if item is None else str((item.parent() or item).data(WHO, _CODE))
        places, folders = places_in(event.mimeData()), folders_in(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)  # the tree is filled anew: nothing is to be taken out of it
        event.accept()
        self.take(folders, places, code)

    def take(self, folders: Sequence[Path], places: Collection[int], code: str) -> None:
        """Say what fell onto a participant."""
        if places:
            self.moved.emit(list(places), code)
        elif folders:
            self.dropped.emit(list(folders), code)

    def _accept(self, event: QDragMoveEvent | QDragEnterEvent) -> None:
        if places_in(event.mimeData()) or folders_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()


def _children(person: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    items = [person.child(row) for row in range(person.childCount())]
    return [item for item in items if item is not None]


class _Cells(QStyledItemDelegate):
    """Lets the user type where that means something, and offers what is typed elsewhere."""

    def __init__(self, tree: PlacingTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """Qt: a field, or nothing."""
        if not self._tree.may_edit(index):
            return None  # type: ignore[return-value]  # Qt's way to say that it cannot be edited
        editor = QLineEdit(parent)
        completer = QCompleter(self._tree.known(index.column()), editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        editor.setCompleter(completer)
        return editor
