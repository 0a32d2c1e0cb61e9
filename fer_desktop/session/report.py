"""A session for people who do not program: one HTML file without any link to elsewhere, or a PDF."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.course import Course
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session
from fer_desktop.session.plot import draw_faces
from fer_desktop.session.statistics import FaceStatistics, data_quality, marker_statistics, session_statistics

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em; color: #1b1d20 }
table { border-collapse: collapse; margin: 1em 0; font-size: 14px }
th, td { border-bottom: 1px solid #d8d8d8; padding: 4px 10px; text-align: right }
th:first-child, td:first-child { text-align: left }
img { max-width: 100% } .note { background: #fff6e0; padding: 10px 14px; border-radius: 6px }
@media print { body { margin: 0 } h2 { page-break-after: avoid } }
"""
_NOTE = (
    "This report shows facial expressions as a model reads them, with probabilities. It does not say what a person "
    "feels. The model is often wrong, above all on turned, small or dark faces and on rare expressions; check a sample "
    "by eye before you draw conclusions."
)
_ROWS_PER_PAGE = 34
REPORT_SUFFIXES = (".html", ".pdf")
_COUNTED, _DRAWN = 0.2, 0.7  # how far the report is, about

Grid = list[list[str]]


def write_report(session: Session, path: Path, course: Course | None = None) -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
        Cancelled: `course` says so; nothing is left behind.
    """
    course = course or Course()
    course.reached(0.0)
    is_pdf = path.suffix.lower() == ".pdf"
    data = pdf_report(session, course) if is_pdf else html_report(session, course).encode()
    course.reached(1.0)
    write_whole(path, data)


def pdf_report(session: Session, course: Course) -> bytes:
    """The report as a PDF file."""
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    with PdfPages(buffer, metadata={"Title": title_of(session), "Creator": f"FER Desktop {__version__}"}) as pdf:
        pdf.savefig(_text_page(session))
        course.reached(_COUNTED)
        pdf.savefig(draw_faces(session))
        for heading, grid in _grids(session):
            course.reached(_DRAWN)
            head, *rows = grid
            for first in range(0, max(len(rows), 1), _ROWS_PER_PAGE):
                pdf.savefig(_table_page(heading, [head, *rows[first : first + _ROWS_PER_PAGE]]))
    return buffer.getvalue()


def title_of(session: Session) -> str:
    """What the session is called."""
    return session.edits.title or session.folder.name


def html_report(session: Session, course: Course) -> str:
    """The report as text."""
    picture = io.BytesIO()
    figure = draw_faces(session)
    course.reached(_COUNTED)
    figure.savefig(picture, format="png", dpi=110)
    course.reached(_DRAWN)
    image = base64.b64encode(picture.getvalue()).decode()
    notes = f"<p>{escape(session.edits.notes)}</p>" if session.edits.notes else ""
    sections = "".join(f"<h2>{escape(heading)}</h2>{_html_table(grid)}" for heading, grid in _grids(session))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title_of(session))}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title_of(session))}</h1>{notes}"
        f'<p class="note">{_NOTE}</p>'
        f'<h2>Timelines</h2><img alt="Timelines of every face" src="data:image/png;base64,{image}">'
        f"{sections}<p>{escape(_origin(session))}</p></body></html>\n"
    )


def _grids(session: Session) -> list[tuple[str, Grid]]:
    """Every table of the report: heading, and rows of text with their head first."""
    grids = [
        ("Summary", _summary(session)),
        ("Data quality", _quality(session)),
        ("Share of time with each expression on top", _shares(session, session_statistics(session))),
        ("Mean probability of each expression", _means(session, session_statistics(session))),
    ]
    if session.markers:
        grids.append(
            ("Markers", [["time (s)", "label"], *([f"{m.time_s:.2f}", _line(m.label)] for m in session.markers)])
        )
        grids.append(("From each marker to the next", _by_marker(session)))
    return grids


def _summary(session: Session) -> Grid:
    info, source = session.info, session.info.get("source", {})
    facts = [
        ("started (UTC)", str(info.get("started_at_utc", ""))[:19].replace("T", " ")),
        ("source", str(source.get("name", ""))),
        ("picture", f"{source.get('width_px', '?')} × {source.get('height_px', '?')}"),
        ("faces", ", ".join(session.name_of(face) for face in session.face_ids) or "none"),
        ("rows", str(len(session.recorded))),
        ("video", "yes" if info.get("has_video") else "no"),
        ("complete", "yes" if info.get("complete") else "no"),
        ("ended because", str(info.get("end_reason") or "the user ended it")),
        ("excluded stretches", ", ".join(f"{s.start_s:.1f}-{s.end_s:.1f} s" for s in session.edits.excluded) or "none"),
    ]
    return [["", ""], *([name, value] for name, value in facts)]


def _quality(session: Session) -> Grid:
    quality = data_quality(session)
    facts = [
        ("duration", f"{quality.duration_s:.1f} s"),
        ("frames without a face", f"{quality.without_face_share:.1%}"),
        ("rows that cannot be trusted", f"{quality.unreliable_share:.1%}"),
        ("frames captured", str(quality.captured)),
        ("frames analysed", str(quality.analysed)),
        ("frames skipped (analysis was busy)", str(quality.skipped)),
        ("frames not stored (disk was busy)", str(quality.refused)),
    ]
    return [["", ""], *([name, value] for name, value in facts)]


def _shares(session: Session, statistics: list[FaceStatistics]) -> Grid:
    head = ["face", "seen (s)", *EXPRESSIONS, "changes", "unreliable"]
    rows = [
        [
            session.name_of(s.face_id),
            f"{s.seen_s:.1f}",
            *(f"{s.top_share[name]:.1%}" for name in EXPRESSIONS),
            str(s.transitions),
            f"{s.unreliable_share:.1%}",
        ]
        for s in statistics
    ]
    return [head, *rows]


def _means(session: Session, statistics: list[FaceStatistics]) -> Grid:
    head = ["face", *EXPRESSIONS, "valence"]
    rows = [
        [session.name_of(s.face_id), *(f"{s.mean[name]:.3f}" for name in EXPRESSIONS), _signed(s.mean_valence)]
        for s in statistics
    ]
    return [head, *rows]


def _by_marker(session: Session) -> Grid:
    head = ["marker", "from (s)", "to (s)", "face", "seen (s)", "most on top", "share", "changes", "valence"]
    rows = []
    for label, s in marker_statistics(session):
        top = max(EXPRESSIONS, key=lambda name: s.top_share[name])
        was_seen = s.seen_s > 0
        rows.append(
            [
                _line(label),
                f"{s.span.start_s:.2f}",
                f"{s.span.end_s:.2f}",
                session.name_of(s.face_id),
                f"{s.seen_s:.1f}",
                top if was_seen else "",
                f"{s.top_share[top]:.1%}" if was_seen else "",
                str(s.transitions),
                _signed(s.mean_valence),
            ]
        )
    return [head, *rows]


def _line(text: str) -> str:
    """A text without breaks and tabs, which fonts cannot draw."""
    return " ".join(text.split())


def _signed(value: float) -> str:
    return "" if np.isnan(value) else f"{value:+.3f}"


def _origin(session: Session) -> str:
    model = session.info.get("model", {})
    return (
        f"Model {model.get('model_id', '?')}, SHA-256 {model.get('sha256', '?')}. Recorded with FER Desktop "
        f"{session.info.get('app_version', '?')}, report made with {__version__}. Figures, protocol and known failures "
        "of the model are in its model card (MODEL_CARD.md)."
    )


def _html_table(grid: Grid) -> str:
    head, *rows = grid
    top = "".join(f"<th>{_swatch(cell)}{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{'<tr>' + top + '</tr>' if any(head) else ''}{body}</table>"


def _swatch(name: str) -> str:
    return f'<span style="color:{COLOURS[name]}">■</span> ' if name in COLOURS else ""


def _text_page(session: Session) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.7, 8.3))
    figure.text(0.06, 0.9, title_of(session), fontsize=22)
    lines = [session.edits.notes, "", _NOTE, ""]
    for grid in (_summary(session), _quality(session)):
        lines += [f"{name}: {value}" for name, value in grid[1:]] + [""]
    text = figure.text(0.06, 0.84, "\n".join([*lines, _origin(session)]), fontsize=10, va="top", wrap=True)
    text.set_in_layout(False)
    return figure


def _table_page(heading: str, grid: Grid) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.7, 8.3))
    axes = figure.add_axes((0.04, 0.04, 0.92, 0.84))
    axes.axis("off")
    figure.text(0.06, 0.93, heading, fontsize=16)
    table = axes.table(cellText=grid, loc="upper center", cellLoc="left")
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    return figure
