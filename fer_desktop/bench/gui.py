"""How smoothly the window runs, measured by the app itself: `fer-desktop bench --gui`.

The real window, the demo source, recording on: how long each tick of the window takes, how
long the event loop lets others wait, how many frames are captured and analysed, and how old
a picture is when it has been painted.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.source_list import SourceFactory
from fer_desktop.bench.frames import LiveFrames, read_frames
from fer_desktop.bench.machine import StealTime
from fer_desktop.bench.speech_watch import SpeechWatch, hears_words
from fer_desktop.bench.stall_meter import StallMeter
from fer_desktop.capture.demo.process import DemoProcess
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.core.detail_lanes import OF_DETAILS
from fer_desktop.core.interfaces import FrameSource
from fer_desktop.core.lane import OF_A_FACE
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.engine.status import EngineStatus, Phase
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.live.choices import FORMATS, PictureFormat, SourceChoice
from fer_desktop.ui.video.pairing import Picture

_STALL_MS = 50.0
_READY_S = 60.0  # to load the models
_WARM_UP_S = 3.0
_N_FRAMES = 150


@dataclass(frozen=True, slots=True)
class GuiBenchOptions:
    """What runs while it is measured.

    Attributes:
        with_voice: The demo is listened to, and its voice and sound are recorded.
        from_memory: The frames of the demo are drawn before: like a camera, the source then costs next to nothing.
        with_lanes: Action units, lids, gaze and mouth are measured, and all their lanes are drawn.
        speech_model: With the voice, what is said is heard by the model in this folder; "" for not at all.
    """

    seconds: float = 60.0
    n_faces: int = 4
    height_px: int = 480
    with_video: bool = False
    from_memory: bool = False
    with_voice: bool = False
    with_lanes: bool = False
    speech_model: str = ""


def bench_gui(options: GuiBenchOptions) -> dict[str, Any]:
    """Run the window and measure; returns the figures."""
    _application = open_application()  # must live as long as the window
    with tempfile.TemporaryDirectory() as folder:
        arrivals, ticks_ms = _Arrivals(), list[float]()
        settings = _settings_of(options, folder)
        app = App(WindowOptions(max_faces=4), settings, arrivals.stamped(_source_of(options)), ticks_ms.append)
        app.window.show()
        if options.with_lanes:
            app.window.live.timelines.lane_menu.choose([lane.key for lane in (*OF_A_FACE, *OF_DETAILS)])
        wanted = _format_of(options)
        screen = _Screen(app, arrivals)
        app.start(SourceChoice("demo", "Demo", n_faces=options.n_faces), wanted)
        wait_for(lambda: is_running(app), _READY_S)
        if options.with_voice:
            wait_for(lambda: app.engine.status.hearing is not None, _READY_S)
        if options.speech_model:
            wait_for(lambda: hears_words(app.transcribing), _READY_S)
        app.record()
        wait_s(_WARM_UP_S)
        screen.ages_ms.clear()
        figures = _measure(app, options, ticks_ms)
        ages = screen.ages_ms or [0.0]
        figures["to_screen_p50_ms"], figures["to_screen_p95_ms"] = np.percentile(ages, [50, 95]).tolist()
        figures["painted_fps"] = len(screen.ages_ms) / options.seconds
        figures["session_complete"] = finish(app, Path(folder))
    return figures


def _settings_of(options: GuiBenchOptions, folder: str) -> Settings:
    return Settings(
        has_agreed=True,
        sessions_dir=folder,
        video="plain" if options.with_video else "none",
        listen=options.with_voice,
        keep_voice="sound",
        details=options.with_lanes,
        hear_words=bool(options.speech_model),
        speech_model=options.speech_model,
    )


def _source_of(options: GuiBenchOptions) -> SourceFactory:
    """The demo as the window has it, or frames of it that were drawn before."""
    if not options.from_memory:
        return lambda choice, wanted: (
            lambda: DemoProcess(DemoOptions(choice.n_faces, wanted.width_px, wanted.height_px))
        )
    wanted = _format_of(options)
    images = read_frames(options.n_faces, wanted.width_px, wanted.height_px, _N_FRAMES, None).images
    return lambda choice, wanted: lambda: LiveFrames(images)


def _format_of(options: GuiBenchOptions) -> PictureFormat:
    return next(f for f in FORMATS if f.height_px == options.height_px)


class _Arrivals:
    """When each frame arrived, on the clock of `time.monotonic`; written by the capture thread."""

    def __init__(self) -> None:
        self._at_s: dict[int, float] = {}

    def stamped(self, factory: SourceFactory) -> SourceFactory:
        """The same sources, with a note of when each frame came."""
        return lambda choice, wanted: lambda: _StampedSource(factory(choice, wanted)(), self.note)

    def note(self, frame: Frame) -> None:
        """Keep when this frame came: now."""
        self._at_s[frame.index] = time.monotonic()

    def take(self, index: int) -> float | None:
        """When this frame came; it and all before are forgotten."""
        at_s = self._at_s.get(index)
        for earlier in [i for i in list(self._at_s) if i <= index]:
            del self._at_s[earlier]
        return at_s


class _StampedSource:
    def __init__(self, source: FrameSource, note: Callable[[Frame], None]) -> None:
        self._source, self._note = source, note

    def open(self) -> SourceInfo:
        return self._source.open()

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is not None:
            self._note(frame)
        return frame

    def close(self) -> None:
        self._source.close()


class _Screen(QObject):
    """How old each frame is when the window has painted it, with the faces that were found in it."""

    def __init__(self, app: App, arrivals: _Arrivals) -> None:
        super().__init__(app)
        self.ages_ms: list[float] = []
        self._arrivals = arrivals
        self._waiting: int | None = None
        app.bridge.picture_ready.connect(self._on_picture)
        app.window.live.video.installEventFilter(self)

    def _on_picture(self, picture: Picture) -> None:
        self._waiting = picture.frame.index if picture.analysis is not None and picture.behind_s == 0 else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: a paint follows; look at the clock once it is done."""
        if event.type() == QEvent.Type.Paint and self._waiting is not None:
            index, self._waiting = self._waiting, None
            QTimer.singleShot(0, lambda: self._on_painted(index))
        return False

    def _on_painted(self, index: int) -> None:
        arrived_s = self._arrivals.take(index)
        if arrived_s is not None:
            self.ages_ms.append((time.monotonic() - arrived_s) * 1000)


