"""A study for readers of a paper: how the figures were made, what is missing, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError
from fer_desktop.results.report import REPORT_SUFFIXES, pdf_bytes
from fer_desktop.results.report_tables import NOTE
from fer_desktop.results.tables import ReportTable, html_of, known, page_of
from fer_desktop.session.files import write_whole
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer
from fer_desktop.studies.checking import findings, origins
from fer_desktop.studies.picture_files import picture_html
from fer_desktop.studies.study import Study

_PICTURE_DPI = 160  # sharp on paper


def write_study_report(study: Study, table: Table, answers: Sequence[Answer], path: Path) -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Raises:
        ExportError: it has another ending, cannot be made or written; nothing is left behind.
    """
    if path.suffix.lower() not in REPORT_SUFFIXES:
        raise ExportError("{path} is neither .html nor .pdf.", "Choose one of these endings.", path=path)
    html = study_html(study, table, answers)
    title = title_of(study)
    write_whole(path, pdf_bytes(html, title) if path.suffix.lower() == ".pdf" else html.encode())


def title_of(study: Study) -> str:
    """What the study is called."""
    return study.facts.title or study.folder.resolve().name


def study_html(study: Study, table: Table, answers: Sequence[Answer]) -> str:
    """The report as one page of HTML without any link to elsewhere."""
    parts = [
        f'<p class="note">{NOTE}</p>',
        html_of(_summary(study)),
        html_of(_people(table)),
        html_of(_missing(study, table)),
        *map(answer_html, answers),
    ]
    return page_of(title_of(study), "".join(parts))


def answer_html(answer: Answer) -> str:
    """One answer: its figures, tables and texts."""
    pictures = "".join(picture_html(one, _PICTURE_DPI) for one in answer.pictures)
    return f"<h2>{escape(answer.title)}</h2>{pictures}{answer_words(answer)}"


def answer_words(answer: Answer) -> str:
    """An answer without its figures."""
    return "".join([*map(html_of, answer.tables), *(f"<p>{escape(text)}</p>" for text in answer.texts)])


def _summary(study: Study) -> ReportTable:
    facts = study.facts
    groups = dict.fromkeys(one.group for one in facts.participants if one.group)
    rows: list[tuple[str, ...]] = [
        ("participants", str(len(facts.participants))),
        ("groups", ", ".join(groups) or "none"),
        ("sessions", str(len(facts.sessions))),
        *(
            ("condition", f"{one.name}: from marker {one.from_marker!r} to {one.to_marker or 'the next marker'!r}")
            for one in facts.conditions
        ),
        *(("sessions made with", f"{origin}: {n}") for origin, n in origins(study).items()),
        ("report made with", f"FER Desktop {__version__}"),
    ]
    return ReportTable("Summary", (), rows)


def _people(table: Table) -> ReportTable:
    """How much of each participant was seen."""
    once = table.where(table["expression"] == EXPRESSIONS[0])  # coverage is the same for all expressions
    rows: list[tuple[str, ...]] = []
    for code in dict.fromkeys(once["participant"]):
        mine = once.where(once["participant"] == code)
        wanted_s = float(np.nansum(mine["duration_s"] - mine["excluded_s"]))
        seen_s, n_there = float(np.nansum(mine["seen_s"])), int((mine["missing"] == "").sum())
        not_seen = min(max(1 - seen_s / wanted_s, 0.0), 1.0) if wanted_s > 0 else float("nan")
        unreliable = _weighted(mine["unreliable_share"], mine["seen_s"])
        rows.append(
            (
                code,
                mine["group"][0],
                f"{n_there} of {len(mine)}",
                f"{seen_s:.1f}",
                known(not_seen, "{:.1%}"),
                known(unreliable, "{:.1%}"),
                f"{np.nansum(mine['excluded_s']):.1f}",
            )
        )
    head = ("participant", "group", "with figures", "seen (s)", "not seen", "unreliable", "excluded (s)")
    return ReportTable("How much was seen: of each stretch and face", head, rows)


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    there = ~np.isnan(values) & (weights > 0)
    return float(np.average(values[there], weights=weights[there])) if there.any() else float("nan")


def _missing(study: Study, table: Table) -> ReportTable:
    found = findings(study, table)
    rows: list[tuple[str, ...]] = [(one.where, one.what, "missing" if one.is_missing else "note") for one in found]
    return ReportTable("Missing data and notes", ("where", "what", ""), rows or [("none", "", "")])
