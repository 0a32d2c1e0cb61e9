"""How much of a session the app could read at all, by condition: between each marker and the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.results.statistics import MOST_MARKERS, spans_between, whole_span
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

WHOLE = ""  # the label of the whole session


@dataclass(frozen=True, slots=True)
class Coverage:
    """One stretch.

    Attributes:
        label: Of the marker that it begins with; `WHOLE` for all.
        n_frames: Analysed frames.
        not_found: Share of these without any face; NaN without frames.
        unreliable: Share of the rows with a face that cannot be trusted; NaN without any.
    """

    label: str
    span: Span
    n_frames: int
    not_found: float
    unreliable: float


def coverage(session: Session) -> list[Coverage]:
    """Of the whole session, then of each condition; excluded stretches are left out."""
    table = session.edits.without_excluded(session.table)
    spans = spans_between(session.markers, whole_span(session).end_s)[:MOST_MARKERS]
    return [coverage_of(table, label, span) for label, span in ((WHOLE, whole_span(session)), *spans)]


def coverage_of(table: Table, label: str, span: Span) -> Coverage:
    """Of one stretch of a table, from which excluded rows are taken out already."""
    rows = table.between(span.start_s, span.end_s)
    has_face = ~np.isnan(rows["face_id"])
    n_frames = len(np.unique(rows["frame"]))
    n_seen = len(np.unique(rows["frame"][has_face]))
    unreliable = (rows["quality"][has_face] < UNRELIABLE_BELOW).mean() if has_face.any() else float("nan")
    return Coverage(label, span, n_frames, 1 - n_seen / n_frames if n_frames else float("nan"), float(unreliable))
