"""Eyes are cut out upright, and read alike on both sides."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.face_details import CHANNELS, UNITS
from fer_desktop.core.types import Frame
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.eye_crops import EYES_SHAPE, cut_eyes, eye_matrices
from fer_desktop.vision.eyes import EyeReader, EyesSeen, combined
from fer_desktop.vision.landmarker import Landmarker

CORNERS: NDArray[np.float64] = np.array([(100.0, 200.0), (130.0, 202.0), (170.0, 202.0), (200.0, 200.0)])


def moved(corners, angle, scale, shift):
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    return corners @ np.array([[c, -s], [s, c]]).T + shift


@pytest.mark.parametrize("angle", [0, 0.5, -2.0])
@pytest.mark.parametrize("scale", [0.4, 1, 3])
def test_an_eye_stands_in_the_same_place_however_the_face_is_turned(angle, scale):
    still = eye_matrices(CORNERS, EYES_SHAPE, 160)
    there = moved(CORNERS, angle, scale, (31, -12))
    now = eye_matrices(there, EYES_SHAPE, 160 * scale)
    for i in range(2):
        for before, after in zip(CORNERS, there, strict=True):
            assert still[i] @ (*before, 1) == pytest.approx(now[i] @ (*after, 1), abs=1e-6)
        middle = there[2 * i : 2 * i + 2].mean(axis=0)
        assert now[i] @ (*middle, 1) == pytest.approx([(EYES_SHAPE[1] - 1) / 2, (EYES_SHAPE[0] - 1) / 2])


def test_both_eyes_look_like_a_right_one():
    outer, inner = (eye_matrices(CORNERS, EYES_SHAPE, 160)[i] for i in range(2))
    assert (outer @ (*CORNERS[0], 1))[0] < (outer @ (*CORNERS[1], 1))[0]
    assert (inner @ (*CORNERS[3], 1))[0] < (inner @ (*CORNERS[2], 1))[0]


def test_a_large_face_is_averaged_not_sampled():
    image = np.indices((800, 1200)).sum(axis=0).astype(np.uint8) % 2 * 255  # the finest chessboard
    crops = cut_eyes(image, eye_matrices(4.0 * CORNERS, EYES_SHAPE, 1600), EYES_SHAPE)
    assert np.abs(crops.astype(int) - 127).max() < 40


def test_the_surer_eye_weighs_more():
    pair = np.array([[0.4, 0.0, np.log(0.05), 0.3], [0.0, 0.0, np.log(0.5), 0.3]], np.float32)
    gaze, error = combined(pair)
    assert gaze[0] == pytest.approx(0.4, abs=0.01)
    assert error == pytest.approx(0.1)
    assert np.linalg.norm(gaze) == pytest.approx(1)


@pytest.fixture(scope="module")
def demo() -> Frame:
    source = DemoSource(DemoOptions(n_faces=1, duration_s=4.0))
    source.open()
    frame = source.read()
    assert frame is not None
    source.close()
    return frame


def seen_in(image: np.ndarray) -> EyesSeen:
    landmarker = Landmarker(1)
    (face,) = landmarker.find(image, 0.0)
    landmarker.close()
    (seen,) = EyeReader(weights_dir() / "eyes").read(image, [face])
    return seen


def test_a_mirrored_picture_swaps_the_eyes_and_turns_the_gaze(demo):
    seen, mirrored = seen_in(demo.image), seen_in(np.ascontiguousarray(demo.image[:, ::-1]))
    assert mirrored.opening == pytest.approx(seen.opening[::-1], abs=0.05)
    assert mirrored.gaze[0] == pytest.approx(-seen.gaze[0], abs=0.08)
    assert mirrored.gaze[1] == pytest.approx(seen.gaze[1], abs=0.08)


def test_in_a_picture_that_is_turned_the_gaze_is_turned_with_it(demo):
    seen = seen_in(demo.image)
    height, width = demo.image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -30, 1)  # clockwise
    tilted = seen_in(cv2.warpAffine(demo.image, matrix, (width, height)))
    x, y = np.sin(seen.gaze[0]), np.sin(seen.gaze[1])
    c, s = np.cos(np.deg2rad(30)), np.sin(np.deg2rad(30))
    assert np.sin(tilted.gaze[0]) == pytest.approx(c * x + s * y, abs=0.08)
    assert np.sin(tilted.gaze[1]) == pytest.approx(c * y - s * x, abs=0.08)


def test_the_demo_blinks_and_every_channel_is_there():
    source = DemoSource(DemoOptions(n_faces=1, duration_s=6.0))
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 1, "cpu", details=True))
    source.open()
    shut, opening = [], []
    while (frame := source.read()) is not None:
        for face in analyzer.analyze(frame).faces:
            assert face.details is not None
            assert len(face.details.channels) == len(CHANNELS)
            assert not np.isnan(face.details.channels).any()
            assert min(face.details.unit(unit) for unit in UNITS) >= 0
            shut.append(face.details.unit("AU45"))
            opening.append(np.mean(face.details.eye_opening))
    analyzer.close()
    source.close()
    assert np.median(shut) < 0.3
    assert max(shut) > 0.55
    assert min(opening) < 0.6 * np.median(opening)


def test_without_details_nothing_is_measured(demo):
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 1, "cpu"))
    (face,) = analyzer.analyze(demo).faces
    analyzer.close()
    assert face.details is None
    assert analyzer.model.eyes is None


def test_missing_weights_of_the_eyes_are_said(tmp_path: Path):
    from fer_desktop.errors import WeightsMissing

    with pytest.raises(WeightsMissing):
        EyeReader(tmp_path)
