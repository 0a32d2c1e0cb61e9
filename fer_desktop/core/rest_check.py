"""Whether a face shows more than it does when it looks most neutral: a logistic function of the difference. Pure.

People differ by more in what their face at rest looks like than a faint expression changes it. Held against the
person's own usual look, the same differences mean the same in all of them: of the log odds of the expressions and of
the intensities of the action units. `training.rest_check` fits the weights on drawn people; decision 18 has figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import logits_of

_ROSE = 2.0  # log odds: what the answers of a face at rest vary by from picture to picture is less

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the networks say of a face, over some frames.

    Attributes:
        neutral: Mean probability of neutral.
        log_odds: (7,) mean of the log odds of every other expression against neutral.
        units: (U,) mean intensities of the action units; empty where nobody kept them.
    """

    neutral: float
    log_odds: Array
    units: Array


def look_of(probabilities: NDArray[np.floating[Any]], units: NDArray[np.floating[Any]] | None = None) -> Look:
    """Of (N, 8) probabilities of the CNN alone and, where they are known, (N, U) intensities; N is at least 1."""
    logits = logits_of(probabilities).mean(axis=0)
    movements = np.empty(0) if units is None else units.mean(axis=0, dtype=np.float64)
    return Look(float(probabilities[:, 0].mean()), logits[1:] - logits[0], movements)


@dataclass(frozen=True, slots=True)
class RestCheck:
    """Weights; they belong to those of the network.

    Attributes:
        by_answer: (8,) what is added, and the weight of each of the seven log odds.
        by_movement: (8 + U,) the same, followed by the weight of each action unit.
    """

    by_answer: tuple[float, ...]
    by_movement: tuple[float, ...]

    def shows_more(self, now: Look, usual: Look) -> bool:
        """Whether a face shows something that it usually does not."""
        differences = np.concatenate([now.log_odds - usual.log_odds, *_changes(now, usual)])
        weights = self.by_movement if len(self.by_movement) == 1 + len(differences) else self.by_answer
        return bool(weights[0] + np.array(weights[1:]) @ differences[: len(weights) - 1] > 0) or _is_named(now, usual)


def _is_named(now: Look, usual: Look) -> bool:
    """Whether the answer names an expression that it does not name when the face looks most neutral."""
    return bool(((now.log_odds > 0) & (now.log_odds - usual.log_odds > _ROSE)).any())


def _changes(now: Look, usual: Look) -> list[Array]:
    """(U,) of the action units, where both are known."""
    return [now.units - usual.units] if len(now.units) == len(usual.units) else []
