"""A baseline that nobody asked for: what a face looked like when it looked most neutral. Pure.

The fifth of the frames with the highest probability of neutral is averaged; a person whose face is never neutral has
no baseline. `WARM_UP_S` seconds of frames that can be trusted must have been seen, so that live and offline differ in
one thing alone: live has the frames so far, offline all of them.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Baseline, Baselines, baseline_of
from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.rest_check import Look, look_of
from fer_desktop.core.types import Analysis, TrackedFace

WARM_UP_S = 20.0  # of frames that can be trusted
KNOWN_S = 6.0  # the same, after which a neutral face is held against what the face looked like so far
_SHARE = 0.2  # of the frames, those that look most neutral
_LEAST_NEUTRAL = 0.32  # mean probability of neutral in them; below, the person was never neutral
_STEP_S = 0.2  # one frame in each is kept
_KEPT = 3000  # frames of one face: ten minutes
_LONGEST_STEP_S = 0.5  # a longer one is time in which the face was not seen
_EVERY = 5  # frames that are kept between two looks


def automatic_baseline(probabilities: NDArray[np.float64]) -> Baseline | None:
    """From (N, 8) probabilities of the CNN alone, of frames that can be trusted; None where none is neutral."""
    chosen = _most_neutral(probabilities)
    if not len(chosen) or chosen[:, 0].mean() < _LEAST_NEUTRAL:
        return None
    return baseline_of(chosen, "automatic")


def usual_look(rows: NDArray[np.float64]) -> Look | None:
    """What a face looks like when it looks most neutral, however neutral that is; None without a row.

    A neutral face that somebody measured is held against it (`core.neutral_stretch`).

    Args:
        rows: (N, 8 + U) probabilities of the CNN alone, followed by the action units where they are known.
    """
    chosen = _most_neutral(rows)
    return look_of(chosen[:, :N_EXPRESSIONS], chosen[:, N_EXPRESSIONS:]) if len(chosen) else None


def _most_neutral(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    n = max(round(len(rows) * _SHARE), 1)
    return rows[np.argsort(-rows[:, 0], kind="stable")[:n]]


def baseline_of_rows(
    times_s: NDArray[np.float64], probabilities: NDArray[np.float64], quality: NDArray[np.float64]
) -> Baseline | None:
    """From all (N,) rows of one face, in order of time; None where they are too few or none is neutral."""
    return _past_of(times_s, probabilities, quality).baseline()


def usual_look_of_rows(
    times_s: NDArray[np.float64], probabilities: NDArray[np.float64], quality: NDArray[np.float64]
) -> Look | None:
    """The same for `usual_look`; None where they are too few to say."""
    return _past_of(times_s, probabilities, quality).usual_look()


def _past_of(times_s: NDArray[np.float64], probabilities: NDArray[np.float64], quality: NDArray[np.float64]) -> _Past:
    past = _Past()
    for time_s, row, value in zip(times_s, probabilities, quality, strict=True):
        past.add(float(time_s), row, float(value))
    return past


class AutomaticBaselines:
    """Follows every face of a stream and knows the baseline of each by what it saw so far. Owned by one thread."""

    def __init__(self) -> None:
        self._pasts: dict[int, _Past] = {}
        self._known: dict[int, Baseline] = {}

    def add(self, analysis: Analysis) -> Baselines:
        """The baselines after one more analysis; analyses come in order of time."""
        for track_id in self.look(analysis):
            found = self._pasts[track_id].baseline()
            if found is None:
                self._known.pop(track_id, None)
            else:
                self._known[track_id] = found
        return self._known

    def look(self, analysis: Analysis) -> list[int]:
        """Remember one more analysis, and no more; returns the faces whose baseline is worth another look."""
        return [
            face.track_id
            for face in analysis.faces
            if self._pasts.setdefault(face.track_id, _Past()).add(analysis.time_s, _row_of(face), face.quality)
        ]

    def at_the_end(self) -> Baselines:
        """The baselines once the stream is over: of all that was seen."""
        found = {track_id: past.baseline() for track_id, past in self._pasts.items()}
        return {track_id: one for track_id, one in found.items() if one is not None}

    def usual_looks(self) -> dict[int, Look]:
        """What each face looked like when it looked most neutral; faces that were seen too shortly are left out."""
        found = {track_id: past.usual_look() for track_id, past in self._pasts.items()}
        return {track_id: one for track_id, one in found.items() if one is not None}

    def keep_only(self, track_ids: Collection[int]) -> None:
        """Forget every other face."""
        self._pasts = {i: past for i, past in self._pasts.items() if i in track_ids}
        self._known = {i: known for i, known in self._known.items() if i in track_ids}


def _row_of(face: TrackedFace) -> NDArray[np.float64]:
    """(8 + U,)."""
    return np.concatenate([face.raw.probabilities, face.units], dtype=np.float64)


class _Past:
    """What was seen of one face: its probabilities and, where they are known, its action units."""

    def __init__(self) -> None:
        self._rows: list[NDArray[np.float64]] = []
        self._seen_s, self._last_s, self._kept_s = 0.0, -np.inf, -np.inf

    def add(self, time_s: float, row: NDArray[np.float64], quality: float) -> bool:
        """One more frame (8 + U,); whether the baseline is worth another look."""
        # before anything is left out: a frame of bad quality is no pause
        step_s, self._last_s = time_s - self._last_s, time_s
        if quality < UNRELIABLE_BELOW:
            return False
        self._seen_s += step_s if step_s <= _LONGEST_STEP_S else 0.0
        if time_s - self._kept_s < _STEP_S:
            return False
        self._kept_s = time_s
        self._rows.append(row)
        if len(self._rows) > _KEPT:
            del self._rows[::2]  # coarser, of the whole time
        return len(self._rows) % _EVERY == 0

    def baseline(self) -> Baseline | None:
        if self._seen_s < WARM_UP_S:
            return None
        return automatic_baseline(np.array(self._rows)[:, :N_EXPRESSIONS])

    def usual_look(self) -> Look | None:
        return usual_look(np.array(self._rows)) if self._seen_s >= KNOWN_S else None
