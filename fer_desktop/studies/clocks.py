"""Two sessions on one clock: by a marker of the same moment, or by the clock of the computer that recorded both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fer_desktop.errors import StudyUnreadable
from fer_desktop.session.library import Session

_SAME_BOOT_S = 2.0  # by which wall and monotonic clock may part within one run of a computer


@dataclass(frozen=True, slots=True)
class OneClock:
    """How the time of a second session is read on the clock of a first one.

    Attributes:
        offset_s: What is added to a time of the second one.
        how: "marker", "monotonic clock" or "wall clock".
        spread_s: Largest distance of a pair of markers from the others; NaN where there is one pair or none.
    """

    offset_s: float
    how: str
    spread_s: float = float("nan")


def by_marker(first: Session, second: Session, label: str) -> OneClock:
    """By markers of this label, which both sessions have equally often; the median counts.

    Raises:
        StudyUnreadable: they have none, or not as many as each other.
    """
    marked = [[one.time_s for one in each.markers if one.label == label] for each in (first, second)]
    if not marked[0] or len(marked[0]) != len(marked[1]):
        raise StudyUnreadable(
            "Markers {label!r} are there {n} times in one session and {m} times in the other.",
            "Choose a marker that both have equally often.",
            label=label,
            n=len(marked[0]),
            m=len(marked[1]),
        )
    offsets = np.array(marked[0]) - np.array(marked[1])
    middle = float(np.median(offsets))
    return OneClock(middle, "marker", float(np.abs(offsets - middle).max()) if len(offsets) > 1 else float("nan"))


def by_start(first: Session, second: Session) -> OneClock:
    """By when they began: on the monotonic clock where both are of one run of one computer, else on the wall clock.

    Raises:
        StudyUnreadable: a session is of a file, or nobody knows when it began.
    """
    starts = [each.info.started for each in (first, second)]
    if starts[0] is None or starts[1] is None or not (first.info.source.is_live and second.info.source.is_live):
        raise StudyUnreadable(
            "Nobody knows how the clocks of the two sessions belong together.",
            "Recordings know when they began; for others give a marker that both have.",
        )
    wall_s = (starts[1] - starts[0]).total_seconds()
    ticks = first.info.started_monotonic_s, second.info.started_monotonic_s
    if ticks[0] is not None and ticks[1] is not None and abs(ticks[1] - ticks[0] - wall_s) < _SAME_BOOT_S:
        return OneClock(ticks[1] - ticks[0], "monotonic clock")
    return OneClock(wall_s, "wall clock")
