"""A session for people who do not program: one HTML file without any link to elsewhere, or a PDF."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

from fer_desktop.core.palette import COLOURS
from fer_desktop.core.progress import Progress
from fer_desktop.errors import ExportError
from fer_desktop.results.plot import MOST_FACES, draw_faces
from fer_desktop.results.report_tables import NOTE, ReportTable, fact_tables, figure_tables, origin_of, title_of
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session

# Qt makes the PDF of it and knows no pseudo-classes, hence the classes of cells; it cannot mix px and pt
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1120px; margin: 2em auto; padding: 0 1em; color: #1b1d20;
  overflow-wrap: anywhere }
.wide { overflow-x: auto; margin: 1em 0 }
table { border-collapse: collapse; font-size: 13px; overflow-wrap: normal }
th, td { border-bottom: 1px solid #d8d8d8; padding: 4px 5px; text-align: right; vertical-align: top }
.text { text-align: left; overflow-wrap: break-word }
.name { text-align: left; white-space: nowrap }
.notes { white-space: pre-line }
img { max-width: 100% } .note { background: #fff6e0; padding: 10px 14px; border-radius: 6px }
@media print {
  body { font: 13px sans-serif; margin: 0 } h1 { font-size: 26px }
  h2 { font-size: 17px; margin-bottom: 4px; page-break-after: avoid }
  .wide { overflow: visible; margin: 0 } table { font-size: 11px }
  th { white-space: normal } th, td { padding: 2px 4px }
}
"""
REPORT_SUFFIXES = (".html", ".pdf")
_COUNTED, _DRAWN = 0.2, 0.7  # how far the report is, about
_FACES_PER_PICTURE = 3
_PICTURE_DPI = 160  # sharp on paper


def write_report(session: Session, path: Path, progress: Progress | None = None) -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Raises:
        ExportError: it cannot be made or written; nothing is left behind.
        Cancelled: `progress` says so; nothing is left behind.
    """
    progress = progress or Progress()
    progress.reached(0.0)
    html = html_report(session, progress)
    data = _pdf(html, title_of(session)) if path.suffix.lower() == ".pdf" else html.encode()
    progress.reached(1.0)
    write_whole(path, data)


def _pdf(html: str, title: str) -> bytes:
    try:
        from fer_desktop.results.pdf import pdf_of
    except ImportError as error:  # a server may be without the system's libraries that Qt needs
        raise ExportError(
            "A PDF cannot be made: {reason}.",
            "Install the libraries that Qt needs (fer-desktop doctor names them), or write an .html file.",
            reason=error,
        ) from error
    return pdf_of(html, title)


def html_report(session: Session, progress: Progress) -> str:
    """The report as one page of HTML, of which the PDF is made, too."""
    facts = "".join(map(_section, fact_tables(session)))
    progress.reached(_COUNTED)
    timelines = _timelines(session, progress)
    figures = "".join(map(_section, figure_tables(session)))
    title = escape(title_of(session))
    notes = f'<p class="notes">{escape(session.edits.notes)}</p>' if session.edits.notes else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>{notes}"
        f'<p class="note">{NOTE}</p>{facts}<h2>Timelines</h2>{timelines}{figures}'
        f"<p>{escape(origin_of(session))}</p></body></html>\n"
    )


def _timelines(session: Session, progress: Progress) -> str:
    """Pictures of the curves, a few faces on each, so that each fits on a page."""
    faces = session.face_ids[:MOST_FACES]
    groups = [faces[i : i + _FACES_PER_PICTURE] for i in range(0, max(len(faces), 1), _FACES_PER_PICTURE)]
    pictures = []
    for i, group in enumerate(groups):
        picture = io.BytesIO()
        draw_faces(session, group).savefig(picture, format="png", dpi=_PICTURE_DPI)
        progress.reached(_COUNTED + (_DRAWN - _COUNTED) * (i + 1) / len(groups))
        image = base64.b64encode(picture.getvalue()).decode()
        pictures.append(f'<p><img alt="Timelines" src="data:image/png;base64,{image}"></p>')
    n_left = len(session.face_ids) - len(faces)
    left = f"<p>{n_left} more faces are in the tables only.</p>" if n_left else ""
    return "".join(pictures) + left


def _section(table: ReportTable) -> str:
    head = "".join(f"<th{_kind(table, i)}>{_swatch(cell)}{escape(cell)}</th>" for i, cell in enumerate(table.head))
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    rows = ("".join(f"<td{_kind(table, i)}>{escape(cell)}</td>" for i, cell in enumerate(row)) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><h2>{escape(table.heading)}</h2><table>{top}<tbody>{body}</tbody></table></div>'


def _kind(table: ReportTable, column: int) -> str:
    """Attributes of the cells of a column: names and texts begin at the left, figures end at the right."""
    is_pair = len(table.head) in (0, 2)
    if is_pair:
        return ' class="text"' if column else ' class="name"'
    return "" if column else ' class="text"'


def _swatch(name: str) -> str:
    return f'<span style="color:{COLOURS[name]}">■</span> ' if name in COLOURS else ""
