"""Batches of utterances: distorted versions, another microphone's colour, masks, and the two ways to know a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.voice.expression import SILENCE, as_input, known_so_far, whole_level
from fer_desktop.voice.features import N_MELS
from fer_desktop.voice.manifest import CLASSES
from fer_desktop.voice.runtime import CONTEXT, STRIDE


@dataclass(frozen=True, slots=True, eq=False)
class Spectra:
    """What `training.voice.prepare` wrote."""

    spectra: NDArray[np.float16]
    ends: NDArray[np.int64]
    names: NDArray[np.str_]
    speakers: NDArray[np.str_]
    labels: NDArray[np.int64]

    def one(self, utterance: int, version: int) -> NDArray[np.float32]:
        """(T, 48) log-mel spectra."""
        flat = utterance * self.ends.shape[1] + version
        start = self.ends.flat[flat - 1] if flat else 0
        return self.spectra[start : self.ends.flat[flat]].astype(np.float32)

    @property
    def n_versions(self) -> int:
        """Of each utterance."""
        return int(self.ends.shape[1])


def load_spectra(path: Path) -> Spectra:
    """Read the file of `training.voice.prepare`."""
    with np.load(path) as data:
        labels = np.array([CLASSES.index(name) for name in data["emotions"]])
        return Spectra(data["spectra"], data["ends"], data["names"], data["speakers"], labels)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """B utterances.

    Attributes:
        x: (B, CONTEXT + STRIDE * n, 48); short ones end with silence.
        steps: (B,) answers that belong to each.
        labels: (B,) index of the class.
    """

    x: Tensor
    steps: Tensor
    labels: Tensor


class Batches:
    """Draws from some utterances of `Spectra`."""

    def __init__(self, spectra: Spectra, chosen: NDArray[np.int64], options: VoiceOptions) -> None:
        self._spectra, self._chosen, self._options = spectra, chosen, options
        counts = np.bincount(spectra.labels[chosen], minlength=len(CLASSES))
        self.log_frequency = torch.from_numpy(np.log(np.maximum(counts, 1) / counts.sum()).astype(np.float32))
        self.steps = max(len(chosen) // options.batch, 1)

    def epoch(self, rng: np.random.Generator) -> Iterator[Batch]:
        """Each utterance once, but for a rest that does not fill a batch."""
        order = rng.permutation(self._chosen)
        for i in range(self.steps):
            size = self._options.batch
            yield self._batch(order[i * size : (i + 1) * size], rng)

    def _batch(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        parts = [self._drawn(int(i), rng) for i in chosen]
        x = np.full((len(parts), max(len(part) for part in parts), N_MELS), SILENCE, np.float32)
        for row, part in zip(x, parts, strict=True):
            row[: len(part)] = part
        steps = torch.tensor([(len(part) - CONTEXT) // STRIDE for part in parts])
        return Batch(torch.from_numpy(x), steps, torch.from_numpy(self._spectra.labels[chosen]))

    def _drawn(self, utterance: int, rng: np.random.Generator) -> NDArray[np.float32]:
        options = self._options
        version = 0 if rng.random() < options.clean else int(rng.integers(1, self._spectra.n_versions))
        spectra = self._spectra.one(utterance, version)
        if len(spectra) > options.longest:
            start = int(rng.integers(len(spectra) - options.longest + 1))
            spectra = spectra[start : start + options.longest]
        spectra = spectra + (self._colour(rng) * options.colour)[None]
        level = self._level(spectra, rng)
        return masked(as_input(spectra, level), options.masks, rng)

    def _level(self, spectra: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float64] | float:
        whole = whole_level(spectra)
        kind = rng.random()
        if kind < 0.5:
            return whole * float(np.exp(rng.normal(0, 0.15)))
        if kind < 0.75:
            return known_so_far(spectra)
        return known_so_far(spectra, whole * float(np.exp(rng.normal(0, 0.6))), 50)

    @staticmethod
    def _colour(rng: np.random.Generator) -> NDArray[np.float32]:
        """(48,) of a microphone and a place: a tilt and slow waves over the bands, nepers of power."""
        band = np.linspace(-1, 1, N_MELS)
        curve = rng.normal(0, 0.7) * band
        for k in range(1, 5):
            curve += rng.normal(0, 0.5 / k) * np.cos(np.pi * k * (band + 1) / 2 + rng.uniform(0, 2 * np.pi))
        return curve.astype(np.float32)


def masked(x: NDArray[np.float32], n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """N stretches of bands and n of moments left out (SpecAugment, Park et al. 2019, arXiv 1904.08779)."""
    fill = float(x[CONTEXT:].mean()) if len(x) > CONTEXT else SILENCE
    for _ in range(n):
        width = int(rng.integers(0, 9))
        start = int(rng.integers(0, N_MELS - width + 1))
        x[CONTEXT:, start : start + width] = fill
    for _ in range(n):
        width = int(rng.integers(0, 11))
        start = CONTEXT + int(rng.integers(0, max(len(x) - CONTEXT - width, 1)))
        x[start : start + width] = fill
    return x
