"""The sessions as a table: a line each, in the columns and the order that the user chose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableWidget, QTableWidgetItem, QWidget

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.sessions.look import DATE, IS_SEALED, LOOK, ROW_PX, Look, NameDelegate, StripDelegate
from fer_desktop.ui.sessions.naming import length_of, size_of, started_of
from fer_desktop.ui.widgets.heading import quiet_head
from fer_desktop.ui.widgets.menus import open_at
from fer_desktop.ui.widgets.plain_text import plain_tip
from fer_desktop.ui.widgets.translation import expression_name, listed

_NAME, _STARTED, _TOPS, _STRIP, _MARKERS, _VIDEO = 0, 1, 4, 5, 6, 7
_HIDDEN_AT_FIRST = (_STARTED, _TOPS, _MARKERS, _VIDEO)  # they stand under the name, in the strip, or at the side
_NAME_PX, _LEAST_PX = 260, 48
_SORT_ROLE = Qt.ItemDataRole.UserRole + 1


class SessionsTable(QTableWidget):
    """The table. Columns can be dragged, hidden with the right mouse button, and sorted with a click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: dict[Path, Look] = {}
        self._heads = [
            self.tr("Name"), self.tr("Started"), self.tr("Length"), self.tr("Faces"), self.tr("Top expressions"),
            self.tr("Over time"), self.tr("Markers"), self.tr("Video"), self.tr("Size"), self.tr("State"),
        ]  # fmt: skip
        self.setColumnCount(len(self._heads))
        self.setHorizontalHeaderLabels(self._heads)
        quiet_head(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)  # Tab leads on to the next control, arrows from cell to cell
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.setItemDelegateForColumn(_NAME, NameDelegate(self))
        self.setItemDelegateForColumn(_STRIP, StripDelegate(self))
        self.setShowGrid(False)
        self.setAccessibleName(self.tr("Sessions"))
        self._arrange_columns()

    def show_sessions(self, summaries: Sequence[SessionSummary]) -> None:
        """Fill the table, in the order that is chosen."""
        self.setSortingEnabled(False)
        self.setRowCount(len(summaries))
        for row, summary in enumerate(summaries):
            for column, (text, key) in enumerate(self._cells(summary)):
                item = _Item(text)
                item.setData(_SORT_ROLE, key)
                item.setData(Qt.ItemDataRole.UserRole, summary.folder)
                item.setToolTip(plain_tip(summary.problem or summary.notes))
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.setItem(row, column, item)
            name = self.item(row, _NAME)
            if name is not None:
                name.setData(DATE, started_of(summary))
                name.setData(IS_SEALED, summary.is_sealed)
            if summary.folder in self._looks:
                self._set_look(row, self._looks[summary.folder])
        self.setSortingEnabled(True)

    def show_look(self, folder: Path, look: Look) -> None:
        """Show how a session looks."""
        self._looks[folder] = look
        for row in range(self.rowCount()):
            if self._folder_at(row) == folder:
                self._set_look(row, look)

    def look_of(self, folder: Path) -> Look:
        """How a session looks, as far as that is known."""
        return self._looks.get(folder, Look())

    @property
    def folders(self) -> list[Path]:
        """In the order of the table."""
        return [self._folder_at(row) for row in range(self.rowCount())]

    @property
    def selected_folders(self) -> list[Path]:
        """Those that are selected, in the order of the table."""
        return [self._folder_at(row) for row in sorted(index.row() for index in self.selectionModel().selectedRows())]

    def select(self, folders: Sequence[Path]) -> None:
        """Select these sessions alone."""
        model, chosen = self.model(), QItemSelection()
        for row in range(self.rowCount()):
            if self._folder_at(row) in folders:
                chosen.select(model.index(row, 0), model.index(row, self.columnCount() - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @property
    def columns(self) -> QByteArray:
        """Widths, order, sorting and hidden columns, to be kept."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, kept: QByteArray) -> None:
        """Let the columns be as they were; what is kept of another table changes nothing."""
        before, header = self.columns, self.horizontalHeader()
        if not header.restoreState(kept) or header.count() != len(self._heads):
            header.restoreState(before)
        self.setColumnHidden(_NAME, False)

    def columns_menu(self) -> QMenu:
        """Which columns are shown."""
        menu = QMenu(self)
        for column, head in enumerate(self._heads):
            action = menu.addAction(head)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column != _NAME)
            action.toggled.connect(lambda is_shown, column=column: self.setColumnHidden(column, not is_shown))
        menu.addSeparator()
        menu.addAction(self.tr("As at first")).triggered.connect(lambda: self.restore_columns(self._first))
        return menu

    def _arrange_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(_LEAST_PX)
        self.setColumnWidth(_NAME, _NAME_PX)
        for column in range(1, len(self._heads)):
            self.setColumnWidth(column, max(header.sectionSizeHint(column) + 16, 72))
        header.setSectionResizeMode(_STRIP, QHeaderView.ResizeMode.Stretch)  # what is left, it is drawn as wide as that
        for column in _HIDDEN_AT_FIRST:
            self.setColumnHidden(column, True)
        self._first = self.columns
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_columns_menu)

    def _show_columns_menu(self, place: QPoint) -> None:
        open_at(self.columns_menu(), self.horizontalHeader().mapToGlobal(place))

    def _set_look(self, row: int, look: Look) -> None:
        for column in (_NAME, _STRIP):
            item = self.item(row, column)
            if item is not None:
                item.setData(LOOK, look)

    def _folder_at(self, row: int) -> Path:
        item = self.item(row, 0)
        assert item is not None
        return Path(item.data(Qt.ItemDataRole.UserRole))

    def _cells(self, summary: SessionSummary) -> list[tuple[str, object]]:
        """Text and sort key of each column."""
        started = summary.started.strftime("%Y-%m-%d %H:%M:%S") if summary.started else ""
        tops = listed(expression_name(name) for name in summary.top_expressions)
        state = self.tr("encrypted") if summary.is_sealed else ""
        if not summary.is_complete:
            busy = self.tr("being analysed") if summary.has_file else self.tr("being recorded")
            state = busy if summary.is_being_recorded else self.tr("needs repair")
        if summary.problem:
            state = self.tr("cannot be read")
        return [
            (summary.title, started),  # the title stands over the date
            (started, started),
            (length_of(summary), -1.0 if summary.duration_s is None else summary.duration_s),
            _cell(summary.n_faces, str),
            (tops, tops),
            ("", tops),
            _cell(summary.n_markers, str),
            (self.tr("yes") if summary.has_video else self.tr("no"), summary.has_video),
            (size_of(summary), summary.n_bytes),
            (state, state),
        ]


def _cell(value: float | None, text: Callable[[Any], str]) -> tuple[str, object]:
    """Text and sort key; what is not known is blank, and comes before all that is."""
    return ("", -1.0) if value is None else (text(value), float(value))


class _Item(QTableWidgetItem):
    """Sorts by its key, not by its text."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.data(_SORT_ROLE), other.data(_SORT_ROLE)
        return bool(mine < others)
