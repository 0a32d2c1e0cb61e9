"""Tables of text, as reports and the window show them, and pages of HTML."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from fer_desktop.core.palette import COLOURS
from fer_desktop.results.phrases import ENGLISH, Catalogue

# Qt makes the PDF of it and knows no pseudo-classes, hence the classes of cells; it cannot mix px and pt
STYLE = """
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


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with a heading.

    Attributes:
        heading: What it is about. It and the cells are phrases where they are words of the program.
        head: Names of its columns; empty where each row is a name and a value.
        rows: Cells, as many in each row as in `head`, two where that is empty.
    """

    heading: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def html_of(table: ReportTable, words: Catalogue = ENGLISH) -> str:
    """A section of a page; `STYLE` says how its classes look."""
    head = "".join(
        f"<th{_kind(table, i)}>{_swatch(cell)}{escape(words.text(cell))}</th>" for i, cell in enumerate(table.head)
    )
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    rows = (
        "".join(f"<td{_kind(table, i)}>{escape(words.text(cell))}</td>" for i, cell in enumerate(row))
        for row in table.rows
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    heading = escape(words.text(table.heading))
    return f'<div class="wide"><h2>{heading}</h2><table>{top}<tbody>{body}</tbody></table></div>'


def page_of(title: str, content: str, words: Catalogue = ENGLISH) -> str:
    """A page of HTML without any link to elsewhere."""
    name = escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="{words.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title><style>{STYLE}</style></head><body><h1>{name}</h1>{content}</body></html>\n"
    )


def _kind(table: ReportTable, column: int) -> str:
    """Attributes of the cells of a column: names and texts begin at the left, figures end at the right."""
    is_pair = len(table.head) in (0, 2)
    if is_pair:
        return ' class="text"' if column else ' class="name"'
    return "" if column else ' class="text"'


def _swatch(name: str) -> str:
    return f'<span style="color:{COLOURS[name]}">■</span> ' if name in COLOURS else ""


def known(value: float, form: str) -> str:
    """A figure in its form; "-" for NaN."""
    return "-" if math.isnan(value) else form.format(value)
