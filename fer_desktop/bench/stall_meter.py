"""How long the event loop lets others wait: a quick timer that looks at the clock."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

_INTERVAL_MS = 5


class StallMeter(QObject):
    """Collects the time that each turn of the event loop took beyond the timer's own interval.

    Attributes:
        stalls_ms: One number for each turn.
        ends_s: When each turn ended, on the clock of `time.perf_counter`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stalls_ms: list[float] = []
        self.ends_s: list[float] = []
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to measure, with empty lists."""
        self.stalls_ms, self.ends_s = [], []
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """End the measurement; what was measured stays."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        now_s = time.perf_counter()
        self.stalls_ms.append(max((now_s - self._last_s) * 1000 - _INTERVAL_MS, 0.0))
        self.ends_s.append(now_s)
        self._last_s = now_s
