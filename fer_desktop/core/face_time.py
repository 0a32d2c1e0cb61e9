"""What was seen of a face up to now: for how long, for how long not, and what was on top. Owned by one thread."""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.core.expressions import N_EXPRESSIONS


@dataclass(frozen=True, slots=True)
class SoFar:
    """A face from when it was first seen until it was last seen.

    Attributes:
        seen_s: Time for which it was there.
        lost_s: Time between, for which it was not.
        shares: Of the seen time, in which each expression was the most probable, in the order of EXPRESSIONS; all 0
            until some time was seen.
    """

    seen_s: float = 0.0
    lost_s: float = 0.0
    shares: tuple[float, ...] = (0.0,) * N_EXPRESSIONS


class FaceTime:
    """Counts the rows of one face as they come, as the statistics of a session do afterwards.

    Each row counts for the time until the next one, where no gap lies between.
    """

    def __init__(self) -> None:
        self._seconds = [0.0] * N_EXPRESSIONS
        self._lost_s = 0.0
        self._last: tuple[float, int] | None = None  # time and top of the newest row

    def add(self, time_s: float, top: int, longest_s: float) -> None:
        """One more row.

        Args:
            time_s: Later than that of the row before.
            top: Place of the most probable expression in EXPRESSIONS.
            longest_s: A longer step is a gap.
        """
        if self._last is not None:
            before_s, before = self._last
            step_s = time_s - before_s
            if step_s > longest_s:
                self._lost_s += step_s
            else:
                self._seconds[before] += step_s
        self._last = time_s, top

    @property
    def so_far(self) -> SoFar:
        """What it comes to."""
        seen_s = sum(self._seconds)
        whole_s = seen_s or 1.0
        return SoFar(seen_s, self._lost_s, tuple(seconds / whole_s for seconds in self._seconds))
