"""Which rows and columns of a session are exported, and in which form. Table in, table out; no files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEGATIVE
from fer_desktop.core.smoothing import smoothed
from fer_desktop.session.library import Session
from fer_desktop.session.table import RAW, Table

_GAP_S = 1.0  # a grid point further from the last row of a face has no face


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export.

    Attributes:
        faces: Ids, after merging; empty for all.
        start_s, end_s: Both included.
        grid_hz: 0 for the times as recorded; else a regular grid of this rate. At each point of the grid
            stands the last row of the face at or before it ("previous", no looking ahead), unless that
            is more than a second old.
        smooth_s: Time constant of an exponential low-pass filter over the probabilities; 0 for none.
        without_excluded: Leave out the stretches that the user excluded.
        with_raw: Keep the columns of the CNN alone.
    """

    faces: tuple[int, ...] = ()
    start_s: float = -np.inf
    end_s: float = np.inf
    grid_hz: float = 0.0
    smooth_s: float = 0.0
    without_excluded: bool = False
    with_raw: bool = True


def select(session: Session, selection: Selection) -> Table:
    """The rows and columns that are asked for."""
    table = session.table
    if selection.smooth_s > 0:
        table = _smooth(table, selection.smooth_s)
    if selection.without_excluded:
        table = session.edits.without_excluded(table)
    times = table["time_s"]
    chosen = (times >= selection.start_s) & (times <= selection.end_s)
    if selection.faces:
        chosen &= np.isin(table["face_id"], selection.faces)
    table = table.where(chosen)
    if selection.grid_hz > 0:
        table = _on_grid(table, selection.grid_hz)
    if not selection.with_raw:
        table = Table({name: values for name, values in table.columns.items() if name not in RAW})
    return table


def _smooth(table: Table, time_constant_s: float) -> Table:
    """Every face by itself; what follows from the probabilities is worked out anew."""
    probabilities = table.probabilities()
    for face in table.face_ids:
        mine = np.flatnonzero(table["face_id"] == face)
        probabilities[mine] = smoothed(table["time_s"][mine], probabilities[mine], time_constant_s)
    return with_probabilities(table, probabilities)


def with_probabilities(table: Table, probabilities: NDArray[np.float64]) -> Table:
    """The table with other probabilities (N, 8) and all that follows from them."""
    has_face = ~np.isnan(probabilities[:, 0])
    top = np.where(has_face, np.nan_to_num(probabilities).argmax(axis=1), 0)
    names = np.where(has_face, np.array(EXPRESSIONS, dtype=object)[top], "").astype(object)
    columns = {name: probabilities[:, i] for i, name in enumerate(EXPRESSIONS)}
    valence = probabilities[:, HAPPINESS] - probabilities[:, list(NEGATIVE)].max(axis=1)
    return table.replaced(**columns, expression=names, probability=probabilities.max(axis=1), valence=valence)


def _on_grid(table: Table, rate_hz: float) -> Table:
    """Every face on one regular grid; points without any face get one blank row."""
    if not len(table):
        return table
    times = table["time_s"]
    n = int(np.floor((times[-1] - times[0]) * rate_hz + 1e-9)) + 1
    grid = times[0] + np.arange(n) / rate_hz
    rows, moments = [], []
    for face in table.face_ids:
        mine = np.flatnonzero(table["face_id"] == face)
        place = np.searchsorted(times[mine], grid + 1e-9, side="right") - 1
        found = (place >= 0) & (grid - times[mine[np.maximum(place, 0)]] <= _GAP_S)
        rows.append(mine[place[found]])
        moments.append(grid[found])
    blank = np.setdiff1d(grid, np.concatenate(moments)) if moments else grid
    chosen = np.concatenate([*rows, np.zeros(len(blank), dtype=int)]).astype(int)
    at = np.concatenate([*moments, blank])
    is_blank = np.arange(len(chosen)) >= len(chosen) - len(blank)
    order = np.argsort(at, kind="stable")
    columns = {name: _blanked(values[chosen], is_blank)[order] for name, values in table.columns.items()}
    columns["time_s"] = at[order]
    columns["frame"] = np.where(is_blank, np.nan, table["frame"][chosen])[order]
    columns["marker"] = np.full(len(at), "", dtype=object)
    return Table(columns)


def _blanked(values: NDArray[np.generic], is_blank: NDArray[np.bool_]) -> NDArray[np.generic]:
    return np.where(is_blank, "" if values.dtype == object else np.nan, values).astype(values.dtype)
