"""One decision from several streams: a log-linear pool of what each says, and how much each moved it.

    f(c)  ~  exp( n^B * sum_i w_i log q_i(c) )

    w_i     weight of stream i among those that are there: r_i / sum_j r_j
    r_i     its trust: skill_i * reliability_i * (1 - H(p_i) / log C_i)^G; H is the entropy, C_i how many classes it
            knows: a stream that hardly prefers any class hardly counts
    d_i(c)  (1 - e_i) p_i(c) + e_i / C_i, e_i = D (1 - w_i): beside others each stream may be wrong however sure it is,
            so none can rule out a class alone
    q_i(c)  d_i(c) * (1 - sum of o(u) over the classes u that it does not know); o(c) for a class that it does not
            know: it leaves that class to those who know it, and divides the rest
    o(c)    min(1, k(c) / K) * mean of d_j(c) over the streams that know c, weighted by w_j; k(c) is their share of
            the weight: a class fades with the last stream that knows it
    n       how many streams there are in effect: 1 / sum_i w_i^2; several that agree are surer than one

The pool is the weighted geometric mean of Genest and Zidek 1986 (Statistical Science 1), sharpened by n^B. One stream
alone gives that stream; the order does not matter; a stream whose trust goes to 0 fades out without a step. The sum is
exact, so what a stream contributes to the log odds of two classes is its own term. How the constants were chosen, and
what they do where a stream is wrong, is in docs/decisions/0022-fusion.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS

STREAMS = ("face", "voice", "words")
GRID_S = 0.25  # of time that a decision stands for
NOISE_SHARE = 0.1  # the quietest tenth of what is no speech is the noise
CLEAR_DB = 20.0  # speech so far above the noise counts whole
_FLOOR = 1e-6  # of a probability, as exact as tables are
_KNOWN_FROM = 0.1  # K: share of the weight that must know a class for it to count whole


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """The constants.

    Attributes:
        skills: Of each stream, in the order of `STREAMS`.
        agreement: B: 0 for the plain mean of streams, 1 for streams that are taken to be independent.
        certainty: G: how far a stream that hardly prefers any class counts less.
        doubt: D: share of what a stream says, beside others, that is taken for a mistake.
    """

    skills: tuple[float, ...] = (1.0, 0.5, 0.5)
    agreement: float = 0.5
    certainty: float = 0.5
    doubt: float = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """N decisions of S streams.

    Attributes:
        probabilities: (N, 8), each sums to 1; NaN for classes that no stream of that moment knows, and for moments
            without any stream.
        weights: (N, S), each sums to 1; 0 for streams that were not there.
        top, runner_up: (N,) place of the most probable class and of the next; -1 where there is none.
        moved: (N, S) what each stream added to the log odds of the one against the other; NaN where it was not there.
    """

    probabilities: NDArray[np.float64]
    weights: NDArray[np.float64]
    top: NDArray[np.int64]
    runner_up: NDArray[np.int64]
    moved: NDArray[np.float64]

    @property
    def names(self) -> NDArray[np.object_]:
        """(N,) the most probable class by name, "" where there is none."""
        return np.array([EXPRESSIONS[i] if i >= 0 else "" for i in self.top], dtype=object)


def pooled(streams: NDArray[np.floating[Any]], reliability: NDArray[np.floating[Any]], options: PoolOptions) -> Pooled:
    """The decision of each moment.

    Args:
        streams: (N, S, 8) probabilities, NaN for classes that a stream does not know, all NaN where it is not there.
        reliability: (N, S) 0-1; 0 or NaN leaves a stream out.
        options: S skills among them, in the order of the streams.
    """
    p = np.asarray(streams, np.float64)
    is_known = ~np.isnan(p)
    p = np.where(is_known, np.maximum(p, _FLOOR), 0.0)
    p = p / p.sum(axis=2, keepdims=True).clip(_FLOOR)
    weights = _weights(p, is_known, np.asarray(reliability, np.float64), options)
    p = _doubted(p, is_known, weights, options.doubt)
    in_effect = 1 / np.maximum(np.square(weights).sum(axis=1), _FLOOR)
    exponent = np.maximum(in_effect, 1.0) ** options.agreement
    share = (weights[:, :, None] * is_known).sum(axis=1)  # (N, 8)
    terms = (exponent[:, None] * weights)[:, :, None] * np.log(_completed(p, is_known, weights, share))
    total = np.where(share > 0, terms.sum(axis=1), -np.inf)
    top = total.max(axis=1, keepdims=True)
    values = np.where(share > 0, np.exp(total - np.where(np.isfinite(top), top, 0.0)), np.nan)
    with np.errstate(invalid="ignore"):
        probabilities = values / np.nansum(values, axis=1, keepdims=True)
    return _explained(probabilities, weights, terms)


def _completed(
    p: NDArray[np.float64], is_known: NDArray[np.bool_], weights: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(N, S, 8) q: what each stream says once it leaves the classes that it does not know to the others."""
    mean = (weights[:, :, None] * p).sum(axis=1) / np.where(share > 0, share, 1.0)
    others = np.minimum(1.0, share / _KNOWN_FROM) * mean  # (N, 8)
    left = 1 - np.where(is_known, 0.0, others[:, None]).sum(axis=2, keepdims=True)
    q = np.where(is_known, p * left, others[:, None])
    return np.maximum(q, np.finfo(np.float64).tiny)


