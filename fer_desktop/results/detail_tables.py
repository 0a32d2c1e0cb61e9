"""The tables of a report that say what was measured of faces beside their expression."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fer_desktop.core.action_units import ACTION_UNITS
from fer_desktop.core.face_details import UNITS
from fer_desktop.results.details import DetailStatistics, PointFigures, detail_statistics
from fer_desktop.results.phrases import Phrase
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.session.library import Session

Details = Mapping[int, DetailStatistics]


def detail_tables(session: Session) -> list[ReportTable]:
    """Units; blinks, gaze and mouth; and how the points of the screen were looked at, where that is known."""
    details = detail_statistics(session)
    if not details:
        return []
    tables = [_units(session, details), _eyes(session, details)]
    return [*tables, _points(session, details)] if any(one.points for one in details.values()) else tables


def _units(session: Session, details: Details) -> ReportTable:
    head = (Phrase("unit"), *(session.name_of(face) for face in details))
    rows: list[tuple[str, ...]] = [
        (_unit(unit), *(_mean_and_peak(one, unit) for one in details.values())) for unit in UNITS
    ]
    return ReportTable(Phrase("Action units: mean and highest estimated intensity, 0 to 1"), head, rows)


def _mean_and_peak(one: DetailStatistics, unit: str) -> str:
    return f"{known(one.units[unit], '{:.2f}')} / {known(one.peaks[unit], '{:.2f}')}"


def _unit(unit: str) -> Phrase:
    """Number and name."""
    return Phrase("{unit} {name}", unit=unit, name=Phrase(ACTION_UNITS[unit]))


def _eyes(session: Session, details: Details) -> ReportTable:
    head = (
        *(Phrase("face"), Phrase("lids seen (s)"), Phrase("blinks"), Phrase("per minute"), Phrase("median (s)")),
        *(Phrase("gaze yaw (°)"), Phrase("pitch (°)"), Phrase("at the screen"), Phrase("known"), Phrase("mouth moves")),
    )
    rows: list[tuple[str, ...]] = [
        (
            session.name_of(face),
            f"{one.seen_s:.1f}",
            str(len(one.blinks)),
            known(one.blinks_per_minute, "{:.1f}"),
            known(one.blink_s, "{:.2f}"),
            *(known(value, "{:+.1f}") for value in one.gaze_deg),
            known(one.screen_share, "{:.0%}"),
            known(one.screen_known, "{:.0%}"),
            known(one.mouth_moves, "{:.0%}"),
        )
        for face, one in details.items()
    ]
    steps = [one.step_s for one in details.values() if not np.isnan(one.step_s)]
    heading = Phrase("Blinks, gaze and mouth")
    if steps:
        heading = Phrase(
            "Blinks (those shorter than {seconds} s may be missed), gaze and mouth", seconds=f"{np.median(steps):.2f}"
        )
    return ReportTable(heading, head, rows)


def _points(session: Session, details: Details) -> ReportTable:
    head = (
        *(Phrase("face"), Phrase("middle"), Phrase("upper left"), Phrase("upper right")),
        *(Phrase("lower left"), Phrase("lower right")),
    )
    rows: list[tuple[str, ...]] = [
        (session.name_of(face), *(_looked(point) for point in one.points))
        for face, one in details.items()
        if one.points
    ]
    return ReportTable(Phrase("Fixations on the five points of the screen: number, seconds in all"), head, rows)


def _looked(point: PointFigures) -> str:
    return f"{point.fixations}, {point.dwell_s:.1f} s"
