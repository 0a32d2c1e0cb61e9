"""Speaking rate from syllable nuclei (de Jong and Wempe 2009, Behavior Research Methods 41)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.voice.features import HOP_S

LEAST_S = 1.0  # of speech, below which a rate says nothing
_DIP_DB, _RANGE_DB = 2.0, 25.0
_SMOOTH = np.array([0.25, 0.5, 0.25])  # 40 ms


def speaking_rate(power: NDArray[np.floating[Any]], is_voiced: NDArray[np.bool_]) -> float:
    """Syllables a second; NaN for less than `LEAST_S`.

    A nucleus is a voiced peak of the intensity that is at most 25 dB below the loudest part, with a dip of at least
    2 dB between it and the one before.

    Args:
        power: (T,) mean square in each spectrum.
        is_voiced: (T,) whether it has a pitch.
    """
    duration_s = len(power) * HOP_S
    if duration_s < LEAST_S:
        return float("nan")
    decibels = np.pad(10 * np.log10(np.maximum(power, 1e-10)), 1, mode="edge")
    intensity = np.convolve(decibels, _SMOOTH, mode="valid")
    near_voice = np.convolve(is_voiced, np.ones(3), mode="same") > 0
    is_peak = np.diff(intensity, prepend=-np.inf) > 0
    is_peak &= np.diff(intensity, append=-np.inf) <= 0
    is_peak &= near_voice & (intensity >= np.quantile(intensity, 0.99) - _RANGE_DB)
    nuclei: list[int] = []
    for peak in np.flatnonzero(is_peak):
        dip = intensity[nuclei[-1] : peak].min() if nuclei else -np.inf
        if intensity[peak] - dip >= _DIP_DB and (not nuclei or intensity[nuclei[-1]] - dip >= _DIP_DB):
            nuclei.append(int(peak))
        elif intensity[peak] > intensity[nuclei[-1]]:
            nuclei[-1] = int(peak)
    return len(nuclei) / duration_s
