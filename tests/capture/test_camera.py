from __future__ import annotations

import errno
from dataclasses import replace
from types import SimpleNamespace

import cv2
import cv2_enumerate_cameras
import numpy as np
import pytest

from fer_desktop.capture import camera
from fer_desktop.capture.camera import CameraDevice, CameraFormat, CameraSource, find_camera
from fer_desktop.capture.shot import Shot, Terms
from fer_desktop.errors import CameraBusy, CameraForbidden, CameraLost, CameraNotFound

DEVICE = CameraDevice("Front camera", 0, 200)


class FakeCapture:
    """A camera that gives these shots, one each 1/30 s of a clock of its own; an error among them is raised.

    None is a wait without a picture; when all are given, only such waits follow.
    """

    def __init__(self, *shots, fps=30.0):
        self.now_s, self._shots, self._fps = 100.0, iter(shots), fps
        self.asked = None
        self.was_closed = False

    def clock(self):
        return self.now_s

    def start(self, wanted):
        self.asked = wanted
        return Terms(640, 480, self._fps, "driver")

    def newest(self, timeout_s):
        self.now_s += 1 / 30
        shot = next(self._shots, None)
        if isinstance(shot, Exception):
            raise shot
        return shot and replace(shot, taken_s=self.now_s - 0.05 if shot.taken_s == 0 else shot.taken_s)

    def close(self):
        self.was_closed = True


def picture(lost=0, passed_over=0, taken_s=0.0):
    return Shot(np.full((480, 640, 3), (20, 10, 250), np.uint8), taken_s, lost, passed_over)


DAMAGED = Shot(None, 0.0)


def source_of(capture):
    return CameraSource(DEVICE, CameraFormat(1280, 720, 25), lambda device: capture, capture.clock)


def test_frames_are_rgb_stamped_when_they_were_taken_and_counted():
    capture = FakeCapture(picture(), picture(), None, picture(lost=2, passed_over=1))
    source = source_of(capture)
    info = source.open()
    assert (info.name, info.width_px, info.height_px, info.is_live) == ("Front camera", 640, 480, True)
    assert (info.nominal_fps, info.clock, capture.asked) == (30.0, "driver", CameraFormat(1280, 720, 25))
    frames = [source.read() for _ in range(3)]
    assert [frame.time_s for frame in frames] == pytest.approx([0.0, 1 / 30, 3 / 30])
    assert frames[0].taken_s == pytest.approx(100 + 1 / 30 - 0.05)
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert [(frame.lost, frame.passed_over) for frame in frames] == [(0, 0), (0, 0), (2, 1)]
    assert frames[0].image[0, 0].tolist() == [20, 10, 250]


def test_time_always_grows_whatever_the_driver_says():
    source = source_of(FakeCapture(picture(taken_s=99.0), picture(taken_s=98.9), picture(taken_s=98.9)))
    source.open()
    times = [source.read().time_s for _ in range(3)]
    assert times[0] == 0.0 and times[0] < times[1] < times[2] < 1e-4


@pytest.mark.parametrize("first", [(), (DAMAGED,) * 10])
def test_a_camera_without_a_picture_is_released_and_named(first):
    capture = FakeCapture(*first)
    with pytest.raises(CameraBusy, match="'Front camera' is open but gives no picture") as caught:
        source_of(capture).open()
    assert "Close other programs" in caught.value.hint
    assert capture.was_closed and capture.now_s > 109  # it had time to wake up


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EACCES, CameraForbidden),
        (errno.EPERM, CameraForbidden),
        (errno.ENOENT, CameraNotFound),
        (errno.ENODEV, CameraNotFound),
        (errno.EBUSY, CameraBusy),
        (None, CameraBusy),
    ],
)
def test_why_a_camera_does_not_open_is_said(number, error):
    def refuse(device):
        raise OSError(number, "no")

    with pytest.raises(error, match="Front camera"):
        CameraSource(DEVICE, CameraFormat(), refuse).open()


