"""Texts that users and files bring along, which Qt would otherwise show as HTML where they look like it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as RichText  # holds Qt's functions on rich text
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(text: str) -> str:
    """The text for a tool tip, which always guesses."""
    return RichText.convertFromPlainText(text) if RichText.mightBeRichText(text) else text


def show_box(
    icon: QMessageBox.Icon, title: str, text: str, buttons: QMessageBox.StandardButton, parent: QWidget
) -> QMessageBox.StandardButton:
    """Show a text until it is answered; returns the answer."""
    box = QMessageBox(icon, title, text, buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    answer = box.exec()
    box.deleteLater()
    return QMessageBox.StandardButton(answer)
