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
from fer_desktop.results.phrases import ENGLISH, Catalogue, Phrase, catalogue_of
from fer_desktop.results.plot import drawable_words
from fer_desktop.results.report import REPORT_SUFFIXES, pdf_bytes
from fer_desktop.results.report_tables import NOTE
from fer_desktop.results.tables import ReportTable, html_of, known, page_of
from fer_desktop.session.files import write_whole
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer
from fer_desktop.studies.checking import findings, origins
from fer_desktop.studies.picture_files import picture_html
from fer_desktop.studies.scores import scores_of, scores_sentence
from fer_desktop.studies.study import Condition, Study

_PICTURE_DPI = 160  # sharp on paper
_ENGLISH_PICTURES = Phrase("The words in the pictures are English: no font on this computer has the characters.")


def write_study_report(study: Study, table: Table, answers: Sequence[Answer], path: Path, language: str = "en") -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Args:
        language: One of `core.names.LANGUAGES`.

    Raises:
        ExportError: it has another ending, cannot be made or written; nothing is left behind.
    """
    if path.suffix.lower() not in REPORT_SUFFIXES:
        raise ExportError("{path} is neither .html nor .pdf.", "Choose one of these endings.", path=path)
    words = catalogue_of(language)
    html = study_html(study, table, answers, words)
    title = title_of(study)
    write_whole(path, pdf_bytes(html, title, words) if path.suffix.lower() == ".pdf" else html.encode())


def title_of(study: Study) -> str:
    """What the study is called."""
    return study.facts.title or study.folder.resolve().name


def study_html(study: Study, table: Table, answers: Sequence[Answer], words: Catalogue = ENGLISH) -> str:
    """The report as one page of HTML without any link to elsewhere."""
    parts = [
        f'<p class="note">{escape(words.text(NOTE))}</p>',
        *(html_of(one, words) for one in (_summary(study, table), _people(table), _missing(study, table))),
        *(answer_html(one, words) for one in answers),
    ]
    return page_of(title_of(study), "".join(parts), words)


def answer_html(answer: Answer, words: Catalogue) -> str:
    """One answer: its figures, tables and texts."""
    pictures = "".join(picture_html(one, _PICTURE_DPI, words) for one in answer.pictures)
    return f"<h2>{escape(words.text(answer.title))}</h2>{pictures}{answer_words(answer, words)}"


def answer_words(answer: Answer, words: Catalogue) -> str:
    """An answer without its figures."""
    tables = [html_of(one, words) for one in answer.tables]
    is_english = bool(answer.pictures) and drawable_words(words) is not words
    texts = (*answer.texts, _ENGLISH_PICTURES) if is_english else answer.texts
    return "".join([*tables, *(f"<p>{escape(words.text(text))}</p>" for text in texts)])


def _summary(study: Study, table: Table) -> ReportTable:
    facts = study.facts
    groups = dict.fromkeys(one.group for one in facts.participants if one.group)
    rows: list[tuple[str, ...]] = [
        (Phrase("participants"), str(len(facts.participants))),
        (Phrase("groups"), ", ".join(groups) or Phrase("none")),
        (Phrase("sessions"), str(len(facts.sessions))),
        (Phrase("scores"), scores_sentence(scores_of(table))),
        *((Phrase("condition"), _delimited(one)) for one in facts.conditions),
        *((Phrase("sessions made with"), f"{origin}: {n}") for origin, n in origins(study).items()),
        (Phrase("report made with"), f"FER Desktop {__version__}"),
    ]
    return ReportTable(Phrase("Summary"), (), rows)


def _delimited(one: Condition) -> Phrase:
    if one.to_marker is None:
        return Phrase("{name}: from marker {first!r} to the next marker", name=one.name, first=one.from_marker)
    return Phrase("{name}: from marker {first!r} to {last!r}", name=one.name, first=one.from_marker, last=one.to_marker)


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
                Phrase("{n} of {m}", n=n_there, m=len(mine)),
                f"{seen_s:.1f}",
                known(not_seen, "{:.1%}"),
                known(unreliable, "{:.1%}"),
                f"{np.nansum(mine['excluded_s']):.1f}",
            )
        )
    head = (
        Phrase("participant"), Phrase("group"), Phrase("with figures"), Phrase("seen (s)"), Phrase("not seen"),
        Phrase("unreliable"), Phrase("excluded (s)"),
    )  # fmt: skip
    return ReportTable(Phrase("How much was seen: of each stretch and face"), head, rows)


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    there = ~np.isnan(values) & (weights > 0)
    return float(np.average(values[there], weights=weights[there])) if there.any() else float("nan")


def _missing(study: Study, table: Table) -> ReportTable:
    found, kinds = findings(study, table), {True: Phrase("missing"), False: Phrase("note")}
    rows: list[tuple[str, ...]] = [(one.where, one.what, kinds[one.is_missing]) for one in found]
    head = (Phrase("where"), Phrase("what"), "")
    return ReportTable(Phrase("Missing data and notes"), head, rows or [(Phrase("none"), "", "")])