def test_reads_fail_and_a_camera_is_given_up_after_time_alone():
    failed = OSError(errno.EIO, "no signal")
    capture = FakeCapture(picture(), *[None] * 60, DAMAGED, failed, DAMAGED, picture(), picture(lost=1))
    source = source_of(capture)
    source.open()
    source.read()
    assert [source.read().lost for _ in range(2)] == [2, 1]
    before_s = capture.now_s
    with pytest.raises(CameraLost, match="stopped giving frames") as caught:
        source.read()
    assert "cable" in caught.value.hint
    assert 4.5 < capture.now_s - before_s < 6
    assert capture.was_closed
    source.close()


def test_an_unplugged_camera_is_lost_at_once():
    capture = FakeCapture(picture(), OSError(errno.ENODEV, "gone"))
    source = source_of(capture)
    source.open()
    source.read()
    with pytest.raises(CameraLost):
        source.read()
    assert capture.now_s < 101


def test_whoever_waits_for_a_camera_can_be_called_off():
    capture = FakeCapture(picture())
    source = source_of(capture)
    source.open()
    source.read()
    waits = capture.newest

    def newest(timeout_s):
        source.interrupt()
        return waits(timeout_s)

    capture.newest = newest
    assert source.read() is None
    assert capture.was_closed and capture.now_s < 101


def test_cameras_are_found_by_number_and_by_name():
    cameras = (CameraDevice("Integrated Webcam", 0, 200, "/dev/video0"), CameraDevice("Brio 4K", 2, 200, "/dev/video2"))
    assert find_camera("/dev/video2", cameras) == 1
    assert find_camera("1", cameras) == 1
    assert find_camera("integrated", cameras) == 0
    with pytest.raises(CameraNotFound, match="0: Integrated Webcam, 1: Brio 4K"):
        find_camera("7", cameras)


def test_listing_cameras_works_without_any():
    assert isinstance(camera.list_cameras(), tuple)


def _system_with(monkeypatch, found, built_in):
    """A system where each backend finds these cameras, and an OpenCV that was built with some of the backends."""

    def enumerate_cameras(backend=cv2.CAP_ANY):
        assert backend != cv2.CAP_ANY  # its indices and backends are of no use to an OpenCV without the first backend
        return [SimpleNamespace(name=n, index=i, backend=backend, path=path) for n, i, path in found[backend]]

    monkeypatch.setattr(cv2_enumerate_cameras, "supported_backends", tuple(found))
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", enumerate_cameras)
    monkeypatch.setattr(cv2.videoio_registry, "hasBackend", lambda backend: backend in built_in)


def test_only_backends_that_opencv_has_are_asked(monkeypatch):
    there = [("Brio", 0, "/dev/video0")]
    _system_with(monkeypatch, {cv2.CAP_GSTREAMER: there, cv2.CAP_V4L2: there}, {cv2.CAP_V4L2})
    assert camera._opencv_cameras() == (CameraDevice("Brio", 0, cv2.CAP_V4L2, "/dev/video0"),)
    _system_with(monkeypatch, {cv2.CAP_GSTREAMER: there}, set())
    assert camera._opencv_cameras() == ()


def test_a_camera_that_two_backends_of_windows_know_is_listed_once(monkeypatch):
    brio, other = r"\\?\usb#vid_046d&pid_085e&mi_00#6&1&0&0000", r"\\?\usb#vid_046d&pid_085e&mi_00#7&2&0&0000"
    msmf, dshow = "#{E5323777-F976-4F5B-9B55-B94699C46E44}\\global", "#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\\global"
    found = {
        cv2.CAP_MSMF: [("Brio", 0, brio.upper() + msmf), ("Brio", 1, other + msmf)],
        cv2.CAP_DSHOW: [("OBS Virtual Camera", 2, None), ("Brio", 1, brio + dshow), ("Brio", 0, other + dshow)],
    }
    _system_with(monkeypatch, found, set(found))
    assert [(one.name, one.index, one.backend) for one in camera._opencv_cameras()] == [
        ("Brio", 0, cv2.CAP_MSMF),
        ("Brio", 1, cv2.CAP_MSMF),
        ("OBS Virtual Camera", 2, cv2.CAP_DSHOW),
    ]
