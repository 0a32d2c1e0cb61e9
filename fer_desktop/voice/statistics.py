"""What an utterance is like as a whole: statistics of its contours, as of pitch, loudness and timbre. Pure.

After the sets of Schuller et al. 2009 (Interspeech: the emotion challenge) and Eyben et al. 2016 (IEEE Transactions on
Affective Computing 7: GeMAPS). Nothing in them depends on how loud the sound is.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fer_desktop.voice.features import HOP_S, N_MELS, band_centres_hz

Array = NDArray[np.float64]

_N_CEPSTRA = 15
_FLOOR, _CEILING = -14.0, 2.0  # of spectra, relative to the mean of the utterance, in nepers of power
_LOUD = -4.6  # relative to the mean, in nepers of power: 20 dB below
_LEAST_LOUD, _LEAST_VOICED = 6, 5  # spectra, below which all count
_QUIETEST = 1e-12
_MODULATIONS_HZ = ((0.5, 2.0), (2.0, 4.0), (4.0, 8.0), (8.0, 16.0), (16.0, 25.0))
_N_FFT = 512
_SHARES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
_N_OF_CONTOUR, _N_TIMBRE, _N_RHYTHM, _N_STEPS = 10, 6, 7, 4
N_STATISTICS = (1 + 2 * _N_TIMBRE + _N_CEPSTRA) * _N_OF_CONTOUR + _N_STEPS + _N_RHYTHM + len(_MODULATIONS_HZ)
LEAST_SPECTRA = 16


class Contours(NamedTuple):
    """One utterance, T spectra long.

    Attributes:
        spectra: (T, 48) from `features.log_mel`.
        pitch_hz: (T,), NaN where nothing is voiced.
        aperiodicity: (T,) 0 where each period is like the one before, about 1 in noise.
    """

    spectra: NDArray[np.float32]
    pitch_hz: Array
    aperiodicity: Array

    def part(self, start: int | None, end: int | None = None) -> Contours:
        """From one spectrum to another, as a slice."""
        rows = slice(start, end)
        return Contours(self.spectra[rows], self.pitch_hz[rows], self.aperiodicity[rows])

    def then(self, later: Contours) -> Contours:
        """These, and what comes after them."""
        pairs = zip(self, later, strict=True)
        spectra, pitch_hz, aperiodicity = (np.concatenate([before, after]) for before, after in pairs)
        return Contours(spectra, pitch_hz, aperiodicity)


def statistics(contours: Contours) -> NDArray[np.float32]:
    """(N_STATISTICS,) of an utterance of at least `LEAST_SPECTRA` spectra; finite whatever was heard."""
    spectra, is_voiced = contours.spectra.astype(np.float64), ~np.isnan(contours.pitch_hz)
    power = np.exp(spectra)
    total = power.sum(axis=1)
    level = np.log(total.mean() + _QUIETEST)
    loudness = np.log(total + _QUIETEST) - level
    relative = np.clip(spectra - level, _FLOOR, _CEILING)
    timbre = _timbre(power, loudness, relative, contours.aperiodicity)
    is_loud = loudness > _LOUD
    if is_loud.sum() < _LEAST_LOUD:
        is_loud = np.ones_like(is_loud)
    is_sung = is_loud & is_voiced
    if is_sung.sum() < _LEAST_VOICED:
        is_sung = is_loud
    semitones = 12 * np.log2(np.where(is_voiced, contours.pitch_hz, 100.0) / 100)
    pitch = semitones[is_voiced & is_loud][:, None]
    parts = (
        _of_contours(pitch) if len(pitch) >= _LEAST_VOICED else np.zeros(_N_OF_CONTOUR),
        _of_contours(np.concatenate([timbre, relative @ _cosines()], axis=1)[is_loud]),
        _of_contours(timbre[is_sung]),
        _steps(np.where(is_voiced, semitones, np.nan)),
        _rhythm(is_voiced, is_loud, loudness),
        _modulation(loudness),
    )
    return np.nan_to_num(np.concatenate(parts)).astype(np.float32)


def _timbre(power: Array, loudness: Array, relative: Array, aperiodicity: Array) -> Array:
    """(T, 6): loudness, aperiodicity, two balances of low and high bands, centre of the spectrum, change."""
    hz = band_centres_hz()
    at_1000, at_2000, at_5000 = np.searchsorted(hz, [1000, 2000, 5000])
    total = power.sum(axis=1) + _QUIETEST
    low, high = power[:, :at_1000].sum(axis=1), power[:, at_1000:at_5000].sum(axis=1)
    low_peak, high_peak = power[:, :at_2000].max(axis=1), power[:, at_2000:at_5000].max(axis=1)
    change = np.zeros(len(relative))
    change[1:] = np.abs(relative[1:] - relative[:-1]).mean(axis=1)
    columns = (
        loudness,
        np.log(aperiodicity + 0.01),
        np.log(low + _QUIETEST) - np.log(high + _QUIETEST),
        np.log(low_peak + _QUIETEST) - np.log(high_peak + _QUIETEST),  # Hammarberg et al. 1980
        np.log((power @ hz) / total + 1),
        change,
    )
    return np.stack(columns, axis=1)


def _of_contours(values: Array) -> Array:
    """(T, K) -> (10 * K,): level, spread, skewness, ends, and how it moves."""
    mean = values.mean(axis=0)
    centred = values - mean
    squares = centred**2
    deviation = np.sqrt(squares.mean(axis=0)) + 1e-6
    low, lower, middle, upper, high = _quantiles(values)
    t = np.linspace(-1, 1, len(values))
    rows = (
        mean,
        deviation,
        (squares * centred).mean(axis=0) / deviation**3,
        low,
        middle,
        high,
        upper - lower,
        high - low,
        t @ centred / max(float(t @ t), 1e-9),
        np.abs(values[1:] - values[:-1]).mean(axis=0),
    )
    return np.concatenate(rows)


def _quantiles(values: Array) -> Array:
    """(T, K) -> (5, K) as `np.percentile` gives them, which takes longer than all the rest together."""
    ordered = np.sort(values, axis=0)
    place = _SHARES * (len(values) - 1)
    before = place.astype(np.int64)
    after = np.minimum(before + 1, len(values) - 1)
    return ordered[before] + (place - before)[:, None] * (ordered[after] - ordered[before])


def _steps(semitones: Array) -> Array:
    """(4,) how pitch goes on from one spectrum to the next."""
    steps = np.diff(semitones)
    steps = steps[~np.isnan(steps)]
    if len(steps) < 4:
        return np.zeros(_N_STEPS)
    sizes = np.abs(steps)
    return np.array([sizes.mean(), steps.std(), np.median(sizes), steps.mean()])


def _rhythm(is_voiced: NDArray[np.bool_], is_loud: NDArray[np.bool_], loudness: Array) -> Array:
    """(7,) shares, lengths and rates of what is voiced and of peaks."""
    edges = np.flatnonzero(np.diff(is_voiced.astype(np.int8), prepend=0, append=0))
    lengths = (edges[1::2] - edges[::2]) if len(edges) else np.zeros(1)
    inner = loudness[1:-1]
    n_peaks = ((inner > loudness[:-2]) & (inner >= loudness[2:]) & (inner > -2)).sum()
    duration_s = len(loudness) * HOP_S
    return np.array(
        [
            is_voiced.mean(),
            lengths.mean(),
            lengths.std(),
            len(edges) / 2 / duration_s,
            n_peaks / duration_s,
            is_loud.mean(),
            np.log(duration_s),
        ]
    )


def _modulation(loudness: Array) -> Array:
    """(5,) how much loudness moves at each speed, relative to their mean."""
    amplitude = np.exp(loudness[: _N_FFT * 2] / 2)
    moves = np.abs(np.fft.rfft(amplitude - amplitude.mean(), _N_FFT))
    hz = np.fft.rfftfreq(_N_FFT, HOP_S)
    levels = np.array([np.log(moves[(hz >= a) & (hz < b)].mean() + 1e-6) for a, b in _MODULATIONS_HZ])
    centred: Array = levels - levels.mean()
    return centred


@cache
def _cosines() -> NDArray[Any]:
    """(48, 15) of a discrete cosine transform, without the constant one."""
    bands = np.arange(N_MELS) + 0.5
    rows = [np.cos(np.pi * k * bands / N_MELS) * np.sqrt(2 / N_MELS) for k in range(1, _N_CEPSTRA + 1)]
    return np.stack(rows, axis=1)
