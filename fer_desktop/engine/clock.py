"""When the frames of a run count from, on the clock of this computer. For any thread."""

from __future__ import annotations

import time
from threading import Event


class FrameClock:
    """Set once, by the capture thread, at the first frame.

    Attributes:
        origin_s: The moment of the clock of `time.monotonic` at which `time_s` of the frames is 0; None before that.
        file_offset_s: Of a file, what its own clock says at that moment.
        first_s: `time_s` of the first frame.
        late_s: Of a file, by how much its frames come later than they are due, as on a machine that is too slow for it;
            written by the capture thread.
    """

    def __init__(self) -> None:
        self.origin_s: float | None = None
        self.file_offset_s = self.first_s = self.late_s = 0.0
        self._is_set = Event()

    def set(self, origin_s: float, file_offset_s: float = 0.0, first_s: float = 0.0) -> None:
        """Say it; only the first time counts."""
        if self.origin_s is None:
            self.file_offset_s, self.first_s = file_offset_s, first_s
            self.origin_s = origin_s
            self._is_set.set()

    def moment_of(self, time_s: float) -> float:
        """When that was, or is due, on the clock of `time.monotonic`; now where nothing has come yet."""
        return time.monotonic() if self.origin_s is None else self.origin_s + time_s

    def wait(self, timeout_s: float) -> float | None:
        """The moment, or None where it is not known in time."""
        self._is_set.wait(timeout_s)
        return self.origin_s
