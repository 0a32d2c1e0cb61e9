"""How likely an answer is to be right, as measured on people unlike those that the network learned from. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNSURE_BELOW = 0.5  # of such answers more are wrong than right
_EDGE = 1e-4


def certainty(
    probability: NDArray[np.floating[Any]], logits: NDArray[np.floating[Any]], weights: Sequence[float]
) -> NDArray[np.float32]:
    """(B,) 0 to 1: a logistic function of two signals; not a number without weights.

    The signals are the probability of the answer, as a logit, and the logarithm of the sum of the exponentials of
    the logits (the negative energy of Liu et al. 2020, arXiv 2010.03759), which is small for faces of a kind that
    the network does not know.

    Args:
        probability: (B,) of the answer.
        logits: (B, 8) of the CNN alone, calibrated, before any shift of the prior.
        weights: Constant, weight of the logit, weight of the energy; fitted by `training.certainty`.
    """
    if not weights:
        return np.full(len(probability), np.nan, np.float32)
    constant, of_logit, of_energy = weights
    p = np.clip(np.asarray(probability, np.float64), _EDGE, 1 - _EDGE)
    # the largest is taken out first, so that no exponential overflows
    top = logits.max(axis=1)
    energy = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return np.asarray(1 / (1 + np.exp(-(constant + of_logit * np.log(p / (1 - p)) + of_energy * energy))), np.float32)
