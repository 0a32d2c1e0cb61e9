"""A session for people who do not program: one HTML file without any link to elsewhere, or a PDF."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

from fer_desktop import __version__
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.progress import Progress
from fer_desktop.results.plot import draw_faces
from fer_desktop.results.report_pages import Pages
from fer_desktop.results.report_tables import NOTE, ReportTable, fact_tables, figure_tables, origin_of, title_of
from fer_desktop.results.typesetting import installed_typeface, one_line
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1120px; margin: 2em auto; padding: 0 1em; color: #1b1d20;
  overflow-wrap: anywhere }
.wide { overflow-x: auto; margin: 1em 0 }
table { border-collapse: collapse; font-size: 14px; overflow-wrap: normal }
th, td { border-bottom: 1px solid #d8d8d8; padding: 4px 8px; text-align: right; vertical-align: top }
th { white-space: nowrap }
th:first-child, td:first-child { text-align: left; min-width: 5em; max-width: 18em; overflow-wrap: break-word }
.pairs td:first-child { white-space: nowrap }
.pairs td:last-child, .pairs th:last-child { text-align: left; overflow-wrap: anywhere }
.notes { white-space: pre-line }
img { max-width: 100% } .note { background: #fff6e0; padding: 10px 14px; border-radius: 6px }
@media print { body { margin: 0 } h2 { page-break-after: avoid } .wide { overflow: visible } table { font-size: 9px }
  th, td { padding: 2px 4px } }
"""
REPORT_SUFFIXES = (".html", ".pdf")
_COUNTED, _DRAWN = 0.2, 0.7  # how far the report is, about


def write_report(session: Session, path: Path, progress: Progress | None = None) -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
        Cancelled: `progress` says so; nothing is left behind.
    """
    progress = progress or Progress()
    progress.reached(0.0)
    is_pdf = path.suffix.lower() == ".pdf"
    data = pdf_report(session, progress) if is_pdf else html_report(session, progress).encode()
    progress.reached(1.0)
    write_whole(path, data)


def pdf_report(session: Session, progress: Progress) -> bytes:
    """The report as a PDF file."""
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    title = one_line(title_of(session))
    with PdfPages(buffer, metadata={"Title": title, "Creator": f"FER Desktop {__version__}"}) as pdf:
        pages = Pages(installed_typeface(), pdf.savefig)
        pages.write(title, 22)
        if session.edits.notes:
            pages.write(session.edits.notes, 10)
        pages.write(NOTE, 10)
        for table in fact_tables(session):
            pages.add_table(table)
        pages.close()
        progress.reached(_COUNTED)
        pdf.savefig(draw_faces(session))
        for table in figure_tables(session):
            progress.reached(_DRAWN)
            pages.add_table(table)
        pages.write(origin_of(session), 9)
        pages.close()
    return buffer.getvalue()


def html_report(session: Session, progress: Progress) -> str:
    """The report as text."""
    picture = io.BytesIO()
    figure = draw_faces(session)
    progress.reached(_COUNTED)
    figure.savefig(picture, format="png", dpi=110)
    progress.reached(_DRAWN)
    image = base64.b64encode(picture.getvalue()).decode()
    notes = f'<p class="notes">{escape(session.edits.notes)}</p>' if session.edits.notes else ""
    sections = "".join(_section(table) for table in (*fact_tables(session), *figure_tables(session)))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title_of(session))}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{escape(title_of(session))}</h1>{notes}"
        f'<p class="note">{NOTE}</p>'
        f'<h2>Timelines</h2><img alt="Timelines of every face" src="data:image/png;base64,{image}">'
        f"{sections}<p>{escape(origin_of(session))}</p></body></html>\n"
    )


def _section(table: ReportTable) -> str:
    head = "".join(f"<th>{_swatch(cell)}{escape(cell)}</th>" for cell in table.head)
    top = f"<tr>{head}</tr>" if head else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    kind = ' class="pairs"' if len(table.head) in (0, 2) else ""
    return f'<h2>{escape(table.heading)}</h2><div class="wide"><table{kind}>{top}{body}</table></div>'


def _swatch(name: str) -> str:
    return f'<span style="color:{COLOURS[name]}">■</span> ' if name in COLOURS else ""
