"""Words that change many times a second, painted directly: a label would lay its neighbours out anew each time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Readings(QWidget):
    """A few lines of fixed room.

    Args:
        longest: Some of the longest words that will be shown; they set the room.
    """

    def __init__(self, *longest: str) -> None:
        super().__init__()
        self._longest, self._text = longest, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show these lines."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the words."""
        QPainter(self).drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: the room of the longest words."""
        metrics, room = self.fontMetrics(), QSize()
        for text in self._longest:
            room = room.expandedTo(metrics.size(0, text))
        return room
