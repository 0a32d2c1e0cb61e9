"""Rows of a form."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from fer_desktop.ui.widgets.type_scale import make_note


def add_row(form: QFormLayout, text: str, widget: QWidget) -> None:
    """A row with its name, which a screen reader says, too."""
    widget.setAccessibleName(text)
    form.addRow(text, widget)


def note_of(text: str) -> QLabel:
    """A quiet sentence below a row."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    make_note(label)
    return label
