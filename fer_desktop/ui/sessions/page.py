"""The page that lists what was recorded, and what can be done with each session. Decides nothing, touches no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.sessions.look import DATE, IS_SEALED, LOOK, ROW_PX, Look, NameDelegate, StripDelegate
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.menus import menu_of_buttons, open_at
from fer_desktop.ui.widgets.plain_text import plain_label, plain_tip
from fer_desktop.ui.widgets.translation import expression_name

_OF_SEVERAL = ("export", "report", "delete")  # what can be done with several sessions at a time
_NAME, _STRIP = 0, 5
_STRIP_PX = 200
_SORT_ROLE = Qt.ItemDataRole.UserRole + 1


class SessionsPage(QWidget):
    """The list.

    Signals, each with the folder of the selected session: review_requested, label_requested, rename_requested,
    reanalyse_requested, repair_requested, show_requested; with the folders of all selected ones: export_requested,
    report_requested, delete_requested. refresh_requested() has none. listed(list[SessionSummary]): others are shown.
    """

    review_requested = Signal(object)
    label_requested = Signal(object)
    rename_requested = Signal(object)
    export_requested = Signal(object)
    report_requested = Signal(object)
    reanalyse_requested = Signal(object)
    repair_requested = Signal(object)
    delete_requested = Signal(object)
    show_requested = Signal(object)
    refresh_requested = Signal()
    listed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summaries: Sequence[SessionSummary] = ()
        self._looks: dict[Path, Look] = {}
        self._search, self._table, self._notes = QLineEdit(), QTableWidget(), plain_label()
        self._buttons = {
            name: QPushButton(text)
            for name, text in (
                ("review", self.tr("Review")),
                ("label", self.tr("Label")),
                ("rename", self.tr("Name and notes...")),
                ("export", self.tr("Export...")),
                ("report", self.tr("Report...")),
                ("reanalyse", self.tr("Analyse again")),
                ("repair", self.tr("Repair")),
                ("show", self.tr("Show in folder")),
                ("delete", self.tr("Delete...")),
            )
        }
        self._arrange()
        self._on_selection()

    def show_summaries(self, summaries: Sequence[SessionSummary]) -> None:
        """Fill the list, the newest first; what was selected stays so, else the newest is."""
        selected = [summary.folder for summary in self.selected]
        self._summaries = summaries
        self._fill(selected or [summary.folder for summary in summaries[:1]])
        self.listed.emit(list(summaries))

    def show_look(self, folder: Path, look: Look) -> None:
        """Show how a session looks."""
        self._looks[folder] = look
        for row in range(self._table.rowCount()):
            if self._folder_at(row) == folder:
                self._set_look(row, look)

    def _set_look(self, row: int, look: Look) -> None:
        for column in (_NAME, _STRIP):
            item = self._table.item(row, column)
            if item is not None:
                item.setData(LOOK, look)

    @property
    def selected(self) -> list[SessionSummary]:
        """The selected sessions, in the order of the list."""
        model = self._table.selectionModel()
        rows = sorted(index.row() for index in model.selectedRows()) if model is not None else []
        by_folder = {summary.folder: summary for summary in self._summaries}
        folders = [self._folder_at(row) for row in rows]
        return [by_folder[folder] for folder in folders if folder in by_folder]

    @property
    def shown_titles(self) -> list[str]:
        """Titles in the order of the list."""
        titles = {summary.folder: summary.title for summary in self._summaries}
        return [titles[self._folder_at(row)] for row in range(self._table.rowCount())]

    def select(self, *folders: Path) -> None:
        """Select these sessions alone."""
        model, chosen = self._table.model(), QItemSelection()
        for row in range(self._table.rowCount()):
            if self._folder_at(row) in folders:
                chosen.select(model.index(row, 0), model.index(row, self._table.columnCount() - 1))
        self._table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _folder_at(self, row: int) -> Path:
        item = self._table.item(row, 0)
        assert item is not None
        return Path(item.data(Qt.ItemDataRole.UserRole))

    def _fill(self, selected: Sequence[Path]) -> None:
        shown = [s for s in self._summaries if s.matches(self._search.text())]
        self._table.setSortingEnabled(False)
        self._table.setRowCount(len(shown))
        for row, summary in enumerate(shown):
            for column, (text, key) in enumerate(self._cells(summary)):
                item = _Item(text)
                item.setData(_SORT_ROLE, key)
                item.setData(Qt.ItemDataRole.UserRole, summary.folder)
                item.setToolTip(plain_tip(summary.problem or summary.notes))
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self._table.setItem(row, column, item)
            name = self._table.item(row, _NAME)
            if name is not None:
                name.setData(DATE, f"{summary.started:%Y-%m-%d %H:%M}" if summary.started else "")
                name.setData(IS_SEALED, summary.is_sealed)
            if summary.folder in self._looks:
                self._set_look(row, self._looks[summary.folder])
        self._table.setSortingEnabled(True)
        self.select(*selected)
        self._on_selection()

    def _cells(self, summary: SessionSummary) -> list[tuple[str, object]]:
        """Text and sort key of each column."""
        started = summary.started.strftime("%Y-%m-%d %H:%M:%S") if summary.started else ""
        tops = ", ".join(expression_name(name) for name in summary.top_expressions)
        state = self.tr("encrypted") if summary.is_sealed else ""
        if not summary.is_complete:
            state = self.tr("being recorded") if summary.is_being_recorded else self.tr("needs repair")
        if summary.problem:
            state = self.tr("cannot be read")
        return [
            (summary.title, started),  # the title stands over the date
            (started, started),
            _cell(summary.duration_s, lambda seconds: f"{round(seconds) // 60}:{round(seconds) % 60:02d}"),
            _cell(summary.n_faces, str),
            (tops, tops),
            ("", tops),
            _cell(summary.n_markers, str),
            (self.tr("yes") if summary.has_video else self.tr("no"), summary.has_video),
            (f"{summary.n_bytes / 1e6:.1f} MB", summary.n_bytes),
            (state, state),
        ]

    def _arrange(self) -> None:
        heads = [
            self.tr("Name"), self.tr("Started"), self.tr("Length"), self.tr("Faces"), self.tr("Top expressions"),
            self.tr("Over time"), self.tr("Markers"), self.tr("Video"), self.tr("Size"), self.tr("State"),
        ]  # fmt: skip
        self._table.setColumnCount(len(heads))
        self._table.setHorizontalHeaderLabels(heads)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(ROW_PX)
        self._table.setItemDelegateForColumn(_NAME, NameDelegate(self._table))
        self._table.setItemDelegateForColumn(_STRIP, StripDelegate(self._table))
        self._table.setColumnHidden(1, True)
        self._table.setShowGrid(False)
        self._table.setColumnWidth(_STRIP, _STRIP_PX)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (4, 6):
            self._table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._table.setAccessibleName(self.tr("Sessions"))
        self._table.itemSelectionChanged.connect(self._on_selection)
        self._table.itemDoubleClicked.connect(lambda: self._ask("review"))
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._show_menu)
        for key, name in ((Qt.Key.Key_Return, "review"), (Qt.Key.Key_Enter, "review"), (Qt.Key.Key_Delete, "delete")):
            shortcut = QShortcut(key, self._table, lambda name=name: self._ask(name))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._search.setPlaceholderText(self.tr("Search names, notes and expressions"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.textChanged.connect(lambda: self._fill([one.folder for one in self.selected]))
        refresh = QPushButton(self.tr("Refresh"))
        refresh.clicked.connect(self.refresh_requested)
        self._notes.setWordWrap(True)
        top, bottom = QHBoxLayout(), FlowRow()
        top.addWidget(self._search, 1)
        top.addWidget(refresh)
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._ask(name))
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._notes)
        layout.addLayout(bottom)

    def _ask(self, what: str) -> None:
        selected = self.selected
        if selected and self._buttons[what].isEnabled():
            folders = [summary.folder for summary in selected]
            getattr(self, f"{what}_requested").emit(folders if what in _OF_SEVERAL else folders[0])

    def _on_selection(self) -> None:
        selected = self.selected
        one = selected[0] if len(selected) == 1 else None
        for name, button in self._buttons.items():
            asked = selected if name in _OF_SEVERAL else [one]
            button.setEnabled(bool(selected) and all(each is not None and _works(name, each) for each in asked))
        self._notes.setText((one.problem or one.notes) if one else "")
        if len(selected) > 1:
            self._notes.setText(self.tr("{0} sessions are selected.").format(len(selected)))

    def menu(self) -> QMenu:
        """What the buttons do, as a menu."""
        return menu_of_buttons(list(self._buttons.values()), self)

    def _show_menu(self, place: QPoint) -> None:
        if self._table.indexAt(place).isValid():
            open_at(self.menu(), self._table.viewport().mapToGlobal(place))


def _works(name: str, summary: SessionSummary) -> bool:
    """Whether this can be done with the session."""
    is_readable = not summary.problem and not summary.is_being_recorded
    match name:
        case "show":
            return True
        case "delete":
            return not summary.is_being_recorded
        case "repair":
            return is_readable and not summary.is_complete
        case "reanalyse":
            return is_readable and (summary.has_video or summary.has_file) and not summary.is_blurred
        case _:
            return is_readable


def _cell(value: float | None, text: Callable[[Any], str]) -> tuple[str, object]:
    """Text and sort key; what is not known is blank, and comes before all that is."""
    return ("", -1.0) if value is None else (text(value), float(value))


class _Item(QTableWidgetItem):
    """Sorts by its key, not by its text."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.data(_SORT_ROLE), other.data(_SORT_ROLE)
        return bool(mine < others)
