"""Figures as files: PNG, SVG or PDF, or the numbers that are drawn as CSV. Written whole or not at all.

Numbers keep English names of columns, whatever the language of the figure: programs read them.
"""

from __future__ import annotations

import base64
import csv
import io
from pathlib import Path

from fer_desktop.errors import ExportError
from fer_desktop.results.phrases import ENGLISH, Catalogue
from fer_desktop.session.cells import guarded
from fer_desktop.session.files import write_whole
from fer_desktop.studies.answers import Picture

PICTURE_SUFFIXES = (".png", ".svg", ".pdf", ".csv")
_PNG_DPI = 200


def write_picture(picture: Picture, path: Path, words: Catalogue = ENGLISH) -> None:
    """Write a figure, or its numbers where the name ends in .csv; a file that is there is replaced.

    Raises:
        ExportError: it has another ending, or cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in PICTURE_SUFFIXES:
        raise ExportError("{path} is none of .png, .svg, .pdf and .csv.", "Choose one of these endings.", path=path)
    write_whole(path, _numbers(picture) if suffix == ".csv" else picture_bytes(picture, suffix[1:], _PNG_DPI, words))


def picture_bytes(picture: Picture, form: str, dpi: float, words: Catalogue = ENGLISH) -> bytes:
    """The figure in a format of matplotlib."""
    file = io.BytesIO()
    dated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(form)  # the same figure gives the same file
    picture.draw(words).savefig(file, format=form, dpi=dpi, metadata=dated)
    return file.getvalue()


def picture_html(picture: Picture, dpi: float, words: Catalogue) -> str:
    """For a page."""
    image = base64.b64encode(picture_bytes(picture, "png", dpi, words)).decode()
    return f'<p><img alt="{picture.name}" src="data:image/png;base64,{image}"></p>'


def _numbers(picture: Picture) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(picture.numbers.head)
    writer.writerows([guarded(cell) if not _is_number(cell) else cell for cell in row] for row in picture.numbers.rows)
    return text.getvalue().encode()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
