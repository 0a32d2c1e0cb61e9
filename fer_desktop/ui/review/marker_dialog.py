"""Asks for the time and the text of a marker."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLineEdit, QWidget

from fer_desktop.session.edits import SessionMarker

_DECIMALS, _LONGEST = 3, 200
_LAST_S = 10_000_000.0


class MarkerDialog(QDialog):
    """The form; `marker` is what stands in it."""

    def __init__(self, before: SessionMarker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Marker"))
        self._before, self._time, self._text = before, QDoubleSpinBox(), QLineEdit(before.label)
        self._time.setDecimals(_DECIMALS)
        self._time.setRange(min(0.0, before.time_s), _LAST_S)
        self._time.setSuffix(self.tr(" s"))
        self._time.setValue(before.time_s)
        self._shown_s = self._time.value()
        self._text.setMaxLength(_LONGEST)
        buttons = QDialogButtonBox()
        self._ok = buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        for text, widget in ((self.tr("Text"), self._text), (self.tr("Time"), self._time)):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        form.addRow(buttons)
        self._text.textChanged.connect(lambda text: self._ok.setEnabled(bool(text.strip())))
        self._text.setFocus()

    @property
    def marker(self) -> SessionMarker:
        """The marker as it shall be; a time that nobody touched keeps all its digits."""
        is_touched = self._time.value() != self._shown_s
        return SessionMarker(self._time.value() if is_touched else self._before.time_s, self._text.text().strip())
