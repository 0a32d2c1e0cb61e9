"""How old values are when another program has them, and what listeners cost: `fer-desktop bench --live-out`.

The real window with one face at 30 pictures a second, whose pictures come from memory, as from a camera; listeners in
a process of their own. Then a program that shows something marks each onset by remote control.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.bench.frames import LiveFrames, read_frames
from fer_desktop.bench.gui import finish, is_running, wait_for, wait_s
from fer_desktop.bench.listener import figures_of, listen
from fer_desktop.bench.stimuli import show_and_mark
from fer_desktop.outlets.websocket import Address, WebSocketOutlet
from fer_desktop.session.schema import MARKERS_FILE, SESSION_FILE
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.live.choices import FORMATS, SourceChoice

_READY_S = 60.0
_WARM_UP_S = 3.0
_CROWD = 20
_ONSETS = 50
_ENDING_S = 10.0
_N_FRAMES = 150


def measure_live_out(seconds: float) -> dict[str, Any]:
    """Ages of values with one listener and twenty, rates without and with them, and how late markers are."""
    _application = open_application()
    port = _free_port()
    images = read_frames(1, 640, 480, _N_FRAMES, None).images
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(has_agreed=True, sessions_dir=folder, websocket_port=port)
        app = App(WindowOptions(max_faces=4), settings, lambda choice, wanted: lambda: LiveFrames(images))
        app.window.show()
        app.start(SourceChoice("demo", "Demo"), FORMATS[0])
        wait_for(lambda: is_running(app), _READY_S)
        app.record()
        wait_s(_WARM_UP_S)
        figures: dict[str, Any] = {"seconds": seconds}
        figures["fps_alone"] = _rate(app, seconds)
        for n in (1, _CROWD):
            figures |= {f"{name}_{n}": value for name, value in _listened(app, n, port, seconds).items()}
        shown = _shown(port)
        figures["complete"] = finish(app, Path(folder))
        figures |= _onsets(shown, Path(folder))
    return figures


def _free_port() -> int:
    """By an outlet that is closed again: the window wants to be told a port."""
    outlet = WebSocketOutlet(Address(0), lambda *_: Future(), lambda _: None)
    outlet.close()
    return outlet.port


@contextmanager
def beside(work: Callable[..., None], *given: Any) -> Iterator[Connection]:
    """A process that does some work, and the line to it; it is ended at the end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(*given, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(_ENDING_S)
        if process.is_alive():
            process.kill()


def _rate(app: App, seconds: float) -> float:
    before = app.engine.status
    wait_s(seconds)
    after = app.engine.status
    analysed = [status.frames_captured - status.frames_skipped for status in (before, after)]
    return (analysed[1] - analysed[0]) / seconds


def _listened(app: App, n: int, port: int, seconds: float) -> dict[str, Any]:
    with beside(listen, port, n, None) as line:
        wait_for(lambda: app.outside.listeners == 2 * n, _READY_S)  # each has a connection for commands as well
        fps = _rate(app, seconds)
        analysed_ms = app.engine.status.latency_ms
        line.send("that is enough")
        wait_for(line.poll, _READY_S)
        heard = figures_of(line)
    p50, p95 = np.percentile(heard["ages_ms"], [50, 95]).tolist()
    return {
        "fps": fps,
        "analysed_p50_ms": analysed_ms[0],
        "analysed_p95_ms": analysed_ms[1],
        "age_p50_ms": p50,
        "age_p95_ms": p95,
        "values": heard["values"],
        "lost": heard["lost"],
    }


def _shown(port: int) -> dict[str, Any]:
    with beside(show_and_mark, port, _ONSETS) as line:
        wait_for(line.poll, _READY_S)
        return figures_of(line)


def _onsets(shown: dict[str, Any], folder: Path) -> dict[str, Any]:
    """How far each marker is from the moment at which its picture was shown, on one clock."""
    (session,) = folder.iterdir()
    began_s = json.loads((session / SESSION_FILE).read_text())["started_monotonic_s"]
    with (session / MARKERS_FILE).open(newline="") as file:
        marked_s = [began_s + float(row["time_s"]) for row in csv.DictReader(file)]
    late_ms = (np.array(marked_s) - shown["shown_s"]) * 1000
    return {
        "onsets": len(late_ms),
        "onset_late_p50_ms": float(np.median(late_ms)),
        "onset_late_p95_ms": float(np.percentile(late_ms, 95)),
        "onset_late_max_ms": float(late_ms.max()),
        "round_trip_p50_ms": float(np.median(shown["took_ms"])),
        "round_trip_p95_ms": float(np.percentile(shown["took_ms"], 95)),
    }
