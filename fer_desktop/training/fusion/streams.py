"""The streams as they are kept, and pairs that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS

COMMON = tuple(EXPRESSIONS.index(name) for name in ("neutral", "happiness", "sadness", "anger", "disgust", "fear"))
"""Classes that face, voice and words all know."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """N things that one stream says something of.

    Attributes:
        features: (N, M, F) float32 of M moments.
        probabilities: (N, 8) float32, NaN for classes that it does not know.
        labels: (N,) place in `EXPRESSIONS`.
        people: (N,) who it is; of photographs and sentences each counts as another person.
    """

    features: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    labels: NDArray[np.int64]
    people: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> Stream:
        """Some of them."""
        return Stream(*(getattr(self, field.name)[chosen] for field in fields(self)))


def save_streams(path: Path, streams: Mapping[str, Stream]) -> None:
    """Write what `load_streams` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{name}.{field.name}": getattr(one, field.name) for name, one in streams.items() for field in fields(one)
    }
    np.savez(path, **arrays)


def load_streams(path: Path) -> dict[str, Stream]:
    """By name, as `training.fusion.prepare` wrote them."""
    with np.load(path) as data:
        names = dict.fromkeys(key.split(".")[0] for key in data.files)
        return {name: Stream(*(data[f"{name}.{field.name}"] for field in fields(Stream))) for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """N moments that were made: a face, a voice and a sentence of one label, from three people.

    Attributes:
        streams: Face, voice and words; `places` (N, 3) are which of each.
        labels: (N,).
    """

    streams: tuple[Stream, Stream, Stream]
    places: NDArray[np.int64]
    labels: NDArray[np.int64]

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """(N, 3, 8) what each stream says."""
        parts = zip(self.streams, self.places.T, strict=True)
        return np.stack([stream.probabilities[places] for stream, places in parts], axis=1).astype(np.float64)

    @property
    def people(self) -> NDArray[np.int64]:
        """(N, 3) who they are."""
        parts = zip(self.streams, self.places.T, strict=True)
        return np.stack([stream.people[places] for stream, places in parts], axis=1)


def matched(streams: tuple[Stream, Stream, Stream], n_each: int, rng: np.random.Generator) -> Pairs:
    """So many moments of each class that all three know, each stream drawn by itself."""
    places = []
    for label in COMMON:
        there = [np.flatnonzero(stream.labels == label) for stream in streams]
        places.append(np.stack([_spread(one, n_each, rng) for one in there], axis=1))
    return Pairs(streams, np.concatenate(places), np.repeat(np.array(COMMON), n_each))


def _spread(places: NDArray[np.int64], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """So many of them, each as often as the others but for one."""
    rounds = [rng.permutation(places) for _ in range(-(-n // len(places)))]
    return np.concatenate(rounds)[:n]


def uar(
    answers: NDArray[np.integer[Any]], labels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> float:
    """Mean recall over the classes of `labels`; weights (N,) count moments several times."""
    weights = np.ones(len(labels)) if weights is None else weights
    right = np.bincount(labels, weights * (answers == labels), len(EXPRESSIONS))
    total = np.bincount(labels, weights, len(EXPRESSIONS))
    return float((right[total > 0] / total[total > 0]).mean())


def resampled_weights(people: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """(N,) how often each moment counts when the people of each stream are drawn again.

    The product of how often each of its people was drawn: the pigeonhole bootstrap (Owen 2007, Annals of Applied
    Statistics 1), for moments that share people in several ways.

    Args:
        people: (N, S).
    """
    weights = np.ones(len(people))
    for column in people.T:
        ids, places = np.unique(column, return_inverse=True)
        weights *= np.bincount(rng.integers(len(ids), size=len(ids)), minlength=len(ids))[places]
    return weights
