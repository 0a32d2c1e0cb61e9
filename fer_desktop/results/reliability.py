"""How far human coders agree among each other.

Cohen's kappa is that of scikit-learn, Krippendorff's alpha of the library of that name, Fleiss' kappa after Fleiss 1971
(Psychological Bulletin 76(5)).
The intraclass correlation is the one for two-way random effects, absolute agreement and single ratings: ICC(2,1) of
Shrout and Fleiss 1979 (Psychological Bulletin 86(2)), ICC(A,1) of McGraw and Wong 1996 (Psychological Methods 1(1)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.results.codes import UNKNOWN, coded_valence
from fer_desktop.results.strata import Moment

Codes = Mapping[Moment, str]
_FEWEST = 3  # things that were rated: with fewer, a correlation says nothing


@dataclass(frozen=True, slots=True)
class ICC:
    """An intraclass correlation with its 95 % interval, of so many things that all have rated."""

    value: float
    interval_95: tuple[float, float]
    n: int


@dataclass(frozen=True, slots=True)
class Between:
    """Coders among each other, over the moments that all of them coded; "cannot tell" counts as no code.

    Attributes:
        kappas: Cohen's, of each pair.
        fleiss, alpha: Of all; None for a single coder.
        valence, intensity: Of the valence of the codes, and of how strong they were found; None where too little is
            known.
        prevalence: How often each code was given, of all.
    """

    kappas: dict[tuple[str, str], float]
    fleiss: float | None
    alpha: float | None
    valence: ICC | None
    intensity: ICC | None
    prevalence: dict[str, int]


def between(coders: Mapping[str, Codes], intensities: Mapping[str, Mapping[Moment, int]] | None = None) -> Between:
    """Coders among each other.

    Args:
        intensities: What each said of how strong the expressions are.
    """
    known = {name: {one: code for one, code in codes.items() if code != UNKNOWN} for name, codes in coders.items()}
    prevalence = dict(Counter(code for codes in coders.values() for code in codes.values()).most_common())
    kappas = {(one, other): _kappa(known[one], known[other]) for one, other in combinations(sorted(known), 2)}
    if len(known) < 2:
        return Between(kappas, None, None, None, None, prevalence)
    strengths = [(intensities or {}).get(name, {}) for name in known]
    valences = [
        {one: coded_valence(code, given.get(one)) for one, code in codes.items()}
        for codes, given in zip(known.values(), strengths, strict=True)
    ]
    return Between(kappas, *_of_all(list(known.values())), _icc_of(valences), _icc_of(strengths), prevalence)


def _kappa(one: Codes, other: Codes) -> float:
    from sklearn.metrics import cohen_kappa_score

    shared = sorted(set(one) & set(other))
    pair = [one[moment] for moment in shared], [other[moment] for moment in shared]
    return float(cohen_kappa_score(*pair)) if len(set(pair[0]) | set(pair[1])) > 1 else float("nan")


def _of_all(codes: list[dict[Moment, str]]) -> tuple[float, float]:
    """Fleiss' kappa and Krippendorff's alpha."""
    import krippendorff

    labels = {code: i for i, code in enumerate(sorted({code for each in codes for code in each.values()}))}
    if len(labels) < 2:
        return float("nan"), float("nan")
    moments = sorted(set().union(*codes))
    data = np.array([[labels.get(each.get(one, ""), np.nan) for one in moments] for each in codes], dtype=float)
    whole = data[:, ~np.isnan(data).any(axis=0)].astype(int)
    fleiss = fleiss_kappa(whole, len(labels)) if len(np.unique(whole)) > 1 else float("nan")
    is_shared = (~np.isnan(data)).sum(axis=0) > 1
    if len(np.unique(data[:, is_shared][~np.isnan(data[:, is_shared])])) < 2:
        return fleiss, float("nan")
    return fleiss, float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def fleiss_kappa(codes: NDArray[np.int64], n_labels: int) -> float:
    """Of (K raters, N things) numbers of labels, of which at least two occur."""
    counts = np.stack([(codes == label).sum(axis=0) for label in range(n_labels)], axis=1)  # (N, labels)
    n_raters = len(codes)
    agreed = ((counts**2).sum(axis=1) - n_raters) / (n_raters * (n_raters - 1))
    by_chance = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    return (float(agreed.mean()) - by_chance) / (1 - by_chance)


def _icc_of(ratings: list[Mapping[Moment, int]] | list[dict[Moment, float]]) -> ICC | None:
    shared = sorted(set(ratings[0]).intersection(*ratings[1:]))
    return icc(np.array([[each[one] for each in ratings] for one in shared], dtype=float).reshape(-1, len(ratings)))


def icc(ratings: NDArray[np.float64]) -> ICC | None:
    """Of ratings (N things, K raters); things that somebody did not rate are left out, None where too few are left."""
    from scipy.stats import f as f_distribution

    whole = ratings[~np.isnan(ratings).any(axis=1)]
    n, k = whole.shape
    if n < _FEWEST or k < 2 or not np.ptp(whole):
        return None
    mean = whole.mean()
    rows, columns = whole.mean(axis=1, keepdims=True), whole.mean(axis=0, keepdims=True)
    between_rows = k * ((rows - mean) ** 2).sum() / (n - 1)
    between_columns = n * ((columns - mean) ** 2).sum() / (k - 1)
    error = ((whole - rows - columns + mean) ** 2).sum() / ((n - 1) * (k - 1))
    value = (between_rows - error) / (between_rows + (k - 1) * error + k * (between_columns - error) / n)
    if error < 1e-12:  # no two raters differ but by a constant: the interval has no width
        return ICC(float(value), (float(value), float(value)), n)
    ratio = between_columns / error  # the degrees of freedom after Satterthwaite, as in McGraw and Wong, table 7
    above = (k - 1) * (n - 1) * (k * value * ratio + n * (1 + (k - 1) * value) - k * value) ** 2
    below = (n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
    freedom = above / below
    upper, lower = f_distribution.ppf(0.975, n - 1, freedom), f_distribution.ppf(0.975, freedom, n - 1)
    rest = k * between_columns + (k * n - k - n) * error
    low = n * (between_rows - upper * error) / (upper * rest + n * between_rows)
    high = n * (lower * between_rows - error) / (rest + n * lower * between_rows)
    return ICC(float(value), (float(low), float(high)), n)
