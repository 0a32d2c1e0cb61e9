"""95% intervals over people: of means and their differences, and of effect sizes.

Means: studentized bootstrap (bootstrap-t; Efron & Tibshirani 1993, ch. 12), which covers better than percentiles and
BCa where there are few people or their figures are skewed; `fer-desktop bench --study-intervals` measures it. Effect
sizes: by the noncentral t distribution (Steiger & Fouladi 1997; Cumming & Finch 2001), which takes people for normally
distributed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FEWEST = 5  # people: of fewer the samples have so few different people that the interval is anywhere
SAMPLES = 9999
_ALIKE = 1e-9  # what differs by less differs by rounding
_TAIL = 0.025
_MOST_STEPS = 8  # standard errors within which a bound is looked for

Interval = tuple[float, float]
UNKNOWN: Interval = (float("nan"), float("nan"))


def varies(values: NDArray[np.float64]) -> bool:
    """Whether there are people enough, and not all alike."""
    return len(values) >= FEWEST and bool(np.ptp(values) > _ALIKE)


def mean_interval(values: NDArray[np.float64], random: np.random.Generator, n_samples: int = SAMPLES) -> Interval:
    """Of the mean of (N,) figures; NaN where it cannot be known."""
    if not varies(values):
        return UNKNOWN
    means, variances = _drawn(values, random, n_samples)
    return _studentized(float(values.mean()), _variance(values), means, variances)


def difference_interval(
    second: NDArray[np.float64], first: NDArray[np.float64], random: np.random.Generator, n_samples: int = SAMPLES
) -> Interval:
    """Of the mean of one group less that of another; their variances may differ (Welch)."""
    if not (varies(second) and varies(first)):
        return UNKNOWN
    drawn = _drawn(second, random, n_samples), _drawn(first, random, n_samples)
    means, variances = drawn[0][0] - drawn[1][0], drawn[0][1] + drawn[1][1]
    return _studentized(float(second.mean() - first.mean()), _variance(second) + _variance(first), means, variances)


def _variance(values: NDArray[np.float64]) -> float:
    """Of the mean."""
    return float(values.var(ddof=1) / len(values))


def _drawn(
    values: NDArray[np.float64], random: np.random.Generator, n_samples: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(B,) means of people drawn again and again, and the variances of these means."""
    n = len(values)
    drawn = values[random.integers(0, n, (n_samples, n))]
    return drawn.mean(axis=1), drawn.var(axis=1, ddof=1) / n


def _studentized(found: float, variance: float, means: NDArray[np.float64], variances: NDArray[np.float64]) -> Interval:
    """Where the mean is as far from `found`, in standard errors, as it is in 95% of the samples; NaN where that is far.

    It is where many samples are of people who are all alike, as where only one of them is another than the rest.
    """
    low, high = quantiles(studentized(means - found, variances)) * np.sqrt(variance)
    return (float(found - high), float(found - low)) if np.isfinite(high - low) else UNKNOWN


def studentized(distances: NDArray[np.float64], variances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances in standard errors; infinite where all are alike, elsewhere than the mean."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = distances / np.sqrt(np.where(variances > _ALIKE**2, variances, 0.0))
    return np.where(np.isnan(t), 0.0, t)


def quantiles(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2, ...) the bounds of the middle 95% along the first axis; no number where they are infinitely far."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.quantile(t, [_TAIL, 1 - _TAIL], axis=0))


def cohen_dz(change: NDArray[np.float64]) -> tuple[float, Interval]:
    """Mean change in standard deviations of the change, with its interval."""
    if not varies(change):
        return float("nan"), UNKNOWN
    size = float(change.mean() / change.std(ddof=1))
    return size, _of_noncentral(size, np.sqrt(len(change)), len(change) - 1)


def hedges_g(second: NDArray[np.float64], first: NDArray[np.float64]) -> tuple[float, Interval]:
    """Difference in pooled standard deviations, corrected for small samples (Hedges 1981), with its interval."""
    if not (varies(second) and varies(first)):
        return float("nan"), UNKNOWN
    sizes = len(second), len(first)
    degrees = sum(sizes) - 2
    squares = sum(one.var(ddof=1) * (len(one) - 1) for one in (second, first))
    d = float((second.mean() - first.mean()) / np.sqrt(squares / degrees))
    corrected = 1 - 3 / (4 * degrees - 1)
    low, high = _of_noncentral(d, np.sqrt(sizes[0] * sizes[1] / sum(sizes)), degrees)
    return corrected * d, (corrected * low, corrected * high)


def _of_noncentral(size: float, root: float, degrees: int) -> Interval:
    """Effect sizes for which a t as large, or as small, as that of `size` has a probability of 2.5%."""
    from scipy.optimize import brentq
    from scipy.stats import nct

    t = size * root
    step = np.sqrt(1 + t**2 / (2 * degrees))  # about the standard error of the noncentrality

    def limit(tail: float, direction: int) -> float:
        def beyond(noncentrality: float) -> Any:
            return nct.cdf(t, degrees, noncentrality) - tail

        near, far = t, t + direction * step
        for _ in range(_MOST_STEPS):  # far away scipy does not know the distribution
            if beyond(near) * beyond(far) <= 0:
                return float(brentq(beyond, near, far)) / root
            near, far = far, far + direction * step
        return float("nan")

    low, high = limit(1 - _TAIL, -1), limit(_TAIL, 1)
    return (low, high) if low < high else UNKNOWN
