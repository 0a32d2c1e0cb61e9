"""The page that lists what was recorded, and what can be done with each session. Decides nothing, touches no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.plain_text import plain_label, plain_tip
from fer_desktop.ui.widgets.translation import expression_name

_SORT_ROLE = Qt.ItemDataRole.UserRole + 1


class SessionsPage(QWidget):
    """The list.

    Signals, each with the folder of the selected session: review_requested, label_requested, rename_requested,
    export_requested, report_requested, reanalyse_requested, repair_requested, delete_requested,
    show_requested. refresh_requested() has none.
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summaries: Sequence[SessionSummary] = ()
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
        selected = self.selected
        self._summaries = summaries
        newest = summaries[0].folder if summaries else None
        self._fill(selected.folder if selected else newest)

    @property
    def selected(self) -> SessionSummary | None:
        """The selected session."""
        rows = self._table.selectionModel().selectedRows() if self._table.selectionModel() else []
        if not rows:
            return None
        folder = self._folder_at(rows[0].row())
        return next((s for s in self._summaries if s.folder == folder), None)

    @property
    def shown_titles(self) -> list[str]:
        """Titles in the order of the list."""
        titles = {summary.folder: summary.title for summary in self._summaries}
        return [titles[self._folder_at(row)] for row in range(self._table.rowCount())]

    def select(self, folder: Path) -> None:
        """Select a session."""
        for row in range(self._table.rowCount()):
            if self._folder_at(row) == folder:
                self._table.selectRow(row)

    def _folder_at(self, row: int) -> Path:
        item = self._table.item(row, 0)
        assert item is not None
        return Path(item.data(Qt.ItemDataRole.UserRole))

    def _fill(self, selected: Path | None) -> None:
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
        self._table.setSortingEnabled(True)
        if selected is not None:
            self.select(selected)
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
            (summary.title, summary.title.lower()),
            (started, started),
            _cell(summary.duration_s, lambda seconds: f"{round(seconds) // 60}:{round(seconds) % 60:02d}"),
            _cell(summary.n_faces, str),
            (tops, tops),
            _cell(summary.n_markers, str),
            (self.tr("yes") if summary.has_video else self.tr("no"), summary.has_video),
            (f"{summary.n_bytes / 1e6:.1f} MB", summary.n_bytes),
            (state, state),
        ]

    def _arrange(self) -> None:
        heads = [
            self.tr("Name"), self.tr("Started"), self.tr("Length"), self.tr("Faces"), self.tr("Top expressions"),
            self.tr("Markers"), self.tr("Video"), self.tr("Size"), self.tr("State"),
        ]  # fmt: skip
        self._table.setColumnCount(len(heads))
        self._table.setHorizontalHeaderLabels(heads)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 4):
            self._table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._table.setAccessibleName(self.tr("Sessions"))
        self._table.itemSelectionChanged.connect(self._on_selection)
        self._table.itemDoubleClicked.connect(lambda: self._ask("review"))
        self._search.setPlaceholderText(self.tr("Search names, notes and expressions"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.textChanged.connect(lambda: self._fill(self.selected.folder if self.selected else None))
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
        if selected is not None and self._buttons[what].isEnabled():
            getattr(self, f"{what}_requested").emit(selected.folder)

    def _on_selection(self) -> None:
        selected = self.selected
        is_readable = selected is not None and not selected.problem and not selected.is_being_recorded
        for button in self._buttons.values():
            button.setEnabled(is_readable)
        self._buttons["show"].setEnabled(selected is not None)
        self._buttons["delete"].setEnabled(selected is not None and not selected.is_being_recorded)
        self._buttons["repair"].setEnabled(is_readable and selected is not None and not selected.is_complete)
        has_faces = selected is not None and selected.has_video and not selected.is_blurred
        self._buttons["reanalyse"].setEnabled(is_readable and has_faces)
        self._notes.setText((selected.problem or selected.notes) if selected else "")


def _cell(value: float | None, text: Callable[[Any], str]) -> tuple[str, object]:
    """Text and sort key; what is not known is blank, and comes before all that is."""
    return ("", -1.0) if value is None else (text(value), float(value))


class _Item(QTableWidgetItem):
    """Sorts by its key, not by its text."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.data(_SORT_ROLE), other.data(_SORT_ROLE)
        return bool(mine < others)
