from __future__ import annotations

import os
from types import SimpleNamespace

import cv2
import cv2_enumerate_cameras
import numpy as np
import pytest

from fer_desktop.capture import camera
from fer_desktop.capture.camera import CameraDevice, CameraFormat, CameraSource, find_camera
from fer_desktop.errors import CameraBusy, CameraLost, CameraNotFound

DEVICE = CameraDevice("Front camera", 0, 200)


class FakeCapture:
    """Stands in for cv2.VideoCapture: blue pictures, in OpenCV's order, with failures on command."""

    def __init__(self, opens=True, fails=()):
        self._opens, self._fails = opens, set(fails)
        self.reads = 0
        self.asked = {}
        self.was_released = False

    def isOpened(self):
        return self._opens

    def read(self):
        self.reads += 1
        if self.reads in self._fails:
            return False, None
        return True, np.full((480, 640, 3), (250, 10, 20), np.uint8)

    def get(self, prop):
        return 30.0

    def set(self, prop, value):
        self.asked[prop] = value
        return True

    def release(self):
        self.was_released = True


def source_of(capture, clock=None):
    times = iter(clock or [i / 30 for i in range(1000)])
    return CameraSource(DEVICE, CameraFormat(1280, 720, 25), lambda index, backend: capture, lambda: next(times))


def test_frames_are_rgb_stamped_on_arrival_and_counted():
    capture = FakeCapture()
    source = source_of(capture, clock=[10.0, 10.1, 10.5])
    info = source.open()
    assert (info.name, info.width_px, info.height_px, info.is_live) == ("Front camera", 640, 480, True)
    frames = [source.read(), source.read()]
    assert [frame.time_s for frame in frames] == pytest.approx([0.1, 0.5])
    assert [frame.index for frame in frames] == [0, 1]
    assert frames[0].image[0, 0].tolist() == [20, 10, 250]
    assert not frames[0].image.flags.writeable
    assert set(capture.asked.values()) >= {1280, 720, 25}


def test_a_busy_camera_is_released_and_named():
    for capture in (FakeCapture(opens=False), FakeCapture(fails=range(1, 100))):
        with pytest.raises(CameraBusy, match="Front camera") as caught:
            source_of(capture).open()
        assert "Close other programs" in caught.value.hint
        assert capture.was_released


def test_a_single_failure_is_survived_a_lasting_one_is_a_lost_camera():
    capture = FakeCapture(fails=[3, *range(6, 100)])
    source = source_of(capture)
    source.open()
    for _ in range(3):
        assert source.read() is not None
    with pytest.raises(CameraLost, match="stopped giving frames") as caught:
        source.read()
    assert "cable" in caught.value.hint
    assert capture.was_released
    source.close()


def test_cameras_are_found_by_number_and_by_name():
    cameras = (CameraDevice("Integrated Webcam", 0, 200), CameraDevice("Brio 4K", 2, 200))
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


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="looks for /dev/video on Linux alone")
def test_on_linux_cameras_are_listed_as_opencv_can_open_them(monkeypatch):
    from cv2_enumerate_cameras import linux_backend

    def found(pattern):
        assert pattern == "/dev/video*"
        return ["/dev/video2", "/dev/video0"]  # unsorted, as a folder is

    monkeypatch.setattr(linux_backend, "glob", SimpleNamespace(glob=found))
    monkeypatch.setattr(linux_backend, "device_can_capture_video", lambda path: True)
    listed = camera.list_cameras()
    assert [(one.index, one.backend, one.path) for one in listed] == [
        (0, cv2.CAP_V4L2, "/dev/video0"),
        (2, cv2.CAP_V4L2, "/dev/video2"),
    ]
    opened = []
    capture = FakeCapture()
    source = CameraSource(listed[1], CameraFormat(), lambda *args: opened.append(args) or capture)
    source.open()
    source.close()
    assert opened == [(2, cv2.CAP_V4L2)]


def test_only_backends_that_opencv_has_are_asked(monkeypatch):
    there = [("Brio", 0, "/dev/video0")]
    _system_with(monkeypatch, {cv2.CAP_GSTREAMER: there, cv2.CAP_V4L2: there}, {cv2.CAP_V4L2})
    assert camera.list_cameras() == (CameraDevice("Brio", 0, cv2.CAP_V4L2, "/dev/video0"),)
    _system_with(monkeypatch, {cv2.CAP_GSTREAMER: there}, set())
    assert camera.list_cameras() == ()


def test_a_camera_that_two_backends_of_windows_know_is_listed_once(monkeypatch):
    brio, other = r"\\?\usb#vid_046d&pid_085e&mi_00#6&1&0&0000", r"\\?\usb#vid_046d&pid_085e&mi_00#7&2&0&0000"
    msmf, dshow = "#{E5323777-F976-4F5B-9B55-B94699C46E44}\\global", "#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\\global"
    found = {
        cv2.CAP_MSMF: [("Brio", 0, brio.upper() + msmf), ("Brio", 1, other + msmf)],
        cv2.CAP_DSHOW: [("OBS Virtual Camera", 2, None), ("Brio", 1, brio + dshow), ("Brio", 0, other + dshow)],
    }
    _system_with(monkeypatch, found, set(found))
    assert [(one.name, one.index, one.backend) for one in camera.list_cameras()] == [
        ("Brio", 0, cv2.CAP_MSMF),
        ("Brio", 1, cv2.CAP_MSMF),
        ("OBS Virtual Camera", 2, cv2.CAP_DSHOW),
    ]


def test_a_stalled_camera_is_waited_for_by_seconds():
    assert float(os.environ["OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"]) <= 2
