"""Figures of the network that reads words: GoEmotions' own test sentences, polarity beside VADER's, and negation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.words import polarity_of
from fer_desktop.paths import words_weights_dir
from fer_desktop.training.metrics import expected_calibration_error
from fer_desktop.training.words.corpus import Texts, load_texts
from fer_desktop.training.words.evaluate_negation import evaluate_negation, print_negation
from fer_desktop.words.manifest import CLASSES
from fer_desktop.words.reader import Reader, open_reader

_NEGATIVE = [CLASSES.index(name) for name in ("sadness", "anger", "disgust", "fear")]
_HAPPINESS = CLASSES.index("happiness")
_RESAMPLES = 1000


def f1_of(is_found: NDArray[np.bool_], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(C,) F1 of each class from (N, C) answers and labels."""
    hits = (is_found & labels).sum(axis=0)
    return 2 * hits / np.maximum(is_found.sum(axis=0) + labels.sum(axis=0), 1)


def best_thresholds(probabilities: NDArray[np.floating[Any]], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(C,) probability from which each class is best counted as there, by its F1; from (N, C) of the dev part."""
    candidates = np.arange(0.05, 0.80, 0.01)
    scores = np.stack([f1_of(probabilities >= threshold, labels) for threshold in candidates])
    return candidates[scores.argmax(axis=0)]


def evaluate_words(folder: Path, _weights: Path) -> dict[str, Any]:
    """The shipped weights on the test sentences; thresholds are those of the manifest, chosen on the dev part."""
    reader = open_reader(words_weights_dir())
    texts = load_texts(folder, "test")
    probabilities = np.stack([reader.probabilities(text) for text in texts.texts])
    labels = texts.labels
    thresholds = np.array([reader.manifest.thresholds[name] for name in CLASSES])
    is_found = probabilities >= thresholds
    f1 = f1_of(is_found, labels)
    rng = np.random.default_rng(1)
    draws = rng.integers(len(labels), size=(_RESAMPLES, len(labels)))
    macro = [f1_of(is_found[draw], labels[draw]).mean() for draw in draws]
    is_one = labels.sum(axis=1) == 1
    truth, predicted = labels[is_one].argmax(axis=1), probabilities[is_one].argmax(axis=1)
    hits = (is_found & labels).sum(axis=0)
    return {
        "model_id": reader.manifest.model_id,
        "n": len(labels),
        "macro_f1": float(f1.mean()),
        "macro_f1_interval": [float(value) for value in np.quantile(macro, [0.025, 0.975])],
        "accuracy_of_one_label": float((truth == predicted).mean()),
        "ece": expected_calibration_error(probabilities[is_one].max(axis=1), truth == predicted),
        "per_class": {
            name: {
                "n": int(labels[:, c].sum()),
                "threshold": float(thresholds[c]),
                "precision": float(hits[c] / max(is_found[:, c].sum(), 1)),
                "recall": float(hits[c] / max(labels[:, c].sum(), 1)),
                "f1": float(f1[c]),
            }
            for c, name in enumerate(CLASSES)
        },
        "polarity": _polarities(texts, probabilities, reader),
        "negation": evaluate_negation(reader),
    }


def _polarities(texts: Texts, probabilities: NDArray[np.float32], reader: Reader) -> dict[str, Any]:
    """How well polarities tell happy sentences from sad, angry, disgusted and fearful ones."""
    is_good = texts.labels[:, _HAPPINESS]
    is_bad = texts.labels[:, _NEGATIVE].any(axis=1)
    kept = np.flatnonzero(is_good != is_bad)
    ways = {reader.manifest.model_id: np.array([polarity_of(reader.classes, probabilities[i]) for i in kept])}
    vader = _vader([texts.texts[i] for i in kept])
    if vader is not None:
        ways["VADER"] = vader
    truth = is_good[kept]
    return {
        name: {
            "n": len(kept),
            "auc": _auc(values, truth),
            "same_sign": float(((values > 0) == truth)[values != 0].mean()),
            "zero": float((values == 0).mean()),
        }
        for name, values in ways.items()
    }


def _vader(texts: list[str]) -> NDArray[np.float64] | None:
    """Compound scores of VADER (Hutto, Gilbert 2014, ICWSM); None where it is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    vader = SentimentIntensityAnalyzer()
    return np.array([vader.polarity_scores(text)["compound"] for text in texts])


def _auc(values: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """How often a happy sentence has the higher value of a pair; ties are halves."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    n = int(truth.sum())
    return float((ranks[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def print_words(result: dict[str, Any]) -> None:
    """As tables."""
    low, high = result["macro_f1_interval"]
    print(f"{result['model_id']} on {result['n']} test sentences of GoEmotions, seven classes, several may be true")
    print(f"macro F1 {result['macro_f1']:.3f} (95% over sentences {low:.3f} to {high:.3f})")
    print(f"sentences with one label: accuracy {result['accuracy_of_one_label']:.3f}, ECE {result['ece']:.3f}\n")
    print(f"{'':>10}     n  threshold  precision  recall     F1")
    for name, one in result["per_class"].items():
        print(
            f"{name:>10}  {one['n']:4d}  {one['threshold']:9.2f}  {one['precision']:9.3f}  {one['recall']:6.3f}  "
            f"{one['f1']:.3f}"
        )
    print("\npolarity: happy against sad, angry, disgusted and fearful sentences")
    for name, one in result["polarity"].items():
        print(
            f"{name:>18}: n {one['n']}, AUC {one['auc']:.3f}, right sign {one['same_sign']:.3f} of those that are "
            f"not 0 ({1 - one['zero']:.3f})"
        )
    print_negation(result["negation"])
