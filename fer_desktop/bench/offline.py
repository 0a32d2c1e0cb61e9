"""`analyze` on files: how many times real time, and what a second process gains."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.core.types import Frame
from fer_desktop.offline.attempt import Listener, attempt
from fer_desktop.offline.batch import BatchOptions, run_jobs
from fer_desktop.offline.job import AnalyzeOptions
from fer_desktop.offline.outcome import Done
from fer_desktop.offline.planning import plan
from fer_desktop.paths import weights_dir
from fer_desktop.session.schema import FRAMES_FILE, FRAMES_HEADER, VIDEO_FILE
from fer_desktop.session.store import PlainStore
from fer_desktop.session.table_writer import TableWriter
from fer_desktop.session.video import VideoWriter
from fer_desktop.vision.analyzer import AnalyzerOptions
from fer_desktop.vision.device import DeviceChoice

_SIZE = (640, 360)
_N_FRAMES, _N_FILES, _WORKERS = 450, 8, 2
_WARM_UP_S = 1.0  # of the clip


def measure_offline(device: DeviceChoice, videos: Path | None) -> dict[str, Any]:
    """Seconds of a clip with one face for each second of work, and the gain of two processes over one.

    One process overlaps its work over two cores, so the second one is also compared with a process on one core.
    """
    with tempfile.TemporaryDirectory() as folder:
        clip = _write_clip(Path(folder), videos)
        analyzer = AnalyzerOptions(weights_dir(), 4, device, threads=1)
        options = AnalyzeOptions(Path(folder, "out"), analyzer, Cut(), DemoOptions())
        watch = _Watch()
        (job,) = plan([str(clip)]).jobs
        start_s = time.perf_counter()
        outcome = attempt(job, options, watch)
        whole_s = time.perf_counter() - start_s
        assert isinstance(outcome, Done)
        warm = next(entry for entry in watch.reached_s if entry[0] >= _WARM_UP_S)
        inputs = Path(folder, "inputs")
        inputs.mkdir()
        for i in range(_N_FILES):
            shutil.copy(clip, inputs / f"{i}.mp4")
        took_s = [_batch_s([str(inputs)], options, workers) for workers in (1, _WORKERS)]
        with _one_core() as is_one:
            one_core_s = _batch_s([str(inputs)], options, 1) if is_one else None
    return {
        "times_real_time": (watch.reached_s[-1][0] - warm[0]) / (watch.reached_s[-1][1] - warm[1]),
        "with_loading": outcome.result.end_s / whole_s,
        "files": _N_FILES,
        "one_process_s": took_s[0],
        "two_processes_s": took_s[1],
        "gain": took_s[0] / took_s[1],
        "one_process_one_core_s": one_core_s,
        "gain_over_one_core": None if one_core_s is None else one_core_s / took_s[1],
    }


class _Watch(Listener):
    """When each time of the clip was reached: pairs of seconds, of the clip and of our clock."""

    def __init__(self) -> None:
        self.reached_s: list[tuple[float, float]] = []

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        self.reached_s.append((time_s, time.perf_counter()))


@contextlib.contextmanager
def _one_core() -> Iterator[bool]:
    """Only one core for what is started meanwhile; False where the system does not offer that."""
    if sys.platform != "linux":
        yield False
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield True
    finally:
        os.sched_setaffinity(0, cores)


def _batch_s(inputs: list[str], options: AnalyzeOptions, workers: int) -> float:
    start_s = time.perf_counter()
    jobs = plan(inputs).jobs
    outcomes = list(run_jobs(jobs, options, BatchOptions(workers)))
    assert all(isinstance(outcome, Done) for outcome in outcomes), outcomes
    return time.perf_counter() - start_s


def _write_clip(folder: Path, videos: Path | None) -> Path:
    """One face at 640x360, 30 frames per second."""
    store = PlainStore(folder)
    writer = VideoWriter(store, TableWriter(store.create(FRAMES_FILE), FRAMES_HEADER))
    for i, image in enumerate(read_frames(1, *_SIZE, _N_FRAMES, videos).images):
        writer.add(Frame(i, i / FPS, image))
    writer.close()
    return folder / VIDEO_FILE
