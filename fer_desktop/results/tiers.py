"""A session as tiers of intervals: what ELAN and Praat show, whatever their files look like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fer_desktop.core.progress import Progress
from fer_desktop.results.gaps import Gaps, gaps_of
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import spans_between, whole_span
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

MARKERS = "markers"
EXCLUDED = "excluded"
_GAP_S = 0.5  # an interval ends where the face was away for longer; see `gaps_of`


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time with a text, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Tier:
    """Intervals in order of time.

    Attributes:
        who: Whom they are about, by name; "" where nobody has one.
    """

    name: str
    intervals: tuple[Interval, ...]
    who: str = ""


def face_tiers(session: Session, selection: Selection, progress: Progress) -> list[Tier]:
    """Intervals of the top expression, a tier for each face."""
    table = select(session, selection)
    rarest_s = 2.5 / selection.grid_hz if selection.grid_hz > 0 else 0.0  # points of a coarse grid are no gaps
    gaps = gaps_of(session, max(_GAP_S, rarest_s), session.edits.excluded if selection.without_excluded else ())
    tiers = []
    for i, face in enumerate(table.face_ids):
        progress.reached(i / len(table.face_ids))
        who = session.names.get(face, "")
        tiers.append(Tier(f"{who} ({face})" if who else f"face {face}", _intervals(table.of(face), gaps), who))
    return tiers


def words_tiers(session: Session, selection: Selection) -> list[Tier]:
    """The lines of the transcript, a tier for each speaker, where the selection wants words.

    Where texts are left out, an interval says the expression of its words.
    """
    words = session.words
    if words is None or not selection.with_words:
        return []
    lines: dict[str, list[Interval]] = {}
    columns = (words[name] for name in ("start_s", "end_s", "speaker", "text", "words_expression"))
    for start_s, end_s, speaker, said, expression in zip(*columns, strict=True):
        text = said if said and selection.with_texts else expression
        if start_s <= selection.end_s and end_s >= selection.start_s:
            lines.setdefault(str(speaker), []).append(Interval(_ms(start_s), _ms(end_s), str(text)))
    return [Tier(f"words {who}".strip(), tuple(intervals), who) for who, intervals in lines.items()]


def marker_tier(session: Session, selection: Selection) -> Tier:
    """Each marker of the chosen range, until the next one or the last row."""
    spans = spans_between(session.markers, whole_span(session).end_s)
    return Tier(
        MARKERS,
        tuple(
            Interval(_ms(span.start_s), _ms(span.end_s), " ".join(label.split()))
            for label, span in spans
            if selection.start_s <= span.start_s <= selection.end_s
        ),
    )


def excluded_tier(session: Session, selection: Selection) -> Tier:
    """What the user excluded, as far as it is in the chosen range; stretches that touch are one."""
    whole = whole_span(session)
    first_s, last_s = max(selection.start_s, 0.0), min(selection.end_s, whole.end_s)
    merged: list[tuple[float, float]] = []
    for span in sorted(session.edits.excluded, key=lambda span: span.start_s):
        start_s, end_s = max(span.start_s, first_s), min(span.end_s, last_s)
        if merged and start_s <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end_s)
        elif start_s <= end_s:
            merged.append((start_s, end_s))
    return Tier(EXCLUDED, tuple(Interval(_ms(start_s), _ms(end_s), EXCLUDED) for start_s, end_s in merged))


def lasting(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same for programs in which every interval lasts and none overlaps: texts of one start are joined by "; ".

    Times are in order. What lasts less than a millisecond lasts one.
    """
    joined: list[Interval] = []
    for one in intervals:
        start_ms, end_ms, text = one.start_ms, max(one.end_ms, one.start_ms + 1), one.text
        if joined and start_ms <= joined[-1].start_ms:
            before = joined.pop()
            start_ms, end_ms, text = before.start_ms, max(before.end_ms, end_ms), f"{before.text}; {text}"
        elif joined and joined[-1].end_ms > start_ms:
            joined[-1] = Interval(joined[-1].start_ms, start_ms, joined[-1].text)
        joined.append(Interval(start_ms, end_ms, text))
    return tuple(joined)


def _intervals(mine: Table, gaps: Gaps) -> tuple[Interval, ...]:
    """Stretches with one top expression and no gap; `mine` has at least one row."""
    times, names = mine["time_s"], mine["expression"]
    is_joined = gaps.joined(times[:-1], times[1:])
    changes = np.flatnonzero((names[1:] != names[:-1]) | ~is_joined) + 1
    result = []
    for first, last in zip([0, *changes], [*changes, len(times)], strict=True):
        if not names[first]:  # of an imported session, which need not know any
            continue
        # until the next row, where one follows; before a gap and at the end an interval ends at its own last row
        goes_on = last < len(times) and is_joined[last - 1]
        result.append(Interval(_ms(times[first]), _ms(times[last if goes_on else last - 1]), str(names[first])))
    return tuple(result)


def _ms(time_s: float) -> int:
    return round(float(time_s) * 1000)
