"""From the engine to the window: one timer pulls what is new and hands it on as signals, in the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.engine.engine import Engine

_INTERVAL_MS = 33
_STATUS_EVERY = 5  # ticks


class Bridge(QObject):
    """The only reader of the engine's outputs.

    Signals:
        frame_ready(Frame), analyses_ready(list[Analysis]), event_received(Event),
        status_changed(EngineStatus).
    """

    frame_ready = Signal(object)
    analyses_ready = Signal(list)
    event_received = Signal(object)
    status_changed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to pull."""
        self._timer.start()

    def stop(self) -> None:
        """Pull no more."""
        self._timer.stop()

    def tick(self) -> None:
        """Hand on everything that is new since the last tick."""
        for event in self._engine.drain_events():
            self.event_received.emit(event)
        analyses = self._engine.drain_results()
        if analyses:
            self.analyses_ready.emit(analyses)
        frame = self._engine.take_preview()
        if frame is not None:
            self.frame_ready.emit(frame)
        if self._ticks % _STATUS_EVERY == 0:
            self.status_changed.emit(self._engine.status)
        self._ticks += 1
