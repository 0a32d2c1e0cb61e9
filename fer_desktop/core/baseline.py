"""A person's own neutral face, and probabilities that are read against it. Pure.

What a face shows is the difference to what it looks like at rest: people differ by one to two logits there, and
cameras by more. Calibrated logits are

    reference + gain * r^2 / (r^2 + half_at^2) * (logits - own neutral's logits) @ mixing

with `reference` the mean logits of the neutral faces that the network learned from, and `r` how far the expression that
rose most, in log odds against neutral, is above its place at rest; 0 where none rose. `mixing` says what the rise of
one expression counts for another: between people the network cannot tell their looks from what they show, within one
person it can. A linear map of log probabilities is what Kull et al. 2019 (arXiv 1910.12656, "Dirichlet calibration")
fit. Person-specific normalisation is
what Baltrusaitis, Mahmoud and Robinson 2015 (FG, "Cross-dataset learning and person-specific normalisation for
automatic Action Unit detection") do with the median of a recording; the factor has the form of Wiener's filter (1949):
a face at rest varies, too, and a difference of that size says little. Decision 18 has the figures behind the formula.
Probabilities say logits up to a sum that does not matter, so that a table of them can be calibrated long after it was
recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import ExpressionScores

SMALLEST = 1e-6  # of a probability: what the table of a session can still hold

Logits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the difference to a person's own neutral face becomes an answer; it belongs to the weights.

    Attributes:
        reference: (8,) mean logits of the neutral faces of the training photographs.
        gain: How much a large difference counts.
        half_at: Log odds by which an expression has risen when half of the gain counts; 0 where all differences
            count alike.
        mixing: (8, 8) what a rise of the row's expression adds to the logit of the column's; empty where each counts
            for itself alone.
    """

    reference: tuple[float, ...]
    gain: float
    half_at: float = 0.0
    mixing: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the network says of one person's face at rest.

    Attributes:
        logits: (8,) mean logarithm of the probabilities, of the CNN alone.
        n_frames: Frames that it is the mean of.
        origin: Where it comes from: "asked", "automatic", "range", "file", "session" or "kept".
        despite: Flaws that it was used in spite of (`core.neutral_stretch`), because the user said so.
    """

    logits: tuple[float, ...]
    n_frames: int
    origin: str
    despite: tuple[str, ...] = ()

    @property
    def scores(self) -> ExpressionScores:
        """What the network says of the face at rest, uncalibrated."""
        return ExpressionScores.from_array(np.exp(np.array(self.logits)))


Baselines = Mapping[int, Baseline]
"""Of each face, by its number."""


def logits_of(probabilities: NDArray[np.floating[Any]]) -> Logits:
    """(..., 8) probabilities -> logits, up to a sum; what is smaller than a table can hold counts as that."""
    return np.asarray(np.log(np.maximum(probabilities, SMALLEST)), dtype=np.float64)


def baseline_of(probabilities: NDArray[np.floating[Any]], origin: str) -> Baseline:
    """The mean of (N, 8) probabilities of the CNN alone, in logits; N is at least 1."""
    mean = logits_of(probabilities).mean(axis=0)
    return Baseline(tuple(float(value) for value in mean), len(probabilities), origin)


def calibrated(
    probabilities: NDArray[np.floating[Any]], baseline: Baseline, calibration: Calibration
) -> NDArray[np.float64]:
    """(..., 8) probabilities read against a person's own neutral face; NaN stays NaN."""
    return read_against(logits_of(probabilities) - np.array(baseline.logits), calibration)


def read_against(difference: Logits, calibration: Calibration) -> NDArray[np.float64]:
    """(..., 8) probabilities of (..., 8) differences to the own neutral face."""
    gain = calibration.gain * share_of_gain(difference, calibration.half_at)
    mixed = difference @ np.array(calibration.mixing) if calibration.mixing else difference
    logits = np.array(calibration.reference) + gain * mixed
    values = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(values / values.sum(axis=-1, keepdims=True))


def share_of_gain(difference: Logits, half_at: float) -> Logits:
    """(..., 1) how much of the gain counts, 0 to 1, for (..., 8) differences to the own neutral face."""
    rose = np.maximum((difference[..., 1:] - difference[..., :1]).max(axis=-1, keepdims=True), 0)
    return np.asarray(rose**2 / (rose**2 + half_at**2)) if half_at > 0 else np.ones_like(rose)
