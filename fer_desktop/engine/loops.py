"""What the capture and the analysis thread do, as plain functions over channels."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event as Flag

from fer_desktop.core.calibrator import CalibrationWish, Calibrator
from fer_desktop.core.interfaces import FrameAnalyzer, FrameSource, notices_of
from fer_desktop.core.screens import Screens, with_screens
from fer_desktop.core.types import Analysis, Frame
from fer_desktop.engine.channels import Backlog, Closed, Latest
from fer_desktop.engine.clock import FrameClock
from fer_desktop.engine.hearing import Hearing
from fer_desktop.engine.meters import LatencyMeter, RateMeter
from fer_desktop.engine.recording import Recording
from fer_desktop.engine.status import Event, ModelReady, Noticed, Started
from fer_desktop.errors import Notice

_RESULTS = 256  # analyses that may wait for the window, some eight seconds


Watcher = Callable[[Analysis, float], None]
"""Told an analysis, and when its frame was taken, or is due, on the clock of `time.monotonic`; never waits."""


def unwatched(analysis: Analysis, taken_s: float) -> None:
    """The watcher that nobody is."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """A frame and the moment it was taken, or else arrived, on the clock of `time.monotonic`."""

    frame: Frame
    at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """A frame and what was found in it."""

    frame: Frame
    analysis: Analysis


@dataclass(slots=True, eq=False)
class Run:
    """All that one run from start to stop shares between its threads.

    Channels are safe to share; each meter is fed by one thread; `recording`, `hearing`, `calibration`
    and `screens` are replaced as a whole by the engine and only read here.
    """

    announce: Callable[[Event], None]
    on_analysed: Watcher = unwatched
    stop: Flag = field(default_factory=Flag)
    is_ready: Flag = field(default_factory=Flag)  # the analyzer is loaded, or never will be
    is_over: Flag = field(default_factory=Flag)  # nothing more is analysed
    to_analysis: Latest[Arrival] = field(default_factory=Latest)
    to_preview: Latest[Frame] = field(default_factory=Latest)
    analysed_frames: Latest[Analysed] = field(default_factory=Latest)
    results: Backlog[Analysis] = field(default_factory=lambda: Backlog(_RESULTS))
    captured: RateMeter = field(default_factory=RateMeter)
    analysed: RateMeter = field(default_factory=RateMeter)
    latency: LatencyMeter = field(default_factory=LatencyMeter)
    lost: int = 0  # written by the capture thread
    passed_over: int = 0  # likewise
    source: FrameSource | None = None  # of the capture thread; others may only interrupt it
    clock: FrameClock = field(default_factory=FrameClock)
    recording: Recording | None = None
    hearing: Hearing | None = None
    calibration: CalibrationWish = field(default_factory=CalibrationWish)
    screens: Screens = field(default_factory=dict)
    failure: BaseException | None = None
    at_end: bool = False


def capture_loop(run: Run, source: FrameSource, on_open: Callable[[], None]) -> None:
    """Read until the end or until told to stop; every frame goes everywhere, nobody is waited for."""
    try:
        info = source.open()
        on_open()
        run.announce(Started(info))
        told = notices_of(source)
        _tell(run, told)
        if not info.is_live:  # a file can wait until it is watched; a camera cannot
            _wait_until_ready(run)
        began_s = first_s = None
        while not run.stop.is_set():
            frame = source.read()
            if frame is None:
                run.at_end = True
                _tell(run, notices_of(source)[len(told) :])
                return
            now_s = time.monotonic()
            if began_s is None or first_s is None:
                began_s, first_s = now_s, frame.time_s
                taken_s = now_s if frame.taken_s is None else frame.taken_s
                run.clock.set(taken_s - frame.time_s, info.clock_offset_s, frame.time_s)
            if not info.is_live:
                # from the first frame, not from the last one: waiting too long once is made up for
                due_s = began_s + frame.time_s - first_s
                run.clock.late_s = max(now_s - due_s, 0.0)
                if run.stop.wait(max(due_s - now_s, 0)):
                    return
            _publish(run, frame)
    finally:
        source.close()


def _wait_until_ready(run: Run) -> None:
    while not run.is_ready.wait(0.1) and not run.stop.is_set():
        pass


def _tell(run: Run, notices: Iterable[Notice]) -> None:
    for notice in notices:
        run.announce(Noticed(notice))


def _publish(run: Run, frame: Frame) -> None:
    now_s = time.monotonic()
    arrival = Arrival(frame, now_s if frame.taken_s is None else frame.taken_s)
    run.captured.tick(now_s)
    run.lost += frame.lost
    run.passed_over += frame.passed_over
    # before the analysis can take the frame: its result is dropped by a recording that has not seen its frame
    recording = run.recording
    if recording is not None:
        recording.offer_frame(frame, arrival.at_s)
    run.to_analysis.put(arrival)
    run.to_preview.put(frame)


def analysis_loop(run: Run, open_analyzer: Callable[[], FrameAnalyzer]) -> None:
    """Analyse the newest frame, again and again, until no more come."""
    try:
        analyzer = open_analyzer()
    finally:
        run.is_ready.set()
    try:
        run.announce(ModelReady(analyzer.model, analyzer.notices))
        calibrator = Calibrator(analyzer.model.calibration)
        while True:
            # without a limit: `Closed` ends it
            arrival = run.to_analysis.take()
            if arrival is None:
                continue
            analysis = calibrator.apply(analyzer.analyze(arrival.frame), run.calibration)
            analysis = with_screens(analysis, run.screens)
            now_s = time.monotonic()
            run.analysed.tick(now_s)
            run.latency.add(now_s, (now_s - arrival.at_s) * 1000)
            recording = run.recording
            if recording is not None:
                recording.offer_analysis(analysis)
            hearing = run.hearing
            if hearing is not None:
                hearing.see(analysis)
            run.on_analysed(analysis, run.clock.moment_of(analysis.time_s))
            run.results.offer(analysis)
            run.analysed_frames.put(Analysed(arrival.frame, analysis))
    except Closed:
        return
    finally:
        analyzer.close()
