"""Which levels are compared, and in which order: a button with a list to tick and to move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.plain_text import elided, plain_tip

_MOST_SHOWN = 12  # levels without scrolling
_SHOWN = 3  # names on the button


class LevelsBox(QPushButton):
    """The button.

    Signals:
        changed(): other levels are ticked, or their order is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setAccessibleName(self.tr("Levels"))
        up, down = QPushButton(self.tr("Up")), QPushButton(self.tr("Down"))
        up.clicked.connect(lambda: self.move_chosen(-1))
        down.clicked.connect(lambda: self.move_chosen(1))
        row, panel = FlowRow(), QWidget()
        row.addWidget(up)
        row.addWidget(down)
        column = QVBoxLayout(panel)
        column.addWidget(self.list)
        column.addLayout(row)
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        self.setMenu(menu)
        self.list.itemChanged.connect(self._on_changed)
        self.list.model().rowsMoved.connect(self._on_changed)
        self._offered: tuple[str, ...] = ()
        self.show_levels(())

    def show_levels(self, levels: Sequence[str]) -> None:
        """Offer these, all ticked; where they are the same as before, nothing changes."""
        if tuple(levels) == self._offered and self.list.count():
            return
        self._offered = tuple(levels)
        self.list.blockSignals(True)
        self.list.clear()
        for level in levels:
            item = QListWidgetItem(level)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * min(max(len(levels), 2), _MOST_SHOWN) + 8)
        self._on_changed()

    @property
    def levels(self) -> tuple[str, ...]:
        """Those that are ticked, in order; empty for all, in the order of the study."""
        ticked = self.ticked
        return () if ticked == self._offered else ticked

    @property
    def ticked(self) -> tuple[str, ...]:
        """Those that are ticked, in order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)

    def move_chosen(self, by: int) -> None:
        """Move the selected level up or down."""
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + by < self.list.count():
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
            self._on_changed()

    def _on_changed(self) -> None:
        ticked = self.ticked
        names = ", ".join(ticked[:_SHOWN]) + (", ..." if len(ticked) > _SHOWN else "")
        self.setText(elided(names) if self.levels else self.tr("all"))
        self.setToolTip(plain_tip(", ".join(ticked)))
        self.changed.emit()
