"""The app against one coder, weighted back from the moments that were drawn to the whole session.

Rare and unsure answers are over-represented among drawn moments. Each coded moment counts here for as many moments of
the session as it stands for (`results.strata`). The figures are those of scikit-learn with sample weights; the
intervals are Wilson's with the effective number of moments, (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling), one of
those that Franco et al. 2019 compare (J. Survey Statistics and Methodology 7(3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.agreement import NOBODY, NOTHING, Interval, Said, wilson
from fer_desktop.results.strata import Moment, Weights


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the session, its 95 % interval, and the effective number of moments behind it."""

    value: float
    interval_95: Interval
    n_effective: float


@dataclass(frozen=True, slots=True)
class WeightedClass:
    """One expression: how much of the session the coder would call so, recall and precision of the app."""

    expression: str
    prevalence: Share
    recall: Share
    precision: Share


@dataclass(frozen=True, slots=True)
class OfSession:
    """The app against one coder, as an estimate for the whole session.

    Attributes:
        covered: Share of the moments of the session whose stratum has a coded one; the others are not in the figures.
        not_found: Share without a face, `accuracy`, `uar`, `kappa`: as in `Against`.
    """

    coder: str
    covered: float
    not_found: Share
    accuracy: Share
    uar: float
    kappa: float
    classes: tuple[WeightedClass, ...]


def of_session(coder: str, codes: Mapping[Moment, str], said: Mapping[Moment, Said], weights: Weights) -> OfSession:
    """The app against one coder."""
    from sklearn.metrics import cohen_kappa_score, recall_score

    coded = [one for one, code in codes.items() if code in EXPRESSIONS and one in weights.of]
    truth, told = np.array([codes[one] for one in coded]), np.array([said[one].answer for one in coded])
    w = np.array([weights.of[one] for one in coded])
    seen = told != NOBODY
    at = truth[seen], told[seen], w[seen]
    has_two = len(set(at[0]) | set(at[1])) > 1
    return OfSession(
        coder=coder,
        covered=weights.covered,
        not_found=share(~seen, w),
        accuracy=share(at[0] == at[1], at[2]),
        uar=float(recall_score(*at[:2], average="macro", labels=sorted(set(at[0])), sample_weight=at[2]))
        if seen.any()
        else float("nan"),
        kappa=float(cohen_kappa_score(*at[:2], sample_weight=at[2])) if has_two else float("nan"),
        classes=tuple(
            WeightedClass(
                name,
                share(truth == name, w),
                share(at[1][at[0] == name] == name, at[2][at[0] == name]),
                share(at[0][at[1] == name] == name, at[2][at[1] == name]),
            )
            for name in EXPRESSIONS
            if name in truth or name in told
        ),
    )


def share(hits: NDArray[np.bool_], weights: NDArray[np.float64]) -> Share:
    """Of (N,) things, each with its weight; not a number where there is none."""
    if not len(hits):
        return Share(float("nan"), NOTHING, 0.0)
    value = float(np.average(hits, weights=weights))
    n = float(weights.sum() ** 2 / (weights**2).sum())
    return Share(value, wilson(value, n), n)
