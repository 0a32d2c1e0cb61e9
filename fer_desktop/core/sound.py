"""Sound as a value: a block of one channel at one rate, with the time at which it was heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOUND_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A block of sound.

    Attributes:
        time_s: When its first sample was heard, on the clock of the frames.
        samples: (N,) float32 at 16 kHz, read-only; full scale is -1 to 1.
    """

    time_s: float
    samples: NDArray[np.float32]

    def __post_init__(self) -> None:
        self.samples.flags.writeable = False

    @property
    def duration_s(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SOUND_RATE_HZ

    @property
    def end_s(self) -> float:
        """When it ends."""
        return self.time_s + self.duration_s


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """What a source of sound says of itself once it is open.

    Attributes:
        name: For people: of the file, or of the microphone.
        track: Which of the `n_tracks` of a file it is, from 1.
        rate_hz, channels: As it comes; what is given on is one channel at `SOUND_RATE_HZ`.
        duration_s: 0 where that is not known.
    """

    name: str
    track: int = 1
    n_tracks: int = 1
    rate_hz: int = SOUND_RATE_HZ
    channels: int = 1
    duration_s: float = 0.0
