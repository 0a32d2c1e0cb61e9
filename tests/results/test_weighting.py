"""Figures of drawn moments, weighted back to the session: against sums by hand and scikit-learn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import SourceInfo
from fer_desktop.results.agreement import against, answers, wilson
from fer_desktop.results.agreement_tables import agreement, agreement_tables
from fer_desktop.results.codes import begun_coding, codes_of, sampled_moments
from fer_desktop.results.strata import Moment, strata_of, weights_of
from fer_desktop.results.weighting import of_session, share
from fer_desktop.session.codings import save_coding
from fer_desktop.session.edits import Span
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

HAPPY_S, ANGRY_S = 50, 10


def write(root: Path, images: tuple[str, ...] = ()) -> Path:
    """A minute of one face that the app calls happy for fifty seconds, then angry for ten; or so many photographs."""
    source = SourceInfo("set", 64, 48, 0.0, images=images) if images else CAMERA
    writer = SessionWriter(root, SessionHeader("minute", source, MODEL))
    for i in range(HAPPY_S + ANGRY_S):
        face = make_tracked(i + 1 if images else 1, scores=make_scores(1 if i < HAPPY_S else 4, 0.9))
        writer.add_analysis(replace(make_analysis(i, [face]), time_s=float(i)))
    return Path(writer.close(RecordingCounts(60, 0, 0)))


@pytest.fixture
def session(tmp_path):
    return load_session(write(tmp_path))


@pytest.fixture
def coding(session):
    """Twenty moments, ten of each answer; the coder agrees with all of the anger and with four of the happiness."""
    coding = begun_coding(session, [], "anna", 20, 1)
    n_agreed = 0
    while coding.current is not None:
        is_angry = coding.current.start_s > HAPPY_S - 1
        n_agreed += not is_angry
        coding = coding.coded("anger" if is_angry else "happiness" if n_agreed <= 4 else "neutral")
    return coding


def test_each_answer_counts_for_as_much_as_there_is_of_it(session, coding):
    codes = codes_of(coding)
    weights = weights_of(session, codes, are_drawn=True)
    assert weights.covered == 1 and sum(weights.of.values()) == pytest.approx(60)
    said = answers(session, codes)
    plain, whole = against("anna", codes, said), of_session("anna", codes, said, weights)
    assert plain.accuracy == pytest.approx(14 / 20)
    assert whole.accuracy.value == pytest.approx((50 * 4 / 10 + 10) / 60)
    found = {one.expression: one for one in whole.classes}
    assert found["neutral"].prevalence.value == pytest.approx(50 * 6 / 10 / 60)
    assert found["anger"].prevalence.value == pytest.approx(1 / 6)
    assert found["happiness"].precision.value == pytest.approx(0.4) and found["happiness"].recall.value == 1
    assert whole.not_found.value == 0 and whole.uar == pytest.approx(2 / 3)


def test_with_the_same_weight_for_all_it_is_the_figure_of_the_moments(session):
    codes = dict.fromkeys(sampled_moments(session, 60, 1), "happiness")
    weights = weights_of(session, codes, are_drawn=True)
    said = answers(session, codes)
    plain, whole = against("anna", codes, said), of_session("anna", codes, said, weights)
    assert set(weights.of.values()) == {1.0}
    assert whole.accuracy.value == pytest.approx(plain.accuracy, abs=1e-9)
    assert whole.accuracy.interval_95 == pytest.approx(plain.accuracy_95, abs=1e-9)
    assert whole.kappa == pytest.approx(plain.kappa, abs=1e-9)


def test_the_figures_are_those_of_scikit_learn_with_weights(session, coding):
    from sklearn.metrics import accuracy_score, cohen_kappa_score, recall_score

    codes = codes_of(coding)
    weights, said = weights_of(session, codes, are_drawn=True), answers(session, codes)
    whole = of_session("anna", codes, said, weights)
    truth, told = list(codes.values()), [said[one].answer for one in codes]
    w = [weights.of[one] for one in codes]
    assert whole.accuracy.value == pytest.approx(accuracy_score(truth, told, sample_weight=w), abs=1e-6)
    assert whole.kappa == pytest.approx(cohen_kappa_score(truth, told, sample_weight=w), abs=1e-6)
    recalls = recall_score(truth, told, average=None, labels=["anger"], sample_weight=w)
    assert next(c for c in whole.classes if c.expression == "anger").recall.value == pytest.approx(recalls[0], abs=1e-6)


def test_a_share_of_few_heavy_things_is_less_sure():
    even = share(np.array([True, False] * 10), np.ones(20))
    uneven = share(np.array([True, False] * 10), np.array([10.0, 10.0] + [1.0] * 18))
    assert even.value == uneven.value == 0.5 and even.n_effective == pytest.approx(20)
    assert uneven.n_effective == pytest.approx(38**2 / 218) and uneven.interval_95[0] < even.interval_95[0]
    nothing = share(np.zeros(0, dtype=bool), np.zeros(0))
    assert np.isnan(nothing.value) and nothing.n_effective == 0


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (5, 5), (3, 7), (41, 60)])
def test_intervals_are_those_of_statsmodels(hits, n):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    assert wilson(hits / n, n) == pytest.approx(proportion.proportion_confint(hits, n, method="wilson"), abs=1e-9)


def test_strata_without_a_code_are_named_and_not_made_up(session):
    happy = [one for one in sampled_moments(session, 60, 1) if one.start_s < HAPPY_S - 2][:5]
    weights = weights_of(session, happy, are_drawn=True)
    assert weights.covered == pytest.approx(50 / 60) and sum(weights.of.values()) == pytest.approx(50)


def test_moments_that_were_chosen_elsewhere_stand_for_nothing(session):
    assert weights_of(session, [Moment(0.1, 0.9, 1)], are_drawn=False) is None
    assert weights_of(session, [], are_drawn=True) is None
    assert weights_of(session, sampled_moments(session, 3, 1), are_drawn=False) is not None  # of `sessions sample`


def test_what_is_excluded_later_changes_for_how_much_a_moment_stands(session, coding):
    edits = replace(session.edits, excluded=(Span(0.0, 20.4),))
    weights = weights_of(replace(session, edits=edits), codes_of(coding), are_drawn=True)
    assert max(weights.of.values()) == pytest.approx(30 / 10, abs=0.2)  # twenty of the fifty happy seconds are gone
    unseen = {Moment(500.0, 501.5, 1): "fear"}
    assert weights_of(session, unseen, are_drawn=True).of == {}


def test_in_photographs_every_face_is_another_and_no_stratum(tmp_path):
    session = load_session(write(tmp_path, tuple(f"{i}.jpg" for i in range(60))))
    assert {(stratum.face, stratum.answer) for stratum in strata_of(session)} == {(0, "happiness"), (0, "anger")}
    drawn = sampled_moments(session, 20, 1)
    assert sum(one.face > HAPPY_S for one in drawn) == 10  # as many of the rare answer as of the other


def test_the_results_say_which_figures_are_which(session, coding, capsys):
    save_coding(session.store, coding)
    found = agreement(session, [coding])
    text = "\n".join(str((one.heading, one.rows)) for one in agreement_tables(found))
    assert "Weighted back to the session: the app against anna" in text
    assert "every one counting the same" in text and "the whole session, as an estimate" in text
    assert "weighted back" in str(found.method)
    assert main(["sessions", "agreement", str(session.folder), "--json"]) == 0
    (whole,) = json.loads(capsys.readouterr().out)["of_session"]
    assert whole["accuracy"]["value"] == pytest.approx(0.5) and not whole["calibrated"]
    assert {one["expression"] for one in whole["classes"]} <= set(EXPRESSIONS)
