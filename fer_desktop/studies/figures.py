"""From the sessions of a study to one tidy table: what is missing in it stands there with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.progress import Progress
from fer_desktop.results.coverage import coverage_of
from fer_desktop.results.details import DetailStatistics, SessionDetails
from fer_desktop.results.onsets import onsets
from fer_desktop.results.phrases import Phrase, joined, phrase_of
from fer_desktop.results.statistics import counting_gaps, face_statistics, rows_by_face
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import COLUMNS
from fer_desktop.studies.reading import read_sessions
from fer_desktop.studies.scores import scores_named
from fer_desktop.studies.stretches import Stretch, in_parts, stretches, unread
from fer_desktop.studies.study import PlacedSession, Study

Row = dict[str, Any]  # values by column; one that is left out is blank


def study_table(
    study: Study,
    passphrase: str = "",
    calibrated: bool = False,
    progress: Progress | None = None,
    parts: int = 1,
) -> Table:
    """The table of a study; `COLUMNS` says what it holds.

    A row for each participant, visit, condition, stretch, face and expression. The figures of a stretch are those of
    `face_statistics`. What cannot be read or found has rows without figures, which say why.

    Args:
        passphrase: Of the encrypted sessions.
        calibrated: Count the calibrated scores in the place of the others.
        parts: In how many equal parts each stretch comes; with more than one, these are its conditions.

    Raises:
        Cancelled: `progress` says so.
    """
    progress = progress or Progress()
    rows: list[Row] = []
    for placed, session, reason in read_sessions(study, passphrase, progress):
        rows += _rows_of(study, placed, session, reason, _Way(calibrated, parts))
    for one in study.without_session:
        rows += _blank({"participant": one.code, "group": one.group}, Phrase("no session"))
    progress.reached(1.0)
    scores = scores_named(calibrated)
    return _table_of([{**row, "scores": scores} for row in rows])


def _table_of(rows: list[Row]) -> Table:
    columns = {}
    for column in COLUMNS:
        if column.kind == "text":
            columns[column.name] = np.array([row.get(column.name, "") for row in rows], dtype=object)
        else:
            columns[column.name] = np.array([row.get(column.name, np.nan) for row in rows], dtype=np.float64)
    return Table(columns)


def _blank(known: Row, reason: str) -> list[Row]:
    return [{**known, "expression": name, "missing": reason} for name in EXPRESSIONS]


@dataclass(frozen=True, slots=True)
class _Way:
    """How sessions are counted; see `study_table`."""

    calibrated: bool
    parts: int


def _rows_of(study: Study, placed: PlacedSession, session: Session | None, reason: str, way: _Way) -> list[Row]:
    known: Row = {
        "participant": placed.participant,
        "group": study.participant(placed.participant).group,
        "visit": placed.visit,
        "session": placed.folder,
    }
    if session is None:
        missing = _parted(unread(placed, study.facts.conditions, reason), way)
        return [row for one in missing for row in _blank({**known, "condition": one.condition}, reason)]
    known["notes"] = _notes(session)
    known["started"] = _started(placed, session)
    faces = rows_by_face(session, way.calibrated)
    if placed.face is not None:
        faces = {face: rows for face, rows in faces.items() if face == placed.face}
    found, nobody = _parted(stretches(session, placed, study.facts.conditions), way), _nobody(placed, way.calibrated)
    rows = [row for one in found for row in _of_stretch(session, one, faces, known, nobody)]
    return rows if session.details is None else _with_details(rows, SessionDetails(session))


def _started(placed: PlacedSession, session: Session) -> str:
    """When it was recorded; "" where nobody knows, as of a file, whose session knows when it was analysed."""
    started = session.info.started
    if placed.date or started is None or not session.info.source.is_live:
        return placed.date
    return started.isoformat(timespec="seconds")


def _with_details(rows: list[Row], details: SessionDetails) -> list[Row]:
    """The rows of stretches with what was measured of their face there."""
    figures: dict[tuple[int, float, float], Row] = {}  # a face of a stretch has a row for each expression
    result = []
    for row in rows:
        if "missing" in row or row["face"] not in details.faces:
            result.append(row)
            continue
        place = row["face"], row["start_s"], row["end_s"]
        if place not in figures:
            figures[place] = _measured(details.of(*place))
        result.append(row | figures[place])
    return result


def _measured(one: DetailStatistics) -> Row:
    return {
        "blinks": len(one.blinks),
        "blinks_per_minute": one.blinks_per_minute,
        "blink_s": one.blink_s,
        "screen_share": one.screen_share,
        **{f"{unit}_mean": value for unit, value in one.units.items()},
        **{f"{unit}_peak": value for unit, value in one.peaks.items()},
    }


def _parted(found: list[Stretch], way: _Way) -> list[Stretch]:
    return found if way.parts == 1 else in_parts(found, way.parts)


def _notes(session: Session) -> str:
    notes: list[str] = [phrase_of(problem) for problem in session.problems]
    if not session.info.complete:
        notes.append(Phrase("not finished"))
    elif session.info.end_reason:
        notes.append(Phrase("ended early: {reason}", reason=Phrase(session.info.end_reason)))
    return joined(notes, "; ") if notes else ""


def _nobody(placed: PlacedSession, calibrated: bool) -> str:
    if placed.face is None:
        return Phrase("no calibrated face") if calibrated else Phrase("no face")
    if calibrated:
        return Phrase("no calibrated face {face} in the session", face=placed.face)
    return Phrase("no face {face} in the session", face=placed.face)


def _of_stretch(session: Session, stretch: Stretch, faces: dict[int, Table], known: Row, nobody: str) -> Iterator[Row]:
    known = {**known, "condition": stretch.condition, "stretch": stretch.number}
    span = stretch.span
    if span is None:
        yield from _blank(known, stretch.missing)
        return
    excluded_s = _excluded_s(session, span)
    known |= {"start_s": span.start_s, "end_s": span.end_s, "duration_s": span.end_s - span.start_s}
    known |= {"excluded_s": excluded_s, "no_face_share": _no_face_share(session, span)}
    for face, rows in faces.items():
        yield from _of_face(session, rows, span, {**known, "face": face})
    if not faces:
        yield from _blank({**known, "seen_s": 0.0, "not_seen_share": 1.0}, nobody)


def _of_face(session: Session, rows: Table, span: Span, known: Row) -> Iterator[Row]:
    gaps = counting_gaps(session)
    statistics = face_statistics(rows, known["face"], span, gaps)
    wanted_s = known["duration_s"] - known["excluded_s"]
    known |= {"seen_s": statistics.seen_s}
    if wanted_s > 0:
        known |= {"not_seen_share": min(max(1 - statistics.seen_s / wanted_s, 0.0), 1.0)}
    if not statistics.n_rows:
        yield from _blank(known, Phrase("not seen"))
        return
    known |= {"valence": statistics.mean_valence, "unreliable_share": statistics.unreliable_share}
    if statistics.transitions is not None:
        known |= {"transitions": statistics.transitions}
    for name, one in onsets(rows, span, gaps).items():
        counted = {} if one.count is None else {"onsets": one.count}
        yield (
            known
            | counted
            | {
                "expression": name,
                "mean": statistics.mean[name],
                "top_share": statistics.top_share[name],
                "peak": one.peak,
                "latency_s": one.latency_s,
                "area": statistics.mean[name] * statistics.seen_s,  # each row stands for the same time as in the mean
            }
        )


def _no_face_share(session: Session, span: Span) -> float:
    return coverage_of(session.edits.without_excluded(session.recorded), "", span).not_found


def _excluded_s(session: Session, span: Span) -> float:
    """Seconds of a stretch that are excluded; where exclusions overlap they count once."""
    total_s, reached_s = 0.0, span.start_s
    for one in sorted(session.edits.excluded, key=lambda each: each.start_s):
        start_s, end_s = max(one.start_s, reached_s), min(one.end_s, span.end_s)
        total_s += max(end_s - start_s, 0.0)
        reached_s = max(reached_s, end_s)
    return total_s
