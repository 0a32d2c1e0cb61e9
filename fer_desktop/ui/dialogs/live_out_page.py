"""The page of the settings on which other programs are let in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFormLayout, QLineEdit, QSpinBox, QWidget

from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.form import add_row, note_of

_LOCAL = "127.0.0.1"
_FIRST_PORT = 1024


class LiveOutPage(QWidget):
    """Port, address and token of the live values."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port = QSpinBox()
        self._port.setRange(_FIRST_PORT - 1, 65_535)
        self._port.setSpecialValueText(self.tr("off"))
        self._port.setValue(settings.websocket_port)
        self._address, self._token = QLineEdit(settings.websocket_address), QLineEdit(settings.websocket_token)
        for edit in (self._address, self._token):
            edit.setValidator(QRegularExpressionValidator(QRegularExpression("[!-~]{0,100}"), self))
        self._address.setPlaceholderText(_LOCAL)
        self._token.setPlaceholderText(self.tr("none"))
        form = QFormLayout(self)
        words = self.tr(
            "Programs and pages of this computer get what is seen; programs may start, stop and record, too."
        )
        for text, widget, note in (
            (self.tr("WebSocket port"), self._port, words),
            (self.tr("Address"), self._address, self.tr("127.0.0.1 is this computer alone; others need a token.")),
            (self.tr("Token for listeners"), self._token, self.tr("Pages from elsewhere need it, too.")),
        ):
            add_row(form, text, widget)
            form.addRow("", note_of(note))

    def applied(self, settings: Settings) -> Settings:
        """The settings with what stands in the form."""
        port = self._port.value()
        return replace(
            settings,
            websocket_port=port if port >= _FIRST_PORT else 0,
            websocket_address=self._address.text().strip() or _LOCAL,
            websocket_token=self._token.text(),
        )
