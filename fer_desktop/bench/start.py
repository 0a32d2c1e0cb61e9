"""How long the program takes to answer: `--help`, the window, the first labelled face. Each in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import numpy as np

from fer_desktop.display import has_display

_REPEATS = 3
_START = "FER_BENCH_START"
_PATIENCE_S = 60


def measure_start() -> dict[str, Any]:
    """Medians in seconds, from the start of the process; the first run, which fills the disk cache, is left out."""
    helps, windows, faces = [], [], []
    for i in range(_REPEATS + 1):
        start_s = time.time()
        subprocess.run([sys.executable, "-m", "fer_desktop", "--help"], check=True, stdout=subprocess.DEVNULL)
        seen = {"help": time.time() - start_s, **_window_once()}
        if i:
            helps.append(seen["help"])
            windows.append(seen["window"])
            faces.append(seen["face"])
    return {
        "help_s": float(np.median(helps)),
        "window_s": float(np.median(windows)),
        "first_face_s": float(np.median(faces)),
    }


def _window_once() -> dict[str, float]:
    environment = {**os.environ, _START: repr(time.time())}
    if not has_display():
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", "fer_desktop.bench.start"],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE_S,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _main() -> None:
    """The child: open the window as the program does, start the demo, and say when what was there."""
    from PySide6.QtCore import QTimer

    from fer_desktop.app.app import App
    from fer_desktop.app.options import WindowOptions
    from fer_desktop.core.types import Analysis
    from fer_desktop.settings import Settings
    from fer_desktop.ui.application import open_application
    from fer_desktop.ui.live.choices import FORMATS, SourceChoice

    began_s = float(os.environ[_START])
    seen: dict[str, float] = {}
    application = open_application()
    app = App(WindowOptions(), Settings(has_agreed=True))
    app.window.show()

    def shown() -> None:
        seen["window"] = time.time() - began_s
        app.start(SourceChoice("demo", "Demo"), FORMATS[0])

    def analysed(analyses: list[Analysis]) -> None:
        if "face" not in seen and any(analysis.faces for analysis in analyses):
            seen["face"] = time.time() - began_s
            app.close()

    app.bridge.analyses_ready.connect(analysed)
    QTimer.singleShot(0, shown)  # after the first paint
    application.exec()
    print(json.dumps(seen))


if __name__ == "__main__":
    _main()
