"""What a rise of one expression counts for another where the own neutral face is known. Part of `training.baselines`.

A multinomial logistic regression on differences to the own neutral face, drawn to the identity: Kull et al. 2019 (arXiv
1910.12656) fit such a map to log probabilities as they are. Between people the network cannot know what part of an
answer is their looks; within one person that part is gone, and what is left can be told apart better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Calibration, share_of_gain
from fer_desktop.core.expressions import N_EXPRESSIONS

_PENALTY = 0.03  # of the squared distance to the identity; weaker ones read real film worse (decision 30)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Of people of one kind: faces that somebody was asked for, but for those that the baselines are made of.

    Attributes:
        values: (N, 8) logits less those of the own neutral face. truth: (N,) places in EXPRESSIONS.
        person: (N,).
    """

    values: Array
    truth: NDArray[np.int64]
    person: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> Differences:
        """Some of them."""
        return Differences(self.values[chosen], self.truth[chosen], self.person[chosen])


def fitted_mixing(kinds: Sequence[Differences], calibration: Calibration) -> Calibration:
    """The calibration with the mixing of least cross-entropy; every expression weighs the same."""
    from scipy.optimize import minimize
    from scipy.special import log_softmax

    values, truth = (np.concatenate([getattr(kind, name) for kind in kinds]) for name in ("values", "truth"))
    weights = 1 / (np.bincount(truth, minlength=N_EXPRESSIONS)[truth] * N_EXPRESSIONS)
    given = calibration.gain * share_of_gain(values, calibration.half_at) * values
    identity = np.eye(N_EXPRESSIONS)
    wanted = identity[truth]

    def loss(flat: Array) -> tuple[float, Array]:
        mixing = flat.reshape(identity.shape)
        said = log_softmax(np.array(calibration.reference) + given @ mixing, axis=1)
        slope = given.T @ (weights[:, None] * (np.exp(said) - wanted)) + 2 * _PENALTY * (mixing - identity)
        entropy = -float(weights @ (said * wanted).sum(axis=1))
        return entropy + _PENALTY * float(((mixing - identity) ** 2).sum()), slope.ravel()

    found = minimize(loss, identity.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    rows = found.reshape(identity.shape).round(4).tolist()
    return replace(calibration, mixing=tuple(tuple(row) for row in rows))
