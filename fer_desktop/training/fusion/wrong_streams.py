"""What becomes of the decision where a stream is wrong: a stand for people, languages and rooms that it never met.

No other corpus of voices is here that may be used freely, so a stream is made wrong instead: what it says is taken
from another moment of the same test, whatever is meant there. It is then sure of itself as always, and right by chance
alone; nothing in the moment tells. Its reliability is left at 1: no noise and no dark room gives it away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fer_desktop.training.fusion.streams import Pairs, Stream

Change = Callable[[Pairs, int, np.random.Generator], Pairs]
"""Makes one stream of all moments another; which, as a place in `STREAMS`."""


def wrong(pairs: Pairs, stream: int, rng: np.random.Generator, share: float = 1.0) -> Pairs:
    """It says what it says of another moment, in this share of the moments."""
    places = pairs.places.copy()
    chosen = np.flatnonzero(rng.random(len(places)) < share)
    places[chosen, stream] = places[rng.permutation(chosen), stream]
    return replace(pairs, places=places)


def wrong_in_half(pairs: Pairs, stream: int, rng: np.random.Generator) -> Pairs:
    """The same in half of the moments."""
    return wrong(pairs, stream, rng, share=0.5)


def wrong_and_oversure(pairs: Pairs, stream: int, rng: np.random.Generator) -> Pairs:
    """The same in all, with the odds cubed."""
    said = pairs.streams[stream]
    cubed = said.probabilities.astype(np.float64) ** 3
    sure = cubed / np.nansum(cubed, axis=1, keepdims=True)
    return wrong(_with(pairs, stream, replace(said, probabilities=sure)), stream, rng)


def undecided(pairs: Pairs, stream: int, rng: np.random.Generator) -> Pairs:
    """It says every class that it knows alike, and its features are those of nobody."""
    said = pairs.streams[stream]
    known = ~np.isnan(said.probabilities)
    flat = np.where(known, 1 / known.sum(axis=1, keepdims=True), np.nan)
    features = np.broadcast_to(said.features.mean(axis=0), said.features.shape)
    return _with(pairs, stream, replace(said, probabilities=flat, features=features))


CHANGES: dict[str, Change] = {
    "wrong": wrong,
    "wrong in half": wrong_in_half,
    "wrong and oversure": wrong_and_oversure,
    "undecided": undecided,
}


def _with(pairs: Pairs, place: int, stream: Stream) -> Pairs:
    streams = list(pairs.streams)
    streams[place] = stream
    return replace(pairs, streams=(streams[0], streams[1], streams[2]))
