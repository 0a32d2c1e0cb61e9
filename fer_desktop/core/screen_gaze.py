"""Does somebody look at the screen? From the direction of the gaze, after looking at five points of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# the middle and the corners, as shares of width and height; some way inside, since nobody looks at an edge exactly
POINTS = ((0.5, 0.5), (0.08, 0.08), (0.92, 0.08), (0.08, 0.92), (0.92, 0.92))
MOST_ERROR = 0.35  # of the screen; a map that is less exact says nothing
ENOUGH = 8  # directions that have to be known at each point
_FAR = 2.0  # times the error outside of the screen, from which on somebody surely looks elsewhere


@dataclass(frozen=True, slots=True)
class ScreenMap:
    """Where on the screen one person looks from one place.

    Attributes:
        across, down: Weights of the tangents of yaw and pitch, and a constant: the place as a share of width and
            height, from the left and upper edge as the person sees them.
        error: Root mean square distance between places and points that the map was not fitted to, in the same shares.
    """

    across: tuple[float, float, float]
    down: tuple[float, float, float]
    error: float

    @property
    def is_good(self) -> bool:
        """Whether it is exact enough to be used."""
        return self.error <= MOST_ERROR

    def place(self, gaze: tuple[float, float]) -> tuple[float, float]:
        """Where a (yaw, pitch) in radians meets the plane of the screen; not a number where that is not known."""
        terms = (float(np.tan(gaze[0])), float(np.tan(gaze[1])), 1.0)
        return float(np.dot(self.across, terms)), float(np.dot(self.down, terms))

    def places(self, gaze: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """(N, 2) the same of (N, 2) yaws and pitches."""
        terms = np.column_stack([np.tan(gaze), np.ones(len(gaze))])
        return np.asarray(terms @ np.array([self.across, self.down]).T, np.float64)

    def looks_at_screen(self, gaze: tuple[float, float]) -> float:
        """1 inside of the screen, 0 far outside; not a number between them and where the gaze is not known."""
        x, y = self.place(gaze)
        outside = max(-x, x - 1, -y, y - 1)
        if np.isnan(outside):
            return float("nan")
        return 1.0 if outside <= 0 else 0.0 if outside > _FAR * self.error else float("nan")


def fit_screen(directions: Sequence[Sequence[tuple[float, float]]]) -> ScreenMap | None:
    """The map from directions of the gaze while somebody looked at `POINTS`; None where the eyes were not seen enough.

    Least squares on the median direction of each point. The error is that of leaving out one point after the other.

    Args:
        directions: For each point (yaw, pitch) in radians, with those that are not known.
    """
    medians = []
    for of_point in directions:
        known = np.array([one for one in of_point if not np.isnan(one[0])], np.float64).reshape(-1, 2)
        if len(known) < ENOUGH:
            return None
        medians.append(np.median(known, axis=0))
    terms = np.column_stack([np.tan(np.array(medians)), np.ones(len(POINTS))])
    places = np.array(POINTS)
    weights = _solved(terms, places)
    missed = []
    for i in range(len(POINTS)):
        others = np.arange(len(POINTS)) != i
        missed.append(terms[i] @ _solved(terms[others], places[others]) - places[i])
    error = float(np.sqrt((np.array(missed) ** 2).sum(axis=1).mean()))
    across, down = (tuple(round(float(value), 6) for value in column) for column in weights.T)
    return ScreenMap((across[0], across[1], across[2]), (down[0], down[1], down[2]), round(error, 6))


def _solved(terms: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.linalg.lstsq(terms, places, rcond=None)[0]
