"""Tables that people fill in: CSV as spreadsheets save it, whatever their language parts cells and decimals by."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fer_desktop.session.cells import unguarded
from fer_desktop.words.encoding import decoded_text

_BETWEEN = ",;\t"
_SHOWN = 40  # letters of a cell that is wrong


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row that is not empty.

    Attributes:
        line: Of the file, from 1.
        cells: By the names of their columns, without spaces around them.
    """

    line: int
    cells: Mapping[str, str]
    has_decimal_commas: bool = False

    def __getitem__(self, name: str) -> str:
        """A cell; "" where it is empty, or the table does not have the column."""
        return self.cells.get(name, "")

    def number(self, name: str, default: float | None = None) -> float:
        """A cell as a number; the default where it is empty.

        Raises:
            ValueError: it is none, or is empty and there is no default.
        """
        cell = self[name]
        if not cell and default is not None:
            return default
        try:
            value = float(cell.replace(",", ".") if self.has_decimal_commas else cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ValueError(f"line {self.line}: {name} is {cell[:_SHOWN]!r}, which is no number")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A cell as a whole number, in the same way."""
        value = self.number(name, default)
        if value % 1:
            raise ValueError(f"line {self.line}: {name} is {self[name][:_SHOWN]!r}, which is no whole number")
        return int(value)


def filled_rows(path: Path, needed: Sequence[str]) -> list[FilledRow]:
    """The rows of a table that has these columns.

    Cells are parted by commas, semicolons or tabs, whichever the first line has most of; with commas between cells,
    decimals have points.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no table, or a column is missing.
    """
    text, _ = decoded_text(path.read_bytes())
    first = text.partition("\n")[0]
    between = max(_BETWEEN, key=first.count)
    lines = _lines(text, between)
    _, head = next(lines, (1, []))
    names = [name.strip().lower() for name in head]
    missing = [name for name in needed if name not in names]
    if missing:
        raise ValueError(f"there is no column {missing[0]}")
    return [
        FilledRow(line, dict(zip(names, map(_cell, row), strict=False)), between != ",")
        for line, row in lines
        if any(cell.strip() for cell in row)
    ]


def _cell(text: str) -> str:
    return unguarded(text.strip())


def _lines(text: str, between: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, skipinitialspace=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num + 1}: {error}") from error
