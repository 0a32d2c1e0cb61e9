"""Sound as a value: a block of one channel at one rate, with the time at which it was heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOUND_RATE_HZ = 16_000
AROUND_S = 0.2  # heard before and after an utterance by what hears words, so that no consonant is cut


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


def cut_out(blocks: Iterable[Sound], start_s: float, end_s: float) -> Sound:
    """What was heard between two times; gaps are silence."""
    samples = np.zeros(round((end_s - start_s) * SOUND_RATE_HZ), np.float32)
    for block in blocks:
        place = round((block.time_s - start_s) * SOUND_RATE_HZ)
        first, last = max(place, 0), min(place + len(block.samples), len(samples))
        if first < last:
            samples[first:last] = block.samples[first - place : last - place]
    return Sound(start_s, samples)


class RecentSound:
    """The last seconds of a stream; belongs to one thread."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._blocks: deque[Sound] = deque()

    def add(self, sound: Sound) -> None:
        """More sound, in order of time."""
        self._blocks.append(sound)
        while sound.end_s - self._blocks[0].end_s > self._keep_s:
            self._blocks.popleft()

    def between(self, start_s: float, end_s: float) -> Sound:
        """What was heard between two times."""
        return cut_out(self._blocks, start_s, end_s)


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """What a source of sound says of itself once it is open.

    Attributes:
        name: For people: of the file, or of the microphone.
        track: Which of the `n_tracks` of a file it is, from 1.
        rate_hz, channels: As it comes; what is given on is one channel at `SOUND_RATE_HZ`.
        duration_s: 0 where that is not known.
        is_live: True for a microphone: its blocks come when they are heard, and their times are of `time.monotonic`.
    """

    name: str
    track: int = 1
    n_tracks: int = 1
    rate_hz: int = SOUND_RATE_HZ
    channels: int = 1
    duration_s: float = 0.0
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What became of the sound of a microphone.

    Attributes:
        clock: "driver" when the sound system stamps its blocks as they are taken, "arrival" when the program does it.
        clock_offset_s: What the clock of the sound system says beyond `time.monotonic`; None where it says nothing.
        drift_ppm: By how many millionths the card runs fast against ours.
        n_lost: Blocks that never came.
        n_gaps, missing_s: How often, and for how long, there was no sound.
    """

    clock: str = ""
    clock_offset_s: float | None = None
    drift_ppm: float = 0.0
    n_lost: int = 0
    n_gaps: int = 0
    missing_s: float = 0.0
