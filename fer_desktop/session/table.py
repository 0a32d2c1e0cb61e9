"""A timeline as columns in memory: what timeline.csv says, as numbers. Read once, never changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.types import Marker
from fer_desktop.session import schema
from fer_desktop.session.cells import unguarded
from fer_desktop.session.details_schema import DETAILS_BY_NAME, DETAILS_HEADER, columns_of
from fer_desktop.session.voice_schema import VOICE_BY_NAME, VOICE_HEADER
from fer_desktop.session.words_schema import WORDS_BY_NAME, WORDS_HEADER

csv.field_size_limit(2**31 - 1)  # of older sessions: a burst of markers made cells longer than the usual 131072

_ROWS_AT_ONCE = 2000
RAW = tuple(f"raw_{name}" for name in EXPRESSIONS)
_COLUMNS = DETAILS_BY_NAME | schema.BY_NAME


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of one length; place i of each belongs to row i.

    Attributes:
        columns: By name, in the order of the file. Numbers are float64 with NaN for blank, text is
            an object array of str with "" for blank.
    """

    columns: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face, in the order of their numbers."""
        ids = self["face_id"]
        return tuple(int(i) for i in np.unique(ids[~np.isnan(ids)]))

    def of(self, face_id: int) -> Table:
        """The rows of one face."""
        return self.where(self["face_id"] == face_id)

    def between(self, start_s: float, end_s: float) -> Table:
        """The rows from one time to another, both included; their times grow."""
        first, last = np.searchsorted(self["time_s"], [start_s, np.nextafter(end_s, np.inf)])
        return Table({name: values[first : max(first, last)] for name, values in self.columns.items()})

    def where(self, chosen: NDArray[np.bool_]) -> Table:
        """The rows that are chosen."""
        return Table({name: values[chosen] for name, values in self.columns.items()})

    def probabilities(self, names: tuple[str, ...] = EXPRESSIONS) -> NDArray[np.float64]:
        """(N, 8) of CNN and GRU, or with `RAW` of the CNN alone."""
        return np.stack([self[name] for name in names], axis=1)

    def tops(self) -> NDArray[np.int64]:
        """(N,) places in `EXPRESSIONS` of the most probable ones that are known; -1 where none is."""
        return tops_of(self.probabilities())

    def replaced(self, **columns: NDArray[Any]) -> Table:
        """The same rows with other values in some columns."""
        return Table({**self.columns, **columns})


def tops_of(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """(N,) places of the largest of (N, 8) values that are known; -1 where none is."""
    known = ~np.isnan(probabilities).all(axis=1)
    return np.where(known, np.nan_to_num(probabilities, nan=-np.inf).argmax(axis=1), -1)


def read_table(data: bytes, version: int) -> tuple[Table, str]:
    """Read the bytes of timeline.csv; a last row that a crash cut short is left out.

    Returns:
        The rows up to the first one that makes no sense, and what is wrong with that one; "" when all are right.

    Raises:
        ValueError, csv.Error: it is no such table.
    """
    given, reason = _columns(data, schema.HEADERS[version], schema.BY_NAME)
    n = len(given["time_s"])
    return Table({name: given[name] if name in given else _blank(name, n) for name in schema.HEADER}), reason


def no_rows() -> Table:
    """A timeline that holds nothing."""
    return Table({name: _blank(name, 0) for name in schema.HEADER})


def read_voice(data: bytes) -> tuple[Table, str]:
    """Read the bytes of voice.csv or utterances.csv; see `read_table`."""
    columns, reason = _columns(data, VOICE_HEADER, VOICE_BY_NAME)
    return Table(columns), reason


def read_words_table(data: bytes) -> tuple[Table, str]:
    """Read the bytes of words.csv; see `read_table`."""
    columns, reason = _columns(data, WORDS_HEADER, WORDS_BY_NAME)
    return Table(columns), reason


def read_details(data: bytes) -> tuple[Table, str]:
    """Read the bytes of details.csv; see `read_table`.

    Columns of units that an earlier version did not measure are blank; sides that only it had are left out.
    """
    by_name = {column.name: column for column in columns_of(next(csv.reader(whole_lines(data)), ()))}
    given, reason = _columns(data, tuple(by_name), by_name)
    n = len(given["time_s"])
    return Table({name: given[name] if name in given else np.full(n, np.nan) for name in DETAILS_HEADER}), reason


def _columns(
    data: bytes, header: tuple[str, ...], by_name: Mapping[str, schema.Column]
) -> tuple[dict[str, NDArray[Any]], str]:
    """The rows up to the first one that makes no sense, by column, and what is wrong with that one."""
    rows = csv.reader(whole_lines(data))
    if (first := tuple(next(rows, ()))) != header:
        raise ValueError("it does not have the columns that it should have" if first else "it is empty")
    cells, reason = _whole_rows(rows, len(header))
    by_column = list(zip(*cells, strict=True)) if cells else [()] * len(header)
    given = {name: _values(by_name[name], texts) for name, texts in zip(header, by_column, strict=True)}
    n_right = min((right for _, right in given.values()), default=0)
    if n_right < len(cells):
        reason = f"row {n_right + 1} holds a cell that is no number"
    n_growing = _growing(given[header[0]][0][:n_right])
    if n_growing < n_right:
        reason = f"the time of row {n_growing + 1} is earlier than the one before"
    return {name: values[:n_growing] for name, (values, _) in given.items()}, reason


def table_bytes(table: Table) -> bytes:
    """The bytes of timeline.csv or details.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for first in range(0, len(table), _ROWS_AT_ONCE):
        cells = [
            [_COLUMNS[name].text(value) for value in values[first : first + _ROWS_AT_ONCE]]
            for name, values in table.columns.items()
        ]
        writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode()


