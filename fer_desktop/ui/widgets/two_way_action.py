"""An action that begins something and, under another text, ends it again."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

_READ_S = 0.2  # a text that changed so short a time ago has not been read by anybody


class TwoWayAction(QObject):
    """Takes one press for one wish, and for what the text said when the user decided to press.

    Otherwise the second press of a double click undoes what the first one did, as soon as the text has changed.

    Signals:
        pressed(): the user means what the text says.
    """

    pressed = Signal()

    def __init__(self, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._action = action
        self._changed_s = self._pressed_s = -float("inf")
        action.triggered.connect(self._on_triggered)

    def show_text(self, text: str) -> None:
        """Say what a press does from now on."""
        if text != self._action.text():
            self._action.setText(text)
            self._changed_s = time.monotonic()

    def _on_triggered(self) -> None:
        now_s = time.monotonic()
        is_second = now_s - self._pressed_s < QApplication.doubleClickInterval() / 1000
        self._pressed_s = now_s
        if not is_second and now_s - self._changed_s >= _READ_S:
            self.pressed.emit()
