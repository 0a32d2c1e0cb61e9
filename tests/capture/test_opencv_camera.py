"""The way to cameras through OpenCV, with a stand-in for cv2.VideoCapture: no test machine has such a camera."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fer_desktop.capture.camera import CameraDevice, CameraFormat, CameraSource
from fer_desktop.capture.opencv_camera import OpenCvCapture, as_rgb
from fer_desktop.errors import CameraBusy

BLUE = np.full((480, 640, 3), (250, 10, 20), np.uint8)


class FakeVideoCapture:
    def __init__(self, *images, opens=True, fps=30.0):
        self._images, self._opens, self._fps = iter(images), opens, fps
        self.asked = {}
        self.was_released = False

    def isOpened(self):
        return self._opens

    def read(self):
        image = next(self._images, None)
        if isinstance(image, Exception):
            raise image
        return image is not None, image

    def get(self, prop):
        return self._fps if prop == cv2.CAP_PROP_FPS else 0.0

    def set(self, prop, value):
        self.asked[prop] = value
        return True

    def release(self):
        self.was_released = True


def source_of(fake):
    return CameraSource(
        CameraDevice("Cam", 0, 700), CameraFormat(1280, 720, 25), lambda d: OpenCvCapture(0, 700, lambda *_: fake)
    )


def test_frames_are_rgb_and_stamped_on_arrival():
    fake = FakeVideoCapture(BLUE, BLUE)
    source = source_of(fake)
    info = source.open()
    assert (info.width_px, info.height_px, info.nominal_fps, info.clock) == (640, 480, 30.0, "arrival")
    assert source.read().image[0, 0].tolist() == [20, 10, 250]
    assert set(fake.asked.values()) >= {1280, 720, 25}
    source.close()
    assert fake.was_released


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), 1e9])
def test_a_rate_that_opencv_does_not_know_is_unknown(fps):
    assert source_of(FakeVideoCapture(BLUE, fps=fps)).open().nominal_fps == 0.0


def test_an_assertion_inside_opencv_is_a_damaged_picture():
    source = source_of(FakeVideoCapture(BLUE, cv2.error("!buf.empty()"), np.zeros((0,), np.uint8), BLUE))
    source.open()
    source.read()
    assert source.read().lost == 2


def test_a_camera_that_does_not_open_is_released():
    fake = FakeVideoCapture(opens=False)
    with pytest.raises(CameraBusy, match="cannot be opened"):
        source_of(fake).open()
    assert fake.was_released


def test_gray_and_transparent_pictures_are_read():
    gray = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert as_rgb(gray)[1, 2].tolist() == [6, 6, 6]
    assert as_rgb(gray[:, :, np.newaxis])[1, 2].tolist() == [6, 6, 6]
    assert as_rgb(np.full((3, 4, 4), (1, 2, 3, 255), np.uint8))[0, 0].tolist() == [3, 2, 1]


@pytest.mark.parametrize("shape", [(1, 921_600), (1, 640, 3), (480, 640, 2)])
def test_rows_that_are_no_picture_are_said(shape):
    fake = FakeVideoCapture(np.zeros(shape, np.uint8))
    with pytest.raises(CameraBusy, match=rf"{shape[0]} × {shape[1]}"):
        source_of(fake).open()
    assert fake.was_released
