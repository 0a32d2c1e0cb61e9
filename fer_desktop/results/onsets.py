"""When a face begins to show an expression, how often, and how strongly at most. Rows in, figures out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.gaps import Gaps
from fer_desktop.session.edits import Span
from fer_desktop.session.table import Table


@dataclass(frozen=True, slots=True)
class Onsets:
    """One expression of one face in one stretch of time.

    Attributes:
        peak: Highest probability, 0-1; NaN when the face was not seen.
        count: How often it became the most probable one: on the row before, with no gap between, another one was;
            None where the session does not know the expression.
        latency_s: From the beginning of the stretch to the first row on which it is the most probable; NaN without
            any. While the face is not seen nothing is known, so that the expression may have begun earlier.
    """

    peak: float
    count: int | None
    latency_s: float


def onsets(rows: Table, span: Span, gaps: Gaps) -> dict[str, Onsets]:
    """Of each expression of one face, from the rows of the stretch."""
    mine = rows.between(span.start_s, span.end_s)
    times_s, probabilities = mine["time_s"], mine.probabilities()
    top, is_known = mine.tops(), ~np.isnan(probabilities).all(axis=0) | (len(mine) == 0)
    began = (np.diff(top) != 0) & gaps.joined(times_s[:-1], times_s[1:])
    found = {}
    for i, name in enumerate(EXPRESSIONS):
        on_top = np.flatnonzero(top == i)
        found[name] = Onsets(
            peak=float(np.nanmax(probabilities[:, i])) if len(mine) and is_known[i] else float("nan"),
            count=int((began & (top[1:] == i)).sum()) if is_known[i] else None,
            latency_s=float(times_s[on_top[0]] - span.start_s) if len(on_top) else float("nan"),
        )
    return found
