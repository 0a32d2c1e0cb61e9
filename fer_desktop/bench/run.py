"""Every stage on every device that there is: what `fer-desktop bench` measures when nothing else is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fer_desktop.bench.machine import StealTime, machine
from fer_desktop.bench.pipeline import FACES, SIZES, CaseOptions, measure_case
from fer_desktop.bundle import is_bundle
from fer_desktop.vision.device import DeviceChoice, choose_device


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What is measured.

    Attributes:
        videos: Folder of clips; None takes the demo.
        n_frames, repeats: Of each case.
        with_live: Also latency, recording, files and start, which take about two minutes.
    """

    videos: Path | None
    n_frames: int = 150
    repeats: int = 3
    with_live: bool = True


def bench(options: BenchOptions, on_step: Callable[[str], None]) -> dict[str, Any]:
    """Every case on every device that there is.

    Args:
        on_step: Told what is measured next, as each may take a minute.
    """
    from fer_desktop.bench.live import measure_latency, measure_recording
    from fer_desktop.bench.offline import measure_offline
    from fer_desktop.bench.runtimes import gru_share
    from fer_desktop.bench.start import measure_start

    videos = options.videos
    result: dict[str, Any] = {"machine": machine(), "cases": []}
    share, steal = gru_share(), StealTime()
    for device in _devices():
        for width_px, height_px in SIZES:
            for faces in FACES:
                on_step(f"{device}, {width_px}x{height_px}, {faces} face(s)")
                case = CaseOptions(faces, width_px, height_px, device, videos, options.n_frames, options.repeats)
                result["cases"].append(measure_case(case, share))
        if options.with_live:
            on_step(f"{device}, live")
            result.setdefault("latency", {})[device] = measure_latency(device, videos)
            result.setdefault("recording", {})[device] = measure_recording(device, videos)
            result.setdefault("offline", {})[device] = measure_offline(device, videos)
    if options.with_live and not is_bundle():
        result["start"] = measure_start()
    result["machine"]["stolen_percent"] = steal.stolen_percent
    return result


def _devices() -> list[DeviceChoice]:
    """The CPU, and what `auto` would take if that is another."""
    found: list[DeviceChoice] = ["cpu"]
    best = choose_device("auto").name
    return found if best == "cpu" else [*found, best]  # type: ignore[list-item]
