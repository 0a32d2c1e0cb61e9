"""What comes of labelled pictures and clips: the app against the labels, and the coders among each other."""

from __future__ import annotations

from collections.abc import Mapping

from fer_desktop.offline.labelled import Labelled, LabelledSet
from fer_desktop.offline.looking import NOTHING, Seen
from fer_desktop.results.agreement import Against, against
from fer_desktop.results.agreement_tables import against_tables, between_tables
from fer_desktop.results.tables import ReportTable


def against_labels(seen: Mapping[Labelled, Seen | None]) -> Against:
    """The app against the labels of all that was looked at."""
    said = {one: NOTHING if found is None else found.said for one, found in seen.items()}
    return against("labels", {one: one.expression for one in seen}, said)


def label_tables(given: LabelledSet, seen: Mapping[Labelled, Seen | None]) -> list[ReportTable]:
    """All figures as tables."""
    return against_tables(against_labels(seen)) + between_tables(given.codings)
