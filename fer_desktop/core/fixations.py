"""Where on the screen somebody looks for a while: fixations on the five points that were shown. Pure.

A fixation is a stretch of at least `LEAST_S` in which the gaze meets the screen near one of the points, in the manner
of an area-of-interest algorithm (Salvucci and Goldberg 2000, "Identifying fixations and saccades in eye-tracking
protocols", ETRA). A webcam tells five places at best, so there are five areas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.screen_gaze import POINTS, ScreenMap

NEAR = 0.3  # of the screen: about half the way between the middle and a corner, so that areas hardly meet
LEAST_S = 0.2
_BRIDGED_S = 0.15  # the gaze may be lost, or strays, for so long within a fixation
_GAP_S = 0.3  # what lies across a longer step is not one fixation


@dataclass(frozen=True, slots=True)
class Fixation:
    """One fixation.

    Attributes:
        point: Which of `POINTS`, from 0.
        start_s, end_s: First and last row of it.
    """

    point: int
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """From start to end."""
        return self.end_s - self.start_s


def find_fixations(
    times_s: NDArray[np.floating[Any]], gaze: NDArray[np.floating[Any]], screen: ScreenMap
) -> list[Fixation]:
    """Fixations of one person, in order.

    Args:
        times_s: (N,) true times of the frames, rising.
        gaze: (N, 2) yaw and pitch in radians; not a number where they are not known.
        screen: The map of this person.
    """
    steps = np.diff(times_s)
    # where frames are few, the step from one to the next may be longer than what is bridged
    bridged_s = min(max(_BRIDGED_S, 1.5 * float(np.median(steps)) if len(steps) else 0.0), _GAP_S)
    found: list[Fixation] = []
    for time_s, point in zip(times_s.tolist(), _points_of(gaze, screen).tolist(), strict=True):
        if point < 0:
            continue
        if found and found[-1].point == point and time_s - found[-1].end_s <= bridged_s:
            found[-1] = Fixation(point, found[-1].start_s, time_s)
        else:
            found.append(Fixation(point, time_s, time_s))
    return [one for one in found if one.duration_s >= LEAST_S]


def _points_of(gaze: NDArray[np.floating[Any]], screen: ScreenMap) -> NDArray[np.int64]:
    """(N,) the point that each gaze is near, -1 for none."""
    places = screen.places(gaze)
    # what is not known is far from everything
    distances = np.nan_to_num(np.linalg.norm(places[:, None] - np.array(POINTS)[None], axis=2), nan=np.inf)
    return np.where(distances.min(axis=1) <= NEAR, distances.argmin(axis=1), -1)
