"""Files of adapted weights: kept, read, refused, removed; and what runs with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.disk import write_file
from fer_desktop.errors import ExportError, WeightsMismatch, WeightsMissing
from fer_desktop.paths import weights_dir
from fer_desktop.vision.adapted import (
    AdaptedWeights,
    Card,
    Parent,
    adapted_path,
    add_adapted,
    chosen_adapted,
    keep_adapted,
    kept_adapted,
    read_adapted,
    remove_adapted,
)
from fer_desktop.vision.analyzer import AnalyzerOptions, model_sha256
from fer_desktop.vision.last_layer import last_layer
from fer_desktop.vision.manifest import read_manifest
from fer_desktop.vision.onnx_runtime import OnnxRuntime
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.torch_runtime import TorchRuntime

CARD = Card(
    data="made", n=60, n_groups=5, held_out_by="person", per_class={"anger": 60}, uar=(0.5, 0.6), accuracy=(0.5, 0.6),
    log_loss=(1.0, 0.9), gain=0.1, gain_95=(0.05, 0.15), interval_over="5 groups", advised=True,
)  # fmt: skip


def made(name="anna", seed=0, **changes):
    manifest = read_manifest(weights_dir())
    rng = np.random.default_rng(seed)
    parent = Parent(model_id=manifest.model_id, sha256=manifest.weights.sha256)
    weight = tuple(tuple(row) for row in rng.normal(size=(8, manifest.network.widths[-1])).tolist())
    weights = AdaptedWeights(
        name=name, parent=parent, kind="last layer", penalty=0.01, card=CARD, weight=weight, bias=tuple(range(8))
    )
    return replace(weights, **changes)


def test_weights_are_kept_read_copied_and_removed_without_trace(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    path = keep_adapted(here, made())
    file = read_adapted(path)
    assert file.weights == made() and kept_adapted(here) == ["anna"]
    with pytest.raises(ExportError, match="anna"):
        keep_adapted(here, made(seed=1))
    assert read_adapted(path) == file
    copied = read_adapted(add_adapted(there, path))
    assert copied.sha256 == file.sha256
    remove_adapted(here, "anna")
    assert not here.exists() and kept_adapted(here) == []
    with pytest.raises(WeightsMissing):
        remove_adapted(here, "anna")


@pytest.mark.parametrize("name", ["", "../x", "a b", "-x", "x" * 41, "a/b"])
def test_a_name_stays_in_its_folder(tmp_path, name):
    with pytest.raises(ExportError):
        adapted_path(tmp_path, name)


def test_what_is_chosen_is_a_name_or_a_file(tmp_path):
    assert chosen_adapted(tmp_path, "") is chosen_adapted(tmp_path, None) is None
    assert chosen_adapted(tmp_path, "anna") == tmp_path / "anna.adapted.json"
    assert str(chosen_adapted(tmp_path, "elsewhere/b.adapted.json")) == "elsewhere/b.adapted.json"


def test_files_that_do_not_fit_are_refused(tmp_path):
    with pytest.raises(WeightsMissing):
        read_adapted(tmp_path / "none.json")
    torn = tmp_path / "torn.json"
    write_file(torn, keep_adapted(tmp_path, made()).read_bytes()[:500])
    with pytest.raises(WeightsMismatch, match=r"torn\.json"):
        read_adapted(torn)
    with pytest.raises(WeightsMismatch, match="another version"):
        read_adapted(keep_adapted(tmp_path, made("newer", adapted_version=2)))
    with pytest.raises(WeightsMismatch, match="adapted from fake"):
        other = keep_adapted(tmp_path, made("other", parent=Parent(model_id="fake", sha256="0" * 64)))
        open_runtime(weights_dir(), "cpu", adapted=other)
    with pytest.raises(WeightsMismatch, match="does not fit"):
        small = keep_adapted(tmp_path, made("small", weight=((1.0, 2.0),) * 8))
        open_runtime(weights_dir(), "cpu", adapted=small)


def test_both_runtimes_run_them_alike_and_the_rest_stays(tmp_path):
    opened = open_runtime(weights_dir(), "cpu", adapted=keep_adapted(tmp_path, made()))
    plain = open_runtime(weights_dir(), "cpu").runtime
    layer = last_layer(opened.adapted, opened.manifest)
    other = TorchRuntime(weights_dir(), "cpu", layer)
    assert isinstance(opened.runtime, OnnxRuntime)
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2, 1, 64, 64)).astype(np.float32)
    state = np.zeros((2, opened.manifest.network.state_size), np.float32)
    steps = [runtime.step(x, state, np.full((2, 1), np.inf, np.float32)) for runtime in (opened.runtime, other, plain)]
    assert steps[0].raw == pytest.approx(steps[1].raw, abs=1e-4)
    assert steps[0].logits == pytest.approx(steps[1].logits, abs=1e-4)
    assert steps[0].units == pytest.approx(steps[2].units, abs=1e-6)
    assert np.abs(steps[0].raw - steps[2].raw).max() > 0.1


def test_sessions_know_adapted_weights_by_the_hash_of_their_file(tmp_path):
    path = keep_adapted(tmp_path, made())
    assert model_sha256(AnalyzerOptions(weights_dir(), adapted=path)) == read_adapted(path).sha256
    assert model_sha256(AnalyzerOptions(weights_dir())) == read_manifest(weights_dir()).weights.sha256
