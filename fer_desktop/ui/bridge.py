"""From the engine to the window: one timer pulls what is new and hands it on as signals, in the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.core.live_fusion import Decision, LiveFusion
from fer_desktop.core.response import Response, ResponseKind
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import HeardWords
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.loops import Analysed
from fer_desktop.engine.status import HearingEnded
from fer_desktop.ui.video.pairing import Pairing

_INTERVAL_MS = 33
_PART_MS = 11  # between the parts of a tick: no turn of the event loop has to draw everything
_STATUS_EVERY = 5  # ticks
_AWAITED = 64  # analyses whose picture may still come

Meter = Callable[[float], None]


def unread(took_ms: float) -> None:
    """The meter that nobody looks at."""


class Bridge(QObject):
    """The only reader of the engine's outputs.

    Signals:
        event_received(Event), analyses_ready(list[Analysis]), picture_ready(Picture): at each tick. All analyses are
            as they shall be shown (`core.response`).
        heard_ready(list[Heard]): what was heard; at each tick.
        fused_ready(list[Decision]): what face, voice and words say together, while somebody listens.
        said_ready(WordsSample, list[Decision]): words that were heard, and what all said together while they were said.
        analysed_ready(Analysed): the newest analysed frame; a third of a tick later.
        time_reached(float), status_changed(EngineStatus): the time of that frame and, now and then, the
            status; another third later.

    Args:
        meter: Told how many milliseconds each part of a tick took, with all that hangs on the signals.
    """

    picture_ready = Signal(object)
    analyses_ready = Signal(list)
    heard_ready = Signal(list)
    fused_ready = Signal(list)
    said_ready = Signal(object, object)
    analysed_ready = Signal(object)
    time_reached = Signal(float)
    event_received = Signal(object)
    status_changed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None, meter: Meter = unread) -> None:
        super().__init__(parent)
        self._engine, self._meter = engine, meter
        self._response_kind: ResponseKind = "gru"
        self._is_calibrated = True
        self._response = Response()
        self._shown: dict[int, Analysis] = {}  # by frame: analyses whose picture may still come
        self._pairing = Pairing()
        self._fuses = True
        self._fusion: LiveFusion | None = None  # since somebody listens
        self._is_heard = False  # right now
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.tick)
        self._second, self._third = self._part(self._tick_second), self._part(self._tick_third)
        self._analysed: Analysed | None = None
        self._reached_s: float | None = None

    def start(self) -> None:
        """Look at the engine from now on, thirty times a second."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more; what the engine still gives out stays there."""
        for timer in (self._timer, self._second, self._third):
            timer.stop()

    def begin_run(self) -> None:
        """Forget the pictures of the last run: a new source starts."""
        self._pairing, self._analysed, self._reached_s = Pairing(), None, None
        self._response, self._shown = Response(self._response_kind, self._is_calibrated), {}
        self._fusion = None

    def set_response(self, kind: ResponseKind, calibrated: bool = True) -> None:
        """Which scores are shown from now on, and whether calibrated where that is known."""
        self._response_kind, self._is_calibrated = kind, calibrated
        self._response = Response(kind, calibrated)

    def set_fusing(self, fuses: bool) -> None:
        """Whether face, voice and words lead to one decision, while somebody listens."""
        self._fuses = fuses
        if not fuses:
            self._fusion = None

    def tick(self) -> None:
        """Hand on everything that is new since the last tick."""
        start_s = time.perf_counter()
        for event in self._engine.drain_events():
            if isinstance(event, HearingEnded):
                self._is_heard = False
            self.event_received.emit(event)
        # first the frame, then the results: the engine gives them out the other way round, so its analysis is here
        frame = self._engine.take_analysed()
        results = self._engine.drain_results()
        analyses = [self._response.apply(analysis) for analysis in results]
        if analyses:
            self._await_pictures(analyses)
            self.analyses_ready.emit(analyses)
        if heard := self._engine.drain_heard():
            self.heard_ready.emit(heard)
        self._fuse(results, heard)
        analysed = self._as_shown(frame) if frame is not None else None
        picture = self._pairing.choose(self._engine.take_preview(), analysed)
        if picture is not None:
            self.picture_ready.emit(picture)
        self._analysed = analysed or self._analysed
        if not self._second.isActive():
            self._second.start()
        self._keep_time(start_s)

    def read_words(self, words: HeardWords) -> None:
        """Words that were heard, of what came lately."""
        for line in words.lines:
            decisions: list[Decision] = []
            if self._fusion is not None:
                self._fusion.read((line,))
                decisions = self._fusion.about(line)
            self.said_ready.emit(line, decisions)

    def _fuse(self, results: list[Analysis], heard: list[Heard]) -> None:
        """As the streams are recorded, not as the window shows them."""
        if heard and self._fuses:
            self._fusion, self._is_heard = self._fusion or LiveFusion(), True
        if self._fusion is None or not self._is_heard:
            return
        for analysis in results:
            self._fusion.see(analysis)
        for one in heard:
            self._fusion.hear(one)
        if decisions := self._fusion.decided():
            self.fused_ready.emit(decisions)

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

    def _await_pictures(self, analyses: list[Analysis]) -> None:
        self._shown |= {analysis.frame_index: analysis for analysis in analyses}
        for index in list(self._shown)[:-_AWAITED]:
            del self._shown[index]

    def _as_shown(self, analysed: Analysed) -> Analysed:
        """The frame with its analysis as it shall be shown; as it is where the window was too slow to be told of it."""
        return replace(analysed, analysis=self._shown.get(analysed.analysis.frame_index, analysed.analysis))

    def _keep_time(self, start_s: float) -> None:
        self._meter((time.perf_counter() - start_s) * 1000)
