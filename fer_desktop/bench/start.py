"""How long the program takes to answer: `--help`, the window, the first labelled face. Each in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bundle import is_bundle
from fer_desktop.display import has_display
from fer_desktop.errors import DataError

REPEATS = 3
_START = "FER_BENCH_START"
_PATIENCE_S = 60
# runs the part below of whichever program it is, older ones too, and says what the system says of it
_CHILD = """
import runpy
runpy.run_module("fer_desktop.bench.start", run_name="__main__")
try:
    import json, resource, sys
    used = resource.getrusage(resource.RUSAGE_SELF)
    memory_mb = used.ru_maxrss / 2 ** (20 if sys.platform == "darwin" else 10)
    print(json.dumps({"cpu_s": used.ru_utime + used.ru_stime, "memory_mb": memory_mb}))
except ImportError:  # Windows
    pass
"""


def measure_start() -> dict[str, Any]:
    """Medians in seconds, from the start of the process, and what the window took of cores and memory until it ended.

    The first run, which fills the disk cache, is left out.
    """
    (row,) = measure_starts({"this": None}, REPEATS)
    return {name: value for name, value in row.items() if name != "program"}


def measure_starts(programs: Mapping[str, Path | None], repeats: int) -> list[dict[str, Any]]:
    """The same of several programs, by turns: a row for each.

    Args:
        programs: Their names and folders, as a checkout has it; None is this program.

    Raises:
        DataError: this is a bundle, or a folder is no checkout that can be measured.
    """
    if is_bundle():  # it has no Python that could run a part of itself
        raise DataError("A bundle cannot measure how it starts.", "Install the app with pip to measure that.")
    for folder in programs.values():
        if folder is not None and not (folder / "fer_desktop" / "bench" / "start.py").is_file():
            raise DataError("{path} is no checkout of this program.", "Name the folder fer_desktop is in.", path=folder)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    for _ in range(repeats + 1):
        for name, folder in programs.items():
            runs[name].append(_started_once(folder))
    return [
        {"program": name, **{key: float(np.median([run[key] for run in found[1:]])) for key in found[0]}}
        for name, found in runs.items()
    ]


def _started_once(folder: Path | None) -> dict[str, float]:
    environment = dict(os.environ)
    if folder is not None:
        environment["PYTHONPATH"] = str(folder)
    if not has_display():
        environment["QT_QPA_PLATFORM"] = "offscreen"
    begun_s = time.time()
    subprocess.run(
        [sys.executable, "-m", "fer_desktop", "--help"],
        check=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    help_s = time.time() - begun_s
    environment[_START] = repr(time.time())
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        check=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE_S,
    )
    seen, *used = map(json.loads, done.stdout.splitlines())
    return {"help_s": help_s, "window_s": seen["window"], "first_face_s": seen["face"], **(used[0] if used else {})}


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
