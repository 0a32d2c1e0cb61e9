"""A button that says which key does the same: the key first, then the words, from the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

_EDGE_PX, _LEAST_PX = 10, 28  # beside the words; high


class KeyButton(QPushButton):
    """The style centres words; a style sheet would move them, but its colours do not follow light and dark.

    Args:
        key: As the system writes it.
    """

    def __init__(self, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{key}   {text}", parent)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the panel

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: room for the words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + 2 * _EDGE_PX, max(super().sizeHint().height(), _LEAST_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the button, then the words."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        area = self.rect().adjusted(_EDGE_PX, 0, -_EDGE_PX, 0)
        role = self.foregroundRole()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawItemText(area, int(left), self.palette(), self.isEnabled(), self.text(), role)
