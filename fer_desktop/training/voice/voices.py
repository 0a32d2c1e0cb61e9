"""The same words by somebody else: another pitch, a longer or shorter vocal tract, another tempo.

Each takes (N,) float32 at 16 kHz.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

_FRAME, _HOP, _SEARCH = 1024, 512, 160  # of stretching, in samples
_FORMANT_HOP = 256
_LIFTER = 48  # cepstra that make the envelope: 3 ms, shorter than the period of any voice here
_MOST_NEPERS = 6.0  # that a band is raised or lowered by
OTHERS = (  # formants, semitones and tempo of `another_voice`: people differ about so much
    (1.15, 0.0, 1.0),
    (1 / 1.15, 0.0, 1.0),
    (1.0, 5.0, 1.0),
    (1.0, -5.0, 1.0),
    (1.0, 0.0, 1.3),
    (1.0, 0.0, 1 / 1.3),
)


def another_voice(samples: Sound, formants: float, semitones: float, tempo: float) -> Sound:
    """As somebody else would say it.

    Args:
        formants: By which their frequencies are multiplied (vocal tract length, Jaitly and Hinton 2013, ICML: VTLP).
        semitones: By which the pitch is higher.
        tempo: By which it is faster.
    """
    pitch = 2 ** (semitones / 12)
    sound = samples if tempo == pitch else stretched(samples, tempo / pitch)  # its seams are heard
    return with_formants(resampled(sound, pitch), formants / pitch)


def with_formants(samples: Sound, factor: float) -> Sound:
    """The envelope of the spectrum moved along the frequencies; harmonics stay where they are.

    The envelope is the short cepstrum (Oppenheim and Schafer 1968, IEEE Transactions on Audio 16).
    """
    window = np.hanning(_FRAME + 1)[:-1]
    padded = np.pad(samples.astype(np.float64), (_FRAME, 2 * _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_FORMANT_HOP]
    spectra = np.fft.rfft(frames * window, axis=1)
    cepstra = np.fft.irfft(np.log(np.abs(spectra) + 1e-7), axis=1)
    cepstra[:, _LIFTER : _FRAME - _LIFTER + 1] = 0
    envelope = np.fft.rfft(cepstra, axis=1).real
    source = np.minimum(np.arange(envelope.shape[1]) / factor, envelope.shape[1] - 1)
    before = source.astype(int)
    after, share = np.minimum(before + 1, envelope.shape[1] - 1), source % 1
    moved = envelope[:, before] * (1 - share) + envelope[:, after] * share
    spectra *= np.exp(np.clip(moved - envelope, -_MOST_NEPERS, _MOST_NEPERS))
    made, weight = np.zeros(len(padded)), np.full(len(padded), 1e-3)
    for i, frame in enumerate(np.fft.irfft(spectra, axis=1)):
        place = slice(i * _FORMANT_HOP, i * _FORMANT_HOP + _FRAME)
        made[place] += window * frame
        weight[place] += window**2
    return (made / weight)[_FRAME : _FRAME + len(samples)].astype(np.float32)


def stretched(samples: Sound, speed: float) -> Sound:
    """Faster or slower at the same pitch: frames that fit best overlap (WSOLA, Verhelst and Roelands 1993, ICASSP)."""
    window = np.hanning(_FRAME + 1)[:-1]
    padded = np.pad(samples.astype(np.float64), (_SEARCH, _FRAME + _HOP + 2 * _SEARCH))
    n = max(round(len(samples) / speed / _HOP), 1)
    made, place = np.zeros((n + 1) * _HOP + _FRAME), _SEARCH
    for i in range(n):
        made[i * _HOP : i * _HOP + _FRAME] += window * padded[place : place + _FRAME]
        follows = padded[place + _HOP : place + _HOP + _FRAME]
        start = min(round((i + 1) * _HOP * speed), len(samples))  # of what is searched, `_SEARCH` before
        found = np.correlate(padded[start : start + _FRAME + 2 * _SEARCH], follows)
        place = start + int(found.argmax())
    return made[: round(len(samples) / speed)].astype(np.float32)


def resampled(samples: Sound, speed: float) -> Sound:
    """Played faster or slower: tempo, pitch and formants move together."""
    n = round(len(samples) / speed)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(n // 2 + 1, spectrum.dtype)
    m = min(len(kept), len(spectrum))
    kept[:m] = spectrum[:m]
    return (np.fft.irfft(kept, n) * (n / len(samples))).astype(np.float32)
