"""A photograph without a face takes bounded work, however large it is; a turned face in a large one is found."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.vision.detector import Detection, FaceDetector, scan_areas
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.mesh import FaceMesh, Region


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


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1280, 960), (4000, 3000), (3000, 4000), (8000, 6000)])
def test_looking_again_takes_about_as_long_as_looking(landmarker, n_detected, width, height):
    image = np.zeros((height, width, 3), np.uint8)
    landmarker.find(image, 0.0)
    n_first = n_detected()
    landmarker.look_again(image)
    n_again = n_detected() - n_first
    assert n_again <= 1.4 * n_first


@pytest.mark.parametrize(("width", "height"), [(5000, 3), (3, 5000), (32_000, 10), (2000, 63)])
def test_a_strip_is_soon_done(landmarker, n_detected, width, height):
    areas = scan_areas(width, height)
    assert len(areas) <= 2
    assert all((x1 - x0) * (y1 - y0) <= 9 * width * height for x0, y0, x1, y1 in areas)
    image = np.zeros((height, width, 3), np.uint8)
    assert landmarker.find(image, 0.0) == ()
    assert landmarker.look_again(image) == ()


def test_a_texture_that_looks_like_faces_everywhere_is_bounded(landmarker, monkeypatch):
    """The landmark model takes as long for a region as the detector for an area."""
    rng = np.random.default_rng(0)
    located = []

    def detect(self, image, area):
        x, y, score = rng.uniform([50, 50, 0.25], [1000, 1000, 0.5])
        return [Detection(Region(float(x), float(y), 80.0, 0.0), float(score))] * 2

    def locate(self, image, regions):
        located.extend(regions)
        return [None] * len(regions)

    monkeypatch.setattr(FaceDetector, "detect", detect)
    monkeypatch.setattr(FaceMesh, "locate", locate)
    assert landmarker.look_again(np.zeros((1500, 2000, 3), np.uint8)) == ()
    assert len(located) == 18  # six in each of three looks


def test_the_likeliest_candidates_come_first_and_each_once(landmarker, monkeypatch):
    found = [(100, 0.3), (102, 0.4), (300, 0.28), (500, 0.45)]
    detections = [Detection(Region(x, 100.0, 80.0, 0.0), score) for x, score in found]
    monkeypatch.setattr(FaceDetector, "detect", lambda self, image, area: detections)
    assert [region.x for region in landmarker._candidates(np.zeros((480, 640, 3), np.uint8))] == [500, 102, 300]


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
