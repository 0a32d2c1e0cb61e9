"""Plays a loop of a face, and nothing else: no answer of the app, no colour of an expression."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.ui.label.loops import Loop

_GROUND, _TEXT = QColor("#15171a"), QColor("#d0d4da")
_REST_MS = 350  # between the end of a loop and its beginning, so that one sees where it begins
_SHORTEST_MS = 10


class LoopView(QWidget):
    """The picture, or words while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loop: Loop | None = None
        self._place = 0
        self._message = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("A face, to be coded"))

    def show_loop(self, loop: Loop) -> None:
        """Play this loop, again and again."""
        self._loop, self._place, self._message = loop, 0, ""
        self._wait()
        self.update()

    def show_message(self, message: str) -> None:
        """Show words instead."""
        self._timer.stop()
        self._loop, self._message = None, message
        self.setAccessibleDescription(message)
        self.update()

    @property
    def loop(self) -> Loop | None:
        """What is played."""
        return self._loop

    @property
    def message(self) -> str:
        """The words that are shown; "" while there is a loop."""
        return self._message

    def toggle(self) -> None:
        """Hold the loop still, or let it run on."""
        if self._timer.isActive():
            self._timer.stop()
        else:
            self._wait()

    def _wait(self) -> None:
        if self._loop is None or len(self._loop.images) < 2:
            return
        times = self._loop.times_s
        is_last = self._place + 1 == len(times)
        step_ms = _REST_MS if is_last else round((times[self._place + 1] - times[self._place]) * 1000)
        self._timer.start(max(step_ms, _SHORTEST_MS))

    def _step(self) -> None:
        if self._loop is not None:
            self._place = (self._place + 1) % len(self._loop.images)
            self._wait()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        if self._loop is None:
            painter.setPen(_TEXT)
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), words, self._message)
            return
        image = self._loop.images[self._place]
        size = QSizeF(image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(corner, size), image)
