"""A microphone that drifts, stalls, dies or says nothing, behind the protocol of the real one."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Sequence

import numpy as np

from fer_desktop.capture.sound_input import CardBlock, Microphone, SoundTerms

MICROPHONE = Microphone("Desk microphone", 0, 48_000, 1, is_standard=True)


class VirtualClock:
    """Passes as fast as it is asked to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def wait_until(self, time_s: float) -> None:
        self.now_s = max(self.now_s, time_s)


class RealClock:
    """`time.monotonic`."""

    def __call__(self) -> float:
        return time.monotonic()

    def wait_until(self, time_s: float) -> None:
        time.sleep(max(time_s - time.monotonic(), 0))


def silence(times_s: np.ndarray) -> np.ndarray:
    return np.zeros(len(times_s))


class FakeInput:
    """Implements `SoundInput`.

    Args:
        heard: What is to be heard at (N,) seconds of the true clock, counted from the start.
        drift_ppm: By how much the card runs fast.
        jitter_s: Of its stamps, which come too late by up to so much.
        stalls: (at_s, for_s): nothing comes, and what was to come is lost.
        dies_s: Gone from then on; `goes_quietly` gives nothing any more instead of an error.
        refuses: What opening it says.
    """

    def __init__(
        self,
        heard: Callable[[np.ndarray], np.ndarray] = silence,
        *,
        clock: VirtualClock | RealClock | None = None,
        rate_hz: int = 48_000,
        channels: int = 1,
        drift_ppm: float = 0.0,
        jitter_s: float = 0.0,
        block_s: float = 0.02,
        stalls: Sequence[tuple[float, float]] = (),
        dies_s: float = np.inf,
        goes_quietly: bool = False,
        refuses: OSError | None = None,
        has_stamps: bool = True,
    ) -> None:
        self.clock = clock or VirtualClock()
        self._heard, self._rate_hz, self._channels = heard, rate_hz, channels
        self._second = 1 / (1 + drift_ppm * 1e-6)  # of the card, on the true clock
        self._jitter_s, self._n = jitter_s, round(block_s * rate_hz)
        self._stalls, self._goes_quietly, self._refuses = list(stalls), goes_quietly, refuses
        self.dies_s = dies_s
        self._rng = np.random.default_rng(1)
        self._sample = 0
        self.began_s = 0.0
        self.clock_offset_s = 12.5 if has_stamps else None
        self.was_closed = False

    def start(self) -> SoundTerms:
        if self._refuses is not None:
            raise self._refuses
        self.began_s = self.clock()
        return SoundTerms(self._rate_hz, self._channels)

    def next(self, timeout_s: float) -> CardBlock | None:
        at_s, n_lost = self._sample / self._rate_hz * self._second, 0
        if at_s >= self.dies_s:
            if not self._goes_quietly:
                raise OSError(errno.ENODEV, "gone")
            self.clock.wait_until(self.clock() + timeout_s)
            return None
        if self._stalls and at_s >= self._stalls[0][0]:
            n_lost = round(self._stalls.pop(0)[1] * self._rate_hz / self._n)
            self._sample += n_lost * self._n
            at_s = self._sample / self._rate_hz * self._second
        times_s = (self._sample + np.arange(self._n)) / self._rate_hz * self._second
        self._sample += self._n
        self.clock.wait_until(self.began_s + times_s[-1])
        samples = np.repeat(self._heard(times_s).astype(np.float32)[:, None], self._channels, axis=1)
        return CardBlock(samples, self.began_s + at_s + self._rng.uniform(0, self._jitter_s), n_lost)

    def close(self) -> None:
        self.was_closed = True
