"""The display goes away while the window is open: what is recorded is finished, and the program ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType

from fer_desktop.app.qt_messages import QtMessages
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.settings import Settings, save_settings
from tests.fakes import WAIT_S

GONE = "The X11 connection broke (error 1). Did the X11 server die?"


class FakeEngine:
    def __init__(self):
        self.told = []

    def stop(self):
        self.told.append("stop")

    def join(self, timeout_s):
        self.told.append("join")
        return []


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (GONE, ["stop", "join", 1]),
        ("The Wayland connection broke. Did the Wayland compositor die?", ["stop", "join", 1]),
        ("QFont: something else", []),
    ],
)
def test_only_the_end_of_the_display_ends_the_program(message, told):
    engine = FakeEngine()
    QtMessages(engine, engine.told.append).take(QtMsgType.QtWarningMsg, None, message)
    assert engine.told == told


def is_open_on(display: str) -> bool:
    """Whether a program is connected to this display: beside the socket that listens there is one for each."""
    sockets = Path("/proc/net/unix").read_text().splitlines()
    return sum(line.endswith(f"/tmp/.X11-unix/X{display.removeprefix(':')}") for line in sockets) > 2


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not here")
@pytest.mark.parametrize("is_recording", [True, False])
def test_a_display_that_is_killed_ends_the_program_with_a_whole_session(tmp_path, is_recording):
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    home = tmp_path / "home"
    save_settings(Settings(has_agreed=True), home / "settings.json")
    with os.fdopen(reading) as file:
        display = f":{file.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "FER_DESKTOP_HOME": str(home)}
    options = ["--source", "demo", "--record-for", "600"] if is_recording else []
    window = subprocess.Popen(
        [sys.executable, "-m", "fer_desktop", *options], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + WAIT_S
        while not (list_sessions(home / "sessions") if is_recording else is_open_on(display)):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        time.sleep(3)  # what comes after that
        server.kill()
        assert window.wait(WAIT_S) == 1
    finally:
        for process in (window, server):
            process.send_signal(signal.SIGKILL)
            process.wait()
    if is_recording:
        (folder,) = list_sessions(home / "sessions")
        assert load_session(folder).info.complete
