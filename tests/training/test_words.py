"""The training that reads words, on a few made sentences."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.errors import DataError
from fer_desktop.paths import words_weights_dir
from fer_desktop.training.words import measure_speed
from fer_desktop.training.words.batches import Batches, targets
from fer_desktop.training.words.corpus import common_words, load_texts
from fer_desktop.training.words.evaluate_negation import answers_of, evaluate_negation, judged
from fer_desktop.training.words.evaluate_words import best_thresholds, evaluate_words, f1_of, print_words
from fer_desktop.training.words.export import export
from fer_desktop.training.words.negation_pairs import CHOOSING, HELD, JUDGING, Pair
from fer_desktop.training.words.options import WordsOptions
from fer_desktop.training.words.train import WordsTrainer, logits_of, opinion
from fer_desktop.words.manifest import CLASSES, WordsNetworkConfig
from fer_desktop.words.reader import open_reader
from fer_desktop.words.tokens import N_BUCKETS, UNKNOWN, Vocabulary

OPTIONS = WordsOptions(epochs=2, batch=8)
SENTENCES = {0: "I hate you", 1: "this is vile", 2: "I am afraid of it", 3: "I love [NAME] so", 4: "it is here",
             5: "I cry a lot", 6: "oh wow what"}  # fmt: skip


@pytest.fixture
def data(tmp_path) -> Path:
    (tmp_path / "labels.txt").write_text("anger\ndisgust\nfear\njoy\nneutral\nsadness\nsurprise")
    lines = [f"{text}\t{label}\tid{label}" for label, text in SENTENCES.items()] * 3 + ["oh no\t0,5\tx"]
    for part in ("train", "dev", "test"):
        (tmp_path / f"{part}.tsv").write_text("\n".join(lines) + "\n")
    return tmp_path


def network_config(vocabulary: Vocabulary) -> WordsNetworkConfig:
    return WordsNetworkConfig(n_words=len(vocabulary), n_buckets=N_BUCKETS)


def test_the_corpus_is_read(data):
    texts = load_texts(data, "train")
    assert len(texts) == 22
    assert CLASSES[int(texts.labels[3].argmax())] == "happiness"
    assert texts.labels[-1].sum() == 2
    assert targets(texts, 0.1).sum(axis=1) == pytest.approx(np.ones(22))
    assert "love" in common_words(texts.found)
    assert "no" not in common_words(texts.found)
    with pytest.raises(DataError):
        load_texts(data / "none", "train")


def test_batches_have_one_length_and_hide_words(data):
    texts = load_texts(data, "train")
    vocabulary = Vocabulary(common_words(texts.found))
    options = replace(OPTIONS, unknown=0.0, left_out=1.0)
    drawn = list(Batches(texts, vocabulary, options).epoch(np.random.default_rng(0)))
    assert sum(len(batch.words) for batch in drawn) == 22
    assert all((batch.words == UNKNOWN).all() and (batch.grams == 0).all() for batch in drawn)
    named = replace(OPTIONS, unknown=0.0, left_out=0.0, names=1.0)
    (batch,) = [b for b in Batches(texts, vocabulary, named).epoch(np.random.default_rng(0)) if b.words.shape[1] == 4]
    assert (batch.words[:, 2] == UNKNOWN).any()
    assert (batch.grams[:, 2] > 0).any()


def test_how_pairs_are_judged():
    pairs = (Pair("fear", "a", "not a"), Pair("happiness", "b", "not b"), Pair("anger", "c", "not c"))
    said = {"a": "fear", "not a": "neutral", "b": "neutral", "not b": "happiness", "c": "anger", "not c": "sadness"}
    result = judged(pairs, said.__getitem__)
    assert (result["n"], result["plain"], result["still"], result["denied"]) == pytest.approx((3, 2 / 3, 1 / 3, 1 / 3))
    assert result["each"]["fear"] == {"n": 1, "denied": 1.0}
    assert result["wrong"] == ["not b (happiness)", "not c (sadness)"]
    assert "happiness" not in answers_of("happiness")


def test_no_sentence_of_the_check_stands_twice():
    sentences = [text for pair in CHOOSING + JUDGING for text in (pair.plain, pair.denied)] + [text for _, text in HELD]
    assert len(set(sentences)) == len(sentences)
    assert len(JUDGING) >= 60


def test_a_run_that_was_stopped_goes_on_exactly(data, tmp_path):
    texts = load_texts(data, "train")
    vocabulary = Vocabulary(common_words(texts.found))

    def trained(out: Path, options: WordsOptions = OPTIONS) -> dict:
        batches = Batches(texts, vocabulary, options)
        return WordsTrainer(batches, network_config(vocabulary), options, out).run().state_dict()

    whole = trained(tmp_path / "whole")
    trained(tmp_path / "parts", replace(OPTIONS, until=1))
    goes_on = trained(tmp_path / "parts")
    assert all((whole[name] == goes_on[name]).all() for name in whole)


def test_thresholds_and_f1():
    labels = np.array([[True, False], [False, True], [True, True]])
    p = np.array([[0.6, 0.2], [0.1, 0.5], [0.5, 0.4]])
    thresholds = best_thresholds(p, labels)
    assert f1_of(p >= thresholds, labels).tolist() == [1.0, 1.0]
    assert f1_of(np.ones((3, 2), bool), labels).tolist() == [0.8, 0.8]


def test_from_sentences_to_weights_and_figures(data, tmp_path, monkeypatch, capsys):
    texts = load_texts(data, "train")
    vocabulary = Vocabulary(common_words(texts.found))
    run, weights = tmp_path / "run", tmp_path / "weights"
    weights.mkdir()
    network = WordsTrainer(Batches(texts, vocabulary, OPTIONS), network_config(vocabulary), OPTIONS, run).run()
    logits = logits_of(network, vocabulary, texts)
    assert opinion([run, run], vocabulary, texts).sum(axis=1) == pytest.approx(np.ones(22), abs=1e-5)
    soft = opinion([run], vocabulary, texts)
    assert Batches(texts, vocabulary, OPTIONS, soft).steps > 0
    manifest = export(data, run, weights)
    reader = open_reader(weights)
    values = logits[3] / manifest.calibration["temperature"]
    expected = np.exp(values - values.max()) / np.exp(values - values.max()).sum()
    assert reader.probabilities(texts.texts[3]) == pytest.approx(expected, abs=2e-3)
    monkeypatch.setattr("fer_desktop.training.words.evaluate_words.words_weights_dir", lambda: weights)
    result = evaluate_words(data, weights)
    print_words(result)
    printed = capsys.readouterr().out
    assert f"{result['macro_f1']:.3f}" in printed
    assert "VADER" in printed
    assert f"{result['negation']['judging']['denied']:.3f}" in printed
    monkeypatch.setattr("fer_desktop.training.words.measure_speed.words_weights_dir", lambda: weights)
    measure_speed.main(["--data", str(data)])
    first, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("22 sentences")
    figures = [[float(value) for value in row.split(": ")[1].split(", ")] for row in rows]
    assert [len(values) for values in figures] == [4, 4]
    assert all(values == sorted(values) for values in figures)


def test_denials_are_read_as_often_as_the_card_says():
    reader = open_reader(words_weights_dir())
    result = evaluate_negation(reader)
    card = (words_weights_dir() / "MODEL_CARD.md").read_text("utf-8")
    assert f"| **{result['judging']['still']:.3f}** | **{result['judging']['denied']:.3f}** |" in card
    assert f"{result['held']['right']:.3f} are right" in " ".join(card.split())
