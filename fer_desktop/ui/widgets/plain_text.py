"""Texts that users and files bring along, which Qt would otherwise show as HTML where they look like it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as RichText  # holds Qt's functions on rich text
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from fer_desktop.ui.widgets.icons import without_icons


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(text: str) -> str:
    """The text for a tool tip, which always guesses."""
    return RichText.convertFromPlainText(text) if RichText.mightBeRichText(text) else text


def elided(text: str, most: int = 60) -> str:
    """The text, or as much of it as so many characters hold: where a long one would push other things away."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def show_box(
    icon: QMessageBox.Icon, title: str, text: str, buttons: QMessageBox.StandardButton, parent: QWidget
) -> QMessageBox.StandardButton:
    """Show a text until it is answered; returns the answer."""
    box = QMessageBox(icon, title, text, buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    without_icons(box)
    answer = box.exec()
    box.deleteLater()
    return QMessageBox.StandardButton(answer)
