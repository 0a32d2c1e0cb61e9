"""The table of a study, as it is written into files."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QTableView, QVBoxLayout, QWidget

from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import BY_NAME
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.heading import make_quiet
from fer_desktop.ui.widgets.plain_text import plain_label
from fer_desktop.ui.widgets.type_scale import make_note

_NONE = QModelIndex()
_SHOWN_DIGITS = 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """A table for a view: cells are made when they are looked at, so that a large one is shown at once."""

    def __init__(self, table: Table | None = None) -> None:
        super().__init__()
        self._table = table if table is not None else Table({})
        self._names = list(self._table.columns)

    def rowCount(self, parent: Index = _NONE) -> int:  # noqa: N802
        """Qt: rows."""
        return len(self._table) if self._names and not parent.isValid() else 0

    def columnCount(self, parent: Index = _NONE) -> int:  # noqa: N802
        """Qt: columns."""
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: a cell."""
        name = self._names[index.column()]
        column = BY_NAME[name]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            value = self._table[name][index.row()]
            is_short = role == Qt.ItemDataRole.DisplayRole and column.kind == "number" and not np.isnan(value)
            return f"{value:.{_SHOWN_DIGITS}g}" if is_short else column.text(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.kind != "text":
            return _RIGHT
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Qt: names of columns, with what they mean as tool tips; numbers of rows."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        name = self._names[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            unit = BY_NAME[name].unit
            return f"{BY_NAME[name].meaning} ({unit})" if unit else BY_NAME[name].meaning
        if role == Qt.ItemDataRole.TextAlignmentRole and BY_NAME[name].kind != "text":
            return _RIGHT
        return name if role == Qt.ItemDataRole.DisplayRole else None


class TablePanel(QWidget):
    """The panel.

    Signals:
        save_wanted(bool): into a file, in wide form or not.
    """

    save_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self._model = QTableView(), TableModel()
        self.view.setModel(self._model)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        make_quiet(self.view.horizontalHeader())
        make_note(self.view.verticalHeader())
        self.view.setAccessibleName(self.tr("Table"))
        self._save, self._wide = QPushButton(self.tr("Save the table...")), QCheckBox(self.tr("Wide"))
        self._wide.setToolTip(self.tr("A column for each figure of each expression"))
        self._words = plain_label()
        self._save.clicked.connect(lambda: self.save_wanted.emit(self._wide.isChecked()))
        row, column = FlowRow(), QVBoxLayout(self)
        for widget in (self._save, self._wide):
            row.addWidget(widget)
        row.add_stretch()
        row.addWidget(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        self.show_table(None)

    def show_table(self, table: Table | None) -> None:
        """Show a table; None for none."""
        self._model = TableModel(table)
        self.view.setModel(self._model)
        self._save.setEnabled(table is not None)
        self._words.setText(self.tr("{0} rows").format(len(table)) if table is not None else "")
