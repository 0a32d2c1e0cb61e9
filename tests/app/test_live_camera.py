"""The whole program with a camera that tests/fake_camera.c makes: what it records, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import cv2
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.settings import Settings, save_settings
from tests.fake_cameras import FRONT

FER = "-m", "fer_desktop"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def home(tmp_path):
    home = Path(os.environ["FER_DESKTOP_HOME"])
    save_settings(Settings(has_agreed=True), home / "settings.json")
    return home


@pytest.fixture
def face(tmp_path):
    """A camera with a face before it."""
    source = DemoSource(DemoOptions())
    source.open()
    path = tmp_path / "face.jpg"
    cv2.imwrite(str(path), source.read().image[:, :, ::-1])
    return f"name=Front;format=MJPG 640x480 30,15 {path}"


def test_a_recording_of_a_camera_says_when_it_began_by_which_clock_and_what_is_missing(cameras, home, face):
    cameras.set(f"{face};deliver=12;late_ms=40;empty=30;skip=35;skip=40")
    result = cameras.run([*FER, "--source", "/dev/video0", "--record-for", "4", "--max-faces", "1"])
    assert result.returncode == 0, result.stderr
    (folder,) = (home / "sessions").iterdir()
    info = json.loads((folder / "session.json").read_text())
    assert (info["source"]["clock"], info["source"]["nominal_fps"]) == ("driver", 30.0)
    assert info["measured_fps"] == pytest.approx(12, abs=1)
    assert info["frames_captured"] >= 40 and info["faces"]
    assert 0 <= info["frames_lost"] <= 10 and info["frames_passed_over"] >= 0
    assert info["started_monotonic_s"] < time.monotonic()


def test_a_stalled_camera_is_left_at_once(cameras, home, face):
    cameras.set(face)
    with cameras.start([*FER, "--source", "0", "--record-for", "60", "--max-faces", "1"]) as program:
        deadline = time.monotonic() + 60
        while not list(home.glob("sessions/*.partial")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        time.sleep(1)
        cameras.set(f"{face};stall")
        time.sleep(1)
        asked_s = time.monotonic()
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=120)
    assert time.monotonic() - asked_s < 8.5  # it writes the session and ends Qt; the camera alone took nine
    (folder,) = (home / "sessions").iterdir()
    assert json.loads((folder / "session.json").read_text())["complete"]


def test_a_camera_that_is_unplugged_ends_the_recording_whole(cameras, home):
    cameras.set(FRONT)
    with cameras.start([*FER, "--source", "Front", "--record-for", "60", "--max-faces", "1"]) as program:
        deadline = time.monotonic() + 60
        while not list(home.glob("sessions/*.partial")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        time.sleep(1)
        cameras.set(f"{FRONT};away")
        _, errors = program.communicate(timeout=120)
    assert program.returncode != 0
    assert "stopped giving frames" in errors
    (folder,) = (home / "sessions").iterdir()
    info = json.loads((folder / "session.json").read_text())
    assert info["complete"] and "stopped giving frames" in info["end_reason"]
