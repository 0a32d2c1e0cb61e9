"""A photograph without a face takes bounded work, however large it is; a turned face in a large one is found."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.vision.detector import FaceDetector, scan_areas
from fer_desktop.vision.landmarker import Landmarker


@pytest.fixture
def landmarker():
    made = Landmarker(1)
    yield made
    made.close()


@pytest.fixture
def n_detected(monkeypatch):
    """Pictures that the detector was shown so far."""
    shown = []

    def detect(self, image, area):
        if area != (0, 0, 64, 64):  # it warms up
            shown.append(area)
        return []

    monkeypatch.setattr(FaceDetector, "detect", detect)
    return lambda: len(shown)


@pytest.mark.parametrize(("width", "height"), [(640, 480), (4000, 3000), (3000, 4000)])
def test_looking_again_takes_about_as_long_as_looking(landmarker, n_detected, width, height):
    image = np.zeros((height, width, 3), np.uint8)
    landmarker.find(image, 0.0)
    n_first = n_detected()
    landmarker.look_again(image)
    n_again = n_detected() - n_first
    assert n_again <= (3 if width * height < 2_000_000 else 1.7) * n_first


@pytest.mark.parametrize(("width", "height"), [(5000, 3), (3, 5000), (32_000, 10), (2000, 63)])
def test_a_strip_is_soon_done(landmarker, n_detected, width, height):
    areas = scan_areas(width, height)
    assert len(areas) <= 2
    assert all((x1 - x0) * (y1 - y0) <= 9 * width * height for x0, y0, x1, y1 in areas)
    image = np.zeros((height, width, 3), np.uint8)
    assert landmarker.find(image, 0.0) == ()
    assert landmarker.look_again(image) == ()


def test_a_texture_that_looks_like_faces_everywhere_is_bounded(landmarker, monkeypatch):
    regions = landmarker._candidates(face()) * 20
    monkeypatch.setattr(FaceDetector, "detect", lambda self, image, area: regions)
    assert len(landmarker._candidates(np.zeros((1500, 2000, 3), np.uint8))) < 400 + len(regions)


def face():
    source = DemoSource(DemoOptions())
    source.open()
    return source.read().image


@pytest.mark.parametrize("degrees", [40, -40])
def test_a_turned_face_in_a_large_photograph_is_found(landmarker, degrees):
    image = cv2.resize(face(), (3200, 2400))
    matrix = cv2.getRotationMatrix2D((1600, 1200), degrees, 1.0)
    turned = cv2.warpAffine(image, matrix, (3200, 2400), borderMode=cv2.BORDER_REPLICATE)
    (found,) = landmarker.find(turned, 0.0) or landmarker.look_again(turned)
    assert np.rad2deg(found.yaw_pitch_roll[2]) == pytest.approx(-degrees, abs=10)
