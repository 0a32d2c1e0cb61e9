"""Tables of Py-feat (`Fex.to_csv`) in our columns.

It knows seven expressions and not contempt, which stays blank, and with it the valence, which is ours. Its pose stays
blank, too: versions differ in its unit, and none documents its signs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_details import UNITS
from fer_desktop.errors import ForeignTableTimeless, ForeignTableUnreadable
from fer_desktop.offline.foreign_tables import (
    Cells,
    ForeignTable,
    Numbers,
    box_of,
    in_order,
    landmark_columns,
    read_cells,
)

PROGRAM = "Py-feat"
_BOX = {"box_x": "FaceRectX", "box_y": "FaceRectY", "box_w": "FaceRectWidth", "box_h": "FaceRectHeight"}
_NAMES = {"happiness": "Happy", "sadness": "Sad"}  # of newer versions, where that is not our word
_INPUT, _IDENTITY = "input", "Identity"
_IMAGES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".heic")


def is_pyfeat(header: tuple[str, ...]) -> bool:
    """Whether these are columns of such a table."""
    return set(_BOX.values()) <= set(header)


def read_pyfeat(path: Path, fps: float) -> ForeignTable:
    """Read one.

    Args:
        fps: Frames a second of the video, which the table does not say; 0 for photographs.

    Raises:
        ForeignTableTimeless: it is of a video, and nobody said how many frames that has a second.
        ForeignTableUnreadable: a line makes no sense.
    """
    probabilities = [(name, candidate) for name in EXPRESSIONS for candidate in _spellings(name)]
    wanted = ("frame", *_BOX.values(), *(name for _, name in probabilities), *UNITS, *landmark_columns())
    cells = read_cells(path, wanted, (_INPUT, _IDENTITY))
    columns: dict[str, NDArray[Any]] = {
        **box_of(cells),
        **{name: cells[theirs] for name, theirs in _BOX.items()},
        **{name: cells[theirs] for name, theirs in probabilities if theirs in cells.numbers},
        **{unit: cells[unit] for unit in UNITS if unit in cells.numbers},
    }
    columns |= _on_top(columns, cells.n_rows)
    # a frame in which it finds no face has a row of blanks
    has_face = ~np.isnan(columns["box_w"])
    inputs = cells.texts.get(_INPUT, [""] * cells.n_rows)
    time_s, frame, images = _times(cells, inputs, fps)
    face_id, notices = _faces(cells, frame, is_photographs=bool(images))
    source = "" if images or len(set(inputs)) > 1 else inputs[0]
    notices += ("pose left out: Py-feat does not say in which unit and direction it is",)
    face_id = np.where(has_face, face_id, np.nan)
    return in_order(ForeignTable(PROGRAM, time_s, frame, face_id, columns, _file_name(source), images, notices))


def _spellings(name: str) -> tuple[str, str]:
    return name, _NAMES.get(name, name.capitalize())


def _on_top(columns: dict[str, NDArray[Any]], n_rows: int) -> dict[str, NDArray[Any]]:
    """Its most probable expression, and how probable that is; blank where it has none."""
    blank = np.full(n_rows, np.nan)
    values = np.stack([columns.get(name, blank) for name in EXPRESSIONS], axis=1)
    if ((values < 0) | (values > 1)).any():
        raise ForeignTableUnreadable("The probabilities of the table are not between 0 and 1.", "Choose another file.")
    known = ~np.isnan(values).all(axis=1)
    top = np.nan_to_num(values, nan=-1.0).argmax(axis=1)
    names = np.where(known, np.array(EXPRESSIONS, dtype=object)[top], "").astype(object)
    return {"expression": names, "probability": np.where(known, values[np.arange(n_rows), top], np.nan)}


def _times(cells: Cells, inputs: list[str], fps: float) -> tuple[Numbers, Numbers, tuple[str, ...]]:
    """Time and number of each row's frame; of photographs, which are a second apart, their names."""
    if all(Path(name).suffix.lower() in _IMAGES for name in inputs):
        images = tuple(dict.fromkeys(inputs))
        place = np.array([images.index(name) for name in inputs], np.float64)
        return place, place, tuple(map(_file_name, images))
    if "frame" not in cells.numbers:
        raise ForeignTableUnreadable("{path} does not say which frame a row is of.", "Choose another.", path=cells.path)
    if not fps:
        raise ForeignTableTimeless(
            "{path} says no times.", "Say how many frames a second the video has: --fps.", path=cells.path
        )
    return cells["frame"] / fps, cells["frame"], ()


def _faces(cells: Cells, frame: Numbers, is_photographs: bool) -> tuple[Numbers, tuple[str, ...]]:
    """A number for each row's face: its identity, or its place among those of its frame."""
    if is_photographs:  # each is somebody else
        return np.arange(1.0, cells.n_rows + 1), ()
    if named := cells.texts.get(_IDENTITY):
        people = {name: i for i, name in enumerate(dict.fromkeys(named), start=1)}
        return np.array([people[name] for name in named], np.float64), ()
    seen: dict[float, int] = {}
    numbers = []
    for number in frame:
        seen[number] = seen.get(number, 0) + 1
        numbers.append(seen[number])
    several = max(numbers) > 1
    words = "it does not say which face is which: faces are numbered in the order of their rows in each frame"
    return np.array(numbers, np.float64), (words,) if several else ()


def _file_name(path: str) -> str:
    """The name without folders, whichever system it is of."""
    return path.replace("\\", "/").rpartition("/")[2]
