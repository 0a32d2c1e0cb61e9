"""From the engine to the window: one timer pulls what is new and hands it on as signals, in the GUI thread."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.engine.engine import Engine
from fer_desktop.ui.pairing import Pairing

_INTERVAL_MS = 33
_STATUS_EVERY = 5  # ticks
_KEPT_TICKS = 20_000


class Bridge(QObject):
    """The only reader of the engine's outputs.

    Signals:
        picture_ready(Picture), analyses_ready(list[Analysis]), analysed_ready(Analysed): the
            newest analysed frame; event_received(Event), status_changed(EngineStatus).

    Attributes:
        ticks_ms: How long each of the latest ticks took, with all that hangs on the signals.
    """

    picture_ready = Signal(object)
    analyses_ready = Signal(list)
    analysed_ready = Signal(object)
    event_received = Signal(object)
    status_changed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._pairing = Pairing()
        self._ticks = 0
        self.ticks_ms: list[float] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to pull."""
        self._timer.start()

    def stop(self) -> None:
        """Pull no more."""
        self._timer.stop()

    def begin_run(self) -> None:
        """Forget the pictures of the last run: a new source starts."""
        self._pairing = Pairing()

    def tick(self) -> None:
        """Hand on everything that is new since the last tick."""
        start_s = time.perf_counter()
        for event in self._engine.drain_events():
            self.event_received.emit(event)
        analyses = self._engine.drain_results()
        if analyses:
            self.analyses_ready.emit(analyses)
        analysed = self._engine.take_analysed()
        picture = self._pairing.choose(self._engine.take_preview(), analysed)
        if picture is not None:
            self.picture_ready.emit(picture)
        if analysed is not None:
            self.analysed_ready.emit(analysed)
        if self._ticks % _STATUS_EVERY == 0:
            self.status_changed.emit(self._engine.status)
        self._ticks += 1
        if len(self.ticks_ms) >= _KEPT_TICKS:
            del self.ticks_ms[: _KEPT_TICKS // 2]
        self.ticks_ms.append((time.perf_counter() - start_s) * 1000)
