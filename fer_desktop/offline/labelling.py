"""What there is to label in a folder, and the pictures of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.kinds import kind_of
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.errors import CodesUnreadable, FerError
from fer_desktop.results.folder_codes import CodedFolder, Item, with_tables

_WHOLE_S = 10.0  # a clip that is longer is labelled in stretches
_STRETCH_S, _MOST_STRETCHES = 5.0, 12
_HINT = "Choose a folder with pictures or clips; a folder in it for each person says who is shown."
_STEP_S, _MOST = 0.08, 120  # between two pictures of a loop, and how many of them
_MOST_PX = 640  # larger pictures are made smaller by leaving out rows and columns


def open_folder(folder: Path) -> CodedFolder:
    """What there is to label in a folder and the folders in it, and what was said of it.

    Raises:
        CodesUnreadable: there is no picture and no clip, or a table of a coder makes no sense.
    """
    items = [item for file in _files(folder) for item in _items(folder, file)]
    if not items:
        raise CodesUnreadable("There are no pictures and no clips in {path}.", _HINT, path=folder)
    return with_tables(folder, items)


def pictures_of(given: CodedFolder, item: Item) -> list[tuple[float, NDArray[np.uint8]]]:
    """Times in seconds and pictures (H, W, 3) of an item, whole: where the face is nobody has looked.

    Raises:
        SourceError: the file cannot be read.
    """
    path = given.folder / item.file
    if kind_of(path) == "picture":
        return [(0.0, _smaller(read_image(path)))]
    source = VideoFileSource(path, Cut(item.start_s, item.end_s or float("inf")))
    found: list[tuple[float, NDArray[np.uint8]]] = []
    try:
        source.open()
        while len(found) < _MOST and (frame := source.read()) is not None:
            if not found or frame.time_s - found[-1][0] >= _STEP_S:
                found.append((frame.time_s, _smaller(frame.image)))
    finally:
        source.close()
    return found


def _smaller(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    step = max(max(image.shape[:2]) // _MOST_PX, 1)
    return np.ascontiguousarray(image[::step, ::step])


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not is_hidden and file.is_file() and kind_of(file) in ("picture", "video", "animation"):
            yield file


def _items(folder: Path, file: Path) -> Iterator[Item]:
    """The whole file, or stretches of a long clip, evenly spread."""
    name = file.relative_to(folder).as_posix()
    duration_s = 0.0 if kind_of(file) == "picture" else _duration_s(file)
    if duration_s <= _WHOLE_S:
        yield Item(name)
        return
    n = min(int(duration_s // _STRETCH_S), _MOST_STRETCHES)
    for start_s in np.linspace(0, duration_s - _STRETCH_S, n).tolist():
        yield Item(name, round(start_s, 3), round(start_s + _STRETCH_S, 3))


def _duration_s(file: Path) -> float:
    source = VideoFileSource(file)
    try:
        return source.open().duration_s
    except FerError:  # it is said when it is to be shown
        return 0.0
    finally:
        source.close()
