"""Is it better? Everything is judged on examples that were held out, the choice of what is changed included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.adaptation.examples import Array, Examples
from fer_desktop.adaptation.fitting import RECIPES, UNCHANGED, Layer, Recipe, fit
from fer_desktop.core.expressions import N_EXPRESSIONS

_FOLDS = 5
_SEED = 1
_RESAMPLES = 2000
_FEWEST_GROUPS = 8  # over fewer, resampling groups says little: then examples are resampled, and the card says so

Reached = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How parent and adapted layer do on held-out examples.

    Attributes:
        uar, accuracy, log_loss: Of the parent, of the adapted layer.
        gain, gain_95: Of the UAR, with its bootstrap interval, over what `interval_over` says.
    """

    uar: tuple[float, float]
    accuracy: tuple[float, float]
    log_loss: tuple[float, float]
    gain: float
    gain_95: tuple[float, float]
    interval_over: str

    @property
    def is_better(self) -> bool:
        """Whether the interval lies above zero."""
        return self.gain_95[0] > 0


def choose(parent: Layer, examples: Examples) -> Recipe:
    """What is to be changed, by cross-validation over groups: the parent as it is unless another is clearly better.

    The best recipe is the one with the lowest log loss; it counts if it beats the parent by more than one standard
    error of the difference over examples.
    """
    folds = folds_of(examples)
    losses = np.stack([_held_out_loss(parent, examples, folds, recipe) for recipe in RECIPES])  # (recipes, N)
    weights = _class_weights(examples.labels)
    gains = (losses[0] - losses) @ weights
    best = int(gains.argmax())
    difference = losses[0] - losses[best]
    error = np.sqrt(((difference - gains[best]) ** 2) @ weights**2)
    return RECIPES[best] if gains[best] > error else UNCHANGED


def judge(parent: Layer, examples: Examples, reached: Reached = lambda share: None) -> Judgement:
    """Fit to all groups but some, choosing by those alone, and judge on these; until each was held out once."""
    folds = folds_of(examples)
    before, after = parent.logits(examples.features), np.empty((len(examples), N_EXPRESSIONS))
    n_folds = int(folds.max()) + 1
    for fold in range(n_folds):
        rest = examples.where(folds != fold)
        layer = fit(parent, rest, choose(parent, rest))
        after[folds == fold] = layer.logits(examples.features[folds == fold])
        reached((fold + 1) / n_folds)
    return compared(before, after, examples)


def compared(before: Array, after: Array, examples: Examples) -> Judgement:
    """Two answers (N, 8 logits) to the same held-out examples."""
    y = examples.labels
    hits = [values.argmax(axis=1) == y for values in (before, after)]
    uars = [_uar(hit, y) for hit in hits]
    n_groups = len(np.unique(examples.groups))
    over_groups = n_groups >= _FEWEST_GROUPS
    clusters = examples.groups if over_groups else np.arange(len(y))
    interval = _bootstrap(hits[0], hits[1], y, clusters)
    weights = _class_weights(y)
    return Judgement(
        uar=(uars[0], uars[1]),
        accuracy=(float(hits[0].mean()), float(hits[1].mean())),
        log_loss=(float(_log_losses(before, y) @ weights), float(_log_losses(after, y) @ weights)),
        gain=uars[1] - uars[0],
        gain_95=interval,
        interval_over=f"{n_groups} groups" if over_groups else f"examples, since there are only {n_groups} groups",
    )


def folds_of(examples: Examples) -> NDArray[np.int64]:
    """(N,) in which fold each example is held out: whole groups, in folds of about the same size."""
    groups, counts = np.unique(examples.groups, return_counts=True)
    n_folds = min(_FOLDS, len(groups))
    order = np.random.default_rng(_SEED).permutation(len(groups))
    order = order[np.argsort(-counts[order], kind="stable")]
    fold_of, sizes = {}, np.zeros(n_folds, dtype=int)
    for place in order:
        fold = int(sizes.argmin())
        fold_of[int(groups[place])] = fold
        sizes[fold] += counts[place]
    return np.array([fold_of[int(group)] for group in examples.groups], dtype=np.int64)


def _held_out_loss(parent: Layer, examples: Examples, folds: NDArray[np.int64], recipe: Recipe) -> Array:
    losses = np.empty(len(examples))
    for fold in range(int(folds.max()) + 1):
        is_out = folds == fold
        layer = fit(parent, examples.where(~is_out), recipe)
        losses[is_out] = _log_losses(layer.logits(examples.features[is_out]), examples.labels[is_out])
    return losses


def _log_losses(logits: Array, y: NDArray[np.int64]) -> Array:
    largest = logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(logits - largest).sum(axis=1)) + largest[:, 0]
    return np.asarray(total - logits[np.arange(len(y)), y])


def _class_weights(y: NDArray[np.int64]) -> Array:
    """(N,) sum 1: every class that there is weighs the same."""
    counts = np.bincount(y, minlength=N_EXPRESSIONS)
    return np.asarray(1.0 / counts[y] / (counts > 0).sum())


def _uar(hits: NDArray[np.bool_], y: NDArray[np.int64]) -> float:
    return float(hits @ _class_weights(y))


def _bootstrap(
    before: NDArray[np.bool_], after: NDArray[np.bool_], y: NDArray[np.int64], clusters: NDArray[np.int64]
) -> tuple[float, float]:
    """95 % percentile interval of the gain in UAR (Efron 1979), whole clusters resampled."""
    rng = np.random.default_rng(_SEED)
    names = np.unique(clusters)
    members = [np.flatnonzero(clusters == name) for name in names]
    gains = np.empty(_RESAMPLES)
    for i in range(_RESAMPLES):
        rows = np.concatenate([members[place] for place in rng.integers(0, len(names), len(names))])
        gains[i] = _uar(after[rows], y[rows]) - _uar(before[rows], y[rows])
    low, high = np.percentile(gains, (2.5, 97.5))
    return float(low), float(high)