def is_running(app: App) -> bool:
    """Whether there are values, and a recording may begin."""
    is_known = app.reporter.model is not None and app.reporter.source is not None
    return is_known and app.engine.status.phase is Phase.RUNNING


def _measure(app: App, options: GuiBenchOptions, ticks_ms: list[float]) -> dict[str, Any]:
    meter = StallMeter()
    before = app.engine.status
    ticks_ms.clear()
    steal = StealTime()
    watch = _StealWatch(steal)
    words = SpeechWatch(app.transcribing)
    meter.start()
    wait_s(options.seconds)
    meter.stop()
    after = app.engine.status
    ticks, stalls = np.array(ticks_ms), np.array(meter.stalls_ms)
    long = [(end_s, stall_ms) for end_s, stall_ms in zip(meter.ends_s, stalls, strict=True) if stall_ms > _STALL_MS]
    return {
        "seconds": options.seconds,
        "faces": options.n_faces,
        "is_recording": after.is_recording,
        "tick_median_ms": float(np.median(ticks)),
        "tick_p95_ms": float(np.percentile(ticks, 95)),
        "tick_max_ms": float(ticks.max()),
        "stall_p95_ms": float(np.percentile(stalls, 95)),
        "stall_max_ms": float(stalls.max()),
        "stalls_over_50_ms": len(long),
        "of_them_own": sum(not watch.took(end_s - stall_ms / 1000, end_s) for end_s, stall_ms in long),
        "analysed_fps": (_analysed(after) - _analysed(before)) / options.seconds,
        "capture_fps": (after.frames_captured - before.frames_captured) / options.seconds,
        "frames_skipped": after.frames_skipped - before.frames_skipped,
        "results_refused": after.results_refused,
        "latency_p95_ms": after.latency_ms[1],
        "stolen_percent": steal.stolen_percent,
        "hearing_words_share": words.busy_share,
    }


class _StealWatch(QObject):
    """Whether others on the same host had the cores during a stall."""

    def __init__(self, steal: StealTime) -> None:
        super().__init__()
        self._steal = steal
        self._looks: list[tuple[float, float]] = [(time.perf_counter(), 0.0)]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(round(_STALL_MS))

    def took(self, start_s: float, end_s: float) -> bool:
        """Whether they did between two moments, however little, as far as the kernel's count can tell."""
        before = max((stolen_s for at_s, stolen_s in self._looks if at_s <= start_s), default=0.0)
        after = min((stolen_s for at_s, stolen_s in self._looks if at_s >= end_s), default=self._looks[-1][1])
        return after > before

    def _look(self) -> None:
        self._looks.append((time.perf_counter(), self._steal.stolen_s))


def _analysed(status: EngineStatus) -> int:
    return status.frames_captured - status.frames_skipped


def finish(app: App, folder: Path) -> bool:
    """Close the window as a user does; True when the session was written whole."""
    app.transcribing.stop()
    app.close(is_sure=True)
    wait_for(lambda: not app.window.isVisible() and app.engine.status.phase is Phase.IDLE, 10.0)
    sessions = list(folder.glob("*/session.json"))
    return len(sessions) == 1 and not sessions[0].parent.name.endswith(".partial")


def wait_s(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_for(is_true: Any, seconds: float) -> None:
    """Let the window live until something is so, or for that long."""
    loop, guard = QEventLoop(), QObject()
    look = QTimer(guard)
    look.timeout.connect(lambda: loop.quit() if is_true() else None)
    look.start(20)
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
