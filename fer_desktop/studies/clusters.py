"""Where do curves differ? Cluster-based permutation tests (Maris & Oostenveld 2007, J. Neurosci. Methods 164:177).

At each time t is worked out over people. Neighbouring times at which it is beyond its 5% bounds, on the same side, are
a cluster; its mass is the sum of t. The same is done with the curves of random people turned over (one sample, pairs)
or given to the other group; p is the share of these in which some cluster is as massive. That holds for all times at
once. What is tested is whether the curves differ at all: where a cluster begins and ends is not (Sassenhagen &
Draschkow 2019, Psychophysiology 56:e13335).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

FEWEST = 5  # people: with four the smallest possible p of a two-sided test is 0.125
ORDERS = 4999
_ALL_UP_TO = 12  # people of whom every way to turn curves over is looked at: 4096
_ALPHA = 0.05
_ALIKE = 1e-12


@dataclass(frozen=True, slots=True)
class Cluster:
    """Neighbouring times at which curves differ.

    Attributes:
        first, last: Places of its first and last time.
        mass: Sum of t, with its sign.
        p: For all times at once.
    """

    first: int
    last: int
    mass: float
    p: float


def clusters_of_one(curves: NDArray[np.float64], seed: int = 1) -> list[Cluster]:
    """Where the mean of curves, (P, T) without holes, is not 0: a curve for each person, or their change."""
    n = len(curves)
    if n < FEWEST:
        return []
    random = np.random.default_rng(seed)
    is_whole = n <= _ALL_UP_TO
    signs = np.array(list(product((1.0, -1.0), repeat=n))) if is_whole else random.choice((1.0, -1.0), (ORDERS, n))
    squares = (curves**2).sum(axis=0)

    def t_of(means: NDArray[np.float64]) -> NDArray[np.float64]:
        return _ratio(means, np.sqrt(np.maximum(squares / n - means**2, 0) / (n - 1)))

    return _judged(t_of(curves.mean(axis=0)), t_of(signs @ curves / n), n - 1, 0 if is_whole else 1)


def clusters_of_two(first: NDArray[np.float64], second: NDArray[np.float64], seed: int = 1) -> list[Cluster]:
    """Where the means of two groups, (P, T) and (Q, T) without holes, differ: positive where the second is higher.

    t is Welch's: where one group is spread farther than the other, orders of people are not quite exchangeable, and
    with the pooled one a small group that is spread far would be taken for another far too often (Janssen 1997).
    """
    if min(len(first), len(second)) < FEWEST:
        return []
    random = np.random.default_rng(seed)
    both, n_first, n = np.concatenate([first, second]), len(first), len(first) + len(second)
    both = both - both.mean(axis=0)  # squares of small distances lose no digits
    squares, whole, n_second = (both**2).sum(axis=0), both.sum(axis=0), n - n_first

    def t_of(sums: NDArray[np.float64], of_squares: NDArray[np.float64]) -> NDArray[np.float64]:
        mine, others = sums / n_first, (whole - sums) / n_second
        first_left = np.maximum(of_squares - n_first * mine**2, 0) / (n_first * (n_first - 1))
        second_left = np.maximum(squares - of_squares - n_second * others**2, 0) / (n_second * (n_second - 1))
        return _ratio(others - mine, np.sqrt(first_left + second_left))

    chosen = np.argsort(random.random((ORDERS, n)), axis=1)[:, :n_first]
    taken = np.zeros((ORDERS, n))
    np.put_along_axis(taken, chosen, 1.0, axis=1)
    is_first = np.arange(n) < n_first
    found = t_of(is_first @ both, is_first @ both**2)
    return _judged(found, t_of(taken @ both, taken @ both**2), n - 2, 1)


def _ratio(means: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(means, errors, out=np.zeros_like(means), where=errors > _ALIKE)


def _judged(found: NDArray[np.float64], shuffled: NDArray[np.float64], degrees: int, n_own: int) -> list[Cluster]:
    """The clusters of t (T,), against those of shuffled ones (N, T); `n_own` is 1 where they do not hold `found`."""
    from scipy import stats  # takes a moment

    bound = float(stats.t.ppf(1 - _ALPHA / 2, degrees))
    largest = np.array([max((abs(mass) for _, _, mass in _runs(one, bound)), default=0.0) for one in shuffled])
    clusters = []
    for first, last, mass in _runs(found, bound):
        as_massive = int((largest >= abs(mass) * (1 - 1e-9)).sum())
        clusters.append(Cluster(first, last, mass, (n_own + as_massive) / (n_own + len(largest))))
    return clusters


def _runs(t: NDArray[np.float64], bound: float) -> list[tuple[int, int, float]]:
    """First and last place of each cluster, and its mass."""
    side = np.where(np.abs(t) > bound, np.sign(t), 0.0)
    edges = np.flatnonzero(np.diff(side, prepend=0.0, append=0.0))
    runs = [(int(a), int(b)) for a, b in pairwise(edges) if side[a]]
    return [(first, end - 1, float(t[first:end].sum())) for first, end in runs]
