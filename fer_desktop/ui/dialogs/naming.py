"""Asks for the name and the notes of a session."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen

_LONGEST = 300


class NamingDialog(QDialog):
    """The form; what was typed is given without blanks around it."""

    def __init__(self, title: str, notes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Name and notes"))
        self._title, self._notes = QLineEdit(title), QPlainTextEdit(notes)
        self._title.setMaxLength(max(_LONGEST, len(title)))
        self._notes.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        for text, widget in ((self.tr("Name"), self._title), (self.tr("Notes"), self._notes)):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        form.addRow(buttons)
        fit_to_screen(self, QSize(480, 260))

    @property
    def title(self) -> str:
        """The name."""
        return self._title.text().strip()

    @property
    def notes(self) -> str:
        """The notes."""
        return self._notes.toPlainText().strip()
