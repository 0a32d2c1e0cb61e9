from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.geometry import (
    box_area,
    box_of_points,
    compose,
    covered_fraction,
    iou,
    similarity_transform,
    transform_scale,
    visible_fraction,
)
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.pose import yaw_pitch_roll
from fer_desktop.core.quality import UNRELIABLE_BELOW, face_quality, sharpness
from fer_desktop.core.smoothing import smoothed
from fer_desktop.core.types import Face, samples_of
from tests.fakes import make_analysis, make_scores, make_tracked

boxes = st.tuples(*[st.floats(-100, 100) for _ in range(2)], *[st.floats(0.5, 100) for _ in range(2)]).map(
    lambda b: np.array([b[0], b[1], b[0] + b[2], b[1] + b[3]])
)


def test_labels_are_those_of_fer_plus_and_each_has_a_colour():
    assert EXPRESSIONS == (
        "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
    )  # fmt: skip
    assert set(COLOURS) == set(EXPRESSIONS)
    assert len(set(COLOURS.values())) == 8


def test_scores_sum_to_one_and_cannot_be_changed():
    scores = ExpressionScores.from_array(np.array([1, 2, 3, 4, 0, 0, 0, 0], np.float32))
    assert scores.probabilities.sum() == pytest.approx(1)
    assert scores.top == "sadness"
    assert scores.top_probability == pytest.approx(0.4)
    with pytest.raises(ValueError, match="read-only"):
        scores.probabilities[0] = 1


def test_valence_is_happiness_minus_the_largest_negative():
    values = np.array([0.1, 0.5, 0.0, 0.1, 0.2, 0.05, 0.03, 0.02])
    assert ExpressionScores.from_array(values).valence == pytest.approx(0.5 - 0.2)


@pytest.mark.parametrize("bad", [np.ones(7), np.array([np.nan] * 8), np.zeros(8), -np.ones(8)])
def test_scores_refuse_what_is_no_distribution(bad):
    with pytest.raises(ValueError, match="expected"):
        ExpressionScores.from_array(bad)


@given(boxes, boxes)
def test_iou_is_symmetric_and_between_0_and_1(a, b):
    assert 0 <= iou(a, b) <= 1 + 1e-9
    assert iou(a, b) == pytest.approx(iou(b, a))
    assert iou(a, a) == pytest.approx(1)
    assert iou(a, b) <= covered_fraction(a, b) + 1e-9


def test_boxes_apart_share_nothing():
    a, b = np.array([0, 0, 1, 1]), np.array([2, 2, 3, 3])
    assert iou(a, b) == 0
    assert covered_fraction(a, b) == 0


def test_a_small_box_inside_a_large_one_is_covered():
    assert covered_fraction(np.array([0, 0, 10, 10]), np.array([2, 2, 4, 4])) == 1


def test_visible_fraction_of_a_box_half_outside():
    assert visible_fraction(np.array([-5, 0, 5, 10]), 100, 100) == pytest.approx(0.5)
    assert visible_fraction(np.array([5, 5, 5, 5]), 100, 100) == 0
    assert box_area(np.array([5, 5, 1, 9])) == 0


@given(st.floats(-3, 3), st.floats(0.1, 10), st.floats(-50, 50), st.floats(-50, 50))
def test_similarity_transform_finds_the_motion(angle, scale, x, y):
    source = np.array([(0.0, 0.0), (10, 0), (3, 7), (-4, 2)])
    rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = similarity_transform(source, source @ rotation.T + (x, y))
    assert np.allclose(matrix, np.column_stack([rotation, (x, y)]), atol=1e-6)
    assert transform_scale(matrix) == pytest.approx(scale)


def test_similarity_transform_refuses_what_it_cannot_fit():
    with pytest.raises(ValueError, match="equal"):
        similarity_transform(np.ones((3, 2)), np.zeros((3, 2)))
    with pytest.raises(ValueError, match=r"\(N, 2\)"):
        similarity_transform(np.ones((3, 2)), np.zeros((4, 2)))


def test_compose_applies_the_inner_transform_first():
    shift = np.array([[1.0, 0, 5], [0, 1, 0]])
    double = np.array([[2.0, 0, 0], [0, 2, 0]])
    assert compose(double, shift) @ [1, 1, 1] == pytest.approx([12, 2])


