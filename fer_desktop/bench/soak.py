"""A long run with recording, as quickly as the machine can: does memory stay flat, do times stay true?"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.machine import memory_mb
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.paths import weights_dir
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.schema import TIMELINE_FILE
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.device import DeviceChoice

_SETTLED = 2000  # frames until memory is compared
_DIFFERENT = 300  # frames that go round


def soak(n_frames: int, device: DeviceChoice, videos: Path | None) -> dict[str, Any]:
    """Analyse and record so many frames of one face, 30 for each second of their own time."""
    images = read_frames(1, 640, 480, _DIFFERENT, videos).images
    images += images[-2:0:-1]
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 4, device))
    settled_mb = memory_mb()
    start_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        header = SessionHeader("soak", SourceInfo("soak", 640, 480, FPS), analyzer.model, {})
        writer = SessionWriter(Path(folder), header)
        for i in tqdm(range(n_frames), mininterval=10):
            writer.add_analysis(analyzer.analyze(Frame(i, i / FPS, images[i % len(images)])))
            if i == min(_SETTLED, n_frames - 1):
                settled_mb = memory_mb()
        end_mb = memory_mb()
        place = Path(writer.close(RecordingCounts(n_frames, 0, 0)))
        times = np.loadtxt(place / TIMELINE_FILE, delimiter=",", skiprows=1, usecols=0)
    analyzer.close()
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
        "frames_without_row": len(missing),
        "largest_drift_s": float(np.abs(np.unique(times) - expected).max()) if not len(missing) else None,
    }
