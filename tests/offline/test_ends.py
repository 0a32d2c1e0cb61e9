"""However an analysis is ended, its sessions are closed and none of its processes stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fer_desktop.session.info import info_of
from tests.fakes import default_signals

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="ends programs by signals"),
]
START_S, END_S = 100, 60


@pytest.fixture(scope="module")
def clips(minute, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    for name in "ab":
        shutil.copy(minute, folder / f"{name}.mp4")
    return folder


def begun(clips: Path, out: Path, *options: str) -> subprocess.Popen:
    """An analysis of two clips that has rows of each on the disk."""
    command = [sys.executable, "-m", "fer_desktop", "analyze", str(clips), "--out", str(out), *options]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=default_signals)  # noqa: PLW1509
    names = "ab" if "--workers=2" in options else "a"
    wait_for(lambda: all(_size(out / f"{name}.partial" / "timeline.csv") > 3000 for name in names), START_S)
    return program


def wait_for(is_true, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_true()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def group_of(program: subprocess.Popen) -> list[int]:
    """Processes of the program's session that are alive."""
    psutil = pytest.importorskip("psutil")
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == program.pid and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (OSError, psutil.Error):
            continue
    return found


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(("workers", "to_all"), [(1, False), (2, False), (2, True)])
def test_a_shutdown_and_a_closed_terminal_end_it_as_ctrl_c_does(clips, tmp_path, name, workers, to_all):
    if name == "SIGTERM" and to_all:
        pytest.skip("the pool itself ends processes with it: what they leave is mended by the next run")
    program = begun(clips, tmp_path, *([f"--workers={workers}"] if workers > 1 else []))
    (os.killpg if to_all else os.kill)(program.pid, getattr(signal, name))
    _, shown = program.communicate(timeout=END_S)
    assert program.returncode == 130, shown.decode()
    assert b"Traceback" not in shown
    assert b"cut short" in shown
    for session in "ab"[:workers]:
        info = info_of((tmp_path / session / "session.json").read_bytes())
        assert info.complete
        assert "interrupted" in info.end_reason
    wait_for(lambda: group_of(program) == [], END_S)


def test_workers_whose_parent_was_killed_close_their_sessions_and_end(clips, tmp_path):
    program = begun(clips, tmp_path, "--workers=2")
    assert len(group_of(program)) >= 3
    os.kill(program.pid, signal.SIGKILL)
    program.communicate(timeout=END_S)
    wait_for(lambda: group_of(program) == [], END_S)
    for session in "ab":
        values = json.loads((tmp_path / session / "session.json").read_text())
        assert values["complete"]
        assert "interrupted" in values["end_reason"]
