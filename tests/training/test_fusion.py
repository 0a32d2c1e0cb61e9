"""The fitting and comparing of fusions, on streams that are made up."""

from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.fusion import PoolOptions
from fer_desktop.training.fusion import evaluate_fusion as module
from fer_desktop.training.fusion.evaluate_fusion import SUBSETS, chosen, evaluate_fusion, fitted, of_pool, print_fusion
from fer_desktop.training.fusion.network import FusionOptions, answers, train
from fer_desktop.training.fusion.streams import (
    COMMON,
    Stream,
    load_streams,
    matched,
    resampled_weights,
    save_streams,
    uar,
)
from fer_desktop.training.fusion.wrong_streams import CHANGES


def stream(rng: np.random.Generator, sharpness: float, n: int = 120, size: int = 5, people: int = 10) -> Stream:
    """Things whose probabilities, and features, point to their label more or less."""
    labels = np.array(COMMON)[np.arange(n) % 6]
    logits = rng.normal(0, 1, (n, 8)) + sharpness * np.eye(8)[labels]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    features = np.repeat(logits[:, None, :size], 2, axis=1)
    return Stream(features.astype(np.float32), p.astype(np.float32), labels, np.arange(n) % people)


@pytest.fixture
def streams() -> dict[str, Stream]:
    rng = np.random.default_rng(0)
    return {
        "face_fit": stream(rng, 2.5),
        "face_test": stream(rng, 2.5),
        "voice": stream(rng, 2.0),
        "words_fit": stream(rng, 0.3),
        "words_test": stream(rng, 0.3),
    }


def test_streams_are_kept(streams, tmp_path):
    save_streams(tmp_path / "a" / "streams.npz", streams)
    again = load_streams(tmp_path / "a" / "streams.npz")
    assert again.keys() == streams.keys()
    assert (again["voice"].features == streams["voice"].features).all()


def test_pairs_have_one_label_and_use_everything_alike(streams):
    three = streams["face_fit"], streams["voice"], streams["words_fit"]
    pairs = matched(three, 40, np.random.default_rng(1))
    assert pairs.probabilities.shape == (240, 3, 8)
    for i, one in enumerate(three):
        assert (one.labels[pairs.places[:, i]] == pairs.labels).all()
        counts = np.bincount(pairs.places[:, i], minlength=120)
        assert counts.max() - counts.min() <= 1


def test_the_fit_trusts_the_better_streams_more(streams):
    pairs = matched((streams["face_fit"], streams["voice"], streams["words_fit"]), 100, np.random.default_rng(1))
    options = fitted(pairs)
    assert options.skills[2] < options.skills[1]
    assert uar(of_pool(options, pairs, (0, 1, 2)), pairs.labels) > uar(of_pool(options, pairs, (0,)), pairs.labels)


def test_a_stream_is_made_wrong_and_the_others_stay(streams):
    pairs = matched((streams["face_fit"], streams["voice"], streams["words_fit"]), 40, np.random.default_rng(1))
    before = pairs.probabilities
    shares = {}
    for name, change in CHANGES.items():
        after = change(pairs, 1, np.random.default_rng(0)).probabilities
        np.testing.assert_allclose(after[:, [0, 2]], before[:, [0, 2]])
        shares[name] = (np.abs(np.nan_to_num(after[:, 1] - before[:, 1])) > 1e-6).any(axis=1).mean()
        np.testing.assert_allclose(np.nansum(after[:, 1], axis=1), 1, atol=1e-5)
    assert shares["wrong in half"] < 0.7 < shares["wrong"]


def test_what_ships_is_not_much_worse_than_the_face_where_a_sure_voice_is_wrong(streams):
    pairs = matched((streams["face_fit"], streams["voice"], streams["words_fit"]), 100, np.random.default_rng(1))
    wrong = CHANGES["wrong and oversure"](pairs, 1, np.random.default_rng(0))
    bold, shipped = PoolOptions((1.0, 1.0, 0.5), doubt=0.0), PoolOptions()
    found = [uar(of_pool(options, wrong, (0, 1, 2)), pairs.labels) for options in (bold, shipped)]
    assert found[0] + 0.1 < found[1]


def test_uar_and_weights():
    labels = np.array([0, 0, 0, 3])
    assert uar(np.array([0, 0, 1, 3]), labels) == pytest.approx((2 / 3 + 1) / 2)
    assert uar(np.array([0, 0, 1, 3]), labels, np.array([0, 0, 1, 1])) == 0.5
    people = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    rng = np.random.default_rng(0)
    drawn = np.array([resampled_weights(people, rng) for _ in range(300)])
    assert set(np.unique(drawn)) <= {0, 1, 2, 4}
    assert drawn.mean() == pytest.approx(1, abs=0.15)


def test_the_network_learns_and_works_with_streams_missing(streams):
    three = streams["face_fit"], streams["voice"], streams["words_fit"]
    network, standard = train(three, FusionOptions(steps=150, batch=60))
    pairs = matched(three, 20, np.random.default_rng(1))
    found = {s: answers(network, standard, pairs, np.isin(np.arange(3), s)) for s in SUBSETS}
    assert uar(found[0, 1, 2], pairs.labels) > 0.5
    assert uar(found[0,], pairs.labels) > 0.4


def test_the_command_prints_and_decides(streams, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(module, "FusionOptions", lambda: FusionOptions(steps=5, batch=12))
    monkeypatch.setattr(module, "_RESAMPLES", 20)
    save_streams(tmp_path / "streams.npz", streams)
    result = evaluate_fusion(tmp_path / "streams.npz", tmp_path)
    print_fusion(result)
    printed = capsys.readouterr().out
    assert "MADE" in printed
    assert "{:.3f}".format(result["uar"]["shipped: face+voice+words"][0]) in printed


def test_the_rule():
    low, high = [-0.1, 0.1], [0.01, 0.2]
    result = {"network_minus_pool": low, "network_minus_best": high, "pool_minus_best": high, "best_single": "face"}
    assert chosen(result) == "pool"
    assert chosen({**result, "network_minus_pool": high}) == "network"
    assert "face" in chosen({**result, "pool_minus_best": low})


def test_what_ships_is_what_decision_22_says():
    assert PoolOptions() == PoolOptions((1.0, 0.5, 0.5), 0.5, 0.5, 0.1)
