"""The program as a process of its own: it starts, records by itself, and ends by signals."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings, save_settings
from tests.app.helpers import AGREED
from tests.clips import write_clip


def _environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    home = tmp_path / "home"
    save_settings(AGREED, home / "settings.json")
    return {**kept, "FER_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "", **more}


def _run(arguments, environment, **options):
    command = [sys.executable, "-m", "fer_desktop", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False, **options)


def test_the_program_starts_shows_the_demo_and_ends(tmp_path):
    result = _run(["--source", "demo"], _environment(tmp_path, QT_QPA_PLATFORM="offscreen", FER_QUIT_AFTER="4"))
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_real_window_on_a_real_display(tmp_path):
    number = 90 + os.getpid() % 500
    server = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 200
        while not Path(f"/tmp/.X11-unix/X{number}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        result = _run(["--source", "demo"], _environment(tmp_path, DISPLAY=f":{number}", FER_QUIT_AFTER="4"))
    finally:
        server.terminate()
        server.wait(200)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("arguments", [[], ["bench", "--gui"]])
def test_without_a_display_the_program_says_so(tmp_path, arguments):
    result = _run(arguments, _environment(tmp_path))
    assert result.returncode == 1
    assert "no display" in result.stderr
    assert "analyze" in result.stderr
    assert "Traceback" not in result.stderr


def test_recording_unattended(tmp_path):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    result = _run(["--source", "demo", "--record-for", "1.5"], environment)
    assert result.returncode == 0, result.stderr
    (session,) = (Path(environment["FER_DESKTOP_HOME"]) / "sessions").glob("*")
    info = json.loads((session / "session.json").read_text())
    assert info["complete"]
    assert 1.5 <= info["duration_s"] < 4


def test_unattended_less_than_was_asked_for_is_a_failure_and_said(tmp_path):
    """Whatever the clock on the wall says: the session counts."""
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    write_clip(tmp_path / "short.mp4", [i / 10 for i in range(60)])
    result = _run(["--source", str(tmp_path / "short.mp4"), "--record-for", "20"], environment)
    assert result.returncode == 1
    assert re.search(r"Only [0-5]\.\d of 20 s were recorded", result.stderr), result.stderr
    (session,) = (Path(environment["FER_DESKTOP_HOME"]) / "sessions").glob("*/session.json")
    assert json.loads(session.read_text())["complete"]


def test_recording_unattended_is_encrypted_with_the_passphrase_of_a_file_or_says_so(tmp_path):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    home = Path(environment["FER_DESKTOP_HOME"])
    save_settings(Settings(has_agreed=True, encrypt=True), home / "settings.json")
    command = ["--source", "demo", "--record-for", "1"]
    result = _run(command, environment)
    assert (result.returncode, "--passphrase-file" in result.stderr) == (1, True)
    word = tmp_path / "word.txt"
    word.write_text("short\n")
    result = _run([*command, "--passphrase-file", str(word)], environment)
    assert (result.returncode, "too short" in result.stderr) == (1, True)
    assert not (home / "sessions").exists()
    word.write_text("long enough\n")
    result = _run([*command, "--passphrase-file", str(word)], environment)
    assert result.returncode == 0, result.stderr
    (session,) = (home / "sessions").iterdir()
    assert len(load_session(session, "long enough").table) > 1  # a busy machine skips frames


@pytest.mark.parametrize(
    ("source", "message"),
    [("nosuch", "no camera"), ("{home}/text.mp4", "text.mp4 is not a video"), ("demo", "cannot be written")],
)
def test_unattended_it_ends_when_it_cannot_record(tmp_path, source, message):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    home = Path(environment["FER_DESKTOP_HOME"])
    (home / "text.mp4").write_text("no video")
    if source == "demo":
        (home / "sessions").write_text("a file, where the folder should be")
    result = _run(["--source", source.format(home=home), "--record-for", "1.5"], environment)
    assert result.returncode == 1
    assert result.stderr.lower().count(message) == 1, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends a program by a signal")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_finishes_the_session(tmp_path, name):
    number = getattr(signal, name)
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    command = [sys.executable, "-m", "fer_desktop", "--source", "demo", "--record-for", "60"]
    sessions = Path(environment["FER_DESKTOP_HOME"]) / "sessions"
    options: Any = {"stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    options["preexec_fn"] = lambda: signal.signal(number, signal.SIG_DFL)  # tests may run where it is ignored
    with subprocess.Popen(command, env=environment, **options) as program:
        deadline = time.monotonic() + 200
        while not any(path.stat().st_size > 5000 for path in sessions.glob("*.partial/timeline.csv")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        os.killpg(program.pid, number)  # the demo's process hears of it, too
        _, errors = program.communicate(timeout=200)
    assert program.returncode == 1, errors  # less than was asked for
    assert "Traceback" not in errors
    (session,) = sessions.glob("*/session.json")
    info = json.loads(session.read_text())
    assert info["complete"]
    assert info["end_reason"] == ""
