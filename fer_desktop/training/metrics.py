"""The figures of the model card, from probabilities and labels. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS

_N_BINS = 15


def confusion_matrix(truth: NDArray[np.integer[Any]], predicted: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """(8, 8) counts; row is the true expression, column the predicted one."""
    matrix = np.zeros((N_EXPRESSIONS, N_EXPRESSIONS), dtype=np.int64)
    np.add.at(matrix, (truth, predicted), 1)
    return matrix


def expected_calibration_error(confidence: NDArray[np.floating[Any]], correct: NDArray[np.bool_]) -> float:
    """ECE over 15 equal bins (Guo et al. 2017, arXiv 1706.04599).

    Args:
        confidence: (N,) probability of what was predicted.
        correct: (N,) whether it was right.
    """
    bins = np.minimum((confidence * _N_BINS).astype(int), _N_BINS - 1)
    error = 0.0
    for b in range(_N_BINS):
        inside = bins == b
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - correct[inside].mean())
    return float(error)


def wrong_though_sure(
    probabilities: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]], level: float = 0.8
) -> dict[str, float]:
    """How many answers are above a level, and what share of those is wrong; the share of none is not a number."""
    sure = probabilities.max(axis=1) > level
    wrong = probabilities.argmax(axis=1) != truth
    return {"n": int(sure.sum()), "wrong": float(wrong[sure].mean()) if sure.any() else float("nan")}


def shifted(probabilities: NDArray[np.floating[Any]], shift: Sequence[float]) -> NDArray[np.float64]:
    """(N, 8) what another prior would have said: `shift` (8,) is added to the logits; zeros stay zeros."""
    values = probabilities * np.exp(np.asarray(shift, np.float64))
    return np.asarray(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-12))


def report(probabilities: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]]) -> dict[str, Any]:
    """Accuracy, UAR, F1, calibration and confusion for (N, 8) probabilities and (N,) labels.

    UAR is the mean recall over the expressions that occur in `truth`. The calibration of
    one expression compares its probability with how often it is the label.
    """
    predicted = probabilities.argmax(axis=1)
    matrix = confusion_matrix(truth, predicted)
    hits, actual, claimed = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    recall = hits / np.maximum(actual, 1)
    f1 = 2 * hits / np.maximum(actual + claimed, 1)
    occurs = actual > 0
    per_class = {
        name: {
            "n": int(actual[c]),
            "recall": float(recall[c]),
            "precision": float(hits[c] / max(claimed[c], 1)),
            "f1": float(f1[c]),
            "ece": expected_calibration_error(probabilities[:, c], truth == c),
        }
        for c, name in enumerate(EXPRESSIONS)
    }
    return {
        "n": len(truth),
        "accuracy": float(hits.sum() / len(truth)),
        "uar": float(recall[occurs].mean()),
        "macro_f1": float(f1[occurs].mean()),
        "ece": expected_calibration_error(probabilities.max(axis=1), predicted == truth),
        "per_class": per_class,
        "confusion": matrix.tolist(),
    }
