from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
import torch

from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.paths import weights_dir
from fer_desktop.training.temporal import FeatureSequences, unroll
from fer_desktop.vision import device
from fer_desktop.vision.classifier import GAP_LIMIT_S, ExpressionClassifier
from fer_desktop.vision.device import choose_device
from fer_desktop.vision.last_layer import photograph_layer
from fer_desktop.vision.manifest import PriorChoice, read_manifest
from fer_desktop.vision.onnx_runtime import OnnxRuntime
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.torch_runtime import TorchRuntime
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import MANIFEST, write_description

SIDE = read_manifest(weights_dir()).network.input_px


@pytest.fixture
def weights(tmp_path):
    return shutil.copytree(weights_dir(), tmp_path / "weights")


def change_manifest(folder, **changes):
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def packed(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def test_the_shipped_weights_load_and_say_what_they_are():
    network, manifest = load_network(weights_dir())
    assert not network.training
    for fact in ("data", "licence", "labels", "preprocessing", "network"):
        assert getattr(manifest, fact)


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
        ({"network": {"hidden": -1}}, "network.hidden"),
        ({"file": "../elsewhere.pt"}, "cannot be read"),
        ({"sha256": "short"}, "sha256"),
        ({"labels": None}, "labels"),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights, changes, words):
    change_manifest(weights, **changes)
    with pytest.raises(WeightsMismatch, match=words):
        load_network(weights)


def test_what_the_manifest_says_survives_a_rewrite(weights):
    change_manifest(weights, note="kept", network={**json.loads((weights / MANIFEST).read_text())["network"], "new": 1})
    before = json.loads((weights / MANIFEST).read_text())
    write_description(weights, read_manifest(weights))
    assert json.loads((weights / MANIFEST).read_text()) == before


