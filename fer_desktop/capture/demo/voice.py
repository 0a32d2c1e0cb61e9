"""The voice of the demo: made by the program itself, by a source and a filter (Fant 1960), from the script of the face.

It speaks syllables without words while an expression is held and is silent in between. Pitch, loudness and rate
follow the script, as measured quantities; that its expression sounds like a person's is not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.speech import opening_of_syllable, sentence_at
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound, SoundInfo
from fer_desktop.core.types import DEMO_NAME
from fer_desktop.errors import Notice

BLOCK_S = 0.05
_FORMANTS_HZ = np.array(  # a, e, i, o, u (Peterson and Barney 1952), the fourth and fifth of a neutral tract
    [
        [730, 1090, 2440, 3500, 4500],
        [530, 1840, 2480, 3500, 4500],
        [270, 2290, 3010, 3500, 4500],
        [570, 840, 2410, 3500, 4500],
        [300, 870, 2240, 3500, 4500],
    ],
    dtype=np.float64,
)
_BANDWIDTHS_HZ = np.array([80.0, 100.0, 120.0, 180.0, 250.0])
_N_HARMONICS = 48
_STEPS = 2  # of a block, in which the filter does not change
_N_TABLE = 1024  # values of one period, between which a straight line is drawn: off by 1% for the highest harmonic


class DemoVoice:
    """Sound of the demo, block by block; implements `SoundSource`.

    Args:
        duration_s: None goes on for ever.
        face: Whose voice it is, from 0.
    """

    def __init__(self, duration_s: float | None = None, face: int = 0) -> None:
        self._duration_s, self._face = duration_s, face
        self._phase = 0.0
        self._rng = np.random.default_rng(1)
        self._n_blocks = 0

    def open(self) -> SoundInfo:
        """Ready at once."""
        return SoundInfo(DEMO_NAME, duration_s=self._duration_s or 0.0)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Nothing is ever left out."""
        return ()

    def close(self) -> None:
        """Nothing is held."""

    def blocks(self) -> Iterator[Sound]:
        """All of it."""
        while self._duration_s is None or self._n_blocks * BLOCK_S < self._duration_s - 1e-9:
            yield self.next_block()

    def next_block(self) -> Sound:
        """The next `BLOCK_S` seconds."""
        start_s = self._n_blocks * BLOCK_S
        self._n_blocks += 1
        n = round(BLOCK_S * SOUND_RATE_HZ) // _STEPS
        parts = [self._spoken(start_s + i * n / SOUND_RATE_HZ, n) for i in range(_STEPS)]
        sound = np.concatenate(parts) + 2e-4 * self._rng.standard_normal(n * _STEPS)
        return Sound(start_s, sound.astype(np.float32))

    def _spoken(self, time_s: float, n: int) -> NDArray[np.float64]:
        sentence = sentence_at(time_s, self._face)
        if sentence is None:
            return np.zeros(n)
        manner, into_s, left_s = sentence.manner, sentence.into_s, sentence.left_s
        t = into_s + np.arange(n) / SOUND_RATE_HZ
        syllable, within = np.divmod(t * manner.rate_hz, 1.0)
        falls = 1 - 0.15 * t / (into_s + left_s)  # declination of a sentence
        pitch_hz = falls * (manner.pitch_hz + manner.range_hz * np.sin(2 * np.pi * (0.9 * t + 0.2 * syllable)))
        phase = self._phase + np.cumsum(pitch_hz / SOUND_RATE_HZ)
        self._phase = float(phase[-1] % 1.0)
        vowel = int(syllable[n // 2]) * 3 % len(_FORMANTS_HZ)
        gains = _gains(np.arange(1, _N_HARMONICS + 1) * float(pitch_hz.mean()), _FORMANTS_HZ[vowel])
        voiced = _wave(phase, gains) / max(float(np.sqrt((gains**2).sum() / 2)), 1e-9)
        consonant = np.exp(-(((within - 0.04) / 0.05) ** 2)) * self._rng.standard_normal(n)
        edge = np.minimum(t / 0.05, 1) * np.clip((into_s + left_s - t) / 0.05, 0, 1)
        return 10 ** (manner.loudness_db / 20) * 1.4 * edge * (opening_of_syllable(within) * voiced + 0.25 * consonant)


def _gains(hz: NDArray[np.float64], formants_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """(K,) how strongly harmonics at (K,) Hz come through: source and lips, -6 dB an octave, and five resonances."""
    squares, formants = hz**2, formants_hz[:, None] ** 2
    resonances = formants / np.sqrt((squares - formants) ** 2 + _BANDWIDTHS_HZ[:, None] ** 2 * squares)
    return np.where(hz < 7500, resonances.prod(axis=0) / np.maximum(hz, 1), 0.0)


def _wave(phase: NDArray[np.float64], gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) sum of harmonics 1 to K, each with (K,) its gain, at phases in periods; looked up in one period of it."""
    spectrum = np.zeros(_N_TABLE // 2 + 1, np.complex128)
    spectrum[1 : len(gains) + 1] = -0.5j * _N_TABLE * gains
    period = np.fft.irfft(spectrum)
    place = phase % 1.0 * _N_TABLE
    before = place.astype(np.int64)
    at, after = period[before % _N_TABLE], period[(before + 1) % _N_TABLE]
    return at + (place - before) * (after - at)
