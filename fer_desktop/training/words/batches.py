"""Batches of texts of one length each, with words left out and names made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.words.corpus import Texts
from fer_desktop.training.words.options import WordsOptions
from fer_desktop.words.tokens import MOST_GRAMS, UNKNOWN, Numbers, Vocabulary, grams_of

_HIDDEN_NAME = "[name]"
_SYLLABLES = ("ka", "lo", "mi", "ra", "den", "son", "bel", "tor", "an", "ri", "jo", "ste", "vin", "ma", "el", "chris")


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """B texts of T tokens.

    Attributes:
        words, grams, loud: As `tokens.Numbers`, with B before.
        target: (B, C) distribution over the classes.
    """

    words: Tensor
    grams: Tensor
    loud: Tensor
    target: Tensor


class Batches:
    """Draws from a part of the corpus.

    Args:
        soft: (N, C) what teachers say, sum 1; None without.
    """

    def __init__(
        self, texts: Texts, vocabulary: Vocabulary, options: WordsOptions, soft: NDArray[np.float32] | None = None
    ) -> None:
        self._options = options
        self._numbers = [vocabulary.numbers(found) for found in texts.found]
        self._is_name = [np.array([token.text == _HIDDEN_NAME for token in found] or [False]) for found in texts.found]
        self._target = targets(texts, options.smoothing)
        if soft is not None:
            share = options.teacher_share
            self._target = (share * soft + (1 - share) * self._target).astype(np.float32)
        self._lengths = np.array([len(numbers.words) for numbers in self._numbers])
        frequency = self._target.mean(axis=0)
        weight = frequency**-options.balance
        self.class_weight = torch.from_numpy((weight / (weight * frequency).sum()).astype(np.float32))
        self.steps = sum(-(-int(n) // options.batch) for n in np.bincount(self._lengths))

    def epoch(self, rng: np.random.Generator) -> Iterator[Batch]:
        """Each text once, in batches of one length, in any order."""
        order = rng.permutation(len(self._numbers))
        order = order[np.argsort(self._lengths[order], kind="stable")]
        ends = np.cumsum(np.bincount(self._lengths))
        parts = [
            part[first : first + self._options.batch]
            for part in np.split(order, ends[:-1])
            for first in range(0, len(part), self._options.batch)
        ]
        for i in rng.permutation(len(parts)):
            yield self._batch(parts[i], rng)

    def _batch(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        words, grams, loud = stacked([self._numbers[i] for i in chosen])
        is_name = np.stack([self._is_name[i] for i in chosen])
        for row, column in np.argwhere(is_name & (rng.random(words.shape) < self._options.names)):
            groups = grams_of("".join(rng.choice(_SYLLABLES, size=rng.integers(1, 4))))
            words[row, column] = UNKNOWN
            grams[row, column] = 0
            grams[row, column, : len(groups)] = groups
        words[rng.random(words.shape) < self._options.unknown] = UNKNOWN
        is_out = rng.random(words.shape) < self._options.left_out
        words[is_out], grams[is_out] = UNKNOWN, 0
        return Batch(*(torch.from_numpy(array) for array in (words, grams, loud, self._target[chosen])))


def stacked(numbers: list[Numbers]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(B, T), (B, T, G) and (B, T) of texts of one length."""
    assert numbers[0].grams.shape[1] == MOST_GRAMS
    words, grams, loud = (np.stack(arrays) for arrays in zip(*numbers, strict=True))
    return words, grams, loud


def targets(texts: Texts, smoothing: float) -> NDArray[np.float32]:
    """(N, C) the labels of each text as a distribution."""
    labels = texts.labels.astype(np.float32)
    labels /= labels.sum(axis=1, keepdims=True)
    return labels * (1 - smoothing) + smoothing / labels.shape[1]
