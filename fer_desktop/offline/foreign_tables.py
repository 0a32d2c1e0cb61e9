"""Tables that other programs made of faces: read as cells, and what they say in our units and signs."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import ForeignTableUnreadable

Numbers = NDArray[np.float64]

_HINT = "Choose a table that OpenFace or Py-feat wrote, as CSV."
_MEND = "It may have been cut off or edited: write it anew, or take that line out."
_LANDMARKS = 68


@dataclass(frozen=True, slots=True)
class Cells:
    """Some columns of a file, line by line.

    Attributes:
        header: Every column of the file.
        numbers: (N,) of each column that holds numbers; NaN is blank.
        texts: N of each column that holds texts.
        n_rows: N.
    """

    path: Path
    header: tuple[str, ...]
    numbers: Mapping[str, Numbers]
    texts: Mapping[str, list[str]]
    n_rows: int

    def __getitem__(self, name: str) -> Numbers:
        """(N,) numbers of a column; all NaN where the file does not have it."""
        return self.numbers[name] if name in self.numbers else np.full(self.n_rows, np.nan)


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """What a table says of faces, a row for each face in each frame and one for a frame without a face.

    Attributes:
        program: What made it.
        time_s, frame: (N,); times grow.
        face_id: (N,) from 1; NaN in a row without a face.
        columns: (N,) of timeline.csv and details.csv by their names, as far as they are known.
        source: Name of the video, where the table says it.
        images: Of photographs, a name for each frame.
        notices: What the user should know of how it was read.
    """

    program: str
    time_s: Numbers
    frame: Numbers
    face_id: Numbers
    columns: Mapping[str, NDArray[Any]]
    source: str = ""
    images: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_header(path: Path) -> tuple[str, ...]:
    """The names of the columns of a CSV.

    Raises:
        ForeignTableUnreadable: it cannot be read.
    """
    return next(_rows(path), ((), 1))[0]


def read_cells(path: Path, numbers: Iterable[str], texts: Iterable[str] = ()) -> Cells:
    """Read those of these columns that the file has.

    Raises:
        ForeignTableUnreadable: it cannot be read, a line is not whole, or a cell is no number.
    """
    rows = _rows(path)
    header, _ = next(rows, ((), 1))
    places = {name: i for i, name in enumerate(header)}
    numeric = {name: places[name] for name in numbers if name in places}
    textual = {name: places[name] for name in texts if name in places}
    values: dict[str, list[float]] = {name: [] for name in numeric}
    words: dict[str, list[str]] = {name: [] for name in textual}
    n_rows = 0
    for row, line in rows:
        if len(row) != len(header):
            raise ForeignTableUnreadable(
                "Line {line} of {path} has {given} cells, not {wanted}.",
                _MEND,
                line=line,
                path=path,
                given=len(row),
                wanted=len(header),
            )
        n_rows += 1
        for name, i in numeric.items():
            values[name].append(_number(row[i], path, line, name))
        for name, i in textual.items():
            words[name].append(row[i])
    if not n_rows:
        raise ForeignTableUnreadable("{path} has no rows.", "Choose another file.", path=path)
    return Cells(path, header, {name: np.array(column) for name, column in values.items()}, words, n_rows)


def box_of(cells: Cells) -> dict[str, Numbers]:
    """The box around the landmarks `x_0` to `x_67` and `y_0` to `y_67`, where the table has them."""
    if "x_0" not in cells.numbers or "y_0" not in cells.numbers:
        return {}
    x, y = (np.stack([cells[f"{axis}_{i}"] for i in range(_LANDMARKS)]) for axis in "xy")
    left, top, right, bottom = x.min(axis=0), y.min(axis=0), x.max(axis=0), y.max(axis=0)
    return {"box_x": left, "box_y": top, "box_w": right - left, "box_h": bottom - top}


def landmark_columns() -> Iterator[str]:
    """The columns that `box_of` reads."""
    return (f"{axis}_{i}" for axis in "xy" for i in range(_LANDMARKS))


def in_order(table: ForeignTable) -> ForeignTable:
    """The rows in order of time and face, without those that say of a frame with a face that it has none.

    Raises:
        ForeignTableUnreadable: a row has no time, or one before 0.
    """
    if not (np.isfinite(table.time_s).all() and (table.time_s >= 0).all() and np.isfinite(table.frame).all()):
        raise ForeignTableUnreadable("A row of the table has no time.", _MEND)
    has_face = ~np.isnan(table.face_id)
    with_face = set(table.frame[has_face])
    _, first = np.unique(table.frame, return_index=True)
    is_first = np.isin(np.arange(len(table.frame)), first)
    kept = has_face | np.array([frame not in with_face for frame in table.frame]) & is_first
    order = np.flatnonzero(kept)
    order = order[np.lexsort((table.face_id[order], table.frame[order], table.time_s[order]))]
    columns = {name: np.where(has_face, values, _blank(values))[order] for name, values in table.columns.items()}
    return ForeignTable(
        table.program,
        table.time_s[order],
        table.frame[order],
        table.face_id[order],
        columns,
        table.source,
        table.images,
        table.notices,
    )


def _blank(values: NDArray[Any]) -> Any:
    return "" if values.dtype == object else np.nan


def _rows(path: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every line that is not empty, its cells without blanks around them, and its number from 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            for row in reader:
                if row:
                    yield tuple(cell.strip() for cell in row), reader.line_num
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ForeignTableUnreadable("{path} cannot be read: {reason}.", _HINT, path=path, reason=reason) from error


def _number(cell: str, path: Path, line: int, name: str) -> float:
    try:
        value = float(cell) if cell else math.nan
    except ValueError as error:
        raise ForeignTableUnreadable(
            "Line {line} of {path} holds no number in {column}: {text}.",
            _MEND,
            line=line,
            path=path,
            column=name,
            text=cell[:40],
        ) from error
    return math.nan if math.isinf(value) else value
