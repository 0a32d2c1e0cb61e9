"""Which rows and columns of a session are exported, and how they are sampled. Table in, table out; no files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEGATIVE
from fer_desktop.core.smoothing import smoothed
from fer_desktop.results.details import with_details
from fer_desktop.results.fusion import with_fusion
from fer_desktop.results.gaps import Gaps, gaps_of
from fer_desktop.results.voice import rows_of_sound, with_voice
from fer_desktop.results.words import with_words
from fer_desktop.session.edits import SessionMarker, within
from fer_desktop.session.library import Session
from fer_desktop.session.schema import CALIBRATED
from fer_desktop.session.table import RAW, Table, tops_of

_GAP_S = 1.0  # after a longer step smoothing starts anew, and a grid point has no face; see `gaps_of`


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export.

    Attributes:
        faces: Ids, after merging; empty for all.
        start_s, end_s: Both included.
        grid_hz: 0 for the times as recorded; else a regular grid of this rate. At each point of the grid
            stands the last row of the face at or before it ("previous", no looking ahead), unless that
            is more than a second old (at slow rates 2.5 steps between frames) or an excluded stretch
            lies between them.
        smooth_s: Time constant of an exponential low-pass filter over the probabilities; 0 for none.
            It starts anew after a gap.
        without_excluded: Leave out the stretches that the user excluded, before anything else is done.
        with_raw: Keep the columns of the CNN alone.
        with_voice: Add those of the sound that is heard at the time of each row, after all else; of a session of
            sound alone each stretch of sound is a row.
        with_fusion: Add what face, voice and words say together in the quarter of a second of each row, after all
            else.
        with_words: Add those of the line that is said at the time of each row, after all else.
        with_texts: What is said itself is among them; else its cells are blank.
    """

    faces: tuple[int, ...] = ()
    start_s: float = -np.inf
    end_s: float = np.inf
    grid_hz: float = 0.0
    smooth_s: float = 0.0
    without_excluded: bool = False
    with_raw: bool = True
    with_voice: bool = False
    with_words: bool = False
    with_texts: bool = True
    with_fusion: bool = False
    with_details: bool = False


def select(session: Session, selection: Selection) -> Table:
    """The rows and columns that are asked for."""
    table = whole = session.table if len(session.table) or not selection.with_voice else rows_of_sound(session)
    gaps = gaps_of(session, _GAP_S, session.edits.excluded if selection.without_excluded else ())
    if selection.without_excluded:
        table = session.edits.without_excluded(table)
    if selection.smooth_s > 0:
        table = _smooth(table, selection.smooth_s, gaps)
    times = table["time_s"]
    chosen = (times >= selection.start_s) & (times <= selection.end_s)
    if selection.faces:
        chosen &= np.isin(table["face_id"], selection.faces)
    table = table.where(chosen)
    is_changed = len(table) < len(whole) or session.edits.markers is not None
    if selection.grid_hz > 0:
        table = _on_grid(table, selection.grid_hz, gaps)
    if selection.grid_hz > 0 or is_changed:  # else the column says what was recorded, byte for byte
        markers = [marker for marker in session.markers if selection.start_s <= marker.time_s <= selection.end_s]
        table = table.replaced(marker=_marker_column(table["time_s"], markers))
    if not selection.with_raw:
        table = Table({name: values for name, values in table.columns.items() if name not in RAW})
    if selection.with_voice:
        table = with_voice(table, session.voice)
    if selection.with_words:
        table = with_words(table, session, selection.with_texts)
    if selection.with_details:
        table = with_details(table, session)
    return with_fusion(table, session) if selection.with_fusion else table


def _marker_column(times_s: NDArray[np.float64], markers: Sequence[SessionMarker]) -> NDArray[np.object_]:
    """(N,) texts: each marker on the first row at or after it; later ones than the last row have none."""
    labels: defaultdict[int, list[str]] = defaultdict(list)
    for marker in markers:
        labels[int(np.searchsorted(times_s, marker.time_s))].append(marker.label)
    return np.array(["; ".join(labels[row]) if row in labels else "" for row in range(len(times_s))], dtype=object)


