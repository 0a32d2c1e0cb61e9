"""Fundamental frequency by YIN (de Cheveigne and Kawahara 2002, Journal of the Acoustical Society of America 111)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.voice.features import HOP, RATE_HZ, WINDOW

LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
_THRESHOLD = 0.2  # of the normalised difference; 0.1 to 0.2 in the paper
_LONGEST = int(RATE_HZ / LOWEST_HZ) + 1
_SHORTEST = int(RATE_HZ / HIGHEST_HZ)
_SPAN = WINDOW - _LONGEST  # samples that are compared
_N_FFT = 1024
_QUIETEST = 1e-8  # mean square; below, there is nothing but rounding


def voicing(samples: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fundamental frequency and aperiodicity in each window of a spectrum of `features.log_mel`.

    Args:
        samples: (N,) at 16 kHz.

    Returns:
        (T,) in Hz, 60 to 500; NaN where nothing is voiced. (T,) the least of the normalised difference: 0 where each
        period is like the one before, about 1 in noise.
    """
    if len(samples) < WINDOW:
        return np.zeros(0), np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), WINDOW)[::HOP]
    normalised = _normalised(_differences(frames))
    is_loud = (frames**2).mean(axis=1) > _QUIETEST
    aperiodicity = normalised[:, _SHORTEST:_LONGEST].min(axis=1)
    return np.where(is_loud, _first_dips(normalised), np.nan), aperiodicity


def pitch(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """(T,) in Hz; the first of `voicing`."""
    return voicing(samples)[0]


def _differences(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, L) sum of squared differences to the same frame so many samples later (equation 6), by way of FFT."""
    # the squared difference of two stretches: the energies of both, less twice their product
    head = np.fft.rfft(frames[:, :_SPAN], _N_FFT, axis=1)
    both = np.fft.irfft(np.fft.rfft(frames, _N_FFT, axis=1) * head.conj(), _N_FFT, axis=1)[:, : _LONGEST + 1]
    sums = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), axis=1)
    later = sums[:, _SPAN : _SPAN + _LONGEST + 1] - sums[:, : _LONGEST + 1]
    return np.maximum(later[:, :1] + later - 2 * both, 0)


def _normalised(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative to the mean over all shorter lags (equation 8)."""
    lags = np.arange(1, differences.shape[1])
    means = np.cumsum(differences[:, 1:], axis=1) / lags
    values = np.ones_like(differences)
    np.divide(differences[:, 1:], means, out=values[:, 1:], where=means > 0)
    return values


def _first_dips(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) the frequency of the first dip below the threshold in each row, between samples by a parabola."""
    inner = values[:, _SHORTEST:_LONGEST]
    is_dip = (inner < _THRESHOLD) & (inner <= values[:, _SHORTEST + 1 : _LONGEST + 1])
    # the first, not the deepest: the deepest may lie at twice the period, an octave too low
    found = is_dip.any(axis=1)
    lag = _SHORTEST + is_dip.argmax(axis=1)
    rows = np.arange(len(values))
    before, at, after = (values[rows, lag + shift] for shift in (-1, 0, 1))
    # the lowest point of the parabola through three neighbours: a lag is a whole number of samples, a period is not
    bend: NDArray[Any] = before - 2 * at + after
    shift = np.divide(before - after, 2 * bend, out=np.zeros_like(at), where=bend > 1e-12)
    return np.where(found, RATE_HZ / (lag + np.clip(shift, -0.5, 0.5)), np.nan)
