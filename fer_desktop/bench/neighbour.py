"""What becomes of the analysis beside a program that takes all cores, and after it: `fer-desktop bench --neighbour`."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bench.frames import FPS
from fer_desktop.bench.live import SATURATING_FPS, Stamps, end, started
from fer_desktop.bench.machine import StealTime
from fer_desktop.vision.device import DeviceChoice

_PART_S = 10.0
_SETTLE_S = 2.0  # before each part
_STEP_S = 0.25  # between two looks whether the rate is back
_RECOVERED = 0.9  # of the rate before
_PATIENCE_S = 10.0


def measure_beside_neighbour(device: DeviceChoice, videos: Path | None) -> list[dict[str, Any]]:
    """Analysed frames per second and their age before, beside and after as many busy processes as there are cores.

    One row for frames that come faster than they can be analysed, one for 30 in a second; one face, 640x480.
    """
    return [_measure(device, videos, fps) for fps in (SATURATING_FPS, FPS)]


def _measure(device: DeviceChoice, videos: Path | None, fps: float) -> dict[str, Any]:
    stamps = Stamps()
    engine = started(device, videos, stamps, fps, (640, 480))
    steal = StealTime()
    before = _part(stamps)
    with _busy_cores() as n_busy:
        beside = _part(stamps)
    recovered_s = _recovery_s(stamps, before["fps"])
    after = _part(stamps)
    result = {
        "source_fps": fps,
        "busy": n_busy,
        "fps_before": before["fps"],
        "fps_beside": beside["fps"],
        "share": beside["fps"] / before["fps"],
        "fps_after": after["fps"],
        "recovered_s": recovered_s,
        "p95_ms_before": before["p95_ms"],
        "p95_ms_beside": beside["p95_ms"],
        "p95_ms_after": after["p95_ms"],
        "stolen_percent": steal.stolen_percent,
    }
    end(engine)
    return result


def _part(stamps: Stamps) -> dict[str, float]:
    time.sleep(_SETTLE_S)
    first, start_s = len(stamps.ages_ms), time.monotonic()
    time.sleep(_PART_S)
    ages = stamps.ages_ms[first:]
    return {"fps": len(ages) / (time.monotonic() - start_s), "p95_ms": float(np.percentile(ages or [0.0], 95))}


def _recovery_s(stamps: Stamps, fps: float) -> float | None:
    """Seconds until as many frames are analysed as before, nearly; None when it takes too long."""
    start_s = time.monotonic()
    while time.monotonic() - start_s < _PATIENCE_S:
        first, step_s = len(stamps.ages_ms), time.monotonic()
        time.sleep(_STEP_S)
        if (len(stamps.ages_ms) - first) / (time.monotonic() - step_s) >= _RECOVERED * fps:
            return time.monotonic() - start_s
    return None


@contextmanager
def _busy_cores() -> Iterator[int]:
    """Processes that do nothing but count, one for each core."""
    n = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    processes = [multiprocessing.get_context("spawn").Process(target=_count, daemon=True) for _ in range(n)]
    for process in processes:
        process.start()
    time.sleep(_SETTLE_S)  # to start
    try:
        yield n
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _count() -> None:
    number = 0
    while True:
        number += 1
