"""How smoothly the window runs, measured by the app itself: `fer-desktop bench --gui`.

The real window, the demo source, recording on: how long each tick of the window takes, how
long the event loop lets others wait, and how many frames are captured, analysed and drawn.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from fer_desktop.app import App, WindowOptions
from fer_desktop.engine.status import Phase
from fer_desktop.settings import Settings
from fer_desktop.ui.choices import FORMATS, SourceChoice
from fer_desktop.ui.stall_meter import StallMeter

_STALL_MS = 50.0
_READY_S = 60.0  # to load the models
_WARM_UP_S = 3.0


@dataclass(frozen=True, slots=True)
class GuiBenchOptions:
    """What runs while it is measured."""

    seconds: float = 60.0
    n_faces: int = 4
    with_video: bool = False


def bench_gui(options: GuiBenchOptions) -> dict[str, Any]:
    """Run the window and measure; returns the figures."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(has_agreed=True, sessions_dir=folder, video="plain" if options.with_video else "none")
        app = App(WindowOptions(max_faces=4), settings)
        app.window.show()
        app.start(SourceChoice("demo", "Demo", n_faces=options.n_faces), FORMATS[0])
        _wait_for(lambda: _is_running(app), _READY_S)
        app.record()
        _wait_s(_WARM_UP_S)
        figures = _measure(app, options)
        figures["session_complete"] = _finish(app, Path(folder))
    return figures


def _is_running(app: App) -> bool:
    is_known = app.reporter.model is not None and app.reporter.source is not None
    return is_known and app.engine.status.phase is Phase.RUNNING


def _measure(app: App, options: GuiBenchOptions) -> dict[str, Any]:
    meter = StallMeter()
    before, first_tick = app.engine.status, len(app.bridge.ticks_ms)
    meter.start()
    _wait_s(options.seconds)
    meter.stop()
    after = app.engine.status
    ticks, stalls = np.array(app.bridge.ticks_ms[first_tick:]), np.array(meter.stalls_ms)
    return {
        "seconds": options.seconds,
        "faces": options.n_faces,
        "is_recording": after.is_recording,
        "tick_median_ms": float(np.median(ticks)),
        "tick_p95_ms": float(np.percentile(ticks, 95)),
        "tick_max_ms": float(ticks.max()),
        "stall_p95_ms": float(np.percentile(stalls, 95)),
        "stall_max_ms": float(stalls.max()),
        "stalls_over_50_ms": int((stalls > _STALL_MS).sum()),
        "capture_fps": (after.frames_captured - before.frames_captured) / options.seconds,
        "frames_skipped": after.frames_skipped - before.frames_skipped,
        "results_refused": after.results_refused,
        "latency_p95_ms": after.latency_ms[1],
    }


def _finish(app: App, folder: Path) -> bool:
    """Close the window as a user does; True when the session was written whole."""
    app.window.ask = lambda title, question: True  # type: ignore[method-assign]
    app.close()
    _wait_for(lambda: not app.window.isVisible() and app.engine.status.phase is Phase.IDLE, 10.0)
    sessions = list(folder.glob("*/session.json"))
    return len(sessions) == 1 and not sessions[0].parent.name.endswith(".partial")


def _wait_s(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _wait_for(is_true: Any, seconds: float) -> None:
    """Let the window live until something is so, or for that long."""
    loop, guard = QEventLoop(), QObject()
    look = QTimer(guard)
    look.timeout.connect(lambda: loop.quit() if is_true() else None)
    look.start(20)
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def print_gui_bench(figures: dict[str, Any]) -> None:
    """The figures as lines."""
    for name, value in figures.items():
        print(f"{name:>20}  {value:.1f}" if isinstance(value, float) else f"{name:>20}  {value}")
