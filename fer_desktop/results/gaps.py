"""Which rows of a session belong together in time: where a step is a gap, and where an excluded stretch parts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session

_STEPS = 2.5  # of the usual length; one frame that was lost is no gap, also at one frame a second


@dataclass(frozen=True, slots=True)
class Gaps:
    """What parts two rows.

    Attributes:
        longest_s: A longer step, in seconds, is a gap.
        excluded: Stretches that are left out; a step across one is a gap however short it is.
    """

    longest_s: float
    excluded: tuple[Span, ...] = ()

    def joined(self, earlier_s: NDArray[np.floating[Any]], later_s: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
        """(N,) whether no gap lies between two times (N,) each, in seconds, outside of what is excluded."""
        is_near = later_s - earlier_s <= self.longest_s
        # as many stretches have begun before both: none lies between them
        return is_near & (self._place(earlier_s) == self._place(later_s))

    def until_excluded(self, times_s: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """(N,) seconds from each time (N,) until the next excluded stretch begins, infinite without one."""
        return np.append(self._starts, np.inf)[self._place(times_s)] - times_s

    def _place(self, times_s: NDArray[np.floating[Any]]) -> NDArray[np.intp]:
        """(N,) how many excluded stretches have begun."""
        return np.searchsorted(self._starts, times_s, side="right")

    @property
    def _starts(self) -> NDArray[np.float64]:
        return np.sort([span.start_s for span in self.excluded if span.start_s <= span.end_s])


def gaps_of(session: Session, at_least_s: float, excluded: tuple[Span, ...] = ()) -> Gaps:
    """The gaps of a session, by its own rate: steps longer than 2.5 usual ones, and than `at_least_s` seconds.

    The usual step is the median between the analysed frames, those without a face too.
    """
    times = session.recorded["time_s"]
    # unique: a frame with several faces has a row for each, all at one time
    steps = np.diff(np.unique(times[np.isfinite(times)]))
    usual_s = float(np.median(steps)) if len(steps) else 0.0
    return Gaps(max(at_least_s, _STEPS * usual_s), excluded)
