"""A line of text that gives way: what there is no room for is left out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_LEAST_PX = 60
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ElidedLabel(QWidget):
    """The line. It may change many times a second: whatever it says, its neighbours stay where they are.

    Args:
        elided: Where dots stand for what is left out.
        alignment: Of words that are shorter than the line.
    """

    def __init__(
        self, elided: Qt.TextElideMode = Qt.TextElideMode.ElideRight, alignment: Qt.AlignmentFlag = _LEFT
    ) -> None:
        super().__init__()
        self._elided, self._alignment, self._text = elided, alignment, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def text(self) -> str:
        """All of the line."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show this line."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: the height of a line; its width is what is left."""
        return QSize(_LEAST_PX, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Qt: smallest size."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw what there is room for."""
        text = self.fontMetrics().elidedText(self._text, self._elided, self.width())
        QPainter(self).drawText(self.rect(), self._alignment, text)
