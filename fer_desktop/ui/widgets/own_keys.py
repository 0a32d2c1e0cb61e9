"""Keys that mean something to the control that has the focus are left to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

_CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar, QTextEdit,
)  # fmt: skip
_MOVES = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip
_ERASES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def belongs_to(focused: QWidget | None, event: QKeyEvent) -> bool:
    """Whether this key is for the control that has the focus, and no short cut of the window."""
    if not isinstance(focused, _CONTROLS) or event.modifiers() & _COMMANDS:
        return False
    if event.key() in _ERASES:
        return not isinstance(focused, QAbstractItemView)  # a list has no use of its own for them
    return event.key() in _MOVES or (event.text().isprintable() and event.text() != "")
