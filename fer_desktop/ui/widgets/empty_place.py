"""A place where nothing is yet: what it is for, and large buttons with what one may begin with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_LARGE_PX = 44
_LINE_PX = 560  # longer lines are hard to read


def empty_place(words: str, buttons: Sequence[QPushButton]) -> QWidget:
    """The words in the middle, the buttons below them."""
    label, row = QLabel(words), QHBoxLayout()
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setMaximumWidth(_LINE_PX)
    row.addStretch(1)
    for button in buttons:
        button.setMinimumHeight(_LARGE_PX)
        row.addWidget(button)
    row.addStretch(1)
    middle, place = QHBoxLayout(), QWidget()
    middle.addWidget(label, 1)
    middle.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column = QVBoxLayout(place)
    column.addStretch(1)
    column.addLayout(middle)
    column.addLayout(row)
    column.addStretch(1)
    return place
