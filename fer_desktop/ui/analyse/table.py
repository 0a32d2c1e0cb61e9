"""The files of the queue as a table: how far each is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from fer_desktop.ui.analyse.item import QueueItem
from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.heading import quiet_head
from fer_desktop.ui.widgets.plain_text import elided, plain_tip

_STEPS = 1000
_MOST_CHARACTERS = 24  # of a name among other words
_FILE, _PROGRESS, _RATE, _LEFT, _RESULT = range(5)


class _CutAtTheEnd(QStyledItemDelegate):
    """Shows the beginning of a sentence that is too long."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        """Qt: how the cell looks."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class QueueTable(QTableWidget):
    """One row for each file, in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, _RESULT + 1, parent)
        heads = [self.tr("File"), self.tr("Progress"), self.tr("Frames/s"), self.tr("Time left"), self.tr("Result")]
        self.setHorizontalHeaderLabels(heads)
        quiet_head(self)
        self._items: list[QueueItem] = []
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)  # Tab leads on to the next control, arrows from cell to cell
        for column in (_FILE, _RESULT):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(_RESULT, _CutAtTheEnd(self))
        self.setAccessibleName(self.tr("Files to analyse"))

    def show_items(self, items: Sequence[QueueItem]) -> None:
        """Show these; rows that are as they were are left alone, and the selection stays with its files."""
        if [item.key for item in items] != [item.key for item in self._items]:
            selected = set(self.selected_keys)
            self._items = []
            self.setRowCount(0)
            self.setRowCount(len(items))
            self.clearSelection()
            before: list[QueueItem | None] = [None] * len(items)
        else:
            selected, before = set(), list(self._items)
        for row, (item, old) in enumerate(zip(items, before, strict=True)):
            if item != old:
                self._fill(row, item)
        self._items = list(items)
        mode = self.selectionMode()
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        for row, item in enumerate(items):
            if item.key in selected:
                self.selectRow(row)
        self.setSelectionMode(mode)

    @property
    def selected_keys(self) -> list[int]:
        """Which are selected."""
        model = self.selectionModel()
        rows = sorted(index.row() for index in model.selectedRows()) if model is not None else []
        return [self._items[row].key for row in rows if row < len(self._items)]

    @property
    def selected(self) -> list[QueueItem]:
        """The selected items."""
        keys = self.selected_keys
        return [item for item in self._items if item.key in keys]

    def _fill(self, row: int, item: QueueItem) -> None:
        left = "" if item.left_s is None or item.is_over else clock(item.left_s)
        rate = f"{item.fps:.0f}" if item.fps else ""
        result = self._result(item)
        name = Path(item.label).name or item.label  # of the whole path little can be seen
        short = result.replace(item.label, elided(name, _MOST_CHARACTERS))  # so that one sees what is wrong
        for column, text, tip in (
            (_FILE, name, item.label),
            (_RATE, rate, rate),
            (_LEFT, left, left),
            (_RESULT, short, result),
        ):
            cell = QTableWidgetItem(text)
            cell.setToolTip(plain_tip(tip))
            self.setItem(row, column, cell)
        bar = self.cellWidget(row, _PROGRESS)
        if item.state == "running":
            if not isinstance(bar, QProgressBar):
                bar = QProgressBar()
                self.setCellWidget(row, _PROGRESS, bar)
            bar.setRange(0, 0 if item.share is None else _STEPS)
            bar.setValue(round((item.share or 0.0) * _STEPS))
        elif bar is not None:
            self.removeCellWidget(row, _PROGRESS)
        state = QTableWidgetItem(self._state(item))
        font = state.font()
        font.setBold(item.state == "failed")  # found among many
        state.setFont(font)
        self.setItem(row, _PROGRESS, state)

    def _state(self, item: QueueItem) -> str:
        states = {
            "waiting": self.tr("waiting"),
            "running": "",
            "done": self.tr("done"),
            "failed": self.tr("failed"),
            "cancelled": self.tr("cancelled"),
        }
        return states[item.state]

    def _result(self, item: QueueItem) -> str:
        if item.state == "cancelled" and item.session is not None:
            return self.tr("kept until then: {0}").format(item.session.name)
        if item.state == "done" and item.session is not None:
            return "; ".join([item.session.name, *item.words.splitlines()])
        return item.words
