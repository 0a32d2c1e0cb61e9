"""A gain for each expression in the place of one for all, fitted on some people and judged on others.

Part of `training.baselines`. What it gives does not ship: see decision 18.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import N_EXPRESSIONS

_PENALTY = 0.01  # of the squared distance to the one gain

Array = NDArray[np.float64]


def fitted_gains(differences: Array, truth: NDArray[np.int64], reference: Array, gain: float) -> Array:
    """(8,) gains with the least cross-entropy, every expression weighing the same.

    Args:
        differences: (N, 8) logits less those of the own neutral face.
        truth: (N,) places in EXPRESSIONS.
        reference: (8,) of the weights.
        gain: The one gain that the eight are drawn to.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    counts = np.bincount(truth, minlength=N_EXPRESSIONS)
    weights = 1 / (counts[truth] * N_EXPRESSIONS)

    def loss(change: Array) -> float:
        logits = read_with(differences, reference, gain + change)
        right = logits[np.arange(len(truth)), truth] - logsumexp(logits, axis=1)
        return float(-(weights @ right) + _PENALTY * (change**2).sum())

    found = minimize(loss, np.zeros(N_EXPRESSIONS), method="L-BFGS-B")
    return np.asarray(gain + found.x, dtype=np.float64)


def read_with(differences: Array, reference: Array, gains: Array | float) -> Array:
    """(N, 8) calibrated logits."""
    return np.asarray(reference + gains * differences)
