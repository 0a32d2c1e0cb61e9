"""Action units, blinks, gaze and mouth beside the rows of a session, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.eyes import Blink, find_blinks
from fer_desktop.core.face_details import UNITS
from fer_desktop.session.details_schema import DETAILS_HEADER
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

DETAILS = tuple(name for name in DETAILS_HEADER if name not in ("time_s", "frame", "face_id"))
_MOST_FACES = 1_000_000  # more than a frame number is multiplied by, so that both make one key
_ROW = "details_row"


@dataclass(frozen=True, slots=True)
class DetailStatistics:
    """Of one face; NaN where a session says nothing.

    Attributes:
        units: Mean intensity of each unit, 0 to 1, over the rows.
        seen_s: How long its lids were seen: the longest blinks aside, what `blinks` can be counted in.
        blinks: In order of time.
        step_s: Usual time between two rows: what is shorter may be missed.
        gaze_deg: Mean yaw and pitch while the eyes are open.
        mouth_moves: Share of rows in which the mouth moves.
    """

    units: Mapping[str, float]
    seen_s: float
    blinks: tuple[Blink, ...]
    step_s: float
    gaze_deg: tuple[float, float]
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


def detail_statistics(session: Session) -> dict[int, DetailStatistics]:
    """Figures of each face, excluded stretches left out; empty where no details were measured."""
    if session.details is None:
        return {}
    table = with_details(session.edits.without_excluded(session.table), session)
    return {face: _of(table.of(face)) for face in table.face_ids}


def _of(mine: Table) -> DetailStatistics:
    times = mine["time_s"]
    closed = mine["AU45"]
    seen = times[~np.isnan(closed)]
    steps = np.diff(seen)
    step_s = float(np.median(steps)) if len(steps) else float("nan")
    is_joined = steps <= max(0.5, 2.5 * step_s) if len(steps) else steps > 0
    return DetailStatistics(
        units={unit: _mean(mine[unit]) for unit in UNITS},
        seen_s=float(steps[is_joined].sum()),
        blinks=tuple(find_blinks(times, closed)),
        step_s=step_s,
        gaze_deg=(_mean(mine["gaze_yaw_deg"]), _mean(mine["gaze_pitch_deg"])),
        mouth_moves=_mean(mine["mouth_moves"]),
    )


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
