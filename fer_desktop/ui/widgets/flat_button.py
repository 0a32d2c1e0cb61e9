"""The button of an action that stands flat until the mouse is over it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton


def flat_button(action: QAction, style: Qt.ToolButtonStyle) -> QToolButton:
    """The button, as a bar of tools has it."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(style)
    button.setAutoRaise(True)
    return button
