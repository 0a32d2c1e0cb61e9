"""Action units, blinks, gaze and mouth beside the rows of a session, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.eyes import Blink, find_blinks
from fer_desktop.core.face_details import UNITS
from fer_desktop.core.fixations import Fixation, find_fixations
from fer_desktop.core.screen_gaze import POINTS
from fer_desktop.session.details_schema import DETAILS_HEADER
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

DETAILS = tuple(name for name in DETAILS_HEADER if name not in ("time_s", "frame", "face_id"))
COUNTED = (*UNITS, "gaze_yaw_deg", "gaze_pitch_deg", "looks_at_screen", "mouth_moves")  # in `DetailStatistics`
_MOST_FACES = 1_000_000  # more than a frame number is multiplied by, so that both make one key
_ROW = "details_row"
_EXACT_S = 1e-6  # times are written with six digits


@dataclass(frozen=True, slots=True)
class PointFigures:
    """How one of the five points of the screen was looked at: see `core.fixations`."""

    fixations: int
    dwell_s: float


@dataclass(frozen=True, slots=True)
class DetailStatistics:
    """Of one face; NaN where a session says nothing.

    Attributes:
        units: Mean intensity of each unit, 0 to 1, over the rows.
        peaks: Highest intensity of each unit in one row.
        seen_s: How long its lids were seen: the longest blinks aside, what `blinks` can be counted in.
        blinks: In order of time.
        step_s: Usual time between two rows: what is shorter may be missed.
        gaze_deg: Mean yaw and pitch while the eyes are open.
        screen_share: Of the rows in which it is known, the share in which the eyes look at the screen.
        screen_known: Share of all rows in which that is known.
        points: Of each of the five points of the screen; none where the face was not measured against it.
        mouth_moves: Share of rows in which the mouth moves.
    """

    units: Mapping[str, float]
    peaks: Mapping[str, float]
    seen_s: float
    blinks: tuple[Blink, ...]
    step_s: float
    gaze_deg: tuple[float, float]
    screen_share: float
    screen_known: float
    points: tuple[PointFigures, ...]
    mouth_moves: float

    @property
    def blinks_per_minute(self) -> float:
        """NaN when the lids were hardly seen."""
        return len(self.blinks) / self.seen_s * 60 if self.seen_s > 1 else float("nan")

    @property
    def blink_s(self) -> float:
        """Median duration; NaN without a blink."""
        return float(np.median([blink.duration_s for blink in self.blinks])) if self.blinks else float("nan")


def with_details(table: Table, session: Session) -> Table:
    """Rows of a session with the details of their face in their frame; blank where there are none."""
    details = session.details
    if details is None or not len(details):
        return table.replaced(**{name: np.full(len(table), np.nan) for name in DETAILS})
    recorded = session.recorded
    rows = _found(_keys(details), _keys(recorded))
    # merging gives rows another face, and drops some: what each row is of goes the same way
    linked = recorded.replaced(**{_ROW: rows})
    if session.edits.merged:
        linked = session.edits.applied(linked)
    place = _found(_keys(linked), _keys(table))
    at = np.where(place >= 0, linked[_ROW][np.maximum(place, 0)], -1)
    known = at >= 0
    return table.replaced(**{name: np.where(known, details[name][np.maximum(at, 0)], np.nan) for name in DETAILS})


def _keys(table: Table) -> NDArray[np.float64]:
    """(N,) one number for each frame and face; NaN without a face."""
    return np.asarray(table["frame"] * _MOST_FACES + table["face_id"], np.float64)


def _found(keys: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    """(M,) where each wanted key is among (N,) keys; -1 where it is not."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    place = np.minimum(np.searchsorted(ordered, np.nan_to_num(wanted, nan=-1.0)), len(keys) - 1)
    return np.where(ordered[place] == wanted, order[place], -1)