_NOSE = 1  # its tip, among the landmarks


def _head(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """Landmarks of a schematic head, turned; angles as in docs/conventions.md."""
    points = np.zeros((468, 3))
    pairs = {33: 263, 133: 362, 234: 454, 127: 356}
    for i, (right, left) in enumerate(pairs.items()):
        points[right], points[left] = (-20 - 5 * i, -10, 5.0 * i), (20 + 5 * i, -10, 5.0 * i)
    points[10], points[152], points[_NOSE] = (0, -50, 0), (0, 50, 0), (0, 0, -30)
    turn_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    turn_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    turn_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return points @ (turn_z @ turn_x @ turn_y).T


def test_pose_signs_left_up_left():
    assert yaw_pitch_roll(_head(0.4, 0, 0)) == pytest.approx([0.4, yaw_pitch_roll(_head(0, 0, 0))[1], 0], abs=0.02)
    assert yaw_pitch_roll(_head(0, 0, 0.3))[2] == pytest.approx(0.3, abs=0.01)
    lean = yaw_pitch_roll(_head(0, 0, 0))[1]
    assert yaw_pitch_roll(_head(0, 0.3, 0))[1] - lean == pytest.approx(0.3, abs=0.01)


def test_turning_to_the_left_moves_the_nose_to_the_right_of_the_picture():
    """The signs of docs/conventions.md, of a head of which nothing is known but where its nose points."""
    for yaw in (0.4, -0.4):
        head = _head(yaw, 0, 0)
        assert np.sign(head[_NOSE, 0]) == np.sign(yaw_pitch_roll(head)[0]) == np.sign(yaw)


def _face(box=(100, 100, 200, 220), yaw=0.0):
    return Face(np.array(box, np.float32), np.zeros((468, 3), np.float32), np.array([yaw, 0, 0], np.float32))


def _crop(contrast=50.0, level=128.0):
    rng = np.random.default_rng(1)
    return np.clip(rng.normal(level, contrast, (48, 48)), 0, 255).astype(np.uint8)


def test_a_good_face_has_quality_one():
    assert face_quality(_face(), _crop(), 640, 480).value == 1


@pytest.mark.parametrize(
    ("face", "crop", "factor"),
    [
        (_face((100, 100, 118, 120)), _crop(), "size"),
        (_face(yaw=1.2), _crop(), "pose"),
        (_face((-70, 100, 30, 220)), _crop(), "visible"),
        (_face(), _crop(contrast=3, level=4), "brightness"),
        (_face(), _crop(contrast=2), "contrast"),
        (_face(), np.tile(np.linspace(0, 255, 48).astype(np.uint8), (48, 1)), "sharpness"),
    ],
)
def test_each_weakness_makes_a_face_unreliable(face, crop, factor):
    quality = face_quality(face, crop, 640, 480)
    assert getattr(quality, factor) < UNRELIABLE_BELOW
    assert quality.value <= getattr(quality, factor)


def test_a_flat_crop_has_no_sharpness():
    assert sharpness(np.full((48, 48), 7, np.uint8)) == 0


@pytest.mark.parametrize("rate", [5, 10, 60])
def test_smoothing_does_not_depend_on_the_frame_rate(rate):
    times = np.arange(0, 3 * rate) / rate
    values = smoothed(times, np.where(times == 0, 0.0, 1.0), 0.4)
    assert values == pytest.approx(1 - np.exp(-times / 0.4))


def test_smoothing_starts_anew_after_a_gap_and_may_be_off():
    times, values = np.array([0.0, 0.1, 5.0]), np.array([0.0, 0.0, 1.0])
    assert smoothed(times, values, 1.0)[-1] == 1
    assert np.array_equal(smoothed(times, values, 0.0), values)


def test_box_of_points():
    assert box_of_points(np.array([(1, 5, 9), (3, 2, 9)])).tolist() == [1, 2, 3, 5]


def test_a_frame_without_a_face_is_a_row_too():
    (row,) = samples_of(make_analysis(3))
    assert row.face is None
    assert row.frame_index == 3
    rows = samples_of(make_analysis(3, [make_tracked(1), make_tracked(2, scores=make_scores(4))]))
    assert [r.face.track_id for r in rows if r.face] == [1, 2]
