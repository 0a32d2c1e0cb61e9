"""Whose voice it is: the face whose mouth opens and closes with the sound. Pure.

How far lips are open and how loud a voice is rise and fall together, with the mouth some 0.1 s ahead or behind
(Chandrasekaran et al. 2009, PLoS Computational Biology 5). Only what is as quick as syllables is compared: expressions
open mouths, too, but slowly. Two voices are alike for a moment: four seconds tell them apart, silence before the voice
among them. Where somebody else has just begun to speak, two seconds say it, if they are clearer. Lips at rest do not
speak; where those of the one who spoke have come to rest, and the voice goes on, less is asked of the only other face
whose lips move.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from fer_desktop.core.mouth import mouth_opening
from fer_desktop.core.recent_series import RecentSeries
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard, VoiceSample

STEP_S = 0.04  # of what is compared
LOOKS_S = (4.0, 2.0)  # of the past that tells who speaks now, one after the other
AROUND_S = (0.5, 0.4)  # before and after an utterance: lips that move then are no sign of that voice
_LAGS = 3  # steps by which the mouth may be ahead or behind
_SLOW = 7  # steps to both sides: what moves more slowly than over these is left out
_LEAST_S = 1.0  # of what was seen of a face and heard, below which nothing can be said
_LEAST_MOVE = 0.012  # deviation of the opening of a mouth, in distances between the eyes: less is no speech
_LATELY_S = 0.6  # in which the lips of the one who speaks have moved
_TURN_S, _TURN_LOOKS_S, _TURN_LIKENESS = 2.0, 1.2, 0.5  # since somebody was named; for who goes on after them
_LEAST_LIKENESS, _LEAST_OF_ANY = 0.95, 0.3  # correlation of the one who speaks: in one second, and in many
_LEAD = 0.15  # by which it is above that of any other face
_RANGE_DB = 25.0  # of loudness, below its greatest; what is quieter counts alike
_KEPT_S = 20.0  # of what was seen and heard: an utterance is judged once more at its end
_LONGEST_S = 0.25  # between two pictures of a face
_QUIETEST = 1e-12  # mean square of no sound at all

Array = NDArray[np.float64]


class SpeakerFinder:
    """Follows one stream of sound and the faces beside it; belongs to one thread."""

    def __init__(self) -> None:
        self._loudness = RecentSeries(STEP_S, _KEPT_S, 2 * STEP_S)  # decibels
        self._openings: dict[int, RecentSeries] = {}
        self._rest = np.zeros(0, np.float32)
        self._rest_s = 0.0
        self._last: tuple[float, int] | None = None  # when somebody was named, and who

    def hear(self, sound: Sound) -> None:
        """More sound, in order of time."""
        if abs(sound.time_s - self._rest_s - len(self._rest) / SOUND_RATE_HZ) > STEP_S:
            self._rest, self._rest_s = np.zeros(0, np.float32), sound.time_s
        samples, n = np.concatenate([self._rest, sound.samples]), round(STEP_S * SOUND_RATE_HZ)
        n_steps = len(samples) // n
        powers = np.square(samples[: n_steps * n].astype(np.float64)).reshape(n_steps, n).mean(axis=1)
        for i, decibels in enumerate(10 * np.log10(powers + _QUIETEST)):
            self._loudness.add(self._rest_s + (i + 0.5) * STEP_S, float(decibels))
        self._rest, self._rest_s = samples[n_steps * n :], self._rest_s + n_steps * STEP_S

    def see(self, analysis: Analysis) -> None:
        """The faces of a picture, in order of time."""
        for face in analysis.faces:
            if face.track_id not in self._openings:
                self._openings[face.track_id] = RecentSeries(STEP_S, _KEPT_S, _LONGEST_S)
            self._openings[face.track_id].add(analysis.time_s, mouth_opening(face.face.landmarks))
        for track_id in [i for i, series in self._openings.items() if series.last_s < analysis.time_s - _KEPT_S]:
            del self._openings[track_id]

    def named(self, heard: Heard) -> Heard:
        """The same with the face that speaks, where that is clear; what was seen and heard until then is known."""
        pieces = tuple(replace(one, speaker=self._now(one)) if one.is_speech else one for one in heard.pieces)
        return Heard(pieces, tuple(replace(one, speaker=self._in_all(one)) for one in heard.utterances))

    def speaker(self, start_s: float, end_s: float) -> int | None:
        """The face whose lips moved with the sound in this stretch of time; None where it is not clear."""
        return _clearest(self.likenesses(start_s, end_s), end_s - start_s)

    def likenesses(self, start_s: float, end_s: float) -> dict[int, float]:
        """Correlation of the opening of each mouth with the loudness, -1 to 1; 0 for a mouth that does not move."""
        loudness = self._loudness.between(start_s, end_s)
        if not _is_enough(loudness):
            return {}
        heard = _quick(np.maximum(loudness, np.nanmax(loudness) - _RANGE_DB))
        found = {}
        for track_id, series in self._openings.items():
            opening = series.between(start_s, end_s)
            if _is_enough(opening):
                found[track_id] = _likeness(heard, _quick(opening))
        return found

    def _now(self, piece: VoiceSample) -> int | None:
        end_s = piece.end_s
        moving = {track_id for track_id in self._openings if self._has_moved(track_id, end_s - _LATELY_S, end_s)}
        looks = (self._clearest_of(moving, end_s, look_s) for look_s in LOOKS_S)
        found = next((track_id for track_id in looks if track_id is not None), None)
        if found is None:
            found = self._in_turn(moving, end_s)
        if found is not None:
            self._last = end_s, found
        return found

    def _clearest_of(self, moving: set[int], end_s: float, look_s: float) -> int | None:
        likenesses = self.likenesses(end_s - look_s, end_s)
        return _clearest({k: likeness for k, likeness in likenesses.items() if k in moving}, look_s)

    def _in_turn(self, moving: set[int], end_s: float) -> int | None:
        """Who goes on where somebody who was named just now has ceased."""
        if self._last is None or len(moving) != 1:
            return None
        (goes_on,), (last_s, spoke) = moving, self._last
        if spoke == goes_on or end_s - last_s > _TURN_S:
            return None
        likeness = self.likenesses(end_s - _TURN_LOOKS_S, end_s).get(goes_on, 0.0)
        return goes_on if likeness >= _TURN_LIKENESS else None

    def _in_all(self, whole: VoiceSample) -> int | None:
        before_s, after_s = AROUND_S
        end_s = whole.end_s + after_s
        found = self.speaker(min(whole.time_s - before_s, end_s - LOOKS_S[0]), end_s)
        return found if found is not None and self._has_moved(found, whole.time_s, whole.end_s) else None

    def _has_moved(self, track_id: int, start_s: float, end_s: float) -> bool:
        opening = self._openings[track_id].between(start_s, end_s)
        known = opening[~np.isnan(opening)]
        return bool(len(known)) and float(known.std()) >= _LEAST_MOVE


def _clearest(likenesses: dict[int, float], length_s: float) -> int | None:
    """The face that is most like the sound; None where it is not like enough, or no more than another."""
    ranked = sorted(likenesses, key=lambda track_id: likenesses[track_id], reverse=True)
    # chance makes large correlations of little: what is asked for falls with the root of the time
    least = max(_LEAST_LIKENESS / max(length_s, STEP_S) ** 0.5, _LEAST_OF_ANY)
    if not ranked or likenesses[ranked[0]] < least:
        return None
    others = [likenesses[track_id] for track_id in ranked[1:]]
    return ranked[0] if not others or likenesses[ranked[0]] - max(others) >= _LEAD else None


def _is_enough(values: Array) -> bool:
    return float((~np.isnan(values)).sum()) * STEP_S >= _LEAST_S


def _quick(values: Array) -> Array:
    """(T,) without what changes slowly; NaN stays."""
    is_there = ~np.isnan(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(is_there, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(is_there)])
    place = np.arange(len(values))
    first, last = np.maximum(place - _SLOW, 0), np.minimum(place + _SLOW + 1, len(values))
    slow: Array = (sums[last] - sums[first]) / np.maximum(counts[last] - counts[first], 1)
    return values - slow


def _likeness(heard: Array, seen: Array) -> float:
    """The best correlation over the lags; -1 where too little is there of both."""
    if np.nanstd(seen) < _LEAST_MOVE:
        return 0.0
    shifted = sliding_window_view(np.pad(seen, _LAGS, constant_values=np.nan), len(heard))  # (2 * _LAGS + 1, T)
    both = ~(np.isnan(shifted) | np.isnan(heard))
    n = both.sum(axis=1)
    x, y = np.where(both, heard, 0.0), np.where(both, shifted, 0.0)
    of_x, of_y = x.sum(axis=1), y.sum(axis=1)
    spread = (n * (x * x).sum(axis=1) - of_x**2) * (n * (y * y).sum(axis=1) - of_y**2)
    together = n * (x * y).sum(axis=1) - of_x * of_y
    is_enough = (n * STEP_S >= _LEAST_S - 2 * _LAGS * STEP_S) & (spread > 0)
    return float(np.where(is_enough, together / np.sqrt(np.where(spread > 0, spread, 1.0)), -1.0).max())
