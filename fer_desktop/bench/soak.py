"""A long run with recording, as quickly as the machine can: does memory stay flat, do times stay true?

The engine with all its threads, as under the window. The source hands on the next frame
when the last one was analysed, so that nothing is skipped, and says a thirtieth of a second
later each time: an hour of frames takes less than an hour.
"""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.live import wait, writer
from fer_desktop.bench.machine import memory_mb, n_threads
from fer_desktop.core.interfaces import FrameAnalyzer
from fer_desktop.core.types import Analysis, Frame, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.paths import weights_dir
from fer_desktop.session.schema import TIMELINE_FILE
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.device import DeviceChoice

_SETTLED = 2000  # frames until memory is compared
_DIFFERENT = 300  # frames that go round
_PULL_S = 0.033  # how often the results are fetched, as the window does


class PacedFrames:
    """Frames one after the other, each when `ready` is released once more; the first when `start` is set."""

    def __init__(self, images: list[NDArray[np.uint8]], n_frames: int, start: Event, ready: Semaphore) -> None:
        self._images, self._n_frames, self._start, self._ready = images, n_frames, start, ready
        self._index = -1

    def open(self) -> SourceInfo:
        """Say the size of the frames."""
        return SourceInfo("soak", 640, 480, FPS, is_live=True)

    def read(self) -> Frame | None:
        """The next frame, once the start was given and the engine asked for it; None after the last."""
        self._start.wait()
        self._ready.acquire()
        self._index += 1
        if self._index == self._n_frames:
            return None
        return Frame(self._index, self._index / FPS, self._images[self._index % len(self._images)])

    def close(self) -> None:
        """Nothing is held."""


class _PacedAnalyzer:
    """Releases `ready` after each frame."""

    def __init__(self, analyzer: FrameAnalyzer, ready: Semaphore) -> None:
        self._analyzer, self._ready = analyzer, ready
        self.model, self.notices = analyzer.model, analyzer.notices

    def analyze(self, frame: Frame) -> Analysis:
        try:
            return self._analyzer.analyze(frame)
        finally:
            self._ready.release()

    def close(self) -> None:
        self._analyzer.close()


def soak(n_frames: int, device: DeviceChoice, videos: Path | None) -> dict[str, Any]:
    """Analyse and record so many frames of one face, 30 for each second of their own time."""
    images = read_frames(1, 640, 480, _DIFFERENT, videos).images
    images += images[-2:0:-1]
    start, ready = Event(), Semaphore(1)
    engine = Engine(lambda: _PacedAnalyzer(open_analyzer(AnalyzerOptions(weights_dir(), 4, device)), ready))
    start_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        engine.start(lambda: PacedFrames(images, n_frames, start, ready))
        wait(lambda: engine.status.phase is Phase.RUNNING)
        engine.start_recording(partial(writer, Path(folder)))
        start.set()
        settled_mb, results = memory_mb(), 0
        with tqdm(total=n_frames, mininterval=10) as bar:
            is_going = True
            while is_going:  # once more after the end: the last results may have come since the last look
                is_going = not engine.status.phase.is_at_rest or engine.status.is_recording
                time.sleep(_PULL_S)
                fetched = len(engine.drain_results())
                if results <= min(_SETTLED, n_frames // 2) < results + fetched:
                    settled_mb = memory_mb()
                results += fetched
                bar.update(fetched)
        end_mb, threads = memory_mb(), n_threads()
        status = engine.status
        engine.join(5.0)
        (place,) = Path(folder).iterdir()
        times = np.loadtxt(place / TIMELINE_FILE, delimiter=",", skiprows=1, usecols=0)
    expected = np.arange(n_frames) / FPS
    missing = np.setdiff1d(np.round(expected, 6), np.round(times, 6))
    return {
        "frames": n_frames,
        "seconds": time.monotonic() - start_s,
        "stream_s": n_frames / FPS,
        "memory_settled_mb": settled_mb,
        "memory_end_mb": end_mb,
        "growth_mb": None if end_mb is None or settled_mb is None else end_mb - settled_mb,
        "rows": len(times),
        "results": results,
        "frames_skipped": status.frames_skipped,
        "results_refused": status.results_refused,
        "threads_at_end": threads,
        "frames_without_row": len(missing),
        "largest_drift_s": float(np.abs(np.unique(times) - expected).max()) if not len(missing) else None,
        "complete": not place.name.endswith(".partial"),
    }
