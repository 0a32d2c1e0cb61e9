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

# how far the lids come down in a blink, of the way that was left to them before and after; in a very short one few
# frames see them, each over its whole exposure, so that half must do
DEPTH, SHORT_DEPTH, _SHORT_S = 0.62, 0.48, 0.15
_AROUND_S, _OPEN = 0.6, 0.55  # where "before and after" is looked for, and how far lids may be shut there
_EDGE = 0.35  # a blink begins and ends where the lids pass this share of it
LONGEST_BLINK_S = 0.8  # Stern, Walrath and Goldstein 1984 (Psychophysiology 21(1)): longer is a closure of the eyes
_GAP_S = 0.3  # what lies across a longer gap is not one movement


class OpenLevel:
    """How far one person opens an eye: the third quartile of the maxima of the last half minute's quarters of a second.

    Blinks are shorter than most quarters; eyes that are shut for less than three quarters of the time do not count,
    nor does a look of surprise in less than a quarter.
    """

    def __init__(self) -> None:
        self._bins: deque[float] = deque([TYPICAL_OPEN] * _PRIOR_BINS, maxlen=_BINS)
        self._highest, self._began_s, self._level = float("-inf"), float("-inf"), TYPICAL_OPEN

    def add(self, time_s: float, opening: float) -> float:
        """Take the next opening; returns how far the lids are shut, 0 to 1."""
        if time_s - self._began_s >= _BIN_S:
            if self._highest > SHUT:
                self._bins.append(self._highest)
                # worked out where it changes, four times a second: it takes longer than all the rest
                self._level = max(float(np.percentile(self._bins, 75)), 2 * SHUT)
            self._began_s, self._highest = time_s, float("-inf")
        self._highest = max(self._highest, opening)
        return min(max(1 - (opening - SHUT) / (self._level - SHUT), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Blink:
    """One blink.

    Attributes:
        start_s, end_s: When the lids pass a third of their way down, and on their way up again.
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
    """Blinks of one face, in order: quick movements of the lids down and up again, compared with just before and after.

    A blink that is shorter than the time between two frames may fall between them: at 30 frames a second nearly none
    does, at 10 many do (spontaneous ones last 0.1 to 0.4 s, Stern et al. 1984).

    Args:
        times_s: (N,) true times of the frames, rising.
        closed: (N,) how far the lids are shut, 0 to 1; not a number where it is not known.
    """
    known = ~np.isnan(closed)
    times, shut = np.asarray(times_s, np.float64)[known], np.asarray(closed, np.float64)[known]
    blinks: list[Blink] = []
    for peak in np.flatnonzero(shut >= SHORT_DEPTH):
        is_top = (peak == 0 or shut[peak] >= shut[peak - 1]) and (peak + 1 == len(shut) or shut[peak] > shut[peak + 1])
        if not is_top or (blinks and times[peak] <= blinks[-1].end_s):
            continue
        blink = _blink_at(int(peak), times, shut)
        if blink is not None and not (blinks and blink.start_s < blinks[-1].end_s):
            blinks.append(blink)
    return blinks


def _blink_at(peak: int, times: NDArray[np.float64], shut: NDArray[np.float64]) -> Blink | None:
    """The blink whose lids are furthest down at a frame; None where they are not in one."""
    before, after = _flank(peak, times, shut, -1), _flank(peak, times, shut, 1)
    if before is None or after is None:
        return None
    base = max(shut[before], shut[after])
    depth = shut[peak] - base
    if base > _OPEN or depth < SHORT_DEPTH * (1 - base):
        return None
    edge = base + _EDGE * depth
    start_s = _passing(range(peak, before, -1), times, shut, edge, -1)
    end_s = _passing(range(peak, after), times, shut, edge, 1)
    wanted = SHORT_DEPTH if end_s - start_s <= _SHORT_S else DEPTH
    if depth < wanted * (1 - base) or end_s - start_s > LONGEST_BLINK_S:
        return None
    return Blink(start_s, end_s, float(shut[peak]))


def _flank(peak: int, times: NDArray[np.float64], shut: NDArray[np.float64], step: int) -> int | None:
    """Where the lids are widest open on one side of a frame, before a gap; None where there is no such frame.

    Eyes that were shut when the face came or went have none: nobody saw the lids move.
    """
    best, i = None, peak + step
    while 0 <= i < len(times) and abs(times[i] - times[i - step]) <= _GAP_S:
        if abs(times[i] - times[peak]) > _AROUND_S or shut[i] > shut[peak]:
            break
        if best is None or shut[i] < shut[best]:
            best = i
        i += step
    return best


def _passing(frames: range, times: NDArray[np.float64], shut: NDArray[np.float64], edge: float, step: int) -> float:
    """When the straight line between two frames passes the edge, going away from the peak; the last one is below it."""
    i = next(i for i in frames if shut[i + step] <= edge)
    share = (shut[i] - edge) / (shut[i] - shut[i + step])
    return float(times[i] + share * (times[i + step] - times[i]))
