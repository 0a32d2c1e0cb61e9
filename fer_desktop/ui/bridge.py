"""From the engine to the window: one timer pulls what is new and hands it on as signals, in the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.engine.engine import Engine
from fer_desktop.engine.loops import Analysed
from fer_desktop.ui.video.pairing import Pairing

_INTERVAL_MS = 33
_PART_MS = 11  # between the parts of a tick: no turn of the event loop has to draw everything
_STATUS_EVERY = 5  # ticks
_KEPT_TICKS = 20_000


class Bridge(QObject):
    """The only reader of the engine's outputs.

    Signals:
        event_received(Event), analyses_ready(list[Analysis]), picture_ready(Picture): at each tick.
        analysed_ready(Analysed): the newest analysed frame; a third of a tick later.
        time_reached(float), status_changed(EngineStatus): the time of that frame and, now and then, the
            status; another third later.

    Attributes:
        ticks_ms: How long each of the latest parts of ticks took, with all that hangs on the signals.
    """

    picture_ready = Signal(object)
    analyses_ready = Signal(list)
    analysed_ready = Signal(object)
    time_reached = Signal(float)
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
        self._second, self._third = self._part(self._tick_second), self._part(self._tick_third)
        self._analysed: Analysed | None = None
        self._reached_s: float | None = None

    def start(self) -> None:
        """Begin to pull."""
        self._timer.start()

    def stop(self) -> None:
        """Pull no more."""
        for timer in (self._timer, self._second, self._third):
            timer.stop()

    def begin_run(self) -> None:
        """Forget the pictures of the last run: a new source starts."""
        self._pairing, self._analysed, self._reached_s = Pairing(), None, None

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
        self._analysed = analysed or self._analysed
        if not self._second.isActive():
            self._second.start()
        self._keep_time(start_s)

    def _part(self, part: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_PART_MS)
        timer.timeout.connect(part)
        return timer

    def _tick_second(self) -> None:
        start_s = time.perf_counter()
        if self._analysed is not None:
            analysed, self._analysed = self._analysed, None
            self._reached_s = analysed.frame.time_s
            self.analysed_ready.emit(analysed)
        if not self._third.isActive():
            self._third.start()
        self._keep_time(start_s)

    def _tick_third(self) -> None:
        start_s = time.perf_counter()
        if self._reached_s is not None:
            reached_s, self._reached_s = self._reached_s, None
            self.time_reached.emit(reached_s)
        if self._ticks % _STATUS_EVERY == 0:
            self.status_changed.emit(self._engine.status)
        self._ticks += 1
        self._keep_time(start_s)

    def _keep_time(self, start_s: float) -> None:
        if len(self.ticks_ms) >= _KEPT_TICKS:
            del self.ticks_ms[: _KEPT_TICKS // 2]
        self.ticks_ms.append((time.perf_counter() - start_s) * 1000)
