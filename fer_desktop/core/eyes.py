"""Lids over time: how far they are shut, compared with how far this person opens them, and blinks. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHUT = 0.06  # opening of shut lids, as the network sees them: the lashes remain
TYPICAL_OPEN = 0.28  # opening at rest of people whom it never saw (median of drawn people)
_BIN_S, _BINS = 0.25, 120  # half a minute
_PRIOR_BINS = 4  # a second, until which the typical person counts for as much as what was seen

BLINK_FROM = 0.55  # how far the lids are shut at least once in a blink
_EDGE = 0.35  # a blink begins and ends where the lids pass it
LONGEST_BLINK_S = 0.8  # Stern, Walrath and Goldstein 1984 (Psychophysiology 21(1)): longer is a closure of the eyes
_GAP_S = 0.3  # what lies across a longer gap is not one movement


class OpenLevel:
    """How far one person opens an eye: the third quartile of the maxima of the last half minute's quarters of a second.

    Blinks are shorter than most quarters; eyes that are shut for less than three quarters of the time do not count,
    nor does a look of surprise in less than a quarter.
    """

    def __init__(self) -> None:
        self._bins: deque[float] = deque([TYPICAL_OPEN] * _PRIOR_BINS, maxlen=_BINS)
        self._highest, self._began_s = float("-inf"), float("-inf")

    def add(self, time_s: float, opening: float) -> float:
        """Take the next opening; returns how far the lids are shut, 0 to 1."""
        if time_s - self._began_s >= _BIN_S:
            if self._highest > SHUT:
                self._bins.append(self._highest)
            self._began_s, self._highest = time_s, float("-inf")
        self._highest = max(self._highest, opening)
        level = max(float(np.percentile(self._bins, 75)), 2 * SHUT)
        return float(np.clip(1 - (opening - SHUT) / (level - SHUT), 0, 1))


@dataclass(frozen=True, slots=True)
class Blink:
    """One blink.

    Attributes:
        start_s, end_s: When the lids pass a third on their way down, and up again.
        depth: How far they were shut, 0 to 1.
    """

    start_s: float
    end_s: float
    depth: float

    @property
    def duration_s(self) -> float:
        """From start to end."""
        return self.end_s - self.start_s


def find_blinks(times_s: NDArray[np.floating[Any]], closed: NDArray[np.floating[Any]]) -> list[Blink]:
    """Blinks of one face.

    A blink that is shorter than the time between two frames may fall between them: at 30 frames a second nearly none
    does, at 10 many do (spontaneous ones last 0.1 to 0.4 s, Stern et al. 1984).

    Args:
        times_s: (N,) true times of the frames, rising.
        closed: (N,) how far the lids are shut, 0 to 1; not a number where it is not known.
    """
    known = ~np.isnan(closed)
    times_s, closed = np.asarray(times_s, np.float64)[known], np.asarray(closed, np.float64)[known]
    blinks = []
    is_low = closed > _EDGE
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_low, [False]]).astype(int)))
    for first, end in edges.reshape(-1, 2):
        before, after = first - 1, end
        # eyes that were shut when the face came or went: nobody saw the lids move
        if before < 0 or after >= len(closed) or np.diff(times_s[before : after + 1]).max() > _GAP_S:
            continue
        depth = float(closed[first:end].max())
        start_s = _crossing(times_s, closed, before)
        end_s = _crossing(times_s, closed, after - 1)
        if depth >= BLINK_FROM and end_s - start_s <= LONGEST_BLINK_S:
            blinks.append(Blink(start_s, end_s, depth))
    return blinks


def _crossing(times_s: NDArray[np.float64], closed: NDArray[np.float64], i: int) -> float:
    """When the straight line from frame i to the next passes the edge."""
    share = (_EDGE - closed[i]) / (closed[i + 1] - closed[i])
    return float(times_s[i] + share * (times_s[i + 1] - times_s[i]))
