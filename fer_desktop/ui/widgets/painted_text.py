"""Words that may change many times a second: painted directly, so that whatever they say, nothing is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_LEAST_PX = 60
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _PaintedText(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    @property
    def text(self) -> str:
        """All that there is to say."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another text; painted again only where it differs, as it may come thirty times a second."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()


class ElidedLabel(_PaintedText):
    """A line that gives way: what there is no room for is left out.

    Args:
        elided: Where dots stand for what is left out.
        alignment: Of words that are shorter than the line.
    """

    def __init__(
        self, elided: Qt.TextElideMode = Qt.TextElideMode.ElideRight, alignment: Qt.AlignmentFlag = _LEFT
    ) -> None:
        super().__init__()
        self._elided, self._alignment = elided, alignment
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

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


class Readings(_PaintedText):
    """A few lines of fixed room.

    Args:
        longest: Some of the longest words that will be shown; they set the room.
    """

    def __init__(self, *longest: str) -> None:
        super().__init__()
        self._longest = longest
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: the room of the longest words."""
        metrics, room = self.fontMetrics(), QSize()
        for text in self._longest:
            room = room.expandedTo(metrics.size(0, text))
        return room

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the words."""
        QPainter(self).drawText(self.rect(), _LEFT, self._text)
