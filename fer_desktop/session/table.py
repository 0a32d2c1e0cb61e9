"""A timeline as columns in memory: what timeline.csv says, as numbers. Read once, never changed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.session import schema

RAW = tuple(f"raw_{name}" for name in EXPRESSIONS)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of one length; place i of each belongs to row i.

    Attributes:
        columns: By name, in the order of the file. Numbers are float64 with NaN for blank, text is
            an object array of str with "" for blank.
    """

    columns: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns["time_s"])

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

    def where(self, chosen: NDArray[np.bool_]) -> Table:
        """The rows that are chosen."""
        return Table({name: values[chosen] for name, values in self.columns.items()})

    def probabilities(self, names: tuple[str, ...] = EXPRESSIONS) -> NDArray[np.float64]:
        """(N, 8) of CNN and GRU, or with `RAW` of the CNN alone."""
        return np.stack([self[name] for name in names], axis=1)

    def replaced(self, **columns: NDArray[Any]) -> Table:
        """The same rows with other values in some columns."""
        return Table({**self.columns, **columns})


def read_table(data: bytes, version: int) -> Table:
    """Read the bytes of timeline.csv; a last row that a crash cut short is left out.

    Raises:
        ValueError, csv.Error: it is no such table.
    """
    rows = csv.reader(whole_lines(data))
    header = tuple(next(rows, ()))
    if header != schema.HEADERS[version]:
        raise ValueError("it does not have the columns of a timeline")
    cells = list(rows)
    if any(len(row) != len(header) for row in cells):
        raise ValueError("rows have different lengths")
    by_column = list(zip(*cells, strict=True)) if cells else [()] * len(header)
    columns = {name: _values(name, texts) for name, texts in zip(header, by_column, strict=True)}
    blank = np.full(len(cells), "", dtype=object)
    return Table({name: columns.get(name, blank) for name in schema.HEADER})


def whole_lines(data: bytes) -> list[str]:
    """Lines of a file, without a last one that a crash cut short.

    Only line feeds end a line: labels of markers of older versions may hold other characters that count as breaks.

    Raises:
        UnicodeDecodeError: it is no text.
    """
    text = data[: data.rfind(b"\n") + 1].decode("utf-8").replace("\r", " ")
    return [line + "\n" for line in text.split("\n")[:-1]]


def _values(name: str, texts: tuple[str, ...]) -> NDArray[Any]:
    if schema.BY_NAME[name].kind == "text":
        return np.array(texts, dtype=object)
    return np.array([float(text) if text else np.nan for text in texts])
