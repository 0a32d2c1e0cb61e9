"""Labelled examples as the last layer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import WeightsMissing
from fer_desktop.onnx_session import open_bytes
from fer_desktop.vision.manifest import read_manifest
from fer_desktop.vision.onnx_file import linear_layer, with_output
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.runtime import CLASSIFIER, INPUTS, LIVE_THREADS, LastLayer
from fer_desktop.weight_file import does_not_fit

Array = NDArray[np.float64]
_BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """N labelled examples.

    Attributes:
        features: (N, C) of the CNN, the mean over the frames of each.
        labels: (N,) places in `EXPRESSIONS`.
        groups: (N,) of what is held out together: people, sessions, or stretches of time.
        held_out_by: What the groups are, in words.
    """

    features: Array
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]
    held_out_by: str

    def __len__(self) -> int:
        return len(self.labels)

    def where(self, chosen: NDArray[np.bool_]) -> Examples:
        """Those that are chosen."""
        return Examples(self.features[chosen], self.labels[chosen], self.groups[chosen], self.held_out_by)

    @property
    def per_class(self) -> dict[str, int]:
        """How many there are of each expression that there is."""
        counts = np.bincount(self.labels, minlength=len(EXPRESSIONS))
        return {name: int(n) for name, n in zip(EXPRESSIONS, counts, strict=True) if n}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an example comes from.

    Attributes:
        person, source: Who is shown, and in which session or file; "" where that is not known.
        time_s: When in it.
    """

    person: str
    source: str
    time_s: float


_BLOCKS = 5  # of time, where there is one person in one session


def grouped(origins: Sequence[Origin]) -> tuple[NDArray[np.int64], str]:
    """(N,) what is held out together, and what that is.

    By person where at least two are named, else by session or file, else by stretches of time: moments beside each
    other are nearly the same picture, and judging on one after fitting to the other would flatter.
    """
    people, sources = [one.person for one in origins], [one.source for one in origins]
    if all(people) and len(set(people)) > 1:
        return _numbered(people), "person"
    if len(set(sources)) > 1:
        return _numbered(sources), "session or file"
    order = np.argsort([one.time_s for one in origins], kind="stable")
    blocks = np.empty(len(origins), dtype=np.int64)
    blocks[order] = np.arange(len(origins)) * _BLOCKS // max(len(origins), 1)
    return blocks, "stretch of time within one session"


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


class FeatureReader:
    """The CNN up to its last layer, on ONNX Runtime. Belongs to one thread.

    Attributes:
        weight, bias: Of the last layer.

    Raises:
        WeightsMissing, WeightsMismatch: the weights were not exported, are not there, or not those of their manifest.
    """

    def __init__(self, weights: Path) -> None:
        self.manifest = manifest = read_manifest(weights)
        if manifest.onnx is None:
            raise WeightsMissing("{path} has no weights for ONNX Runtime.", "Export them.", path=weights)
        data = manifest.onnx.read(weights)
        try:
            layer = linear_layer(data, *(f"{CLASSIFIER}.{name}" for name in LastLayer._fields))
            self._session, self._features = open_bytes(with_output(data, layer.takes), LIVE_THREADS), layer.takes
        except Exception as error:  # those of ONNX Runtime have no common base
            raise does_not_fit(weights / manifest.onnx.file) from error
        self.weight: Array = layer.weight.astype(np.float64)
        self.bias: Array = layer.bias.astype(np.float64)
        self._state_size = manifest.network.state_size

    def features(self, crops: NDArray[np.uint8]) -> Array:
        """(C,) the mean over crops (M, S, S)."""
        parts = []
        for i in range(0, len(crops), _BATCH):
            x = network_input(crops[i : i + _BATCH])
            state, never = np.zeros((len(x), self._state_size), np.float32), np.full((len(x), 1), np.inf, np.float32)
            parts += self._session.run([self._features], dict(zip(INPUTS, (x, state, never), strict=True)))
        return np.asarray(np.concatenate(parts).mean(axis=0), dtype=np.float64)
