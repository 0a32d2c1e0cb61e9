from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.vision.detector import FaceDetector
from fer_desktop.vision.mesh import N_LANDMARKS, _coordinates

WHOLE, LEFT = (0, 0, 640, 480), (0, 0, 320, 480)


@pytest.fixture(scope="module")
def image():
    source = DemoSource(DemoOptions(n_faces=2))
    source.open()
    return source.read().image


@pytest.fixture
def make_detector():
    made = []

    def make(*args):
        made.append(FaceDetector(*args))
        return made[-1]

    yield make
    for detector in made:
        detector.close()


def test_a_look_begun_before_says_the_same(make_detector, image):
    waiting, early = make_detector(), make_detector()
    early.begin(image, LEFT)
    assert early.detect(image, LEFT) == waiting.detect(image, LEFT)
    early.begin(image, WHOLE)  # never asked for
    assert early.detect(image, LEFT) == waiting.detect(image, LEFT)
    early.begin(image, LEFT)
    early.begin(image, WHOLE)
    assert len(early.detect(image, WHOLE)) == 2


def test_a_picture_that_is_gone_may_be_looked_at(make_detector, image):
    """The graph works on memory that the caller may have let go."""
    detector = make_detector()
    for i in range(30):
        detector.begin(image + np.uint8(i % 2), LEFT)
        detector.detect(image, LEFT)
    assert len(detector.detect(image, LEFT)) == 1


def test_the_least_score_counts(make_detector, image):
    """`mp.solutions` asks for 0.5 whatever it is told."""
    assert len(make_detector(0.25).detect(image, WHOLE)) == 2
    assert make_detector(0.97).detect(image, WHOLE) == []


def test_landmarks_are_read_whatever_else_is_set():
    from mediapipe.framework.formats import landmark_pb2

    expected = np.random.default_rng(1).normal(0.5, 0.2, (N_LANDMARKS, 3)).astype(np.float32)
    expected[7] = 0.0
    landmarks = landmark_pb2.NormalizedLandmarkList()
    for x, y, z in expected.tolist():
        landmarks.landmark.add(x=x, y=y, z=z)
    assert np.array_equal(_coordinates(landmarks), expected)
    landmarks.landmark[3].visibility = 0.5
    assert np.array_equal(_coordinates(landmarks), expected)
