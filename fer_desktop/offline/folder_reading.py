"""A folder that was labelled by hand: its faces are read and held against the labels."""

from __future__ import annotations

from pathlib import Path

from fer_desktop.core.progress import Progress
from fer_desktop.offline.label_tables import label_tables
from fer_desktop.offline.labelled import Labelled, read_labelled
from fer_desktop.offline.looking import Seen, look_at
from fer_desktop.results.tables import ReportTable
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer


def tables_of_folder(folder: Path, options: AnalyzerOptions, progress: Progress) -> list[ReportTable]:
    """How far the app agrees with the labels, and coders among each other.

    Raises:
        CodesUnreadable: nothing in it is labelled.
        Cancelled: `progress` says so.
        ModelError: the model is not there.
    """
    given = read_labelled(folder)
    analyzer = open_analyzer(options)
    seen: dict[Labelled, Seen | None] = {}
    try:
        for item, found in look_at(given.items, analyzer, lambda _: None):
            seen[item] = found
            progress.reached(len(seen) / len(given.items))
    finally:
        analyzer.close()
    return label_tables(given, seen)
