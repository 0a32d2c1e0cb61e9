"""What a sound card gives, before any of it is sound of the program. Values and a protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Microphone:
    """A microphone that the system knows.

    Attributes:
        name: As the system calls it.
        index: For PortAudio, until its list is made again.
        rate_hz: What it prefers.
        channels: How many it has at most.
        is_standard: The one that the system takes where none is chosen.
    """

    name: str
    index: int
    rate_hz: int
    channels: int
    is_standard: bool = False


@dataclass(frozen=True, slots=True)
class SoundTerms:
    """What a microphone agreed to."""

    rate_hz: int
    channels: int


@dataclass(frozen=True, slots=True, eq=False)
class CardBlock:
    """Sound as it came.

    Attributes:
        samples: (N, C) float32, full scale -1 to 1.
        taken_s: When its first sample was taken, on the clock of `time.monotonic`.
        n_lost: Blocks after the one before that never came; some cards say only that there were any.
    """

    samples: NDArray[np.float32]
    taken_s: float
    n_lost: int = 0


class SoundInput(Protocol):
    """An open microphone. Made, used and closed in one thread."""

    def start(self) -> SoundTerms:
        """Let sound come.

        Raises:
            OSError: it cannot be had.
        """

    def next(self, timeout_s: float) -> CardBlock | None:
        """The oldest block that was not given yet; None when none came in time.

        Raises:
            OSError: the microphone is gone.
        """

    @property
    def clock_offset_s(self) -> float | None:
        """What the clock of the sound system says beyond `time.monotonic`.

        None where it stamps nothing, and `taken_s` comes of the moment at which a block arrived.
        """

    def close(self) -> None:
        """Release the microphone; harmless when called twice."""
