from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch

from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.paths import weights_dir
from fer_desktop.training.temporal import FeatureSequences, unroll
from fer_desktop.vision.classifier import GAP_LIMIT_S, ExpressionClassifier
from fer_desktop.vision.device import choose_device
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import MANIFEST, load_network


@pytest.fixture
def weights(tmp_path):
    return shutil.copytree(weights_dir(), tmp_path / "weights")


def change_manifest(folder, **changes):
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_the_shipped_weights_load_and_say_what_they_are():
    network, manifest = load_network(weights_dir())
    assert not network.training
    for fact in ("data", "licence", "labels", "preprocessing", "network"):
        assert manifest.facts[fact]


def test_missing_files_are_named(weights, tmp_path):
    with pytest.raises(WeightsMissing, match="nowhere"):
        load_network(tmp_path / "nowhere")
    next(weights.glob("*.pt")).unlink()
    with pytest.raises(WeightsMissing, match="weights are missing"):
        load_network(weights)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"labels": ["happy", "sad"]}, "labels"),
        ({"preprocessing": "another"}, "expects"),
        ({"sha256": "0" * 64}, "hash"),
        ({"network": {"widths": [1, 2]}}, "cannot be read|does not fit"),
        ({"network": None}, "cannot be read"),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights, changes, words):
    change_manifest(weights, **changes)
    with pytest.raises(WeightsMismatch, match=words):
        load_network(weights)


def test_a_flipped_byte_is_noticed(weights):
    path = next(weights.glob("*.pt"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsMismatch, match="hash"):
        load_network(weights)


def test_a_weight_file_that_would_run_code_is_refused(weights):
    import hashlib
    import pickle

    path = next(weights.glob("*.pt"))
    path.write_bytes(pickle.dumps(print, protocol=2))
    change_manifest(weights, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(WeightsMismatch, match="does not fit"):
        load_network(weights)


@pytest.fixture
def classifier():
    network, _ = load_network(weights_dir())
    return ExpressionClassifier(network, torch.device("cpu"))


def crops(n, seed=1):
    return np.random.default_rng(seed).integers(0, 255, (n, 48, 48)).astype(np.uint8)


def probabilities(scores):
    return [s.scores.probabilities for s in scores]


def test_each_face_has_its_own_past(classifier):
    a, b = crops(1, 1), crops(1, 2)
    alone = [probabilities(classifier.classify(a, [1], i / 30))[0] for i in range(5)]
    for i in range(5):
        both = classifier.classify(np.concatenate([b, a]), [7, 8], 10 + i / 30)
        assert both[1].scores.probabilities == pytest.approx(alone[i], abs=1e-5)


def test_the_past_ends_with_the_track_and_with_a_long_gap(classifier):
    first = probabilities(classifier.classify(crops(1, 1), [1], 0.0))[0]
    classifier.classify(crops(1, 5), [1], 0.03)
    later = probabilities(classifier.classify(crops(1, 1), [1], 0.06))[0]
    assert np.abs(later - first).max() > 1e-3
    classifier.keep_only([])
    assert probabilities(classifier.classify(crops(1, 1), [1], 0.09))[0] == pytest.approx(first, abs=1e-5)
    classifier.classify(crops(1, 5), [1], 0.12)
    after_gap = classifier.classify(crops(1, 1), [1], 0.12 + GAP_LIMIT_S + 0.01)
    assert probabilities(after_gap)[0] == pytest.approx(first, abs=1e-5)


def test_stepping_equals_the_whole_sequence():
    """The live path, frame by frame, against the training path, all at once."""
    network, _ = load_network(weights_dir())
    pictures, times = crops(40, 3), np.cumsum(np.random.default_rng(4).uniform(0.01, 0.2, 40))
    live = ExpressionClassifier(network, torch.device("cpu"))
    stepped = np.stack(
        [
            live.classify(picture[None], [1], float(time_s))[0].scores.probabilities
            for picture, time_s in zip(pictures, times, strict=True)
        ]
    )
    with torch.inference_mode():
        features, raw = network.cnn(torch.from_numpy(network_input(pictures)))
        steps = torch.from_numpy(np.diff(times, prepend=-np.inf).astype(np.float32))[None, :, None]
        sequence = FeatureSequences(features[None], raw[None], steps, torch.zeros(1, 40, 8))
        whole = unroll(network.head, sequence, network.initial_state(1))[0].softmax(dim=1).numpy()
    assert stepped == pytest.approx(whole, abs=1e-5)


def test_no_face_costs_nothing(classifier):
    assert classifier.classify(np.empty((0, 48, 48), np.uint8), [], 0.0) == []


def test_a_device_that_fails_gives_way_with_a_notice():
    if torch.cuda.is_available():
        pytest.skip("this machine has a working CUDA device")
    chosen = choose_device("cuda")
    assert str(chosen.device) == "cpu"
    assert "CUDA cannot be used" in chosen.notice
    assert choose_device("cpu").notice == ""
    assert choose_device("auto").notice == ""
