"""Recordings that are killed at any moment: what is left of each. `fer-desktop bench --kills N`.

A process of its own records pictures and rows in real time with `SessionWriter`, without camera and model, and says
after each row how far it is. It is killed after a random time;
then the session is repaired, and read as a user would.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.core.moment import Moment
from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover

MODES = {"table": (False, ""), "video": (True, ""), "encrypted": (True, "passphrase of the test")}
_FPS = 30.0
_EARLIEST_S, _LATEST_S = 0.0, 2.5  # after the folder is there
_START_S = 120.0


def measure_kills(n_kills: int, seed: int = 0) -> dict[str, Any]:
    """Kill so many recordings, in each mode by turns; returns what was left of them."""
    rng = np.random.default_rng(seed)
    ends: Counter[str] = Counter()
    lost_s: list[float] = []
    for number in range(n_kills):
        mode = list(MODES)[number % len(MODES)]
        with tempfile.TemporaryDirectory() as folder:
            said_s = _kill_one(Path(folder), mode, float(rng.uniform(_EARLIEST_S, _LATEST_S)))
            end, loss_s = _judge(Path(folder), MODES[mode][1], said_s)
        ends[f"{mode}: {end}"] += 1
        if loss_s is not None:
            lost_s.append(loss_s)
    return {
        "kills": n_kills,
        **dict(sorted(ends.items())),
        "most_lost_s": max(lost_s, default=0.0),
        "median_lost_s": float(np.median(lost_s)) if lost_s else 0.0,
    }


def _kill_one(root: Path, mode: str, after_s: float) -> float:
    """Record, kill; returns the second that was recorded last."""
    command = [sys.executable, "-m", __name__, str(root), mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + _START_S
        while process.poll() is None and not any(root.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(after_s)
        process.kill()
        assert process.stdout is not None
        said = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return float(said[-1]) if said else 0.0


def _judge(root: Path, passphrase: str, said_s: float) -> tuple[str, float | None]:
    """What is left, and how many seconds of what was recorded are not."""
    folders = list_sessions(root)
    if not folders:
        return ("nothing" if not any(root.iterdir()) else "LEFT WHAT NO LIST SHOWS"), None
    try:
        final = recover(folders[0], passphrase)
    except SessionUnreadable:
        if folders[0].exists():  # an empty one goes with the first look at it
            delete_session(folders[0])
        return ("nothing recorded yet, deleted" if not any(root.iterdir()) else "CANNOT BE DELETED"), None
    session = load_session(final, passphrase)
    if session.problems or not session.info.complete:
        return "DAMAGED", None
    times_s = session.recorded["time_s"]
    return "repaired", said_s - (float(times_s[-1]) if len(times_s) else 0.0)


def _record(root: Path, mode: str) -> None:
    """What runs in the process that is killed."""
    with_video, passphrase = MODES[mode]
    source, model = SourceInfo("kills", 320, 240, _FPS, is_live=True), ModelInfo("none", "", "cpu")
    writer = SessionWriter(
        root, SessionHeader("killed", source, model), WriterOptions(with_video, passphrase=passphrase)
    )
    writer.begin(Moment.now())
    start_s, number = time.monotonic(), 0
    while True:
        time.sleep(max(start_s + number / _FPS - time.monotonic(), 0.0))
        image = np.full((240, 320, 3), number % 255, np.uint8)
        writer.add_frame(Frame(number, number / _FPS, image))
        writer.add_analysis(Analysis(number, number / _FPS, (), 0.0))
        print(number / _FPS, flush=True)
        number += 1


if __name__ == "__main__":
    _record(Path(sys.argv[1]), sys.argv[2])
