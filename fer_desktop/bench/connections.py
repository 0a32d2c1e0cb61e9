"""Three hours of recording, as quickly as the machine can, while strangers connect: `bench --connections N`.

The engine with all its threads, a recording, the WebSocket and one listener; what is found in a frame is not worked
out, so that hours take minutes. Meanwhile another process connects so often: silent, cut off, from another origin,
never reading, flooding with commands. Memory, files and the recording should not notice.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import numpy as np

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.listener import figures_of, listen, strangers
from fer_desktop.bench.live import wait, writer
from fer_desktop.bench.live_out import beside
from fer_desktop.bench.machine import memory_mb
from fer_desktop.bench.soak import PacedFrames
from fer_desktop.core.types import Analysis, Frame
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.outlets.messages import Message
from fer_desktop.outlets.websocket import Address, WebSocketOutlet
from fer_desktop.paths import weights_dir
from fer_desktop.session.schema import TIMELINE_FILE
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

_HOURS = 3.0
_SETTLED = 0.2  # share of the frames after which memory is compared
_PATIENCE_S = 3600.0


class _Repeated:
    """Finds in every frame what was found in the first."""

    notices = ()

    def __init__(self, analysis: Analysis, ready: Semaphore) -> None:
        self._analysis, self._ready = analysis, ready
        with_model = open_analyzer(AnalyzerOptions(weights_dir()))
        self.model = with_model.model
        with_model.close()

    def analyze(self, frame: Frame) -> Analysis:
        self._ready.release()
        return replace(self._analysis, frame_index=frame.index, time_s=frame.time_s)

    def close(self) -> None:
        """Nothing is held."""


def measure_connections(n: int, hours: float = _HOURS) -> dict[str, Any]:
    """Record and publish so many hours of one face beside so many connections; see the module."""
    n_frames = round(hours * 3600 * FPS)
    image = read_frames(1, 640, 480, 1, None).images[0]
    analyzer = open_analyzer(AnalyzerOptions(weights_dir()))
    analysis = analyzer.analyze(Frame(0, 0.0, image))
    analyzer.close()
    start, ready = Event(), Semaphore(1)
    engine = Engine(lambda: _Repeated(analysis, ready))
    outlet = WebSocketOutlet(Address(0), _obeyed, lambda _: None)
    engine.watcher = lambda found, taken_s: outlet.publish(found, taken_s, {})
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, beside(listen, outlet.port, 1, n_frames - 1) as listener:
        engine.start(lambda: PacedFrames([image], n_frames, start, ready))
        wait(lambda: engine.status.phase is Phase.RUNNING)
        engine.start_recording(partial(writer, Path(folder)))
        wait(lambda: outlet.n_clients == 2)
        start.set()
        with beside(strangers, outlet.port, n) as others:
            memory = _Memory(n_frames)
            while not (engine.status.phase.is_at_rest and not engine.status.is_recording):
                engine.drain_results()
                memory.look(engine.status.frames_captured)
                time.sleep(0.02)
            wait(listener.poll)
            heard = figures_of(listener)
            wait(others.poll, _PATIENCE_S)
            met = figures_of(others)
        figures = {
            "hours": hours,
            "seconds": time.monotonic() - began_s,
            "frames": n_frames,
            **_recorded(Path(folder), n_frames),
            "values": heard["values"],
            "lost": heard["lost"],
            "lost_uncounted": n_frames - heard["values"] - heard["lost"],
            "connections": n,
            "connected": met["connected"],
        }
    wait(lambda: outlet.n_clients == 0)
    figures |= {"clients_left": outlet.n_clients, **memory.figures}
    engine.join(5.0)
    outlet.close()
    return figures


def _obeyed(name: str, texts: Mapping[str, str]) -> Future[Message]:
    answer: Future[Message] = Future()
    answer.set_result({"ok": True})
    return answer


class _Memory:
    """Memory and open files once all has settled, and at the end."""

    def __init__(self, n_frames: int) -> None:
        self._settled_at = _SETTLED * n_frames
        self._settled: tuple[float | None, int] | None = None

    def look(self, n_captured: int) -> None:
        """Called again and again."""
        if self._settled is None and n_captured >= self._settled_at:
            self._settled = memory_mb(), _n_files()

    @property
    def figures(self) -> dict[str, Any]:
        """Now, and against then."""
        before_mb, before_files = self._settled or (None, 0)
        now_mb = memory_mb()
        grown = None if before_mb is None or now_mb is None else now_mb - before_mb
        return {"memory_mb": now_mb, "growth_mb": grown, "files": _n_files(), "files_before": before_files}


def _n_files() -> int:
    """Open files of this process; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(os.listdir(folder)) if folder.is_dir() else 0


def _recorded(folder: Path, n_frames: int) -> dict[str, Any]:
    (place,) = folder.iterdir()
    times = np.loadtxt(place / TIMELINE_FILE, delimiter=",", skiprows=1, usecols=0)
    return {
        "rows": len(times),
        "frames_without_row": n_frames - len(np.unique(times)),
        "complete": not place.name.endswith(".partial"),
    }
