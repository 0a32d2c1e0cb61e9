"""One moment on two clocks. Any thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

_TRIES, _NEAR_S = 5, 2e-4  # a thread that is interrupted between two clocks reads them again


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as the calendar and as the monotonic clock say it.

    Attributes:
        utc: Wall clock, aware.
        monotonic_s: The clock of `time.monotonic`.
    """

    utc: datetime
    monotonic_s: float

    @classmethod
    def now(cls) -> Self:
        """This moment, both clocks read within a fraction of a millisecond where the system lets them be."""
        readings = []
        for _ in range(_TRIES):
            before_s = time.monotonic()
            utc = datetime.now(UTC)
            after_s = time.monotonic()
            # the wall clock was read somewhere between both; the middle errs by half of that at most
            readings.append((after_s - before_s, cls(utc, (before_s + after_s) / 2)))
            if after_s - before_s < _NEAR_S:
                break
        return min(readings, key=lambda reading: reading[0])[1]

    @classmethod
    def at(cls, monotonic_s: float) -> Self:
        """A moment of the monotonic clock, not long ago."""
        now = cls.now()
        return cls(now.utc + timedelta(seconds=monotonic_s - now.monotonic_s), monotonic_s)
