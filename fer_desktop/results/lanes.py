"""The lanes that can be drawn of a session: which there are, and their rows. A new table needs its lines here alone.

How to add one: a `Lane` whose curves are named after columns, and a `LaneSource` in `SOURCES` that says which table
they are in. Nothing else knows about it; a session that has no such table does not offer it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.detail_lanes import BLINKS, OF_DETAILS, SCREEN
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import BAND, CURVES, OF_A_FACE, VALENCE, Curve, Lane, Series, Spans
from fer_desktop.core.palette import COLOURS, PLAIN, SECOND, THIRD, shades
from fer_desktop.results.details import blinks_of, with_details
from fer_desktop.results.fusion import fused
from fer_desktop.results.gaps import gaps_of
from fer_desktop.results.words import lines_of, quarters_of
from fer_desktop.session.calibrating import calibrated_view
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

_GAP_S = 0.5  # a longer step is a gap; see `gaps_of`
_STEPS = 2.5  # of a table with times of its own: a step of so many usual ones is a gap
LaneData = Series | Spans


@dataclass(frozen=True, slots=True)
class LaneSource:
    """A lane, and where its rows are.

    Attributes:
        lane: The keys of its curves are columns; that of spans is the one with the words.
        rows: The table, or None where the session has none. It has `time_s`, growing, `face_id` where each face has a
            lane of its own, and `duration_s` for spans.
        scope: Each face has one, or there is one for the whole session.
        has_own_times: Its rows are not at the times of the analysis.
    """

    lane: Lane
    rows: Callable[[SessionLanes], Table | None]
    scope: Literal["face", "session"] = "face"
    has_own_times: bool = False


class SessionLanes:
    """The lanes of one session; edits are applied. Rows are read when they are asked for, and kept.

    Args:
        calibrated: With the calibrated scores; rows without any are then a gap.
    """

    def __init__(self, session: Session, calibrated: bool = False) -> None:
        self.session = session
        self.table = calibrated_view(session.table) if calibrated else session.table
        self._times = np.unique(session.table["time_s"])  # of all that was analysed, with or without faces
        parted = ~gaps_of(session, _GAP_S).joined(self._times[:-1], self._times[1:])
        # the number of each analysis; a missing one is a gap
        self._places = np.arange(len(self._times)) + np.cumsum(np.append(False, parted))[: len(self._times)]
        self._all_faces = tuple(_all_faces_lane(session, name) for name in EXPRESSIONS)
        self._kept: dict[tuple[str, int], LaneData | None] = {}

    @cached_property
    def fused(self) -> Table | None:
        """What face, voice and words say together; None where one is alone."""
        return fused(self.session)

    @cached_property
    def details(self) -> Table | None:
        """Action units, lids, gaze and mouth; merged faces are one."""
        return None if self.session.details is None else with_details(self.session.table, self.session)

    @cached_property
    def blinks(self) -> Table | None:
        """The blinks of all faces, one after the other."""
        return None if self.details is None else blinks_of(self.details)

    @cached_property
    def knows_screen(self) -> bool:
        """Whether it was measured for any face where it looks on the screen."""
        return self.details is not None and bool(np.isfinite(self.details["looks_at_screen"]).any())

    @property
    def of_faces(self) -> tuple[Lane, ...]:
        """The lanes that each face has."""
        return tuple(one.lane for one in SOURCES if one.scope == "face" and self._is_there(one))

    @property
    def of_session(self) -> tuple[Lane, ...]:
        """The lanes that there are once: what is not of one face, and each expression over all faces."""
        own = tuple(one.lane for one in SOURCES if one.scope == "session" and self._is_there(one))
        return (*own, *self._all_faces) if self.session.face_ids else own

    def data(self, lane: Lane, face: int = 0) -> LaneData | None:
        """The rows of a lane; None where there are none.

        Args:
            face: Whose; of lanes of the whole session it says nothing.
        """
        if (lane.key, face) not in self._kept:
            self._kept[lane.key, face] = self._read(lane, face)
        return self._kept[lane.key, face]

    def _read(self, lane: Lane, face: int) -> LaneData | None:
        if lane in self._all_faces:
            return self._of_all_faces(lane)
        source = next(one for one in SOURCES if one.lane == lane)
        rows = source.rows(self)
        if rows is None:
            return None
        if source.scope == "face":
            rows = rows.where(rows["face_id"] == face)
        if lane.painter == "spans":
            labels = tuple(str(label) for label in rows[lane.curves[0].key])
            return Spans(rows["time_s"], rows["time_s"] + rows["duration_s"], labels)
        values = np.stack([rows[curve.key] for curve in lane.curves], axis=1)
        times = rows["time_s"]
        return Series(times, values, _joined_alone(times) if source.has_own_times else self._joined(times))

    def _of_all_faces(self, lane: Lane) -> Series:
        """One expression, a curve for each face."""
        expression = lane.key.removeprefix(_ALL)
        values = np.full((len(self._times), len(lane.curves)), np.nan)
        places = np.searchsorted(self._times, self.table["time_s"])
        for i, curve in enumerate(lane.curves):
            mine = self.table["face_id"] == int(curve.key)
            values[places[mine], i] = self.table[expression][mine]
        return Series(self._times, values, self._joined(self._times))

    def _is_there(self, source: LaneSource) -> bool:
        rows = source.rows(self)
        return rows is not None and all(curve.key in rows.columns for curve in source.lane.curves)

    def _joined(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which rows of a face are followed by the next analysis, with the face in it."""
        places = self._places[np.searchsorted(self._times, times)] if len(times) else np.zeros(0, np.int64)
        return np.append(np.diff(places) == 1, False)[: len(times)]


