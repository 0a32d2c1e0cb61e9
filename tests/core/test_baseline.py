"""Neutral faces: what is read against them, what is refused as one, and automatic ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.core.automatic_baseline import (
    KNOWN_S,
    WARM_UP_S,
    AutomaticBaselines,
    automatic_baseline,
    baseline_of_rows,
    usual_look,
    usual_look_of_rows,
)
from fer_desktop.core.baseline import Calibration, baseline_of, calibrated, logits_of
from fer_desktop.core.calibrator import CalibrationWish, Calibrator
from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.face_details import CHANNELS, FaceDetails
from fer_desktop.core.neutral_stretch import FLAW_WORDS, FLAWS, Moment, reference_of
from fer_desktop.core.rest_check import RestCheck
from tests.fakes import make_analysis, make_scores, make_tracked

REFERENCE = (0.0, -4.0, -4.0, -2.0, -3.0, -5.0, -4.5, -3.5)
CALIBRATION = Calibration(REFERENCE, 1.5)
CHECK = RestCheck((-3.0, *(0.3,) * 7), (-3.0, *(0.3,) * 7, 10.0, 10.0))


def probabilities(*logits: float) -> np.ndarray:
    values = np.exp(np.array(logits))
    return values / values.sum()


STERN = probabilities(0, -6, -6, -1, 0.5, -5, -6, -4)  # a face that reads as anger at rest
ANGRY = probabilities(0, -6, -6, -1, 3.0, -5, -6, -4)


def test_the_neutral_face_itself_reads_as_the_reference():
    result = calibrated(STERN, baseline_of(STERN[None], "asked"), CALIBRATION)
    assert result == pytest.approx(probabilities(*REFERENCE))


def test_what_counts_is_the_difference():
    baseline = baseline_of(STERN[None], "asked")
    result = calibrated(np.stack([STERN, ANGRY]), baseline, CALIBRATION)
    assert result.argmax(axis=1).tolist() == [0, 4]
    difference = np.log(result[1] / result[1, 0]) - np.log(result[0] / result[0, 0])
    assert difference == pytest.approx([0, 0, 0, 0, 1.5 * 2.5, 0, 0, 0], abs=1e-9)


def test_a_small_difference_counts_less_and_a_large_one_nearly_all():
    baseline = baseline_of(STERN[None], "asked")
    quiet = Calibration(REFERENCE, 2.0, half_at=2.5)
    result = calibrated(np.stack([STERN, ANGRY]), baseline, quiet)  # anger rose by 2.5 log odds: half of the gain
    assert result[0] == pytest.approx(probabilities(*REFERENCE))
    difference = np.log(result[1] / result[1, 0]) - np.log(result[0] / result[0, 0])
    assert difference == pytest.approx([0, 0, 0, 0, 0.5 * 2.0 * 2.5, 0, 0, 0], abs=1e-9)


def test_a_face_more_neutral_than_its_neutral_one_reads_as_the_reference():
    more = probabilities(1, -6, -6, -1, 0.5, -5, -6, -4)
    result = calibrated(more, baseline_of(STERN[None], "asked"), Calibration(REFERENCE, 2.0, half_at=2.5))
    assert result == pytest.approx(probabilities(*REFERENCE))


def test_a_rise_counts_for_another_expression_as_the_mixing_says():
    mixing = np.eye(8)
    mixing[4, 5] = 0.5  # a rise of anger is half a rise of disgust
    rows = tuple(tuple(row) for row in mixing.tolist())
    baseline = baseline_of(STERN[None], "asked")
    result = calibrated(np.stack([STERN, ANGRY]), baseline, Calibration(REFERENCE, 1.5, mixing=rows))
    assert result[0] == pytest.approx(probabilities(*REFERENCE))
    rise = logits_of(ANGRY) - logits_of(STERN)  # of all logits: probabilities sum to 1
    assert result[1] == pytest.approx(probabilities(*(np.array(REFERENCE) + 1.5 * rise @ mixing)))
    assert result[1][5] > calibrated(ANGRY, baseline, CALIBRATION)[5]


def test_a_row_without_a_face_stays_blank():
    rows = np.stack([np.full(8, np.nan), STERN])
    result = calibrated(rows, baseline_of(STERN[None], "asked"), CALIBRATION)
    assert np.isnan(result[0]).all() and not np.isnan(result[1]).any()
    quiet = calibrated(rows, baseline_of(STERN[None], "asked"), Calibration(REFERENCE, 2.0, half_at=2.5))
    assert np.isnan(quiet[0]).all() and not np.isnan(quiet[1]).any()


def test_what_a_table_cannot_hold_counts_as_the_smallest():
    assert logits_of(np.array([1.0, 0.0])) == pytest.approx([0.0, np.log(1e-6)])


def test_the_calibrator_gives_scores_to_faces_with_a_baseline():
    analysis = make_analysis(0, [make_tracked(1), make_tracked(2)])
    baseline = baseline_of(make_scores(0).probabilities[None], "asked")
    faces = Calibrator(CALIBRATION).apply(analysis, CalibrationWish(given={2: baseline})).faces
    assert faces[0].calibrated is None
    assert faces[1].baseline is baseline
    expected = calibrated(faces[1].scores.probabilities, baseline, CALIBRATION)
    assert faces[1].calibrated.probabilities == pytest.approx(expected, abs=1e-6)
    every = Calibrator(CALIBRATION).apply(analysis, CalibrationWish(for_others=baseline)).faces
    assert all(face.calibrated is not None for face in every)
    assert Calibrator(None).apply(analysis, CalibrationWish(for_others=baseline)) is analysis
    empty = make_analysis(1)
    assert Calibrator(CALIBRATION).apply(empty, CalibrationWish()) is empty


def at_second(time_s: float, top: int, quality: float = 0.9):
    face = replace(make_tracked(quality=quality), raw=make_scores(top, 0.9))
    return replace(make_analysis(0, [face]), time_s=time_s)


def test_an_automatic_baseline_takes_the_most_neutral_frames_after_its_warm_up():
    automatic = AutomaticBaselines()
    known = automatic.add(make_analysis())
    for i in range(round(25 * WARM_UP_S)):
        known = automatic.add(at_second(i / 20, top=0 if i % 3 else 1))
        if i / 20 < WARM_UP_S - 0.1:
            assert not known
    assert known[1].scores.top == "neutral" and known[1].origin == "automatic"
    assert automatic.at_the_end()[1].scores.top == "neutral"
    automatic.keep_only(())
    assert not automatic.at_the_end() and not automatic.add(make_analysis())


def test_who_is_never_neutral_has_no_automatic_baseline():
    automatic = AutomaticBaselines()
    for i in range(600):
        assert not automatic.add(at_second(i / 20, top=1))
    assert automatic_baseline(np.empty((0, 8))) is None


def test_what_cannot_be_trusted_and_gaps_do_not_warm_up():
    automatic = AutomaticBaselines()
    for i in range(600):
        assert not automatic.add(at_second(i / 20, top=0, quality=0.1))
        assert not automatic.add(at_second(1000.0 + 10 * i, top=0))


def test_a_long_past_gets_coarser_and_not_longer():
    n = 20_000
    rows = np.tile(make_scores(0, 0.9).probabilities.astype(np.float64), (n, 1))
    found = baseline_of_rows(np.arange(n) / 4, rows, np.ones(n))
    assert found is not None and found.n_frames <= 600


def moment(time_s: float = 0.0, top: int = 0, probability: float = 0.9, **changes) -> Moment:
    base = Moment(time_s, make_scores(top, probability).probabilities, 0.9, 0.0, 0.0, face())
    return replace(base, **changes)


def face(lids: float = 0.3, gap: float = 0.01, lift: float = 0.0, wide: float = 1.0) -> np.ndarray:
    """(468, 3) landmarks of a schematic face with eyes 100 px apart."""
    rng = np.random.default_rng(0)
    points = rng.normal(0, 20, (468, 3))
    points[:, 0] *= wide
    points[[33, 263]] = [(0, 0, 0), (100, 0, 0)]
    points[[133, 362]] = [(30, 0, 0), (70, 0, 0)]
    for upper, lower, x in ((159, 145, 15), (386, 374, 85)):
        points[upper], points[lower] = (x, -15 * lids, 0), (x, 15 * lids, 0)
    points[13], points[14] = (50, 80 - 50 * gap, 0), (50, 80 + 50 * gap, 0)
    points[[61, 291]] = [(30, 80 - 100 * lift, 0), (70, 80 - 100 * lift, 0)]
    return points


def flaws_of(**changes) -> tuple[str, ...]:
    return reference_of([moment(i / 20, **changes) for i in range(40)], "asked").flaws


def test_two_seconds_of_a_face_at_rest_are_a_baseline():
    reference = reference_of([moment(i / 20) for i in range(40)], "asked")
    assert reference.is_good and reference.baseline.n_frames == 40


def test_of_a_stranger_neutral_must_be_as_probable_as_of_faces_at_rest():
    assert flaws_of(probability=0.33) == ()
    assert flaws_of(probability=0.31) == ("expression",)


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"quality": 0.1}, "unreliable"),
        ({"yaw_rad": 0.6}, "turned"),
        ({"pitch_rad": -0.6}, "turned"),
        ({"landmarks": face(lids=0.05)}, "eyes"),
        ({"landmarks": face(gap=0.2)}, "speaking"),
        ({"landmarks": face(lift=0.1)}, "smile"),
        ({"top": 1}, "smile"),
        ({"top": 4}, "expression"),
    ],
)
def test_what_is_no_neutral_face_is_refused(changes, flaw):
    assert flaws_of(**changes) == (flaw,)


def test_who_looks_amused_at_rest_is_no_smile():
    amused = make_scores(0, 0.6).probabilities.copy()
    amused[1] = 0.35
    assert flaws_of(probabilities=amused, landmarks=face(lift=-0.01)) == ()
    assert flaws_of(probabilities=amused, landmarks=face(lift=0.02)) == ("smile",)
    assert flaws_of(probabilities=amused, landmarks=None) == ("smile",)


def test_a_word_is_seen_by_how_the_mouth_moves():
    moments = [moment(i / 20, landmarks=face(gap=0.01 + 0.05 * (i % 2))) for i in range(40)]
    assert reference_of(moments, "asked").flaws == ("speaking",)


def test_another_person_is_seen_by_the_shape():
    moments = [moment(i / 20, landmarks=face(wide=1.0 if i < 20 else 2.0)) for i in range(40)]
    assert "two people" in reference_of(moments, "asked").flaws


def test_a_blink_is_left_out_of_the_mean():
    shut = moment(0.5, top=3, landmarks=face(lids=0.01))
    moments = [moment(i / 20) if i != 10 else shut for i in range(40)]
    reference = reference_of(moments, "asked")
    assert reference.is_good and reference.baseline.n_frames == 39


def test_the_pictures_of_a_second_are_a_second_wherever_they_lie_in_it():
    for first in (0.0, 0.017, 0.041):  # 24 or 23 pictures lie between 0 and 1
        times = first + np.arange(24) / 23.976
        assert reference_of([moment(t) for t in times if t <= 1.0], "asked").is_good
    assert reference_of([moment(i / 24) for i in range(20)], "asked").flaws == ("short",)
    assert reference_of([moment(i / 5) for i in range(6)], "asked").flaws == ("short",)


def test_a_moment_is_too_short_and_a_photograph_is_not():
    assert reference_of([moment()], "asked").flaws == ("short",)
    assert reference_of([moment()], "file", is_photograph=True).is_good
    assert reference_of([], "asked").baseline is None


def test_a_table_without_landmarks_is_checked_as_far_as_it_goes():
    assert flaws_of(landmarks=None) == ()
    assert flaws_of(landmarks=None, top=1) == ("smile",)
    assert set(FLAW_WORDS) == set(FLAWS)
    assert Moment.of(1.0, make_tracked()).yaw_rad == pytest.approx(0.1)


def test_the_scores_of_a_baseline_are_probabilities():
    assert isinstance(baseline_of(STERN[None], "asked").scores, ExpressionScores)


def test_a_face_is_held_against_what_it_looks_like_when_it_looks_most_neutral():
    usual = usual_look(np.tile(make_scores(0, 0.9).probabilities.astype(np.float64), (20, 1)))
    moments = [moment(i / 20, probability=0.55) for i in range(40)]
    assert reference_of(moments, "asked").is_good  # faint: by itself nobody can tell
    assert reference_of(moments, "asked", usual=usual).is_good  # nor without weights for it
    assert reference_of(moments, "asked", usual=usual, check=CHECK).flaws == ("expression",)
    assert reference_of([moment(i / 20, probability=0.7) for i in range(40)], "asked", usual=usual, check=CHECK).is_good
    smiling = [moment(i / 20, top=1) for i in range(40)]
    assert reference_of(smiling, "asked", usual=usual, check=CHECK).flaws == ("smile",)


def test_a_face_that_looks_amused_at_rest_is_no_smile_once_it_is_known():
    amused = make_scores(0, 0.4).probabilities.copy()
    amused[1] = 0.55
    moments = [moment(i / 20, probabilities=amused, landmarks=face(lift=0.06)) for i in range(40)]
    assert reference_of(moments, "asked").flaws == ("smile",)
    usual = usual_look(np.tile(amused.astype(np.float64), (20, 1)))
    assert reference_of(moments, "asked", usual=usual, check=CHECK).is_good


def test_what_the_answer_names_outright_is_no_neutral_face_whatever_the_weights_say():
    lax = RestCheck((-9.0, *(0.1,) * 7), ())
    usual = usual_look(np.tile(make_scores(0, 0.5).probabilities.astype(np.float64), (20, 1)))
    smiling = [moment(i / 20, top=1, probability=0.95 if i < 30 else 0.5) for i in range(40)]
    assert reference_of(smiling, "asked", usual=usual, check=lax).flaws == ("smile",)
    amused = probabilities(0, 0.3, -6, -4, -4, -5, -6, -4)  # reads as happiness at rest
    usual = usual_look(np.tile(amused, (20, 1)))
    more = probabilities(0, 1.0, -6, -4, -4, -5, -6, -4)
    assert reference_of(
        [moment(i / 20, probabilities=more) for i in range(40)], "asked", usual=usual, check=lax
    ).is_good


def test_movements_count_where_they_are_known_of_both():
    answer = make_scores(0, 0.9).probabilities.astype(np.float64)
    usual = usual_look(np.tile(np.append(answer, [0.3, 0.0]), (20, 1)))
    still = [moment(i / 20, units=np.array([0.3, 0.1])) for i in range(40)]
    assert reference_of(still, "asked", usual=usual, check=CHECK).is_good
    frowning = [moment(i / 20, units=np.array([0.8, 0.1])) for i in range(40)]
    assert reference_of(frowning, "asked", usual=usual, check=CHECK).flaws == ("expression",)
    of_table = replace_all()  # no units: the answers alone say nothing
    assert reference_of(of_table, "range", usual=usual, check=CHECK).is_good


def test_who_never_looks_neutral_to_the_network_is_measured_against_the_own_face():
    stern = replace_all(top=4, probability=0.8)
    assert reference_of(stern, "asked").flaws == ("expression",)
    rows = np.array([one.probabilities for one in stern], dtype=np.float64)
    never = usual_look(rows)
    assert reference_of(stern, "asked", usual=never, check=CHECK).flaws == ("expression",)  # nor at any other time
    other = rows.copy()
    other[:, 0], other[:, 4] = 0.15, 0.5  # hardly neutral, but more than that
    less_stern = [replace(one, probabilities=row) for one, row in zip(stern, other * 0.8 + rows * 0.2, strict=True)]
    assert reference_of(less_stern, "asked", usual=usual_look(other), check=CHECK).is_good


def replace_all(**changes) -> list[Moment]:
    return [moment(i / 20, **changes) for i in range(40)]


def test_lids_that_are_measured_count_before_the_landmarks():
    assert reference_of([moment(lids=0.1, landmarks=face(lids=0.05))], "file", is_photograph=True).is_good
    assert reference_of([moment(lids=0.8)], "file", is_photograph=True).flaws == ("eyes",)
    assert reference_of([moment(lids=0.8, landmarks=None)], "file", is_photograph=True).flaws == ("eyes",)
    details = replace(make_tracked(), details=FaceDetails((0.7,) * len(CHANNELS), (0.1, 0.1), (0, 0), 0.1, 0.3, 0.0))
    assert (Moment.of(0.0, details).lids, Moment.of(0.0, details).mouth) == (0.7, 0.3)


def test_a_mouth_is_seen_without_landmarks_where_it_was_measured():
    talking = [moment(i / 20, landmarks=None, mouth=0.02 + 0.06 * (i % 2)) for i in range(40)]
    assert reference_of(talking, "range").flaws == ("speaking",)
    assert reference_of([moment(i / 20, landmarks=None, mouth=0.02) for i in range(40)], "range").is_good


def test_parted_lips_are_no_word_in_a_stretch_and_may_be_one_in_a_picture():
    assert flaws_of(landmarks=face(gap=0.1)) == ()
    assert reference_of([moment(landmarks=face(gap=0.1))], "file", is_photograph=True).flaws == ("speaking",)


def test_lips_that_move_shut_are_a_word_too():
    def lips(i: int) -> np.ndarray:
        points = face()
        points[0], points[17] = (50, 70 - 4 * (i % 2), 0), (50, 90 + 4 * (i % 2), 0)
        return points

    assert reference_of([moment(i / 20, landmarks=lips(i)) for i in range(40)], "asked").flaws == ("speaking",)


def test_trembling_landmarks_and_a_turning_head_are_no_other_person():
    rng = np.random.default_rng(1)
    trembling = [moment(i / 20, landmarks=face() + rng.normal(0, 0.6, (468, 3))) for i in range(40)]
    assert "two people" not in reference_of(trembling, "asked").flaws
    slowly = [moment(i / 20, landmarks=face(wide=1.0 + 0.3 * i / 40)) for i in range(40)]
    assert "two people" not in reference_of(slowly, "asked").flaws


def test_what_a_face_usually_looks_like_is_known_after_some_seconds():
    seen = AutomaticBaselines()
    for i in range(round(20 * KNOWN_S) - 4):
        seen.look(at_second(i / 20, top=0 if i % 3 else 1))
    assert seen.usual_looks() == {}
    for i in range(round(20 * KNOWN_S) - 4, round(20 * KNOWN_S) + 20):
        seen.look(at_second(i / 20, top=0 if i % 3 else 1))
    assert seen.usual_looks()[1].neutral > 0.8
    assert usual_look(np.empty((0, 8))) is None
    rows = np.tile(make_scores(4, 0.9).probabilities.astype(np.float64), (100, 1))
    found = usual_look_of_rows(np.arange(100) / 10, rows, np.ones(100))
    assert found is not None and found.log_odds.argmax() == 3  # anger: however neutral that is
    assert not len(found.units)


def test_who_insists_may_use_what_only_looks_wrong_and_it_is_said_which():
    smile = reference_of([moment(i / 20, top=1) for i in range(40)], "asked")
    assert smile.is_matter_of_looks and smile.used(anyway=False) is None
    assert smile.used(anyway=True) == replace(smile.baseline, despite=("smile",))
    turned = reference_of([moment(i / 20, top=1, yaw_rad=0.6) for i in range(40)], "asked")
    assert not turned.is_matter_of_looks and turned.used(anyway=True) is None
    good = reference_of([moment(i / 20) for i in range(40)], "asked")
    assert not good.is_matter_of_looks and good.used(anyway=True) == good.baseline == good.used(anyway=False)
    assert reference_of([], "asked").used(anyway=True) is None