def test_a_flipped_byte_is_noticed(weights):
    path = next(weights.glob("*.pt"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsMismatch, match="hash"):
        load_network(weights)


def test_a_weight_file_that_would_run_code_is_refused(weights):
    import pickle

    path = next(weights.glob("*.pt"))
    path.write_bytes(pickle.dumps(print, protocol=2))
    change_manifest(weights, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(WeightsMismatch, match="does not fit"):
        load_network(weights)


def open_graph(folder):
    manifest = read_manifest(folder)
    return OnnxRuntime(folder, manifest.onnx)


def test_a_graph_that_is_missing_damaged_or_another_is_refused(weights):
    path = next(weights.glob("*.onnx"))
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(WeightsMismatch, match="hash"):
        open_graph(weights)
    for other in (b"", b"no graph", data[: len(data) // 2]):
        path.write_bytes(other)
        graph = {"file": path.name, "sha256": hashlib.sha256(other).hexdigest()}
        change_manifest(weights, onnx=graph)
        with pytest.raises(WeightsMismatch, match="does not fit"):
            open_graph(weights)
    path.unlink()
    with pytest.raises(WeightsMissing):
        open_graph(weights)


def test_graph_and_weights_say_the_same():
    """Along a stream, with faces that begin and go on, each runtime with its own states."""
    graph, weights = open_graph(weights_dir()), TorchRuntime(weights_dir(), "cpu")
    size = read_manifest(weights_dir()).network.state_size
    states = [np.zeros((3, size), np.float32)] * 2
    rng = np.random.default_rng(5)
    for i in range(30):
        steps = rng.uniform(0.005, 0.3, (3, 1)).astype(np.float32)
        steps[rng.random(3) < (1.0 if i == 0 else 0.2)] = np.inf
        x = network_input(crops(3, seed=i))
        first, second = graph.step(x, states[0], steps), weights.step(x, states[1], steps)
        for mine, others in zip(first, second, strict=True):
            assert mine.dtype == others.dtype == np.float32
            assert np.abs(mine - others).max() < 1e-4
        states = [first.state, second.state]


def test_without_a_graph_torch_runs_on_the_cpu(weights):
    facts = json.loads((weights / MANIFEST).read_text())
    assert isinstance(open_runtime(weights, "cpu").runtime, OnnxRuntime)
    del facts["onnx"]
    (weights / MANIFEST).write_text(json.dumps(facts))
    assert isinstance(open_runtime(weights, "cpu").runtime, TorchRuntime)


def test_a_network_is_exported_and_named_in_the_manifest(weights):
    pytest.importorskip("onnx")
    from fer_desktop.training.export import export

    next(weights.glob("*.onnx")).unlink()
    path = export(weights)
    assert path.is_file()
    step = open_graph(weights).step(network_input(crops(5)), np.zeros((5, 72), np.float32), np.ones((5, 1), np.float32))
    assert step.logits.shape == (5, 8)


@pytest.fixture
def classifier():
    opened = open_runtime(weights_dir(), "cpu")
    return ExpressionClassifier(opened.runtime, opened.manifest.network)


def crops(n, seed=1):
    return np.random.default_rng(seed).integers(0, 255, (n, SIDE, SIDE)).astype(np.uint8)


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


def test_time_that_goes_back_forgets(classifier):
    first = probabilities(classifier.classify(crops(1, 1), [1], 5.0))[0]
    classifier.classify(crops(1, 5), [1], 5.03)
    assert probabilities(classifier.classify(crops(1, 1), [1], 4.0))[0] == pytest.approx(first, abs=1e-5)


def test_stepping_equals_the_whole_sequence():
    """The live path, frame by frame, against the training path, all at once."""
    network, _ = load_network(weights_dir())
    pictures, times = crops(40, 3), np.cumsum(np.random.default_rng(4).uniform(0.01, 0.2, 40))
    live = ExpressionClassifier(TorchRuntime(weights_dir(), "cpu"), network.config)
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


def test_a_prior_moves_the_answer_as_it_says(classifier):
    opened = open_runtime(weights_dir(), "cpu")
    manifest = opened.manifest
    assert not any(manifest.prior_shift("balanced"))
    shift = manifest.prior_shift("photographs")
    assert np.argmax(shift) == 0  # photographs show neutral faces most often
    other = ExpressionClassifier(opened.runtime, manifest.network, shift)
    one, moved = (made.classify(crops(6), range(6), 0.0) for made in (classifier, other))
    for before, after in zip(probabilities(one), probabilities(moved), strict=True):
        wanted = np.array(before) * np.exp(shift)
        assert after == pytest.approx(wanted / wanted.sum(), abs=1e-4)
    assert np.array(one[0].raw.probabilities)[0] < np.array(moved[0].raw.probabilities)[0]


def test_photographs_are_read_with_a_last_layer_of_their_own():
    network, manifest = load_network(weights_dir(), "photographs")
    opened = {prior: open_runtime(weights_dir(), "cpu", prior=prior) for prior in get_args(PriorChoice)}
    assert not any(opened["photographs"].reading.shift)
    assert opened["photographs"].reading.certainty == manifest.photographs.certainty
    assert opened["photographs"].reading.calibration.reference == manifest.photographs.reference
    assert opened["balanced"].reading == manifest.reading("balanced")
    # what rises together is told apart with either prior
    assert np.shape(manifest.neutral.mixing) == (8, 8)
    assert {one.reading.calibration.mixing for one in opened.values()} == {manifest.neutral.mixing}
    given = network_input(crops(4)), np.zeros((4, network.config.state_size), np.float32), np.full((4, 1), np.inf, "f4")
    own, all_ = (opened[prior].runtime.step(*given) for prior in ("photographs", "balanced"))
    with torch.inference_mode():
        wanted = network.cnn(torch.from_numpy(given[0]))[1].numpy()
    assert own.raw == pytest.approx(wanted, abs=1e-3)
    assert np.abs(own.raw - all_.raw).max() > 0.1
    assert own.units == pytest.approx(all_.units)
    # adapted weights have one last layer for every prior
    adapted = manifest.reading("photographs", is_adapted=True)
    assert adapted.shift == manifest.prior_shift("photographs")
    assert adapted.certainty == manifest.certainty


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", packed(weight=np.zeros((8, 3))), packed(weight=np.zeros((8, 224)))], ids=range(4)
)
def test_a_last_layer_that_does_not_fit_is_refused(weights, data):
    name = read_manifest(weights).photographs.file
    (weights / name).write_bytes(data)
    with pytest.raises(WeightsMismatch, match="photographs"):
        open_runtime(weights, "cpu", prior="photographs")  # another hash
    own = replace(read_manifest(weights).photographs, sha256=hashlib.sha256(data).hexdigest())
    with pytest.raises(WeightsMismatch, match="does not fit"):
        photograph_layer(weights, replace(read_manifest(weights), photographs=own))
    (weights / name).unlink()
    with pytest.raises(WeightsMissing):
        open_runtime(weights, "cpu", prior="photographs")
    open_runtime(weights, "cpu")  # which does not need it


def test_weights_without_a_layer_for_photographs_shift_the_one_for_all(classifier):
    manifest = replace(read_manifest(weights_dir()), photographs=None)
    assert manifest.reading("photographs").shift == manifest.prior_shift("photographs")
    assert manifest.reading("photographs").calibration == manifest.neutral_calibration("photographs")
    with pytest.raises(WeightsMissing):
        photograph_layer(weights_dir(), manifest)


def test_weights_that_know_no_frequencies_have_one_prior():
    manifest = replace(read_manifest(weights_dir()), log_frequency=())
    assert not any(manifest.prior_shift("photographs"))


def test_photographs_are_given_back_what_neutral_was_lowered_by():
    shipped = read_manifest(weights_dir())
    lowered = shipped.calibration["neutral_lowered"]
    assert lowered > 0
    figures = {name: value for name, value in shipped.calibration.items() if name != "neutral_lowered"}
    before = replace(shipped, calibration=figures)
    wanted_of: dict[PriorChoice, float] = {"balanced": 0.0, "photographs": lowered}
    for prior, wanted in wanted_of.items():
        difference = np.subtract(shipped.prior_shift(prior), before.prior_shift(prior))
        assert difference == pytest.approx([wanted] + 7 * [0.0])
        # whose own face at rest is known needs no such help
        assert shipped.neutral_calibration(prior) == before.neutral_calibration(prior)


def test_no_face_costs_nothing(classifier):
    assert classifier.classify(np.empty((0, SIDE, SIDE), np.uint8), [], 0.0) == []


def test_a_device_that_fails_gives_way_with_a_notice():
    if torch.cuda.is_available():
        pytest.skip("this machine has a working CUDA device")
    chosen = choose_device("cuda")
    assert chosen.name == "cpu"
    assert "CUDA cannot be used" in str(chosen.notice)
    assert choose_device("cpu").notice is None
    assert choose_device("auto").notice is None


@pytest.mark.parametrize("choice", ["auto", "mps"])
def test_a_driver_without_torch_is_the_cpu(monkeypatch, choice):
    monkeypatch.setattr(device, "may_have_gpu", lambda: True)
    monkeypatch.setitem(sys.modules, "torch", None)
    chosen = choose_device(choice)
    assert chosen.name == "cpu"
    assert bool(chosen.notice) == (choice == "mps")


def test_the_cpu_needs_no_torch():
    code = (
        "import sys; from fer_desktop.vision.analyzer import *; from fer_desktop.paths import weights_dir\n"
        "from fer_desktop.vision.open_runtime import open_runtime; open_runtime(weights_dir(), 'cpu')\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=240)
