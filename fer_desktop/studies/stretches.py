"""Where in a session each condition is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fer_desktop.results.phrases import Phrase
from fer_desktop.results.statistics import spans_between, whole_span
from fer_desktop.session.edits import SessionMarker, Span
from fer_desktop.session.library import Session
from fer_desktop.studies.study import Condition, PlacedSession


@dataclass(frozen=True, slots=True)
class Stretch:
    """One time that a condition takes in a session.

    Attributes:
        condition: Its name; "" in a study without conditions.
        number: From 1: the same condition may come several times.
        span: Both ends included; None where it cannot be found.
        missing: Why; "" where it was found.
    """

    condition: str
    number: int
    span: Span | None
    missing: str = ""


def stretches(session: Session, placed: PlacedSession, conditions: Sequence[Condition]) -> list[Stretch]:
    """Each condition of a session, in the order of the study, then of time; missing ones too."""
    whole = whole_span(session)
    if placed.condition is not None or not conditions:
        return [Stretch(placed.condition or "", 1, whole)]
    return [found for one in conditions for found in _of(one, session.markers, whole.end_s)]


def unread(placed: PlacedSession, conditions: Sequence[Condition], reason: str) -> list[Stretch]:
    """What a session would hold that cannot be read."""
    names = [one.name for one in conditions] if placed.condition is None and conditions else [placed.condition or ""]
    return [Stretch(name, 1, None, reason) for name in names]


def _of(condition: Condition, markers: Sequence[SessionMarker], end_s: float) -> list[Stretch]:
    begins = [i for i, marker in enumerate(markers) if marker.label == condition.from_marker]
    if not begins:
        return [Stretch(condition.name, 1, None, Phrase("no marker {label!r}", label=condition.from_marker))]
    until_next = [span for _, span in spans_between(markers, end_s)]
    found = []
    for number, i in enumerate(begins, 1):
        later = begins[number] if number < len(begins) else len(markers)
        span = until_next[i] if condition.to_marker is None else _until(condition.to_marker, markers[i:later])
        labels = {"last": condition.to_marker, "first": condition.from_marker}
        missing = "" if span else Phrase("no marker {last!r} after {first!r}", **labels)
        found.append(Stretch(condition.name, number, span, missing))
    return found


def _until(label: str, markers: Sequence[SessionMarker]) -> Span | None:
    """From the first marker to the next one with this label."""
    end = next((marker for marker in markers[1:] if marker.label == label), None)
    return None if end is None else Span(markers[0].time_s, end.time_s)


def in_parts(found: Sequence[Stretch], n: int) -> list[Stretch]:
    """Each stretch in n equal parts, with the part as its condition: for change within a session."""
    parts = []
    for number, one in enumerate(found, 1):
        for i in range(n):
            span = one.span
            if span is not None:
                step_s = (span.end_s - span.start_s) / n
                span = Span(span.start_s + i * step_s, span.start_s + (i + 1) * step_s)
            parts.append(Stretch(f"{i + 1}/{n}", number, span, one.missing))
    return parts
