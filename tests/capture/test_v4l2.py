"""Cameras of Linux, through the kernel's interface, with cameras that tests/fake_camera.c makes.

Each test reads them in a process of its own: a library is preloaded at the start of one.
"""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from tests.fake_cameras import FRONT

READ = """
import json, sys, time
from fer_desktop.capture.camera import CameraFormat, CameraSource, list_cameras
from fer_desktop.errors import FerError

width, height, fps, seconds, work_s = (float(word) for word in sys.argv[1:])
(camera, *_) = list_cameras()
source = CameraSource(camera, CameraFormat(int(width), int(height), fps))
asked_s = time.monotonic()
said = {"frames": []}
try:
    info = source.open()
    opened_s = time.monotonic()
    said |= {"size": [info.width_px, info.height_px], "fps": info.nominal_fps, "clock": info.clock}
    while time.monotonic() < opened_s + seconds:
        frame = source.read()
        now_s = time.monotonic()
        said["frames"].append([frame.time_s, now_s - frame.taken_s, frame.lost, frame.passed_over])
        if len(said["frames"]) == 1:
            print("reading", flush=True)
        time.sleep(work_s)
except FerError as error:
    said |= {"error": type(error).__name__, "message": str(error)}
    if said["frames"]:
        said["after_s"] = time.monotonic() - now_s  # without a frame
said["took_s"] = time.monotonic() - asked_s
source.close()
print(json.dumps(said))
"""


def read(cameras, *, size=(640, 480), fps=30, seconds=1.0, work_s=0.0):
    result = cameras.run(["-c", READ, *(str(word) for word in (*size, fps, seconds, work_s))])
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout.splitlines()[-1])


def read_until(cameras, change):
    """Begin to read a camera for long; once it gives frames, something happens to it. Gives what is said of it."""
    cameras.set(FRONT)
    with cameras.start(["-c", READ, "640", "480", "30", "100", "0"]) as program:
        assert program.stdout.readline() == "reading\n"
        cameras.set(f"{FRONT};{change}")
        out, _ = program.communicate(timeout=200)
    return json.loads(out)


def columns(said):
    """Times, ages, lost and passed over of the frames."""
    return np.array(said["frames"]).T


@pytest.fixture
def jpeg(tmp_path):
    path = tmp_path / "picture.jpg"
    path.write_bytes(cv2.imencode(".jpg", np.full((720, 1280, 3), 90, np.uint8))[1].tobytes())
    return path


def listed(cameras):
    code = (
        "import json, dataclasses; from fer_desktop.capture.camera import list_cameras;"
        "print(json.dumps([dataclasses.asdict(camera) for camera in list_cameras()]))"
    )
    return json.loads(cameras.run(["-c", code]).stdout)


def test_cameras_are_listed_with_all_that_they_offer_and_without_their_metadata(cameras, jpeg):
    cameras.set(f"name=Front;format=YUYV 640x480 30,15,7.5;format=MJPG 1280x720 30 {jpeg}", "name=Front;meta", FRONT)
    found = listed(cameras)
    assert [(one["name"], one["path"]) for one in found] == [("Front", "/dev/video0"), ("Front", "/dev/video2")]
    offered = [(one["width_px"], one["height_px"], one["fps"]) for one in found[0]["formats"]]
    assert offered == [(640, 480, 30.0), (640, 480, 15.0), (640, 480, 7.5), (1280, 720, 30.0)]


def test_a_camera_without_permission_is_listed_once_and_says_why(cameras):
    cameras.set(f"{FRONT};open=13", "name=Front;meta;open=13")
    (found,) = listed(cameras)
    assert found["is_forbidden"]
    said = read(cameras)
    assert said["error"] == "CameraForbidden"
    assert "/dev/video0" in said["message"] and "group video" in said["message"]


def test_frames_carry_the_moment_at_which_they_were_taken(cameras):
    cameras.set(f"{FRONT};late_ms=80")
    said = read(cameras)
    times, ages, lost, passed_over = columns(said)
    assert (said["size"], said["fps"], said["clock"]) == ([640, 480], 30.0, "driver")
    assert times[0] == 0.0
    np.testing.assert_allclose(np.diff(times) * 30, np.round(np.diff(times) * 30), atol=0.02)
    assert ages.min() >= 0.08
    assert np.array_equal(np.round(np.diff(times) * 30) - 1, (lost + passed_over)[1:])


def test_stamps_of_another_clock_are_not_believed(cameras):
    cameras.set(f"{FRONT};no_clock")
    said = read(cameras)
    times, ages, *_ = columns(said)
    assert said["clock"] == "arrival"
    assert ages.max() < 0.5 and 0.5 < times[-1] < 1.5


def test_who_reads_slowly_gets_new_pictures_and_the_number_of_those_passed_over(cameras):
    cameras.set(FRONT)
    times, ages, lost, passed_over = columns(read(cameras, seconds=2.0, work_s=0.25))
    assert np.median(ages) < 0.045  # OpenCV would give the oldest of four: some 0.2 s
    assert passed_over.sum() >= 10 and lost.sum() >= 10  # four buffers hold 0.13 s
    assert np.array_equal(np.round(np.diff(times) * 30) - 1, (lost + passed_over)[1:])


@pytest.mark.parametrize("trouble", ["skip=8", "empty=8", "error=8", "cut=8"])
def test_pictures_that_are_lost_or_damaged_are_counted(cameras, trouble):
    cameras.set(f"{FRONT};{trouble}")
    times, _, lost, passed_over = columns(read(cameras))
    at = int(np.argmax(times > 7.5 / 30))  # numbers start at 0, and so does time
    assert times[at] == pytest.approx(9 / 30, abs=0.002)
    assert lost[at] == 1
    assert lost.sum() + passed_over.sum() == np.round(times[-1] * 30) + 1 - len(times)


def test_what_is_shown_is_what_the_camera_agreed_to(cameras, jpeg):
    cameras.set(f"name=Front;format=YUYV 640x480 30,15;format=MJPG 1280x720 30,10 {jpeg}")
    said = read(cameras, size=(1280, 720), fps=10)
    assert (said["size"], said["fps"]) == ([1280, 720], 10.0)
    assert 0.09 < np.median(np.diff(columns(said)[0])) < 0.11
    said = read(cameras, size=(1600, 1200), fps=60)  # not offered: the nearest
    assert (said["size"], said["fps"]) == ([1280, 720], 30.0)


def test_a_camera_that_sends_nothing_readable_is_said(cameras):
    cameras.set("name=Front;format=H264 640x480 30")
    said = read(cameras)
    assert said["error"] == "CameraBusy" and "nothing that can be read" in said["message"]


def test_a_busy_camera_is_named(cameras):
    cameras.set(f"{FRONT};busy")
    said = read(cameras)
    assert said["error"] == "CameraBusy" and "'Front'" in said["message"]


def test_a_camera_that_wakes_slowly_is_waited_for(cameras):
    cameras.set(f"{FRONT};first_ms=2500")
    said = read(cameras, seconds=0.3)
    assert said["took_s"] > 2.5 and len(said["frames"]) > 3


def test_an_unplugged_camera_is_lost_at_once(cameras):
    said = read_until(cameras, "away")
    assert said["error"] == "CameraLost" and said["after_s"] < 4.5


def test_a_stalled_camera_is_given_up_after_some_seconds(cameras):
    said = read_until(cameras, "stall")
    assert said["error"] == "CameraLost" and 5 <= said["after_s"] < 60
