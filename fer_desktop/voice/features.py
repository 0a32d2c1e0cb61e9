"""From sound to what the network sees: log-mel spectra relative to the level of the speech. Pure numpy.

Training and live use call the same functions. The level is taken out, so that how far away or how loud the
microphone is does not matter: each band is relative to the mean power of the speech, known so far (live) or of
the whole utterance.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
HOP = 320  # samples: 50 spectra a second
WINDOW = 640  # 40 ms: resolves the harmonics of a voice of 100 Hz
N_FFT = 1024
N_MELS = 48
LOWEST_HZ, HIGHEST_HZ = 60.0, 7600.0
HOP_S = HOP / RATE_HZ

_QUIETEST = 1e-12  # mean square in a band: less than the rounding of 16 bits
_FLOOR, _CEILING = -12.0, 2.0  # relative to the level, in nepers of power: 52 dB below, 9 dB above
Array = NDArray[np.float32]


def log_mel(samples: Array) -> Array:
    """Log power in mel bands (Stevens, Volkmann, Newman 1937; the formula of O'Shaughnessy 1987).

    Args:
        samples: (N,) float32 at 16 kHz, -1 to 1.

    Returns:
        (T, 48) float32, natural logarithm of the mean square in each band; T is `n_spectra(N)`. Spectrum t is of the
        samples t * HOP to t * HOP + WINDOW.
    """
    n = n_spectra(len(samples))
    if n == 0:
        return np.zeros((0, N_MELS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:n]
    spectrum = np.fft.rfft(frames * _window(), N_FFT, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    # not `@`, which wakes the threads of BLAS: they would spin for milliseconds beside the faces
    bands = np.einsum("tf,fm->tm", power, _filters())
    return np.log(bands + np.float32(_QUIETEST))


def n_spectra(n_samples: int) -> int:
    """How many spectra that many samples give."""
    return max((n_samples - WINDOW) // HOP + 1, 0)


def power(spectra: Array) -> NDArray[np.float64]:
    """(T, 48) -> (T,) mean square of the sound in each spectrum."""
    return np.exp(spectra.astype(np.float64)).sum(axis=1)


def relative(spectra: Array, level: NDArray[np.floating[Any]] | float) -> Array:
    """What the network sees: spectra relative to a level, between -2 and about 2.7.

    Args:
        spectra: (T, 48) from `log_mel`.
        level: (T,) or one mean square, as from `power`.
    """
    log_level = np.log(np.maximum(np.asarray(level, np.float64), _QUIETEST)).astype(np.float32)
    shifted = spectra - (log_level[:, None] if log_level.ndim else log_level)
    return (np.clip(shifted, _FLOOR, _CEILING) + 6) / 3


@cache
def band_centres_hz() -> NDArray[np.float64]:
    """(48,) the middle of each band."""
    return _hz(np.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), N_MELS + 2))[1:-1]


@cache
def _window() -> Array:
    """Hann window, scaled so that the power spectrum sums to the mean square."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    scale = np.sqrt(2 / (N_FFT * (window**2).sum()))
    return (window * scale).astype(np.float32)


@cache
def _filters() -> Array:
    """(513, 48) triangles that overlap by half; each bin's power is shared between two bands."""
    edges = _hz(np.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), N_MELS + 2))
    bins = np.arange(N_FFT // 2 + 1) * RATE_HZ / N_FFT
    rising = (bins[:, None] - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins[:, None]) / np.diff(edges)[1:]
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


def _mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return 700 * (10 ** (mel / 2595) - 1)
