"""How far a mouth is open, and whether it moves."""

import numpy as np
import pytest

from fer_desktop.core.mouth import MOVES_ABOVE, MouthMovement, mouth_opening


def face(gap: float) -> np.ndarray:
    landmarks = np.zeros((468, 3), np.float32)
    landmarks[33], landmarks[263] = (0, 0, 0), (100, 0, 0)
    landmarks[13], landmarks[14] = (50, 80, 0), (50, 80 + gap, 0)
    return landmarks


def turned(landmarks: np.ndarray, angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return landmarks @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]]).T


@pytest.mark.parametrize("angle", [0, 0.4, -0.8])
@pytest.mark.parametrize("scale", [0.3, 1, 5])
def test_the_gap_is_a_share_of_the_eyes_distance_however_the_head_is_turned(angle, scale):
    assert mouth_opening(turned(scale * face(20), angle)) == pytest.approx(0.2, abs=1e-5)


def test_a_face_without_size_has_no_opening():
    assert np.isnan(mouth_opening(np.zeros((468, 3))))


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_a_mouth_that_speaks_moves_and_one_that_is_open_does_not(fps):
    speaks, still = MouthMovement(), MouthMovement()
    rng = np.random.default_rng(2)
    for i in range(3 * fps):
        speed = speaks.add(i / fps, 0.06 + 0.05 * np.sin(2 * np.pi * 4 * i / fps))
        noise = still.add(i / fps, 0.15 + rng.normal(0, 0.0005))
    assert speed == pytest.approx(0.8, abs=0.2)  # 4 times up and down 0.1 each second
    assert speed > MOVES_ABOVE > noise


def test_half_a_window_must_be_known():
    movement = MouthMovement()
    known = [movement.add(i / 30, 0.1 * (i % 2)) for i in range(20)]
    assert np.isnan(known[:9]).all()
    assert not np.isnan(known[10:]).any()
