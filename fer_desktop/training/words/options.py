"""The choices of a training run of words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordsOptions:
    """Choices of one run.

    Attributes:
        epochs: Over which the learning rate goes up and down.
        until: After so many of them training ends: where the dev part was least surprised.
        smoothing: Of the labels.
        unknown: Share of words that are taken for unknown ones; their letters stay.
        left_out: Share of words that are left out with their letters.
        names: Share of hidden names ([NAME]) that a made-up one stands for, as in the texts that people have.
        balance: Classes count in proportion to (their frequency) ** -balance.
        teacher_share: Weight of the teachers' opinion, where there are teachers; the rest is the labels.
    """

    epochs: int = 8
    until: int = 6
    batch: int = 64
    peak_rate: float = 2e-3
    weight_decay: float = 0.05
    smoothing: float = 0.05
    unknown: float = 0.1
    left_out: float = 0.1
    names: float = 0.5
    balance: float = 0.2
    teacher_share: float = 0.7
    average_decay: float = 0.998
    seed: int = 1
