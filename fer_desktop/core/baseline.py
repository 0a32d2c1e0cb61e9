"""A person's own neutral face, and probabilities that are read against it. Pure.

What a face shows is the difference to what it looks like at rest: people differ by one to two logits there, and
cameras by more. Calibrated logits are

    reference + gain * (logits - own neutral's logits)

with `reference` the mean logits of the neutral faces that the network learned from. Person-specific normalisation of
this kind is what Baltrusaitis, Mahmoud and Robinson 2015 (FG, "Cross-dataset learning and person-specific
normalisation for automatic Action Unit detection") do with the median of a recording; decision 18 has the figures
behind formula and gain. Probabilities say logits up to a sum that does not matter, so that a table of them can be
calibrated long after it was recorded.
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
        gain: How much a difference counts.
    """

    reference: tuple[float, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the network says of one person's face at rest.

    Attributes:
        logits: (8,) mean logarithm of the probabilities, of the CNN alone.
        n_frames: Frames that it is the mean of.
        origin: Where it comes from: "asked", "automatic", "range", "file", "session" or "kept".
    """

    logits: tuple[float, ...]
    n_frames: int
    origin: str

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
    difference = logits_of(probabilities) - np.array(baseline.logits)
    logits = np.array(calibration.reference) + calibration.gain * difference
    values = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(values / values.sum(axis=-1, keepdims=True))