def _joined_alone(times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The same of rows that have times of their own: no step is much longer than the usual one."""
    steps = np.diff(times)
    usual_s = float(np.median(steps)) if len(steps) else 0.0
    return np.append(steps <= max(_GAP_S, _STEPS * usual_s), False)[: len(times)]


_ALL = "all_"


def _all_faces_lane(session: Session, expression: str) -> Lane:
    faces = session.face_ids
    tones = shades(COLOURS[expression], len(faces))
    curves = tuple(Curve(str(face), session.name_of(face), tone) for face, tone in zip(faces, tones, strict=True))
    return Lane(f"{_ALL}{expression}", expression, "", curves, marks=(0, 0.5, 1))


def _heard(lane: Lane) -> LaneSource:
    return LaneSource(lane, lambda of: of.session.voice, "session", has_own_times=True)


def _measured(lane: Lane) -> LaneSource:
    """What is measured: blinks are found in it, and the screen is left out where nobody looked at its points."""
    if lane == BLINKS:
        return LaneSource(lane, lambda of: of.blinks)
    if lane == SCREEN:
        return LaneSource(lane, lambda of: of.details if of.knows_screen else None)
    return LaneSource(lane, lambda of: of.details)


def _seen(lane: Lane) -> LaneSource:
    return LaneSource(lane, lambda of: of.table)


def _said(lane: Lane) -> LaneSource:
    return LaneSource(lane, lambda of: lines_of(of.session), "session")


def _read(lane: Lane) -> LaneSource:
    return LaneSource(lane, lambda of: quarters_of(of.session), "session", has_own_times=True)


def _of_nobody(of: SessionLanes) -> Table | None:
    """What voice and words say together where they are of no face; None where there is nothing of that."""
    table = None if of.fused is None else of.fused.where(np.isnan(of.fused["face_id"]))
    return table if table is not None and len(table) else None


def _fused(lane: Lane) -> LaneSource:
    return LaneSource(lane, lambda of: of.fused, has_own_times=True)


_WORDS = tuple(Curve(f"words_{name}", name, COLOURS[name]) for name in EXPRESSIONS)
_FUSED = tuple(Curve(f"fused_{name}", name, COLOURS[name]) for name in EXPRESSIONS)
_MOVED = Curve("moved_face", "face"), Curve("moved_voice", "voice", SECOND), Curve("moved_words", "words", THIRD)
_VOICES = tuple(Curve(f"voice_{name}", name, COLOURS[name]) for name in EXPRESSIONS)
_ANGLES = Curve("yaw_deg", "yaw"), Curve("pitch_deg", "pitch", SECOND), Curve("roll_deg", "roll", THIRD)
_TRUST = Curve("quality", "quality", PLAIN), Curve("certainty", "certainty", SECOND)
_SPEECH = Lane("utterances", "Speech", "", (Curve("voice_expression", "expression"),), painter="spans", share=0)

_TOGETHER = Lane("fused_nobody", "Voice and words", "", _FUSED, marks=(0, 0.5, 1))

SOURCES: tuple[LaneSource, ...] = (
    _seen(CURVES),
    _seen(BAND),
    _seen(VALENCE),
    _seen(Lane("pose", "Head pose", "°", _ANGLES, (-60.0, 60.0), (-45, 0, 45))),
    _seen(Lane("trust", "Quality and certainty", "", _TRUST, marks=(0, 0.5, 1))),
    *(_measured(lane) for lane in OF_DETAILS),
    LaneSource(_SPEECH, lambda of: of.session.utterances, "session"),
    _heard(Lane("voice", "Voice", "", _VOICES, marks=(0, 0.5, 1), has_top=True)),
    _heard(Lane("arousal", "Arousal of the voice", "", (Curve("arousal", "arousal"),), (-1.0, 1.0), (-1, 0, 1))),
    _heard(Lane("pitch", "Pitch", "Hz", (Curve("pitch_hz", "frequency"),), None)),
    _heard(Lane("loudness", "Loudness", "dB", (Curve("loudness_db", "loudness"),), None)),
    _heard(Lane("rate", "Speaking rate", "1/s", (Curve("syllables_per_s", "rate"),), None)),
    _said(Lane("lines", "What is said", "", (Curve("said", "text"),), painter="spans", share=0)),
    _said(Lane("words_top", "Words", "", (Curve("words_expression", "expression"),), painter="spans", share=0)),
    _read(Lane("words", "Expressions of the words", "", _WORDS, marks=(0, 0.5, 1))),
    _read(Lane("polarity", "Polarity of the words", "", (Curve("polarity", "polarity"),), (-1.0, 1.0), (-1, 0, 1))),
    LaneSource(_TOGETHER, _of_nobody, "session", has_own_times=True),
    _fused(Lane("fused", "Face, voice and words together", "", _FUSED, marks=(0, 0.5, 1))),
    _fused(Lane("moved", "What moved the decision", "", _MOVED, None, (0,))),
)
"""In the order in which they stand under each other."""

STANDARD = tuple(lane.key for lane in OF_A_FACE)
"""What is drawn where nobody chose."""

OF_SOUND = (_SPEECH.key, "voice", "loudness", "lines", "words_top", _TOGETHER.key)
"""What is drawn of a session without faces, where none of its lanes was chosen."""


def bounds_of(lane: Lane, data: LaneData | None) -> Lane:
    """The lane with the bounds of its data, where it has none of its own."""
    if lane.bounds is not None or not isinstance(data, Series):
        return lane
    low, high = data.bounds or (0.0, 1.0)
    return replace(lane, bounds=(low, high) if high > low else (low - 0.5, low + 0.5))
