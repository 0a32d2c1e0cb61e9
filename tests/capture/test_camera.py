from __future__ import annotations

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
