"""Start, stop, record: wires channels to threads and says what happens. Knows no Qt, no camera, no model.

All methods are for one thread, the window's. They return at once; what comes of them
arrives as events. Data leaves by `take_preview`, `drain_results` and `drain_events`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock, Thread

from fer_desktop.core.baseline import Baselines
from fer_desktop.core.calibrator import CalibrationWish
from fer_desktop.core.interfaces import FrameAnalyzer, FrameSource, Interruptible, LiveSink
from fer_desktop.core.screens import Screens
from fer_desktop.core.types import Analysis, Frame
from fer_desktop.core.voice import Heard
from fer_desktop.engine.channels import Backlog, Closed
from fer_desktop.engine.hearing import Ears, Hearing
from fer_desktop.engine.loops import Analysed, Run, Watcher, analysis_loop, capture_loop, unwatched
from fer_desktop.engine.priority import lower_priority
from fer_desktop.engine.recording import Recording
from fer_desktop.engine.status import ALLOWED, EngineStatus, Event, Failed, Phase, Stopped
from fer_desktop.errors import SourceError
from fer_desktop.guard import GuardedThread
from fer_desktop.log import log_failure

_log = logging.getLogger(__name__)

_EVENTS = 1024
_HEARD_S = 1.0  # for the last that was heard, before a recording is closed
_PATIENCE_S = 4.0  # for a source that was told to end: on a busy machine one that draws takes some seconds


class Engine:
    """The pipeline: at most one source, one analyzer and one recording at a time.

    Args:
        open_analyzer: Makes the analyzer; called in the analysis thread at each start.
    """

    def __init__(self, open_analyzer: Callable[[], FrameAnalyzer]) -> None:
        self._open_analyzer = open_analyzer
        self._events: Backlog[Event] = Backlog(_EVENTS)
        self._phase = Phase.IDLE
        self._phase_lock = Lock()
        self._run: Run | None = None
        self._threads: list[Thread] = []
        self._is_automatic = False
        self.watcher: Watcher = unwatched  # from the next start on

    # -- commands

    def start(self, open_source: Callable[[], FrameSource], ears: Ears | None = None) -> None:
        """Open a source and analyse it.

        Args:
            open_source: Makes the source; called in the capture thread.
            ears: How to listen as well; None for nobody.

        Raises:
            RuntimeError: something is running already.
        """
        if not self._phase.is_at_rest:
            raise RuntimeError(f"cannot start while {self._phase.value}")
        run = self._run = Run(
            self._announce, calibration=CalibrationWish(is_automatic=self._is_automatic), on_analysed=self.watcher
        )
        self._enter(Phase.OPENING, run)
        # a camera that never answers again must not keep the program alive; the recorder always ends by itself
        capture = GuardedThread(
            "fer-capture",
            lambda: self._capture(run, open_source),
            lambda error: self._capture_failed(run, error),
            lambda: self._end_capture(run),
            daemon=True,
        )
        analysis = GuardedThread(
            "fer-analysis",
            lambda: self._analyse(run),
            lambda error: self._analysis_failed(run, error),
            lambda: self._end_run(run, capture),
            daemon=True,
        )
        self._threads = [capture, analysis]
        for thread in self._threads:
            thread.start()
        self.listen(ears)

    def stop(self) -> None:
        """Ask the source to end; a recording is finished and closed, also when the source does not answer."""
        run = self._run
        if run is not None and not self._phase.is_at_rest:
            self._enter(Phase.STOPPING, run)
            run.stop.set()
            # the analysis ends with what it has, also where the source never answers
            run.to_analysis.close()
            if run.hearing is not None:
                run.hearing.finish()
            if run.source is not None and isinstance(run.source, Interruptible):
                run.source.interrupt()

    def listen(self, ears: Ears | None) -> None:
        """Listen in this way from now on, or not at all; what listened until now ends. Only a run has sound."""
        run = self._run
        if run is None or self._phase.is_at_rest or run.stop.is_set():
            return
        before = run.hearing
        if before is not None:
            before.finish()
        if ears is None:
            return
        run.hearing = Hearing(ears, run.clock, lambda: run.recording, self._announce, before)
        run.hearing.start()
        if run.is_over.is_set():  # just now
            run.hearing.finish()

    def start_recording(self, open_sink: Callable[[], LiveSink], with_video: bool = False) -> bool:
        """Keep everything from the next frame on.

        Args:
            open_sink: Makes the sink; called in the recorder's thread.
            with_video: Frames are stored, too.

        Returns:
            False when nothing runs, perhaps since a moment ago, or it is recorded already.
        """
        run = self._run
        is_recorded = run is not None and run.recording is not None and run.recording.is_running
        if run is None or self._phase is not Phase.RUNNING or is_recorded:
            return False
        # replaced as a whole: the loops read it once for each frame and see the old one or the new one
        run.recording = Recording(open_sink, with_video, self._announce)
        run.recording.start()
        if run.hearing is not None:  # an utterance that goes on is of the recording from its beginning on
            run.hearing.cut(lambda: None)
        if run.is_over.is_set():  # just now, perhaps without having seen the recording
            run.recording.finish()
        return True

    def stop_recording(self, reason: str = "") -> None:
        """End the recording; the source goes on."""
        run = self._run
        if run is not None and run.recording is not None:
            run.recording.finish(reason, run.hearing.cut if run.hearing is not None else None)

    def calibrate(self, baselines: Baselines) -> None:
        """Read these faces of the run against these baselines from the next frame on, and others against none."""
        if self._run is not None:
            self._run.calibration = replace(self._run.calibration, given=dict(baselines))

    def set_screens(self, screens: Screens) -> None:
        """Say of these faces of the run whether they look at the screen, from the next frame on, and of no others."""
        if self._run is not None:
            self._run.screens = dict(screens)

    def calibrate_automatically(self, is_on: bool) -> None:
        """Whether faces without a baseline get one from what they look like most of the time, from now on."""
        self._is_automatic = is_on
        if self._run is not None:
            self._run.calibration = replace(self._run.calibration, is_automatic=is_on)

    def moment(self) -> float:
        """Second of the recording that it is now, for `mark`; 0 when there is none."""
        recording = self._run.recording if self._run is not None else None
        return recording.moment if recording is not None else 0.0

    def moment_of(self, time_s: float) -> float:
        """A second of the source as a moment of `time.monotonic`; now where nothing has run."""
        return self._run.clock.moment_of(time_s) if self._run is not None else time.monotonic()

    def mark(self, label: str, at_s: float | None = None) -> None:
        """Put a marker into the recording, if there is one, now or at a `moment` from before. For any thread."""
        if self._run is not None and self._run.recording is not None:
            self._run.recording.mark(label, at_s)

    def name_face(self, track_id: int, name: str) -> bool:
        """Tell the recording what the user calls a face; False when there is none that takes it."""
        recording = self._run.recording if self._run is not None else None
        return recording is not None and recording.name_face(track_id, name)

    def join(self, timeout_s: float) -> list[str]:
        """Wait for all threads after `stop`; returns the names of those that did not end."""
        for thread in self._threads:
            thread.join(timeout_s)
        late = [thread.name for thread in self._threads if thread.is_alive()]
        run = self._run
        if run is not None and run.recording is not None and not run.recording.join(timeout_s):
            late.append("fer-recorder")
        if run is not None and run.hearing is not None and not run.hearing.join(timeout_s):
            late.append("fer-sound")
        return late

    # -- data

    def take_preview(self) -> Frame | None:
        """Newest frame that was not taken yet."""
        try:
            return self._run.to_preview.take(0) if self._run is not None else None
        except Closed:
            return None

    def take_analysed(self) -> Analysed | None:
        """Newest analysed frame that was not taken yet, with its analysis."""
        return self._run.analysed_frames.take(0) if self._run is not None else None

    def drain_results(self) -> list[Analysis]:
        """Analyses since the last call, in order."""
        return self._run.results.drain() if self._run is not None else []

    def drain_heard(self) -> list[Heard]:
        """What was heard since the last call, in order."""
        hearing = self._run.hearing if self._run is not None else None
        return hearing.results.drain() if hearing is not None else []

    def drain_events(self) -> list[Event]:
        """Events since the last call, in order."""
        return self._events.drain()

    @property
    def status(self) -> EngineStatus:
        """Snapshot of this moment."""
        run = self._run
        if run is None:
            return EngineStatus(self._phase, None, 0.0, 0.0, (0.0, 0.0), 0, 0, 0, 0)
        recording, now_s = run.recording, time.monotonic()
        return EngineStatus(
            phase=self._phase,
            recording=recording.status if recording is not None else None,
            capture_fps=run.captured.rate_hz(now_s),
            analysis_fps=run.analysed.rate_hz(now_s),
            latency_ms=run.latency.p50_p95_ms,
            frames_captured=run.captured.count,
            frames_skipped=run.to_analysis.overwritten,
            frames_refused=recording.refused if recording is not None else 0,
            results_refused=run.results.refused,
            frames_lost=run.lost,
            frames_passed_over=run.passed_over,
            hearing=run.hearing.status if run.hearing is not None else None,
        )

    # -- threads

    def _capture(self, run: Run, open_source: Callable[[], FrameSource]) -> None:
        run.source = open_source()
        if not run.stop.is_set():  # else it may have been set before there was a source to interrupt
            capture_loop(run, run.source, lambda: self._enter(Phase.RUNNING, run))

    def _capture_failed(self, run: Run, error: BaseException) -> None:
        # whoever stops a source need not hear that it gives no frames any more
        if not (run.stop.is_set() and isinstance(error, SourceError)):
            self._fail(run, "capture", error)

    def _end_capture(self, run: Run) -> None:
        self._enter(Phase.STOPPING, run)
        run.to_analysis.close()
        run.to_preview.close()

    def _analyse(self, run: Run) -> None:
        lower_priority()
        analysis_loop(run, self._open_analyzer)

    def _analysis_failed(self, run: Run, error: BaseException) -> None:
        self._fail(run, "analysis", error)
        run.stop.set()

    def _end_run(self, run: Run, capture: Thread) -> None:
        """In the last thread of a run: closes the recording and says that it is over."""
        # before the recording is looked at: `start_recording` sets that, then looks at this: one of both finishes it
        run.is_over.set()
        if run.hearing is not None:
            run.hearing.finish()
            run.hearing.join(_HEARD_S)
        if run.recording is not None:
            run.recording.finish(str(run.failure) if run.failure else "")
        # only now, with the recording closed: a driver that hangs costs the user no data
        capture.join(_PATIENCE_S)
        if capture.is_alive():
            _log.warning("the source does not end; it is left to itself")
        self._enter(Phase.FAILED if run.failure else Phase.IDLE, run)
        self._announce(Stopped(run.at_end))

    def _fail(self, run: Run, stage: str, error: BaseException) -> None:
        log_failure(_log, stage, error)
        run.failure = run.failure or error
        self._enter(Phase.STOPPING, run)
        self._announce(Failed(stage, error))

    def _enter(self, phase: Phase, run: Run) -> None:
        """Change the phase if that is allowed from here, and the run is not one that was left to itself before."""
        # both loops and the window change it; a run that was left to itself must not speak for the one after it
        with self._phase_lock:
            if run is self._run and phase in ALLOWED[self._phase]:
                self._phase = phase

    def _announce(self, event: Event) -> None:
        self._events.offer(event)
