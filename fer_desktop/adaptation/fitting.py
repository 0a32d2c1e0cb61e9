"""Fits a change of the last layer: offsets, a change of low rank, or the whole layer, each with a penalty.

Multinomial logistic regression on the features, with the layer of the parent as the origin: minimised is the mean
cross-entropy, every expression weighing the same, plus the penalty times the squared size of the change (a Gaussian
prior around the parent; Chelba and Acero 2006, "Adaptation of maximum entropy capitalizer", does the same). The
features are centred and scaled to a mean square length of 1, so that one penalty means the same for any network.
Expressions without an example keep their row: otherwise what the examples lack would never be answered again. They
stand beside the others as they are, so that an anger that was read as contempt can become anger though nobody showed
contempt; since the changes of the others sum to zero, nothing is gained by pushing all of them up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fer_desktop.adaptation.examples import Array, Examples
from fer_desktop.core.expressions import N_EXPRESSIONS

Kind = Literal["as it is", "offsets", "low rank", "last layer"]
RANK = 8
_STEPS, _FLAT = 60, 1e-5  # iterations at most, and the gradient at which a fit is done
FEWEST_OF_CLASS = 3  # examples of an expression, without which its row stays


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is changed, and how dear a change is."""

    kind: Kind
    penalty: float


UNCHANGED = Recipe("as it is", 0.0)
# from the least to the most that can change
RECIPES = (
    UNCHANGED,
    *(Recipe("offsets", penalty) for penalty in (0.1, 0.03)),
    *(Recipe("low rank", penalty) for penalty in (0.01, 0.003, 0.001)),
    *(Recipe("last layer", penalty) for penalty in (0.01, 0.003, 0.001, 0.0003)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """weight (8, C), bias (8,)."""

    weight: Array
    bias: Array

    def logits(self, features: Array) -> Array:
        """(N, C) -> (N, 8)."""
        return np.asarray(features @ self.weight.T + self.bias)


def fit(parent: Layer, examples: Examples, recipe: Recipe) -> Layer:
    """The layer that these examples make of the parent."""
    counts = np.bincount(examples.labels, minlength=N_EXPRESSIONS)
    present = np.flatnonzero(counts >= FEWEST_OF_CLASS)
    if recipe.kind == "as it is" or len(present) < 2:
        return parent
    used = examples.where(np.isin(examples.labels, present))
    mean = used.features.mean(axis=0)
    centred = used.features - mean
    centred /= (scale := float(np.sqrt((centred**2).sum(axis=1).mean())) or 1.0)
    basis = _basis(centred, recipe.kind)  # (C, R)
    change = _solve(centred @ basis, parent.logits(used.features), used.labels, present, recipe)
    weight, bias = parent.weight.copy(), parent.bias.copy()
    slope = change[:, :-1] @ basis.T / scale  # (P, C)
    weight[present] += slope
    bias[present] += change[:, -1] - slope @ mean
    return Layer(weight, bias)


def _basis(centred: Array, kind: Kind) -> Array:
    """(C, R) directions of the features in which the layer may change, each of length 1.

    The solution of a penalised fit lies in the space of the examples, so that with fewer of them than features nothing
    is lost by looking no further.
    """
    if kind == "offsets":
        return np.empty((centred.shape[1], 0))
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    n_kept = int((sizes > 1e-9 * sizes.max(initial=0.0)).sum())
    return np.asarray(directions[: min(n_kept, RANK) if kind == "low rank" else n_kept].T)


def _solve(x: Array, start: Array, y: NDArray[np.int64], present: NDArray[np.int64], recipe: Recipe) -> Array:
    """(P, R + 1) the change of slopes and offsets of the classes that are present, which sums to zero over them.

    Args:
        x: (N, R) inputs. start: (N, 8) logits of the parent. y: (N,) classes.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    inputs = np.column_stack([x, np.ones(len(x))])
    size = (len(present), inputs.shape[1])
    weights = 1 / (np.bincount(y)[y] * len(present))
    is_class = y[:, None] == np.arange(start.shape[1])

    def loss(values: Array) -> tuple[float, Array]:
        """And its slope."""
        change = _centred(values.reshape(size))
        logits = start.copy()
        logits[:, present] += inputs @ change.T
        shares = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
        each = -np.log(np.maximum(shares[is_class], np.finfo(float).tiny))
        slope = (weights[:, None] * (shares - is_class)[:, present]).T @ inputs
        slope = _centred(slope) + 2 * recipe.penalty * change
        return float(weights @ each + recipe.penalty * (change**2).sum()), slope.ravel()

    options = {"maxiter": _STEPS, "gtol": _FLAT}
    found = minimize(loss, np.zeros(size).ravel(), jac=True, method="L-BFGS-B", options=options)
    return _centred(np.asarray(found.x, dtype=np.float64).reshape(size))


def _centred(change: Array) -> Array:
    """(P, R + 1) less what is the same for all classes."""
    return np.asarray(change - change.mean(axis=0))
