"""Collects garbage in the GUI thread alone. One for each process that has a window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_ALL_EVERY = 30  # turns: where much was loaded after `spare_libraries`, to look at all of it takes 0.1 s


class Collector(QObject):
    """Takes the place of Python's own collections until `stop`.

    Those run in whichever thread happens to need memory. Widgets that are taken away leave circles of objects
    behind, and destroying a part of one in the thread of the analysis crashes Qt now and then.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._turns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    @staticmethod
    def spare_libraries() -> None:
        """Leave what is loaded by now out of later collections: one over all of torch holds the window for 0.1 s.

        Once only: whatever a run has left behind, such as the widgets of its faces, would stay for ever if it were
        frozen at the start of the next.
        """
        if not gc.get_freeze_count():
            gc.freeze()

    def _collect(self) -> None:
        self._turns += 1
        is_spared = gc.get_freeze_count() > 0
        gc.collect() if is_spared and self._turns % _ALL_EVERY == 0 else gc.collect(1)