def _smooth(table: Table, time_constant_s: float, gaps: Gaps) -> Table:
    """Every face by itself; what follows from the probabilities is worked out anew."""
    probabilities, calibrated = table.probabilities(), table.probabilities(CALIBRATED)
    for face in table.face_ids:
        mine = np.flatnonzero(table["face_id"] == face)
        for values in (probabilities, calibrated):
            there = mine[~np.isnan(values[mine, 0])]  # a face may be calibrated from some moment on
            times = table["time_s"][there]
            # cut at gaps first, hence no gap for the filter: it starts anew in each piece
            starts = np.flatnonzero(~gaps.joined(times[:-1], times[1:])) + 1
            for rows in np.split(there, starts):
                values[rows] = smoothed(table["time_s"][rows], values[rows], time_constant_s, np.inf)
    return with_probabilities(with_probabilities(table, probabilities), calibrated, "calibrated_")


def with_probabilities(table: Table, probabilities: NDArray[np.float64], prefix: str = "") -> Table:
    """The table with other probabilities (N, 8) and all that follows from them.

    Args:
        prefix: Of the columns; "calibrated_" for the calibrated ones.
    """
    top = tops_of(probabilities)
    names = np.where(top >= 0, np.array(EXPRESSIONS, dtype=object)[top], "").astype(object)
    largest = np.where(top >= 0, probabilities[np.arange(len(top)), top], np.nan)
    columns: dict[str, NDArray[Any]] = {name: probabilities[:, i] for i, name in enumerate(EXPRESSIONS)}
    # worked out anew: the largest of smoothed values is not the smoothed largest value
    columns["valence"] = probabilities[:, HAPPINESS] - probabilities[:, list(NEGATIVE)].max(axis=1)
    columns |= {"expression": names, "probability": largest}
    return table.replaced(**{prefix + name: values for name, values in columns.items()})


def _on_grid(table: Table, rate_hz: float, gaps: Gaps) -> Table:
    """Every face on one regular grid, with no point in an excluded stretch; points without any face are blank rows."""
    if not len(table):
        return table
    times = table["time_s"]
    # a hair more: 0.29 s * 100 Hz is 28.999999999999996, and the last point would be missing
    n = int(np.floor((times[-1] - times[0]) * rate_hz + 1e-9)) + 1
    grid = np.round(times[0] + np.arange(n) / rate_hz, 6)  # as exact as the times of the rows
    grid = grid[~within(grid, gaps.excluded)]
    rows, moments = [], []
    for face in table.face_ids:
        mine = np.flatnonzero(table["face_id"] == face)
        # the last row at or before each point; times have six decimals, so 1e-9 takes no later row
        place = np.searchsorted(times[mine], grid + 1e-9, side="right") - 1
        found = (place >= 0) & gaps.joined(times[mine[np.maximum(place, 0)]], grid)
        rows.append(mine[place[found]])
        moments.append(grid[found])
    blank = np.setdiff1d(grid, np.concatenate(moments)) if moments else grid
    chosen = np.concatenate([*rows, np.zeros(len(blank), dtype=int)]).astype(int)
    at = np.concatenate([*moments, blank])
    is_blank = np.arange(len(chosen)) >= len(chosen) - len(blank)
    # stable: rows of one point stay in the order of their faces
    order = np.argsort(at, kind="stable")
    columns = {name: _blanked(values[chosen], is_blank)[order] for name, values in table.columns.items()}
    columns["time_s"] = at[order]
    columns["frame"] = np.where(is_blank, np.nan, table["frame"][chosen])[order]
    return Table(columns)


def _blanked(values: NDArray[np.generic], is_blank: NDArray[np.bool_]) -> NDArray[np.generic]:
    return np.where(is_blank, "" if values.dtype == object else np.nan, values).astype(values.dtype)
