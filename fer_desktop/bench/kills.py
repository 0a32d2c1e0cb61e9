"""Recordings that are killed at any moment: what is left of each. `fer-desktop bench --kills N`.

Three modes write pictures and rows in real time with `SessionWriter`, without camera and model: many kills in little
time. The others are the program itself: its window, without a screen, records the demo (a camera, in a process of its
own) encrypted and with video, and `analyze` reads it. Each is killed at its start or later; then the session is
repaired, and read as a user would.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.core.moment import Moment
from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.errors import FerError, SessionUnreadable
from fer_desktop.facts import json_bytes
from fer_desktop.session import schema
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.store import SEALED_SUFFIX

_WORD = "passphrase of the test"
_WRITERS = {"table": (False, ""), "video": (True, ""), "encrypted": (True, _WORD)}
_PROGRAMS = {
    "window": ("--source", "demo", "--record-for", "600", "--passphrase-file"),
    "analyze": ("analyze", "demo", "--duration", "600", "--out"),
}
MODES = (*_WRITERS, *_PROGRAMS)
_FPS = 30.0
_SHARE_AT_START = 0.3  # of the kills: while the session is being made
_LATEST_AT_START_S, _LATEST_S = 0.5, 3.0
_START_S = 300.0


@dataclass(frozen=True, slots=True)
class Kill:
    """A process that was killed.

    Attributes:
        sessions: Folder of its session.
        passphrase: Of that; "" if it is plain.
        killed_s: When, by the monotonic clock.
    """

    sessions: Path
    passphrase: str
    killed_s: float


def measure_kills(n_kills: int, seed: int = 0) -> dict[str, Any]:
    """Kill so many recordings, in each mode by turns; returns what was left of them."""
    rng = np.random.default_rng(seed)
    ends: Counter[str] = Counter()
    lost_s: list[float] = []
    for number in range(n_kills):
        mode = MODES[number % len(MODES)]
        is_early = rng.random() < _SHARE_AT_START
        after_s = float(rng.uniform(0.0, _LATEST_AT_START_S if is_early else _LATEST_S))
        with tempfile.TemporaryDirectory() as folder:
            end, loss_s = _judge(_kill_one(Path(folder), mode, is_early, after_s))
        ends[f"{mode}: {end}"] += 1
        if loss_s is not None and mode != "analyze":  # which runs at its own pace
            lost_s.append(loss_s)
    return {
        "kills": n_kills,
        **dict(sorted(ends.items())),
        "most_lost_s": max(lost_s, default=0.0),
        "median_lost_s": float(np.median(lost_s)) if lost_s else 0.0,
    }


def _kill_one(root: Path, mode: str, is_early: bool, after_s: float) -> Kill:
    """Begin a session, kill it so long after its folder is there, or after it has begun."""
    home, word, sessions = root / "home", root / "word", root / "sessions"
    sessions.mkdir()
    home.mkdir()
    word.write_text(_WORD, encoding="utf-8")
    settings = {"has_agreed": True, "encrypt": True, "video": "plain", "sessions_dir": str(sessions)}
    (home / "settings.json").write_bytes(json_bytes(settings))
    program = [sys.executable, "-m", "fer_desktop", *_PROGRAMS.get(mode, ())]
    commands = {"window": [*program, str(word)], "analyze": [*program, str(sessions)]}
    command = commands.get(mode, [sys.executable, "-m", __name__, str(sessions), mode])
    environment = {**os.environ, "FER_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + _START_S
        while process.poll() is None and not _is_there(sessions, is_early) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(after_s)
        process.kill()
        # after the kill: what was lost is never called less than it is
        killed_s = time.monotonic()
    passphrase = _WORD if mode == "window" else _WRITERS.get(mode, (False, ""))[1]
    return Kill(sessions, passphrase, killed_s)


def _is_there(sessions: Path, is_early: bool) -> bool:
    """Whether the folder of a session is there; or, later, what says that it has begun."""
    if is_early:
        return any(sessions.iterdir())
    head = schema.SESSION_FILE
    return any(sessions.glob(f"*/{head}")) or any(sessions.glob(f"*/{head}{SEALED_SUFFIX}"))


def _judge(kill: Kill) -> tuple[str, float | None]:
    """What is left, and how many seconds of what was recorded are not."""
    root = kill.sessions
    folders = list_sessions(root)
    if not folders:
        return ("nothing" if not any(root.iterdir()) else "LEFT WHAT NO LIST SHOWS"), None
    try:
        final = recover(folders[0], kill.passphrase)
    except SessionUnreadable:
        if folders[0].exists():  # an empty one goes with the first look at it
            delete_session(folders[0])
        return ("nothing recorded yet, deleted" if not any(root.iterdir()) else "CANNOT BE DELETED"), None
    except FerError as error:
        return f"CANNOT BE REPAIRED: {error.message}", None
    session = load_session(final, kill.passphrase)
    if session.problems or not session.info.complete:
        return f"DAMAGED: {'; '.join(problem.message for problem in session.problems) or 'not complete'}", None
    times_s, began_s = session.recorded["time_s"], session.info.started_monotonic_s
    if began_s is None or not len(times_s):
        return "repaired, without rows", None
    return "repaired", kill.killed_s - began_s - float(times_s[-1])


def _record(root: Path, mode: str) -> None:
    """What runs in the process that is killed."""
    with_video, passphrase = _WRITERS[mode]
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
        number += 1


if __name__ == "__main__":
    _record(Path(sys.argv[1]), sys.argv[2])
