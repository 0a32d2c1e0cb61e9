from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.certainty import certainty
from fer_desktop.training.certainty import Answers, area_under_roc, fit, risks


def made_up(n: int, scale: float, seed: int) -> Answers:
    """Faces whose answers are right as often as the softmax of their logits / `scale` says."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (n, 8)).astype(np.float32)
    p = np.exp(logits / scale)
    p /= p.sum(axis=1, keepdims=True)
    label = (p.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)
    return Answers(logits, label == logits.argmax(axis=1))


def test_answers_of_a_network_that_claims_too_much_get_the_certainty_they_deserve():
    answers = made_up(20_000, 2.5, 1)
    weights = fit([answers])
    others = made_up(20_000, 2.5, 2)
    told = certainty(others.probability, others.logits, weights)
    assert others.probability.mean() - others.right.mean() > 0.15  # it does claim too much
    assert told.mean() == pytest.approx(others.right.mean(), abs=0.02)
    sure = told > np.median(told)
    assert told[sure].mean() == pytest.approx(others.right[sure].mean(), abs=0.03)


def test_the_area_under_the_curve_is_the_chance_to_rank_right_above_wrong():
    score, right = np.array([0.9, 0.8, 0.3, 0.8]), np.array([True, True, False, False])
    assert area_under_roc(score, right) == pytest.approx((1 + 1 + 1 + 0.5) / 4)


def test_risks_fall_when_the_least_certain_are_left_out():
    score = np.linspace(1, 0, 100)
    right = np.arange(100) < 70
    assert risks(score, right) == pytest.approx([0.3, 20 / 90, 10 / 80, 0, 0])
