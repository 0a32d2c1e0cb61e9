"""The rows of a picture of a session: of faces, of the voice, of words, and of what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import GRID_S, STREAMS
from fer_desktop.results.fusion import fused
from fer_desktop.results.gaps import gaps_of
from fer_desktop.results.phrases import Phrase
from fer_desktop.results.words import quarters_of
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

MOST_FACES = 10  # on one figure, and in one report
_GAP_S = 0.5  # a longer step is a gap; see `gaps_of`
_SAME_S = 0.01  # quarters that follow each other without a gap


@dataclass(frozen=True, slots=True, eq=False)
class PlotRow:
    """Curves of one face or stream.

    Attributes:
        label: What stands beside it; its values are names of faces.
        times_s: (N,) growing.
        probabilities: (N, 8); NaN parts a curve.
    """

    label: Phrase
    times_s: NDArray[np.float64]
    probabilities: NDArray[np.float64]


def rows_of(session: Session) -> list[PlotRow]:
    """Rows of faces, of many the first ones, then of the streams."""
    return [*face_rows(session, session.face_ids[:MOST_FACES]), *stream_rows(session)]


def face_rows(session: Session, faces: Sequence[int]) -> list[PlotRow]:
    """A row for each of these faces."""
    gaps, rows = gaps_of(session, _GAP_S), []
    for face in faces:
        times, values = session.series(face)
        before = np.flatnonzero(~gaps.joined(times[:-1], times[1:])) + 1  # a blank row there: nothing crosses a gap
        parted = np.insert(values, before, np.nan, axis=0)
        label = Phrase("face {name}\nprobability", name=session.name_of(face))
        rows.append(PlotRow(label, np.insert(times, before, times[before - 1]), parted))
    return rows


def stream_rows(session: Session) -> list[PlotRow]:
    """Rows of the voice, of words, and of what several streams say together, as far as there are any."""
    rows = [
        _in_quarters(session.voice, "voice", Phrase("voice\nprobability")),
        _in_quarters(quarters_of(session), "words", Phrase("words\nprobability")),
    ]
    table = fused(session)
    if table is not None:
        of_several = sum((table[f"weight_{name}"] > 0).astype(int) for name in STREAMS) > 1
        faces = np.unique(np.nan_to_num(table["face_id"][of_several])).astype(int)
        rows += [_together(session, table, face) for face in faces[:MOST_FACES].tolist()]
    return [row for row in rows if row is not None]


def _together(session: Session, table: Table, face: int) -> PlotRow | None:
    mine = table.where(np.nan_to_num(table["face_id"]) == face)
    if not face:
        return _in_quarters(mine, "fused", Phrase("together\nprobability"))
    return _in_quarters(mine, "fused", Phrase("face {name}, together\nprobability", name=session.name_of(face)))


def _in_quarters(table: Table | None, prefix: str, label: Phrase) -> PlotRow | None:
    """A row of steps; None where nothing is known."""
    if table is None:
        return None
    values = table.probabilities(tuple(f"{prefix}_{expression}" for expression in EXPRESSIONS))
    known = ~np.isnan(values).all(axis=1)
    if not known.any():
        return None
    starts, values = table["time_s"][known], values[known]
    ends = starts + (table["duration_s"][known] if "duration_s" in table.columns else GRID_S)
    times = np.stack([starts, ends], axis=1).ravel()
    before = 2 * (np.flatnonzero(starts[1:] - ends[:-1] > _SAME_S) + 1)
    blanks = np.insert(np.repeat(values, 2, axis=0), before, np.nan, axis=0)
    return PlotRow(label, np.insert(times, before, times[before - 1]), blanks)
