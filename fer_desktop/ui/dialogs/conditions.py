"""What a study is called, which conditions markers delimit, and which groups and visits there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.studies.study import Condition, StudyFacts
from fer_desktop.ui.dialogs.form import add_row, note_of
from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.heading import quiet_head

_SIZE = QSize(560, 420)


class ConditionsDialog(QDialog):
    """The form; `facts` is what the study shall be.

    Args:
        markers: Labels of markers that the sessions have.
    """

    def __init__(self, facts: StudyFacts, markers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Conditions, groups and visits"))
        self._facts, self._markers = facts, list(markers)
        self.title, self.groups, self.visits = QLineEdit(facts.title), QLineEdit(), QLineEdit()
        self.groups.setText(", ".join(facts.groups))
        self.visits.setText(", ".join(facts.visits))
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([self.tr("Condition"), self.tr("From marker"), self.tr("Until marker")])
        quiet_head(self.table)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(90)
        self.table.setAccessibleName(self.tr("Conditions"))
        add, remove = QPushButton(self.tr("Another condition")), QPushButton(self.tr("Take out"))
        add.clicked.connect(lambda: self.add("", "", ""))
        remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        row, form = FlowRow(), QFormLayout()
        for button in (add, remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        add_row(form, self.tr("Title"), self.title)
        add_row(form, self.tr("Groups"), self.groups)
        add_row(form, self.tr("Visits"), self.visits)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note_of(self.tr("Groups and visits, with commas between them: others are errors then.")))
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        words = self.tr("Without a last marker a condition ends with the next one. A session that has a condition of "
                        "its own is that as a whole.")  # fmt: skip
        layout.addWidget(note_of(words))
        layout.addWidget(buttons)
        for one in facts.conditions:
            self.add(one.name, one.from_marker, one.to_marker or "")
        fit_to_screen(self, _SIZE)

    def add(self, name: str, from_marker: str, to_marker: str) -> None:
        """One more condition."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        field = QLineEdit(name)
        field.setAccessibleName(self.tr("Condition"))
        self.table.setCellWidget(row, 0, field)
        for column, label in ((1, from_marker), (2, to_marker)):
            box = QComboBox()
            box.setEditable(True)
            box.addItems(["", *self._markers])
            box.setEditText(label)
            self.table.setCellWidget(row, column, box)

    @property
    def facts(self) -> StudyFacts:
        """What the study shall be; rows without a name or a first marker are left out."""
        conditions = []
        for row in range(self.table.rowCount()):
            name, first, last = (self._text(row, column) for column in range(3))
            if name and first:
                conditions.append(Condition(name=name, from_marker=first, to_marker=last or None))
        return replace(
            self._facts,
            title=self.title.text().strip(),
            groups=_listed(self.groups.text()),
            visits=_listed(self.visits.text()),
            conditions=tuple(conditions),
        )

    def _text(self, row: int, column: int) -> str:
        cell = self.table.cellWidget(row, column)
        text = cell.currentText() if isinstance(cell, QComboBox) else cell.text() if isinstance(cell, QLineEdit) else ""
        return text.strip()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.replace("\uff0c", ",").split(",") if (name := part.strip())))
