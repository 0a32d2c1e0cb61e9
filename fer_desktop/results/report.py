"""A session for people who do not program: one HTML file without any link to elsewhere, or a PDF."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

from fer_desktop.core.progress import Progress
from fer_desktop.errors import ExportError, SessionError
from fer_desktop.results.agreement_tables import agreement, agreement_html
from fer_desktop.results.plot import MOST_FACES, draw_faces
from fer_desktop.results.report_tables import NOTE, fact_tables, figure_tables, origin_of, title_of
from fer_desktop.results.tables import html_of, page_of
from fer_desktop.session.codings import load_codings
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session

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
    data = pdf_bytes(html, title_of(session)) if path.suffix.lower() == ".pdf" else html.encode()
    progress.reached(1.0)
    write_whole(path, data)


def pdf_bytes(html: str, title: str) -> bytes:
    """The PDF that is made of a page.

    Raises:
        ExportError: what Qt needs for it is not there.
    """
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
    facts = "".join(map(html_of, fact_tables(session)))
    progress.reached(_COUNTED)
    timelines = _timelines(session, progress)
    figures = "".join(map(html_of, figure_tables(session))) + _codes(session)
    notes = f'<p class="notes">{escape(session.edits.notes)}</p>' if session.edits.notes else ""
    content = (
        f'{notes}<p class="note">{NOTE}</p>{facts}<h2>Timelines</h2>{timelines}{figures}'
        f"<p>{escape(origin_of(session))}</p>"
    )
    return page_of(title_of(session), content)


def _codes(session: Session) -> str:
    """What human coders said, and how far they agree; nothing where nobody coded."""
    try:
        codings = [one for one in load_codings(session.store) if one.n_coded]
        return agreement_html(agreement(session, codings)) if codings else ""
    except (ExportError, SessionError) as error:  # a report without them is better than none
        return f"<h2>Checked by hand</h2><p>{escape(str(error))}</p>"


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
