"""Markers from files: what an experiment logged, events of BIDS, and our own `markers.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fer_desktop.errors import MarkersUnreadable
from fer_desktop.results.filled_tables import FilledRow, filled_rows
from fer_desktop.results.statistics import whole_span
from fer_desktop.session.edits import Edits, SessionMarker
from fer_desktop.session.library import Session
from fer_desktop.words.timing import seconds

TIMES = ("time_s", "onset", "start_s", "time", "time_ms", "onset_ms", "start_ms")
LABELS = ("label", "trial_type", "marker", "event", "text")
LONGEST_LABEL = 200  # characters
MARKER_SUFFIXES = (".csv", ".tsv", ".txt")
_BLANK = ("", "n/a", "na", "nan", "none")
_HINT = (
    "It has a column time_s or onset, and one label or trial_type; `fer-desktop sessions markers` reads others, too "
    "(--time, --label)."
)


@dataclass(frozen=True, slots=True)
class MarkerTable:
    """How a file is to be read.

    Attributes:
        time, label: Names of its columns; "" takes the first of `TIMES` and `LABELS` that it has. Times are seconds, or
            milliseconds where the name ends in `_ms`; 1:02.5 is understood, too.
        offset_s: What is added to its times, to have those of the session.
    """

    time: str = ""
    label: str = ""
    offset_s: float = 0.0


@dataclass(frozen=True, slots=True)
class FoundMarkers:
    """What is in a file, in order of time.

    Attributes:
        n_blank: Rows without a time or a text, which are left out.
        n_outside: Rows of a time that the session does not have, which are left out, too.
    """

    markers: tuple[SessionMarker, ...]
    n_blank: int = 0
    n_outside: int = 0


def read_markers(path: Path, session: Session, how: MarkerTable = MarkerTable()) -> FoundMarkers:
    """The markers in a file that lie within a session.

    Raises:
        MarkersUnreadable: it holds none.
    """
    try:
        found, n_blank = _rows(filled_rows(path, ()), how)
    except (OSError, ValueError) as error:
        raise MarkersUnreadable("{path} holds no markers ({reason}).", _HINT, path=path, reason=error) from error
    if not found:
        raise MarkersUnreadable("{path} holds no markers.", _HINT, path=path)
    end_s = whole_span(session).end_s
    inside = tuple(sorted((one for one in found if 0 <= one.time_s <= end_s), key=lambda one: one.time_s))
    if not inside:
        raise MarkersUnreadable(
            "No time of {path} lies within the session, which lasts {end} s: the first is {first} s.",
            "Times count from the beginning of the session; `fer-desktop sessions markers --offset` moves them.",
            path=path,
            end=f"{end_s:.1f}",
            first=f"{found[0].time_s:.1f}",
        )
    return FoundMarkers(inside, n_blank, len(found) - len(inside))


def with_markers(session: Session, found: Sequence[SessionMarker], in_place: bool = False) -> Edits:
    """The edits of a session with these markers beside those that it has, or in their place; none is there twice."""
    before = () if in_place else session.markers
    together = dict.fromkeys((*before, *found))
    return replace(session.edits, markers=tuple(sorted(together, key=lambda one: one.time_s)))


def _rows(rows: Sequence[FilledRow], how: MarkerTable) -> tuple[list[SessionMarker], int]:
    time, label = _column(rows, how.time, TIMES), _column(rows, how.label, LABELS)
    scale = 0.001 if time.endswith("_ms") else 1.0
    found: list[SessionMarker] = []
    n_blank = 0
    for row in rows:
        text = " ".join(row[label].split())[:LONGEST_LABEL]
        if row[time].lower() in _BLANK or text.lower() in _BLANK:
            n_blank += 1
            continue
        time_s = seconds(row[time]) if ":" in row[time] else row.number(time) * scale
        if time_s is None:
            raise ValueError(f"line {row.line}: {time} is {row[time][:40]!r}, which is no time")
        found.append(SessionMarker(round(time_s + how.offset_s, 6), text))
    return found, n_blank


def _column(rows: Sequence[FilledRow], wanted: str, names: Sequence[str]) -> str:
    there = {name for row in rows for name in row.cells}
    chosen = next((name for name in ([wanted.strip().lower()] if wanted else names) if name in there), None)
    if chosen is None:
        raise ValueError(f"there is no column {wanted or names[0]}")
    return chosen
