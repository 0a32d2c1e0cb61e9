from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.certainty import certainty

WEIGHTS = (-0.5, 0.8, 0.3)


def test_it_rises_with_the_probability_and_with_what_the_network_knows():
    logits = np.zeros((3, 8), np.float32)
    logits[1, 0] = logits[2, 0] = 2.0
    logits[2] += 1.5  # the same probabilities, from stronger evidence
    p = np.exp(logits).max(axis=1) / np.exp(logits).sum(axis=1)
    low, middle, high = certainty(p, logits, WEIGHTS)
    assert 0 < low < middle < high < 1


def test_it_is_the_logistic_function_of_its_two_signals():
    logits = np.array([[1.0, 0, 0, 0, 0, 0, 0, -1.0]], np.float32)
    p = np.array([0.4])
    energy = np.log(np.exp(logits).sum())
    wanted = 1 / (1 + np.exp(-(-0.5 + 0.8 * np.log(0.4 / 0.6) + 0.3 * energy)))
    assert certainty(p, logits, WEIGHTS) == pytest.approx([wanted], abs=1e-6)


def test_without_weights_it_is_not_known_and_at_the_ends_it_is_finite():
    assert np.isnan(certainty(np.array([0.9]), np.zeros((1, 8)), ())).all()
    assert np.isfinite(certainty(np.array([0.0, 1.0]), np.full((2, 8), 90.0), WEIGHTS)).all()
