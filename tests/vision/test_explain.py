from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.vision.explain import Question, explain_face
from fer_desktop.vision.manifest import PREPROCESSING, Manifest, NetworkConfig
from fer_desktop.vision.regions import REGIONS, partly_hidden, region_map, shapley_values
from fer_desktop.vision.runtime import Step


class OneCornerRuntime:
    """Says happiness when the upper left corner is brighter than the rest, else neutral."""

    def step(self, x, state, dt_s):
        logits = np.zeros((len(x), 8), np.float32)
        logits[:, 1] = 0.5 * x[:, 0, :10, :10].mean(axis=(1, 2))
        units = np.repeat(np.array([[0.9, 0.5, 0.2]], np.float32), len(x), axis=0)
        return Step(logits, logits, state, units)


def a_manifest() -> Manifest:
    return Manifest(
        model_id="test",
        file="test.pt",
        sha256="0" * 64,
        labels=EXPRESSIONS,
        preprocessing=PREPROCESSING,
        network=NetworkConfig(units=("AU12_L", "AU12_R", "AU04")),
        leanings={"AU12": (-5.0, 10.0, 0, 0, 0, 0, 0, 0), "AU04": (-3.0, -1.0, 0, 0, 6.0, 0, 0, 0)},
    )


def test_the_heat_is_where_the_decision_rests():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    explanation = explain_face(OneCornerRuntime(), a_manifest(), crop)
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
    runtime, manifest = OneCornerRuntime(), a_manifest()
    explanation = explain_face(runtime, manifest, crop, Question(is_photograph=True))
    alone, mirrored = (explain_face(runtime, manifest, np.ascontiguousarray(view)) for view in (crop, crop[:, ::-1]))
    mean = (np.array(alone.scores.probabilities) + np.array(mirrored.scores.probabilities)) / 2
    assert np.allclose(explanation.scores.probabilities, mean, atol=1e-6)
    limit = 0.05 * explanation.heat.max()  # the steps of the patch are rounded, so not quite the same in a mirror
    assert np.abs(explanation.heat - explanation.heat[:, ::-1]).max() < limit
    assert np.abs(explanation.heat - (alone.heat + mirrored.heat[:, ::-1]) / 2).max() < limit
    assert explanation.heat[5, 5] > 0.5 * explanation.heat.max()


def test_another_expression_than_the_answer_can_be_asked_for():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    why = explain_face(OneCornerRuntime(), a_manifest(), crop)
    why_not = explain_face(OneCornerRuntime(), a_manifest(), crop, Question("anger"))
    assert why_not.expression == "anger"
    assert np.array_equal(why_not.scores.probabilities, why.scores.probabilities)
    assert why_not.heat[5, 5] < 0 < why.heat[5, 5]  # hiding what speaks for happiness speaks for anger


def test_the_prior_of_the_answer_is_that_of_its_explanation():
    crop = np.full((48, 48), 60, np.uint8)
    shift = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0)
    assert explain_face(OneCornerRuntime(), a_manifest(), crop, Question(shift=shift)).expression == "fear"


def test_units_say_how_far_they_usually_move_the_expression_that_is_asked_for():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    why = explain_face(OneCornerRuntime(), a_manifest(), crop)
    assert why.units == pytest.approx({"AU12": 0.7, "AU04": 0.2})
    assert why.leanings == pytest.approx({"AU12": 7.0, "AU04": -0.2})
    assert explain_face(OneCornerRuntime(), a_manifest(), crop, Question("anger")).leanings["AU04"] == pytest.approx(
        1.2
    )


def test_regions_cover_the_face_once():
    regions = region_map(64)
    assert sorted(np.unique(regions)) == list(range(len(REGIONS)))
    assert REGIONS[regions[20, 20]] == "eyes"
    assert REGIONS[regions[46, 32]] == "mouth"
    crop = np.full((64, 64), 200, np.uint8)
    crop[0, 0] = 0
    views = partly_hidden(crop)
    assert np.array_equal(views[-1], crop)
    assert (views[0] == round(float(crop.mean()))).all()


def test_shapley_values_add_up_and_find_what_counts():
    """Against the definition: a game whose values are known, one with a pair that only counts together."""
    sets = np.arange(2 ** len(REGIONS))

    def shows(name):
        return (sets >> REGIONS.index(name)) & 1

    worth = 0.1 + 0.3 * shows("mouth") + 0.2 * shows("eyes") * shows("brows")
    values = shapley_values(worth)
    assert values == pytest.approx(
        {"mouth": 0.3, "eyes": 0.1, "brows": 0.1, "nose": 0, "cheeks": 0, "chin": 0, "forehead": 0}
    )
    assert sum(values.values()) == pytest.approx(worth[-1] - worth[0])


def test_shapley_values_are_those_of_captum():
    torch = pytest.importorskip("torch")
    attribution = pytest.importorskip("captum.attr")
    worth = np.random.default_rng(2).uniform(0, 1, 2 ** len(REGIONS))

    def value_of(shown):
        numbers = (shown.round().long() * (2 ** torch.arange(len(REGIONS)))).sum(dim=1)
        return torch.from_numpy(worth)[numbers]

    torch.manual_seed(1)
    n = len(REGIONS)
    sampled = attribution.ShapleyValueSampling(value_of).attribute(torch.ones(1, n), n_samples=4000)[0]
    ours = list(shapley_values(worth).values())
    assert sampled.numpy() == pytest.approx(ours, abs=0.02)  # theirs is drawn from the orders, ours is exact
