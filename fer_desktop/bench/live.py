"""The engine as it runs under the window: how old a result is, and what recording costs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.bench.frames import FPS, LiveFrames, read_frames
from fer_desktop.core.interfaces import FrameAnalyzer
from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.offline.live_session import LiveSession
from fer_desktop.paths import weights_dir
from fer_desktop.session.recorder import SessionHeader, WriterOptions
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.device import DeviceChoice

_N_FRAMES = 150
_WARM_UP_S = 2.0
_SWITCHES = 6  # times that recording is switched on, in turns with as much time without
_PART_S = 4.0
SATURATING_FPS = 400.0  # more than any machine analyses: the analysis never waits


class Stamps:
    """When each frame arrived, and how old its result was."""

    def __init__(self) -> None:
        self.arrived_s: dict[int, float] = {}
        self.ages_ms: list[float] = []


class _StampedFrames(LiveFrames):
    def __init__(self, images: list[NDArray[np.uint8]], fps: float, stamps: Stamps) -> None:
        super().__init__(images, fps)
        self._stamps = stamps

    def read(self) -> Frame | None:
        frame = super().read()
        if frame is not None:
            self._stamps.arrived_s[frame.index] = time.monotonic()
        return frame


class _StampedAnalyzer:
    def __init__(self, analyzer: FrameAnalyzer, stamps: Stamps) -> None:
        self._analyzer, self._stamps = analyzer, stamps
        self.model, self.notices = analyzer.model, analyzer.notices

    def analyze(self, frame: Frame) -> Analysis:
        analysis = self._analyzer.analyze(frame)
        self._stamps.ages_ms.append((time.monotonic() - self._stamps.arrived_s.pop(frame.index)) * 1000)
        return analysis

    def close(self) -> None:
        self._analyzer.close()


def measure_latency(device: DeviceChoice, videos: Path | None, seconds: float = 10.0) -> dict[str, Any]:
    """From the arrival of a frame to its result: one face, 30 frames per second, 640x480."""
    stamps = Stamps()
    engine = started(device, videos, stamps, FPS, (640, 480))
    time.sleep(_WARM_UP_S)
    stamps.ages_ms.clear()
    before = engine.status
    time.sleep(seconds)
    after = engine.status
    ages = list(stamps.ages_ms)
    end(engine)
    return {
        "p50_ms": float(np.percentile(ages, 50)),
        "p95_ms": float(np.percentile(ages, 95)),
        "analysed_fps": len(ages) / seconds,
        "captured": after.frames_captured - before.frames_captured,
        "skipped": after.frames_skipped - before.frames_skipped,
    }


def measure_recording(device: DeviceChoice, videos: Path | None) -> dict[str, Any]:
    """Analysed frames per second without and with recording the table, in turns, of more than can be analysed."""
    stamps = Stamps()
    engine = started(device, videos, stamps, SATURATING_FPS, (640, 480))
    time.sleep(_WARM_UP_S)
    rates: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(_SWITCHES):
            for is_on in (False, True):
                if is_on:
                    engine.start_recording(partial(writer, Path(folder)), False)
                before = len(stamps.ages_ms)
                time.sleep(_PART_S)
                rates[is_on].append((len(stamps.ages_ms) - before) / _PART_S)
                if is_on:
                    engine.stop_recording()
                    wait(lambda: not engine.status.is_recording)
        end(engine)
    without, recording = np.median(rates[False]), np.median(rates[True])
    return {"fps_without": float(without), "fps_recording": float(recording), "ratio": float(recording / without)}


def started(device: DeviceChoice, videos: Path | None, stamps: Stamps, fps: float, size: tuple[int, int]) -> Engine:
    """An engine that analyses one face, after its first result."""
    images = read_frames(1, *size, _N_FRAMES, videos).images
    engine = Engine(lambda: _StampedAnalyzer(open_analyzer(AnalyzerOptions(weights_dir(), 4, device)), stamps))
    engine.start(lambda: _StampedFrames(images, fps, stamps))
    wait(lambda: bool(stamps.ages_ms))
    return engine


def writer(folder: Path) -> LiveSession:
    """For a session in this folder."""
    source, model = SourceInfo("bench", 640, 480, FPS), ModelInfo("bench", "", "cpu")
    return LiveSession(folder, SessionHeader("bench", source, model), WriterOptions())


def end(engine: Engine) -> None:
    """Stop it and wait until it has ended."""
    engine.stop()
    wait(lambda: engine.status.phase is Phase.IDLE)
    engine.join(5.0)


def wait(is_true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Until it is true, or for so long."""
    deadline_s = time.monotonic() + seconds
    while not is_true() and time.monotonic() < deadline_s:
        time.sleep(0.01)