def _doubted(
    p: NDArray[np.float64], is_known: NDArray[np.bool_], weights: NDArray[np.float64], doubt: float
) -> NDArray[np.float64]:
    """(N, S, 8) d: what each stream says, as far as it is believed beside the others; alone it is believed."""
    share = doubt * (1 - weights)[:, :, None]
    n_known = np.maximum(is_known.sum(axis=2, keepdims=True), 1)
    return np.where(is_known, (1 - share) * p + share / n_known, 0.0)


def _weights(
    p: NDArray[np.float64], is_known: NDArray[np.bool_], reliability: NDArray[np.float64], options: PoolOptions
) -> NDArray[np.float64]:
    """(N, S) each sums to 1, or to 0 where no stream is there."""
    entropy = -(p * np.log(np.where(is_known, p, 1.0).clip(_FLOOR / 10))).sum(axis=2)
    n_known = is_known.sum(axis=2)
    certainty = (1 - entropy / np.log(np.maximum(n_known, 2))).clip(1e-9, 1.0)
    trust = np.nan_to_num(reliability).clip(0, 1) * np.asarray(options.skills) * certainty**options.certainty
    trust = np.where(n_known > 0, trust, 0.0)
    total = trust.sum(axis=1, keepdims=True)
    return np.where(total > 0, trust / np.where(total > 0, total, 1.0), 0.0)


def _explained(probabilities: NDArray[np.float64], weights: NDArray[np.float64], terms: NDArray[np.float64]) -> Pooled:
    """Who moved what: the terms of the two most probable classes, compared."""
    is_decided = (weights > 0).any(axis=1)
    order = np.argsort(-np.nan_to_num(probabilities, nan=-1.0), axis=1, kind="stable")
    rows = np.arange(len(order))
    moved = terms[rows, :, order[:, 0]] - terms[rows, :, order[:, 1]]
    return Pooled(
        probabilities,
        weights,
        np.where(is_decided, order[:, 0], -1),
        np.where(is_decided, order[:, 1], -1),
        np.where(weights > 0, moved, np.nan),
    )


def in_words(moved: Sequence[float], names: Sequence[str] = STREAMS) -> str:
    """As "face +2.1, words -0.4": what each stream added, those that were there."""
    return ", ".join(f"{name} {value:+.1f}" for name, value in zip(names, moved, strict=True) if not np.isnan(value))