def read_markers(data: bytes) -> tuple[tuple[Marker, ...], str]:
    """Read the bytes of markers.csv, in the order of the file.

    Returns:
        The markers up to the first row that makes no sense, and what is wrong with that one; "" when all are right.

    Raises:
        ValueError, csv.Error: it is no such table.
    """
    rows = csv.reader(whole_lines(data))
    if tuple(next(rows, schema.MARKERS_HEADER)) != schema.MARKERS_HEADER:
        raise ValueError("it does not have the columns of markers")
    cells, reason = _whole_rows(rows, len(schema.MARKERS_HEADER))
    times_s, n_right = _values(schema.BY_NAME["time_s"], tuple(time_s for time_s, _ in cells))
    n_right = min(n_right, int(np.isfinite(times_s).cumprod().sum()))
    if n_right < len(cells):
        reason = f"row {n_right + 1} has no time"
    return tuple(Marker(float(times_s[i]), unguarded(cells[i][1])) for i in range(n_right)), reason


def _whole_rows(rows: Iterable[list[str]], n_columns: int) -> tuple[list[list[str]], str]:
    """The rows before the first one with another number of cells."""
    whole: list[list[str]] = []
    for row in rows:
        if len(row) != n_columns:
            return whole, f"row {len(whole) + 1} has {len(row)} cells, not {n_columns}"
        whole.append(row)
    return whole, ""


def _growing(times_s: NDArray[np.float64]) -> int:
    """How many rows there are before the first one without a time, or with an earlier one than the row before."""
    # equal times are right: a frame with several faces has as many rows
    wrong = np.flatnonzero(~np.isfinite(times_s) | (np.diff(times_s, prepend=-np.inf) < 0))
    return int(wrong[0]) if len(wrong) else len(times_s)


def whole_lines(data: bytes) -> list[str]:
    """Lines of a file, without a last one that a crash cut short.

    Only line feeds end a line: labels of markers of older versions may hold other characters that count as breaks.

    Raises:
        UnicodeDecodeError: it is no text.
    """
    text = data[: data.rfind(b"\n") + 1].decode("utf-8").replace("\r", " ")
    return [line + "\n" for line in text.split("\n")[:-1]]


def _blank(name: str, n: int) -> NDArray[Any]:
    """A column that an older version did not have."""
    return np.full(n, "", dtype=object) if schema.BY_NAME[name].kind == "text" else np.full(n, np.nan)


def _values(column: schema.Column, texts: tuple[str, ...]) -> tuple[NDArray[Any], int]:
    """The cells of a column, and how many there are before the first one that makes no sense."""
    if column.kind == "text":
        return np.array([unguarded(text) for text in texts], dtype=object), len(texts)
    numbers: list[float] = []
    for text in texts:
        try:
            # blank is not known, which is never 0
            numbers.append(float(text) if text else np.nan)
        except ValueError:
            break
    n_right = len(numbers)
    return np.array(numbers + [np.nan] * (len(texts) - n_right)), n_right
