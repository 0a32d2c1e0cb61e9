"""The choices of a training run of the voice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """Choices of one run.

    Attributes:
        epochs: In each, every utterance comes once, in one of its versions.
        longest: Spectra that are taken of a longer utterance, from anywhere in it.
        smoothing: Of the labels.
        early: Weight of the answers before the end.
        mixing: Share of batches that are mixed.
        clean: Share of utterances that are not distorted.
        colour: How far microphones differ, 1 as drawn in `Batches`.
        masks: Stretches of bands, and of moments, that are left out.
    """

    epochs: int = 120
    batch: int = 24
    longest: int = 128
    peak_rate: float = 4e-3
    weight_decay: float = 0.02
    smoothing: float = 0.05
    early: float = 0.3
    mixing: float = 0.0
    clean: float = 0.3
    colour: float = 0.7
    masks: int = 1
    average_decay: float = 0.98
    seed: int = 1
