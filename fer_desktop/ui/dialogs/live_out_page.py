"""The page of the settings on which other programs are let in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.form import add_row, note_of

_LOCAL = "127.0.0.1"
_FIRST_PORT = 1024


class LiveOutPage(QWidget):
    """Port, address and token of the WebSocket, the Lab Streaming Layer, and where OSC goes."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port, self._osc_port = self._port_box(settings.websocket_port), self._port_box(settings.osc_port)
        self._address, self._token = self._edit(settings.websocket_address), self._edit(settings.websocket_token)
        self._osc_address = self._edit(settings.osc_address)
        self._lsl = QCheckBox(self.tr("streams of faces and markers"))
        self._lsl.setChecked(settings.lsl_outlet)
        self._address.setPlaceholderText(_LOCAL)
        self._osc_address.setPlaceholderText(_LOCAL)
        self._token.setPlaceholderText(self.tr("none"))
        form = QFormLayout(self)
        for text, widget, note in self._rows():
            add_row(form, text, widget)
            if note:
                form.addRow("", note_of(note))

    def applied(self, settings: Settings) -> Settings:
        """The settings with what stands in the form."""
        return replace(
            settings,
            websocket_port=_port_of(self._port),
            websocket_address=self._address.text().strip() or _LOCAL,
            websocket_token=self._token.text(),
            lsl_outlet=self._lsl.isChecked(),
            osc_port=_port_of(self._osc_port),
            osc_address=self._osc_address.text().strip() or _LOCAL,
        )

    def _rows(self) -> tuple[tuple[str, QWidget, str], ...]:
        words = self.tr(
            "Programs and pages of this computer get what is seen; programs may start, stop and record, too."
        )
        seen_by = self.tr("Every computer of the network can read them. Needs the library pylsl.")
        sent = self.tr("Sent over UDP to whoever listens there. Needs the library python-osc.")
        return (
            (self.tr("WebSocket port"), self._port, words),
            (self.tr("Address"), self._address, self.tr("127.0.0.1 is this computer alone; others need a token.")),
            (self.tr("Token for listeners"), self._token, self.tr("Pages from elsewhere need it, too.")),
            (self.tr("Lab Streaming Layer out"), self._lsl, seen_by),
            (self.tr("OSC port"), self._osc_port, ""),
            (self.tr("OSC address"), self._osc_address, sent),
        )

    def _port_box(self, port: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(_FIRST_PORT - 1, 65_535)
        box.setSpecialValueText(self.tr("off"))
        box.setValue(port)
        return box

    def _edit(self, text: str) -> QLineEdit:
        edit = QLineEdit(text)
        edit.setValidator(QRegularExpressionValidator(QRegularExpression("[!-~]{0,100}"), self))
        return edit


def _port_of(box: QSpinBox) -> int:
    return box.value() if box.value() >= _FIRST_PORT else 0
