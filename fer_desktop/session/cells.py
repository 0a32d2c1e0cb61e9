"""Texts as cells of a table that a spreadsheet may open: one that begins like a formula would be worked out there."""

from __future__ import annotations

import re

# what begins a formula in Excel, LibreOffice or Google Sheets, also in the wide form of East Asian keyboards;
# see "CSV Injection" of OWASP
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula; `unguarded` undoes it."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made a cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
