"""What becomes of the decision where a stream is wrong: a stand for people, languages and rooms that it never met.

No other corpus of voices is here that may be used freely, so a stream is made wrong instead: what it says is taken
from another moment of the same test, whatever is meant there. It is then sure of itself as always, and right by chance
alone; nothing in the moment tells. Its reliability is left at 1: no noise and no dark room gives it away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.fusion import STREAMS, PoolOptions, pooled
from fer_desktop.training.fusion.streams import resampled_weights, uar

_RESAMPLES = 500
_HALF = 0.5
Said = NDArray[np.float64]
"""(N, 8) what a stream says; NaN for classes that it does not know."""


def elsewhere(said: Said, rng: np.random.Generator) -> Said:
    """What it says of another moment."""
    return said[rng.permutation(len(said))]


def half_elsewhere(said: Said, rng: np.random.Generator) -> Said:
    """The same in half of the moments."""
    chosen = np.flatnonzero(rng.random(len(said)) < _HALF)
    found = said.copy()
    found[chosen] = said[rng.permutation(chosen)]
    return found


def oversure(said: Said, rng: np.random.Generator) -> Said:
    """What it says of another moment, with the odds cubed."""
    cubed = elsewhere(said, rng) ** 3
    return cubed / np.nansum(cubed, axis=1, keepdims=True)


def undecided(said: Said, rng: np.random.Generator) -> Said:
    """Every class that it knows alike."""
    known = ~np.isnan(said)
    return np.where(known, 1 / known.sum(axis=1, keepdims=True), np.nan)


WAYS: dict[str, Callable[[Said, np.random.Generator], Said]] = {
    "right": lambda said, rng: said,
    "wrong": elsewhere,
    "wrong in half": half_elsewhere,
    "wrong and oversure": oversure,
    "undecided": undecided,
}


def with_wrong_streams(
    probabilities: NDArray[np.float64], labels: NDArray[np.int64], people: NDArray[np.int64], options: PoolOptions
) -> dict[str, Any]:
    """UAR of all three streams with one of them wrong, and minus the better one of the others (95% over people).

    Args:
        probabilities: (N, 3, 8) of face, voice and words, each right. people: (N, 3) who they are.
    """
    rng = np.random.default_rng(3)
    weights = [resampled_weights(people, rng) for _ in range(_RESAMPLES)]
    answers = [np.nan_to_num(probabilities[:, i]).argmax(axis=1) for i in range(len(STREAMS))]
    found = {}
    for place, stream in enumerate(STREAMS):
        others = [one for i, one in enumerate(answers) if i != place]
        best = max(others, key=lambda one: uar(one, labels))
        for way, change in WAYS.items():
            changed = probabilities.copy()
            changed[:, place] = change(probabilities[:, place], np.random.default_rng(7))
            top = pooled(changed, np.ones((len(labels), len(STREAMS))), options).top
            drawn = [uar(top, labels, w) - uar(best, labels, w) for w in weights]
            low, high = np.quantile(drawn, [0.025, 0.975])
            found[f"{stream} {way}"] = [uar(top, labels), uar(best, labels), float(low), float(high)]
    return found


def print_wrong_streams(found: dict[str, Any]) -> None:
    """As a table."""
    print("\nall three streams, one of them made wrong (see training.fusion.wrong_streams)")
    print(f"{'':>26}  {'together':>8}  {'best of the others':>18}  difference")
    for name, (together, best, low, high) in found.items():
        print(f"{name:>26}  {together:8.3f}  {best:18.3f}  {low:+.3f} to {high:+.3f}")
