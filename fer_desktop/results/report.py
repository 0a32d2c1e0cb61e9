"""A session for people who do not program: one HTML file without any link to elsewhere, or a PDF."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from fer_desktop.core.progress import Progress
from fer_desktop.errors import ExportError, SessionError
from fer_desktop.results.agreement_tables import CHECKED, agreement, agreement_html
from fer_desktop.results.phrases import ENGLISH, Catalogue, Phrase, catalogue_of, phrase_of
from fer_desktop.results.plot import draw_rows, drawable_words
from fer_desktop.results.plot_rows import MOST_FACES, rows_of
from fer_desktop.results.report_tables import fact_tables, figure_tables, note_of, origin_of, title_of
from fer_desktop.results.tables import html_of, page_of
from fer_desktop.session.codings import load_codings
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session

if TYPE_CHECKING:
    from matplotlib.figure import Figure

REPORT_SUFFIXES = (".html", ".pdf")
_TIMELINES = Phrase("Timelines")
_COUNTED, _DRAWN = 0.2, 0.7  # how far the report is, about
_ROWS_PER_PICTURE = 3
_PICTURE_DPI = 160  # sharp on paper


def write_report(session: Session, path: Path, progress: Progress | None = None, language: str = "en") -> None:
    """Write the report as PDF where the name says so, else as one HTML file.

    Args:
        language: One of `core.names.LANGUAGES`.

    Raises:
        ExportError: it cannot be made or written; nothing is left behind.
        Cancelled: `progress` says so; nothing is left behind.
    """
    progress, words = progress or Progress(), catalogue_of(language)
    progress.reached(0.0)
    html = html_report(session, progress, words)
    data = pdf_bytes(html, title_of(session), words) if path.suffix.lower() == ".pdf" else html.encode()
    progress.reached(1.0)
    write_whole(path, data)


def pdf_bytes(html: str, title: str, words: Catalogue = ENGLISH) -> bytes:
    """The PDF that is made of a page, whose words are of this language.

    Raises:
        ExportError: what Qt needs for it is not there, or no font has the characters of the language.
    """
    try:
        from fer_desktop.results.pdf import pdf_of
    except ImportError as error:  # a server may be without the system's libraries that Qt needs
        raise ExportError(
            "A PDF cannot be made: {reason}.",
            "Install the libraries that Qt needs (fer-desktop doctor names them), or write an .html file.",
            reason=error,
        ) from error
    return pdf_of(html, title, words.language)


def html_report(session: Session, progress: Progress, words: Catalogue = ENGLISH) -> str:
    """The report as one page of HTML, of which the PDF is made, too."""
    facts = "".join(html_of(table, words) for table in fact_tables(session))
    progress.reached(_COUNTED)
    timelines = _timelines(session, progress, words)
    figures = "".join(html_of(table, words) for table in figure_tables(session)) + _codes(session, words)
    notes = f'<p class="notes">{escape(session.edits.notes)}</p>' if session.edits.notes else ""
    content = (
        f'{notes}<p class="note">{escape(words.text(note_of(session)))}</p>{facts}{timelines}{figures}'
        f"<p>{escape(words.text(origin_of(session)))}</p>"
    )
    return page_of(title_of(session), content, words)


def _codes(session: Session, words: Catalogue) -> str:
    """What human coders said, and how far they agree; nothing where nobody coded."""
    try:
        codings = [one for one in load_codings(session.store) if one.n_coded]
        return agreement_html(agreement(session, codings), words) if codings else ""
    except (ExportError, SessionError) as error:  # a report without them is better than none
        return f"<h2>{words.text(CHECKED)}</h2><p>{escape(words.text(phrase_of(error)))}</p>"


def _timelines(session: Session, progress: Progress, words: Catalogue) -> str:
    """Heading, and pictures of the curves, a few rows on each, so that each fits on a page."""
    rows, in_pictures = rows_of(session), drawable_words(words)
    if not rows and session.info.is_sound_alone:
        return ""
    groups = [rows[i : i + _ROWS_PER_PICTURE] for i in range(0, max(len(rows), 1), _ROWS_PER_PICTURE)]
    pictures = []
    for i, group in enumerate(groups):
        pictures.append(_picture(draw_rows(session, group, in_pictures), words))
        progress.reached(_COUNTED + (_DRAWN - _COUNTED) * (i + 1) / len(groups))
    n_left = len(session.face_ids) - MOST_FACES
    notes = [Phrase("{n} more faces are in the tables only.", n=n_left)] if n_left > 0 else []
    if in_pictures is not words:
        notes.append(Phrase("The words in the pictures are English: no font on this computer has the characters."))
    heading = f"<h2>{words.text(_TIMELINES)}</h2>"
    return "".join((heading, *pictures, *(f"<p>{escape(words.text(note))}</p>" for note in notes)))


def _picture(figure: Figure, words: Catalogue) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=_PICTURE_DPI)
    image = base64.b64encode(data.getvalue()).decode()
    return f'<p><img alt="{words.text(_TIMELINES)}" src="data:image/png;base64,{image}"></p>'
