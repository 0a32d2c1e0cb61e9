"""What is missing or odd in a study."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from fer_desktop.results.phrases import Catalogue
from fer_desktop.studies.checking import Finding
from fer_desktop.ui.widgets.heading import quiet_head
from fer_desktop.ui.widgets.plain_text import plain_label, plain_tip


class MissingPanel(QWidget):
    """The list, what is missing first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self.table = plain_label(), QTableWidget(0, 3)
        self._words.setWordWrap(True)
        self.table.setHorizontalHeaderLabels([self.tr("Where"), self.tr("What"), self.tr("Kind")])
        quiet_head(self.table)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        for column in (0, 1):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(self.tr("Missing data and notes"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self.table, 1)

    def show_findings(self, found: Sequence[Finding], words: Catalogue) -> None:
        """Show these, in these words."""
        ordered = sorted(found, key=lambda one: not one.is_missing)
        n_missing = sum(one.is_missing for one in found)
        self._words.setText(
            self.tr("{0} without figures, {1} notes. What is missing is in no figure.").format(
                n_missing, len(found) - n_missing
            )
            if found
            else self.tr("Nothing is missing.")
        )
        self.table.setRowCount(len(ordered))
        for row, one in enumerate(ordered):
            kind = self.tr("missing") if one.is_missing else self.tr("note")
            for column, text in enumerate((words.text(one.where), words.text(one.what), kind)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, column, item)
