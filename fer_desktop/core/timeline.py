"""A timeline in memory: columns that grow for each face, and windows of them. Owned by one thread, never shared."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.blink_watch import BlinkWatch
from fer_desktop.core.detail_lanes import BLINKS, DETAIL_CURVES, OF_DETAILS, SCREEN, curve_values, places_of
from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.core.face_details import FaceDetails
from fer_desktop.core.face_time import FaceTime, SoFar
from fer_desktop.core.growing_rows import GrowingRows
from fer_desktop.core.lane import BAND, CURVES, OF_A_FACE, VALENCE, Lane, Spans, Stretch
from fer_desktop.core.types import Analysis

Rows = dict[str, Stretch | Spans]

_GAP_S, _STEPS = 0.5, 2.5  # a step that is longer than both, the latter in usual steps, is a gap
_KNOWN_STEPS = 31  # the last ones, which say what is usual


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of one face's timeline; the arrays are copies.

    Attributes:
        times_s: (N,) float64, growing.
        probabilities: (N, 8) float32.
        valence: (N,) float32.
        joined: (N,) bool, whether the face was there from this row to the next without a gap: in every analysis, with
            no stretch of time between them in which nothing was analysed.
    """

    times_s: NDArray[np.float64]
    probabilities: NDArray[np.float32]
    valence: NDArray[np.float32]
    joined: NDArray[np.bool_]


_NOTHING = Window(np.zeros(0), np.zeros((0, N_EXPRESSIONS), np.float32), np.zeros(0, np.float32), np.zeros(0, bool))


class Timeline:
    """Append-only: one row for each analysis and face; rows older than `keep_s` may be dropped."""

    def __init__(self, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._n_analyses = 0
        self._steps_s: deque[float] = deque(maxlen=_KNOWN_STEPS)
        self._faces: dict[int, GrowingRows] = {}
        self._face_times: dict[int, FaceTime] = {}
        self._details: dict[int, tuple[GrowingRows, BlinkWatch]] = {}
        self._knows_screen = False
        self.end_s = 0.0

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face that has rows, in order of appearance."""
        return tuple(self._faces)

    @property
    def start_s(self) -> float:
        """Rows before this second may have been dropped."""
        return max(self.end_s - self._keep_s, 0.0)

    def __len__(self) -> int:
        """Rows of all faces."""
        return sum(len(rows) for rows in self._faces.values())

    def append(self, analysis: Analysis) -> None:
        """Add the faces of one analysis; analyses come in order of time."""
        longest_s = self._look_for_gap(analysis.time_s)
        for face in analysis.faces:
            if face.track_id not in self._faces:
                self._faces[face.track_id] = GrowingRows(N_EXPRESSIONS + 1, self._keep_s)
                self._face_times[face.track_id] = FaceTime()
            probabilities = face.scores.probabilities
            scores = (*probabilities.tolist(), face.scores.valence)  # a tenth of the time that numpy takes
            self._faces[face.track_id].append(analysis.time_s, scores, self._n_analyses)
            self._face_times[face.track_id].add(analysis.time_s, int(probabilities.argmax()), longest_s)
            if face.details is not None:
                self._append_details(face.track_id, analysis.time_s, face.details)
        self._n_analyses += 1
        self.end_s = analysis.time_s

    def _look_for_gap(self, time_s: float) -> float:
        """Leave a number out where nothing was analysed for longer than usual, as when a camera stood still.

        Returns:
            The longest step that is no gap, in seconds.
        """
        if not self._n_analyses:
            return _GAP_S
        step_s = time_s - self.end_s
        longest_s = max(_GAP_S, _STEPS * median(self._steps_s or [step_s]))
        self._n_analyses += step_s > longest_s
        self._steps_s.append(step_s)
        return longest_s

    def so_far(self, track_id: int) -> SoFar:
        """What was seen of a face since the beginning, also where its first rows have been dropped."""
        face_time = self._face_times.get(track_id)
        return SoFar() if face_time is None else face_time.so_far

    def window(self, track_id: int, start_s: float, end_s: float, max_rows: int = 0) -> Window:
        """Rows of one face between two times, both included.

        Args:
            max_rows: Where there are more, only every second, third, ... row is given; 0 gives all.
                Which rows those are does not change while the window moves.
        """
        rows = self._faces.get(track_id)
        if rows is None:
            return _NOTHING
        found = rows.window(start_s, end_s, max_rows)
        return Window(found.times_s, found.values[:, :N_EXPRESSIONS], found.values[:, N_EXPRESSIONS], found.joined)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that a face can have, from above: what is measured, as far as it is known of anybody."""
        of_details = (lane for lane in OF_DETAILS if lane != SCREEN or self._knows_screen)
        return (*OF_A_FACE, *of_details) if self._details else OF_A_FACE

    def rows(self, track_id: int, lanes: Collection[Lane], span_s: tuple[float, float], max_rows: int = 0) -> Rows:
        """What these lanes show of one face between two times, by the key of the lane; others than `lanes` say nothing.

        Args:
            max_rows: As of `window`; of blinks all are given.
        """
        window = self.window(track_id, *span_s, max_rows)
        of_expressions = Stretch(window.times_s, window.probabilities, window.joined)
        valence = Stretch(window.times_s, window.valence[:, None], window.joined)
        rows: Rows = {CURVES.key: of_expressions, BAND.key: of_expressions, VALENCE.key: valence}
        measured = [lane for lane in OF_DETAILS if lane in lanes] if track_id in self._details else []
        if not measured:
            return rows
        details, watch = self._details[track_id]
        found = details.window(*span_s, max_rows)
        for lane in measured:
            if lane == BLINKS:
                rows[lane.key] = watch.between(*span_s)
            else:
                rows[lane.key] = Stretch(found.times_s, found.values[:, places_of(lane)], found.joined)
        return rows

    def _append_details(self, track_id: int, time_s: float, details: FaceDetails) -> None:
        if track_id not in self._details:
            self._details[track_id] = GrowingRows(len(DETAIL_CURVES), self._keep_s), BlinkWatch(self._keep_s)
        rows, watch = self._details[track_id]
        rows.append(time_s, curve_values(details), self._n_analyses)
        watch.add(time_s, details.unit("AU45"))
        self._knows_screen |= not math.isnan(details.looks_at_screen)
