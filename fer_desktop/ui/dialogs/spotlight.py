"""A ring around what is spoken of, and a place beside it for the words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

_WIDTH_PX, _RADIUS_PX, _GAP_PX, _EDGE_PX = 3, 6, 12, 24


class Spotlight(QWidget):
    """Lies over a window and lets every click through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._target: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def show_on(self, target: QWidget) -> None:
        """Draw the ring around this part of the window."""
        self._target = target
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    @property
    def area(self) -> QRect:
        """What the ring is around, in the window; empty for nothing."""
        if self._target is None:
            return QRect()
        return QRect(self._target.mapTo(self._window, QPoint()), self._target.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: the window has another size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight(), _WIDTH_PX))
        painter.drawRoundedRect(self.area.intersected(self.rect().adjusted(2, 2, -2, -2)), _RADIUS_PX, _RADIUS_PX)


def place_beside(target: QRect, size: QSize, room: QRect) -> QPoint:
    """Where words of this size cover nothing of what they are about; low inside of it where it leaves no room."""
    for place in _beside(target, size):
        if room.contains(QRect(place, size)):
            return place
    inside = target.intersected(room)
    return QPoint(inside.center().x() - size.width() // 2, inside.bottom() - size.height() - _EDGE_PX)


def _beside(target: QRect, size: QSize) -> Iterator[QPoint]:
    yield QPoint(target.left(), target.bottom() + _GAP_PX)
    yield QPoint(target.right() - size.width(), target.bottom() + _GAP_PX)
    yield QPoint(target.left() - size.width() - _GAP_PX, target.top())
    yield QPoint(target.right() + _GAP_PX, target.top())
    yield QPoint(target.left(), target.top() - size.height() - _GAP_PX)
