"""What action units, lids, gaze and mouth cost: the same frames with and without, `fer-desktop bench --details`."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.machine import median_p95
from fer_desktop.core.types import Frame
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer

_FRAMES, _ROUNDS, _BLOCK = 100, 8, 5  # short blocks: what else the machine does then slows both alike
_FACES = (1, 4)


def measure_details(videos: Path | None) -> list[dict[str, Any]]:
    """Frame times at 640x480 with and without details, some frames of each in turns; a row for one face and four.

    The ratio of the processor times tells more than that of the frame times while the machine does other things.
    """
    return [_measure(videos, faces) for faces in _FACES]


def _measure(videos: Path | None, faces: int) -> dict[str, Any]:
    images = read_frames(faces, 640, 480, _FRAMES, videos).images
    frames = [Frame(i, i / FPS, image) for i, image in enumerate(images)]
    options = AnalyzerOptions(weights_dir(), 4, "cpu")
    without, with_them = (open_analyzer(replace(options, details=details)) for details in (False, True))
    times: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
    for analyzer in (without, with_them):  # models warm up, and faces are found
        _time(analyzer, frames[:_BLOCK], -1)
    for number in range(_ROUNDS):
        for first in range(0, len(frames), _BLOCK):
            block = frames[first : first + _BLOCK]
            times["without"] += _time(without, block, number)
            times["with"] += _time(with_them, block, number)
    for analyzer in (without, with_them):
        analyzer.close()
    medians = {name: median_p95([ms for ms, _ in values])["median_ms"] for name, values in times.items()}
    processor_ms = {name: sum(ms for _, ms in values) for name, values in times.items()}
    return {
        "faces": faces,
        "ms_without": medians["without"],
        "ms_with": medians["with"],
        "ratio": medians["with"] / medians["without"],
        "processor_ratio": processor_ms["with"] / processor_ms["without"],
    }


def _time(analyzer: Analyzer, frames: list[Frame], number: int) -> list[tuple[float, float]]:
    """Milliseconds for each frame, of the clock and of all threads; times go on from round to round."""
    taken = []
    for frame in frames:
        later = replace(frame, time_s=frame.time_s + (number + 1) * _FRAMES / FPS)
        start_s, worked_s = time.perf_counter(), time.process_time()
        analyzer.analyze(later)
        taken.append(((time.perf_counter() - start_s) * 1000, (time.process_time() - worked_s) * 1000))
    return taken
