from __future__ import annotations

import numpy as np

from fer_desktop.vision.explain import Question, explain_face
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.runtime import Step


class OneCornerRuntime:
    """Says happiness when the upper left corner is brighter than the rest, else neutral."""

    def step(self, x, state, dt_s):
        logits = np.zeros((len(x), 8), np.float32)
        logits[:, 1] = 0.5 * x[:, 0, :10, :10].mean(axis=(1, 2))
        return Step(logits, logits, state)


def test_the_heat_is_where_the_decision_rests():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    explanation = explain_face(OneCornerRuntime(), NetworkConfig(), crop)
    assert explanation.scores.top == "happiness"
    assert explanation.heat.shape == (48, 48)
    y, x = np.unravel_index(explanation.heat.argmax(), explanation.heat.shape)
    assert max(x, y) < 12
    assert explanation.heat[30:, 30:].max() < 0.2 * explanation.heat.max()
    assert explanation.heat[5, 5] > 0.5 * explanation.heat.max()


def test_a_photograph_is_judged_together_with_its_mirror_image():
    """What rests on one corner of the network's view rests on both upper corners of a photograph."""
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = crop[:10, -10:] = 250
    runtime, config = OneCornerRuntime(), NetworkConfig()
    explanation = explain_face(runtime, config, crop, Question(is_photograph=True))
    alone, mirrored = (explain_face(runtime, config, np.ascontiguousarray(view)) for view in (crop, crop[:, ::-1]))
    mean = (np.array(alone.scores.probabilities) + np.array(mirrored.scores.probabilities)) / 2
    assert np.allclose(explanation.scores.probabilities, mean, atol=1e-6)
    limit = 0.05 * explanation.heat.max()  # the steps of the patch are rounded, so not quite the same in a mirror
    assert np.abs(explanation.heat - explanation.heat[:, ::-1]).max() < limit
    assert np.abs(explanation.heat - (alone.heat + mirrored.heat[:, ::-1]) / 2).max() < limit
    assert explanation.heat[5, 5] > 0.5 * explanation.heat.max()


def test_another_expression_than_the_answer_can_be_asked_for():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    why = explain_face(OneCornerRuntime(), NetworkConfig(), crop)
    why_not = explain_face(OneCornerRuntime(), NetworkConfig(), crop, Question("anger"))
    assert why_not.expression == "anger"
    assert np.array_equal(why_not.scores.probabilities, why.scores.probabilities)
    assert why_not.heat[5, 5] < 0 < why.heat[5, 5]  # hiding what speaks for happiness speaks for anger


def test_the_prior_of_the_answer_is_that_of_its_explanation():
    crop = np.full((48, 48), 60, np.uint8)
    shift = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0)
    assert explain_face(OneCornerRuntime(), NetworkConfig(), crop, Question(shift=shift)).expression == "fear"
