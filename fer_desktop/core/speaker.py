"""Whose voice it is: the face whose mouth opens and closes with the sound. Pure.

How far lips are open and how loud a voice is rise and fall together, with the mouth some 0.1 s ahead or behind
(Chandrasekaran et al. 2009, PLoS Computational Biology 5). Only what is as quick as syllables is compared: expressions
open mouths, too, but slowly.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.mouth import mouth_opening
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard, VoiceSample

STEP_S = 0.04  # of what is compared
SPAN_S = 2.0  # of the past that tells who speaks now
_LAGS = range(-3, 4)  # steps by which the mouth may be ahead or behind
_SLOW = 15  # steps: what moves more slowly than that is left out
_LEAST_S = 0.8  # of what was seen of a face and heard, below which nothing can be said
_LEAST_MOVE = 0.012  # deviation of the opening of a mouth, in distances between the eyes: less is no speech
_LEAST_LIKENESS, _LEAST_OF_ANY = 0.64, 0.3  # correlation of the one who speaks: in one second, and in many
_LEAD = 0.15  # by which it is above that of any other face
_RANGE_DB = 25.0  # of loudness, below its greatest; what is quieter counts alike
_KEPT_S = 20.0  # of what was seen and heard: an utterance is judged once more at its end

Series = deque[tuple[float, float]]


class SpeakerFinder:
    """Follows one stream of sound and the faces beside it; belongs to one thread."""

    def __init__(self) -> None:
        self._loudness: Series = deque()  # decibels
        self._openings: dict[int, Series] = {}
        self._rest = np.zeros(0, np.float32)
        self._rest_s = 0.0

    def hear(self, sound: Sound) -> None:
        """More sound, in order of time."""
        if abs(sound.time_s - self._rest_s - len(self._rest) / SOUND_RATE_HZ) > STEP_S:
            self._rest, self._rest_s = np.zeros(0, np.float32), sound.time_s
        samples, n = np.concatenate([self._rest, sound.samples]), round(STEP_S * SOUND_RATE_HZ)
        n_steps = len(samples) // n
        powers = np.square(samples[: n_steps * n].astype(np.float64)).reshape(n_steps, n).mean(axis=1)
        for i, power in enumerate(powers):
            self._loudness.append((self._rest_s + (i + 0.5) * STEP_S, 10 * float(np.log10(power + 1e-12))))
        self._rest, self._rest_s = samples[n_steps * n :], self._rest_s + n_steps * STEP_S
        _forget(self._loudness)

    def see(self, analysis: Analysis) -> None:
        """The faces of a picture, in order of time."""
        for face in analysis.faces:
            series = self._openings.setdefault(face.track_id, deque())
            series.append((analysis.time_s, mouth_opening(face.face.landmarks)))
            _forget(series)
        for track_id in [i for i, series in self._openings.items() if series[-1][0] < analysis.time_s - _KEPT_S]:
            del self._openings[track_id]

    def named(self, heard: Heard) -> Heard:
        """The same with the face that speaks, where that is clear; what was seen and heard until then is known."""
        pieces = tuple(self._with_speaker(piece, piece.end_s - SPAN_S) for piece in heard.pieces)
        return Heard(pieces, tuple(self._with_speaker(one, one.time_s) for one in heard.utterances))

    def speaker(self, start_s: float, end_s: float) -> int | None:
        """The face that spoke in this stretch of time; None where it is not clear."""
        likenesses = self.likenesses(start_s, end_s)
        ranked = sorted(likenesses, key=lambda track_id: likenesses[track_id], reverse=True)
        # chance makes large correlations of little: what is asked for falls with the root of the time
        least = max(_LEAST_LIKENESS / max(end_s - start_s, STEP_S) ** 0.5, _LEAST_OF_ANY)
        if not ranked or likenesses[ranked[0]] < least:
            return None
        others = [likenesses[track_id] for track_id in ranked[1:]]
        return ranked[0] if not others or likenesses[ranked[0]] - max(others) >= _LEAD else None

    def likenesses(self, start_s: float, end_s: float) -> dict[int, float]:
        """Correlation of the opening of each mouth with the loudness, -1 to 1; 0 for a mouth that does not move."""
        times = np.arange(start_s, end_s + STEP_S / 2, STEP_S)
        loudness = _on_grid(self._loudness, times)
        if loudness is None:
            return {}
        loudness = np.maximum(loudness, np.nanmax(loudness) - _RANGE_DB)
        found = {}
        for track_id, series in self._openings.items():
            opening = _on_grid(series, times)
            if opening is not None:
                found[track_id] = _likeness(_quick(loudness), _quick(opening))
        return found

    def _with_speaker(self, sample: VoiceSample, start_s: float) -> VoiceSample:
        return replace(sample, speaker=self.speaker(start_s, sample.end_s)) if sample.is_speech else sample


def _forget(series: Series) -> None:
    while series and series[-1][0] - series[0][0] > _KEPT_S:
        series.popleft()


def _on_grid(series: Series, times: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """(T,) between the values that are there, NaN elsewhere; None where that is too little."""
    if len(series) < 2:
        return None
    known = np.array(series)
    first, last = np.searchsorted(known[:, 0], [times[0] - 0.2, times[-1] + 0.2])
    known = known[first:last]
    if len(known) < 2:
        return None
    values = np.interp(times, known[:, 0], known[:, 1], left=np.nan, right=np.nan)
    return values if (~np.isnan(values)).sum() * STEP_S >= _LEAST_S else None


def _quick(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) without what changes slowly; NaN stays."""
    is_there = ~np.isnan(values)
    window = np.ones(_SLOW)
    n = np.maximum(np.convolve(is_there, window, "same"), 1)
    slow: NDArray[np.float64] = np.convolve(np.where(is_there, values, 0), window, "same") / n
    return values - slow


def _likeness(loudness: NDArray[np.float64], opening: NDArray[np.float64]) -> float:
    """The best correlation over the lags."""
    if np.nanstd(opening) < _LEAST_MOVE:
        return 0.0
    best = -1.0
    for lag in _LAGS:
        heard, seen = (loudness[lag:], opening[: len(opening) - lag]) if lag >= 0 else (loudness[:lag], opening[-lag:])
        both = ~(np.isnan(heard) | np.isnan(seen))
        if both.sum() * STEP_S < _LEAST_S:
            continue
        heard, seen = heard[both], seen[both]
        spread = float(heard.std() * seen.std())
        if spread > 0:
            best = max(best, float(((heard - heard.mean()) * (seen - seen.mean())).mean()) / spread)
    return best
