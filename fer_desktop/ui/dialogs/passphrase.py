"""Asks for a passphrase: twice for a new session, once for one that is there."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fer_desktop.session.passphrase import SHORTEST
from fer_desktop.ui.widgets.plain_text import elided, plain_label


class PassphraseDialog(QDialog):
    """Accepted once there is a passphrase that can be used.

    Args:
        name: Of the session that is there, or "" for a new one.
        purpose: What is encrypted with a new one; "" for recordings.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None, purpose: str = "") -> None:
        super().__init__(parent)
        self._is_new = not name
        self.setWindowTitle(self.tr("Passphrase"))
        self._first, self._second = QLineEdit(), QLineEdit()
        for edit in (self._first, self._second):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.textChanged.connect(self._check)
        self._note = QLabel()
        self._note.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self.tr("Passphrase"), self._first)
        self._first.setAccessibleName(self.tr("Passphrase"))
        if self._is_new:
            form.addRow(self.tr("Once more"), self._second)
            self._second.setAccessibleName(self.tr("Once more"))
        words = (
            purpose
            or self.tr("Recordings of this run are encrypted with it. It is not stored: if it is lost, so are they.")
            if self._is_new
            else self.tr("{0} is encrypted.").format(elided(name))
        )
        label = plain_label(words)
        label.setWordWrap(True)
        buttons = QDialogButtonBox()
        self._ok = buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self._note, buttons):
            layout.addWidget(widget)
        layout.insertLayout(1, form)
        self._check()
        self._first.setFocus()
        self._ok.setDefault(True)

    @property
    def passphrase(self) -> str:
        """The passphrase as it was typed."""
        return self._first.text()

    def _check(self) -> None:
        text, problem = self._first.text(), ""
        if self._is_new and len(text) < SHORTEST:
            problem = self.tr("At least {0} characters.").format(SHORTEST)
        elif self._is_new and text != self._second.text():
            problem = self.tr("The two are not the same.")
        self._note.setText(problem)
        self._ok.setEnabled(bool(text) and not problem)
