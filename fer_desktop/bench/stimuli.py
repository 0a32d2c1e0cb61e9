"""A program that shows something and marks when, as an experiment does; in a process of its own."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fer_desktop.remote import Remote
from fer_desktop.ui.application import open_application

_EVERY_MS = 150
_SEED = 1


class _Stimulus(QWidget):
    """One colour after the other; each is marked as soon as it is painted."""

    def __init__(self, remote: Remote, n: int) -> None:
        super().__init__()
        self.setFixedSize(640, 480)
        self._remote = remote
        self._colours = [random.Random(_SEED + i).randrange(0xFFFFFF) for i in range(n)]
        self.shown_s: list[float] = []
        self.took_ms: list[float] = []
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._next)
        self._is_new = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours[len(self.shown_s) % len(self._colours)]))
        painter.end()
        if self._is_new:
            self._is_new = False
            QTimer.singleShot(0, self._mark)

    def _next(self) -> None:
        self._is_new = True
        self.update()

    def _mark(self) -> None:
        """The picture has just been handed to the screen."""
        self.shown_s.append(time.monotonic())
        self._remote.marker(f"onset {len(self.shown_s)}")
        self.took_ms.append((time.monotonic() - self.shown_s[-1]) * 1000)
        if len(self.shown_s) == len(self._colours):
            self.timer.stop()
            self.close()


def show_and_mark(port: int, n: int, answer: Connection) -> None:
    """Show so many, then say when each was shown, and how long its marker took."""
    application = open_application()
    with Remote(port) as remote:
        stimulus = _Stimulus(remote, n)
        stimulus.show()
        stimulus.timer.start(_EVERY_MS)
        application.exec()
    answer.send({"shown_s": stimulus.shown_s, "took_ms": stimulus.took_ms})
