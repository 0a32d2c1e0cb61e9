from __future__ import annotations

import numpy as np
import pytest
import torch

from fer_desktop.core.action_units import ACTION_UNITS, unit_of
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.training.render.repertoire import PAIRED
from fer_desktop.training.units import correlations_of_sides, fit_readout, leanings, with_units
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import ExpressionNetwork

NAMES = (
    *(f"{name}_{side}" for name in PAIRED for side in "LR"),
    *("jawOpen", "mouthFunnel", "mouthPucker", "mouthRollLower", "mouthRollUpper", "mouthShrugLower"),
)


def test_each_side_of_a_paired_unit_is_a_channel_of_its_own():
    weights = np.zeros((1, len(NAMES)), np.float32)
    weights[0, NAMES.index("mouthSmile_L")] = 0.8
    weights[0, NAMES.index("jawOpen")] = 1.4
    channels = channels_of(weights, NAMES)
    assert channels["AU12_L"] == pytest.approx([0.8])
    assert channels["AU12_R"] == pytest.approx([0.0])
    assert channels["AU26"] == pytest.approx([1.0])  # intensities end at 1
    assert channels["AU25"] == pytest.approx([1.0])
    assert {unit_of(name) for name in channels} == set(ACTION_UNITS)


def test_a_readout_finds_what_the_features_hold_and_the_network_says_the_same():
    rng = np.random.default_rng(1)
    features = rng.normal(size=(500, 224)).astype(np.float32)
    truth = np.clip(0.5 + 0.1 * features[:, 3], 0, 1).astype(np.float32)
    noise = rng.uniform(0, 1, 500).astype(np.float32)
    readout = fit_readout(features, {"AU04_L": truth, "AU12_L": noise})
    assert np.corrcoef(readout.read(features)[:, 0], truth)[0, 1] > 0.95
    kept = readout.only(["AU04_L"])
    network = with_units(ExpressionNetwork(NetworkConfig()), kept)
    assert network.config.units == ("AU04_L",)
    told = network.units(torch.from_numpy(features))[:, 0]
    assert told.detach().numpy() == pytest.approx(kept.read(features)[:, 0], abs=1e-5)


def test_sides_are_judged_by_what_one_has_more_than_the_other():
    rng = np.random.default_rng(3)
    both, more, noise = (rng.normal(size=400).astype(np.float32) for _ in range(3))
    truth = {"AU04_L": both + more, "AU04_R": both, "AU12_L": both + more, "AU12_R": both, "AU17": both}
    told = np.column_stack([both + noise, both, both + more, both, both])
    found = correlations_of_sides(tuple(truth), told, truth)
    assert set(found) == {"AU04", "AU12"}
    assert abs(found["AU04"]) < 0.15  # though its left side alone goes with the truth
    assert found["AU12"] == pytest.approx(1)


def test_leanings_are_the_effect_of_a_whole_unit_on_the_differences_between_logits():
    rng = np.random.default_rng(2)
    left, other = (rng.uniform(0, 1, 300).astype(np.float32) for _ in range(2))
    logits = np.zeros((300, 8), np.float32)
    logits[:, 1] = 8 * left
    logits += rng.normal(size=(300, 1)).astype(np.float32)  # a shift of all is no difference
    table, explained = leanings(logits, {"AU12_L": left, "AU12_R": left, "AU04_L": other, "AU04_R": other})
    assert table["AU12"][1] - table["AU12"][0] == pytest.approx(8, abs=0.02)
    assert table["AU04"] == pytest.approx((0,) * 8, abs=0.02)
    assert explained == pytest.approx(1, abs=0.01)
