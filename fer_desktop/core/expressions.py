"""The expressions and their order: the single source for every table, plot and weight file.

Names and order are those of FER+ (Barsoum, Zhang, Canton Ferrer, Zhang 2016,
"Training Deep Networks for Facial Expression Recognition with Crowd-Sourced Label
Distribution", arXiv 1608.01041).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core import names

EXPRESSIONS = names.EXPRESSIONS
N_EXPRESSIONS = len(EXPRESSIONS)
NEUTRAL = EXPRESSIONS.index("neutral")
HAPPINESS = EXPRESSIONS.index("happiness")
NEGATIVE = tuple(EXPRESSIONS.index(name) for name in ("sadness", "anger", "disgust", "fear", "contempt"))
_NEGATIVE = list(NEGATIVE)  # as numpy wants it; made once, as it is asked for in every frame


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionScores:
    """How probable each expression is, for one face at one moment.

    Attributes:
        probabilities: (8,) float32, read-only, sum 1, in the order of `EXPRESSIONS`.
    """

    probabilities: NDArray[np.float32]

    @classmethod
    def from_array(cls, probabilities: NDArray[np.floating[Any]]) -> ExpressionScores:
        """Copy (8,) probabilities, scale them to sum 1 and freeze them.

        Raises:
            ValueError: the shape is not (8,), a value is negative or not finite, or all are 0.
        """
        values = np.array(probabilities, dtype=np.float64)
        if values.shape != (N_EXPRESSIONS,):
            raise ValueError(f"expected probabilities of shape ({N_EXPRESSIONS},), got {values.shape}")
        if not np.isfinite(values).all() or values.min() < 0 or values.sum() <= 0:
            raise ValueError(f"expected finite probabilities of at least 0, got {values}")
        frozen = (values / values.sum()).astype(np.float32)
        frozen.flags.writeable = False
        return cls(frozen)

    @property
    def top(self) -> str:
        """Name of the most probable expression."""
        return EXPRESSIONS[int(self.probabilities.argmax())]

    @property
    def top_probability(self) -> float:
        """Probability of the most probable expression, 0-1."""
        return float(self.probabilities.max())

    @property
    def valence(self) -> float:
        """-1 to 1: `happiness` minus the largest of the five negative expressions."""
        negative = self.probabilities[_NEGATIVE].max()
        return float(self.probabilities[HAPPINESS] - negative)