def blinks_of(table: Table) -> Table:
    """The blinks of each face as rows with `face_id`, `time_s`, `duration_s` and a `label` that is blank.

    Args:
        table: As `with_details` gives it.
    """
    found = []
    for face in table.face_ids:
        mine = table.of(face)
        found += [(face, blink.start_s, blink.duration_s) for blink in find_blinks(mine["time_s"], mine["AU45"])]
    faces, starts, durations = np.array(found, np.float64).reshape(-1, 3).T
    label = np.full(len(found), "", dtype=object)
    return Table({"face_id": faces, "time_s": starts, "duration_s": durations, "label": label})


class SessionDetails:
    """What was measured of the faces of a session, excluded stretches left out, to be counted in any stretch of time.

    Args:
        session: One with details.
    """

    def __init__(self, session: Session) -> None:
        table = with_details(session.edits.without_excluded(session.table), session)
        self._faces = {face: table.of(face) for face in table.face_ids}
        # found in the whole: before and after a stretch one sees whether its first and last are blinks
        self._blinks = {face: find_blinks(mine["time_s"], mine["AU45"]) for face, mine in self._faces.items()}
        self._fixations = {face: _fixations_of(face, mine, session) for face, mine in self._faces.items()}

    @property
    def faces(self) -> tuple[int, ...]:
        """Their numbers."""
        return tuple(self._faces)

    def of(self, face: int, start_s: float = -np.inf, end_s: float = np.inf) -> DetailStatistics:
        """Figures of one face between two times: blinks and fixations are those whose middle lies there."""
        mine = self._faces[face].between(start_s, end_s)
        seen = mine["time_s"][~np.isnan(mine["AU45"])]
        steps = np.diff(seen)
        step_s = float(np.median(steps)) if len(steps) else float("nan")
        is_joined = steps <= max(0.5, 2.5 * step_s) if len(steps) else steps > 0
        looks = mine["looks_at_screen"]
        fixations = self._fixations[face]
        return DetailStatistics(
            units={unit: _mean(mine[unit]) for unit in UNITS},
            peaks={unit: _peak(mine[unit]) for unit in UNITS},
            seen_s=float(steps[is_joined].sum()),
            blinks=tuple(one for one in self._blinks[face] if start_s <= (one.start_s + one.end_s) / 2 <= end_s),
            step_s=step_s,
            gaze_deg=(_mean(mine["gaze_yaw_deg"]), _mean(mine["gaze_pitch_deg"])),
            screen_share=_mean(looks),
            screen_known=float((~np.isnan(looks)).mean()) if len(mine) else float("nan"),
            points=() if fixations is None else _points(fixations, start_s, end_s),
            mouth_moves=_mean(mine["mouth_moves"]),
        )


def detail_statistics(session: Session) -> dict[int, DetailStatistics]:
    """Figures of each face over the whole session; empty where no details were measured."""
    if session.details is None:
        return {}
    details = SessionDetails(session)
    return {face: details.of(face) for face in details.faces}


def _fixations_of(face: int, mine: Table, session: Session) -> list[Fixation] | None:
    """Fixations on the points of the screen; None where this face was not measured against it.

    Of faces that were merged each has its own map, from when on it was measured.
    """
    known = [one for one in session.info.screens if session.edits.target_of(one.face_id) == face]
    if not known:
        return None
    first = min(known, key=lambda one: one.since_s)
    rows = mine.between(first.since_s - _EXACT_S, np.inf)
    gaze = np.radians(np.column_stack([rows["gaze_yaw_deg"], rows["gaze_pitch_deg"]]))
    return find_fixations(rows["time_s"], gaze, first.value)


def _points(fixations: list[Fixation], start_s: float, end_s: float) -> tuple[PointFigures, ...]:
    inside = [one for one in fixations if start_s <= (one.start_s + one.end_s) / 2 <= end_s]
    return tuple(
        PointFigures(len(mine), sum(one.duration_s for one in mine))
        for mine in ([one for one in inside if one.point == point] for point in range(len(POINTS)))
    )


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _peak(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else float("nan")
