"""Still images: one, or a set of photographs that have nothing to do with each other."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fer_desktop.capture.files import fingerprint_of_set, name_of
from fer_desktop.capture.pictures import page_count, read_image
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import Notice, SourceUnreadable, readable

_log = logging.getLogger(__name__)

_STEP_S = 1.0  # photographs have no time; they are numbered by it
_PAGE = re.compile(r", page \d+$")  # as `_name` writes it


class ImageSource:
    """Each image, and each page of one with several, is one frame, at 0, 1, 2 ... seconds; none follows from another.

    One that cannot be read is left out, and with it its number and its second.
    """

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self._name, self._paths = name, tuple(paths)
        self._pages: list[tuple[Path, int]] = []
        self._next = 0
        self._first: Frame | None = None
        self._errors: list[tuple[Path, SourceUnreadable]] = []

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Which files of a set could not be read and why; complete when `read` has given None."""
        if len(self._pages) == 1:  # its error is raised
            return ()
        return tuple(
            Notice(error.template, error.hint, **{**error.values, "path": name_of(path)})
            for path, error in self._errors
        )

    def open(self) -> SourceInfo:
        """Read the first image that can be read; its size is that of the source.

        Raises:
            SourceUnreadable: there is none.
        """
        self._pages = [(path, page) for path in self._paths for page in range(page_count(path))]
        self._next, self._errors = 0, []
        self._first = first = self._next_frame()
        if first is None and len(self._errors) == 1:
            raise self._errors[0][1]
        if first is None:
            raise SourceUnreadable(
                "None of the {count} images of {name} can be read.",
                "Convert them to png or jpg.",
                count=len(self._pages),
                name=self._name,
            )
        height, width = first.image.shape[:2]
        names = tuple(_name(path, page) for path, page in self._pages)
        info = SourceInfo(self._name, width, height, 0.0, _STEP_S * (len(names) - 1), images=names)
        folders = {path.absolute().parent for path in self._paths}
        if len(folders) > 1:
            return info
        return replace(info, folder=readable(str(folders.pop())), fingerprint=_fingerprint(self._paths))

    def read(self) -> Frame | None:
        """Next image that can be read."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return self._next_frame()

    def close(self) -> None:
        """Nothing is held but the first image."""
        self._first = None

    def _next_frame(self) -> Frame | None:
        while self._next < len(self._pages):
            index, self._next = self._next, self._next + 1
            path, page = self._pages[index]
            try:
                return Frame(index, index * _STEP_S, read_image(path, page), follows=False)
            except SourceUnreadable as error:
                self._errors.append((path, error))
                if len(self._pages) > 1:  # the error of a single one is raised
                    _log.warning("skipped: %s", error.message)
        return None


class ImagesByTime:
    """The photographs of a session, each at its second. Belongs to one thread.

    Args:
        names: Of the images, as `ImageSource` gives them.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        pages = [(path, page) for path in files_of(folder, names) for page in range(page_count(path))]
        self._pages = {_name(path, page): (path, page) for path, page in pages}
        self._names = tuple(names)

    def frame_at(self, time_s: float) -> Frame | None:
        """The last image at or before a time, the first one when the time is earlier; None where it cannot be read."""
        index = min(max(int(time_s / _STEP_S + 1e-6), 0), len(self._names) - 1)
        found = self._pages.get(self._names[index])
        try:
            return None if found is None else Frame(index, index * _STEP_S, read_image(*found), follows=False)
        except SourceUnreadable:
            return None

    def close(self) -> None:
        """Nothing is held."""


def files_of(folder: Path, names: Sequence[str]) -> list[Path]:
    """The files of images with these names, each once: further pages of a file are no file."""
    return list(dict.fromkeys(folder / _PAGE.sub("", name) for name in names))


def are_those_images(folder: Path, names: Sequence[str], known: str) -> bool:
    """Whether these images are in a folder, and have that fingerprint; "" where nobody knows it."""
    found = _fingerprint(files_of(folder, names))
    return bool(found) and found == (known or found)


def _fingerprint(paths: Sequence[Path]) -> str:
    """Of these files; "" where one cannot be looked at."""
    try:
        return fingerprint_of_set(paths)
    except (OSError, ValueError):
        return ""


def _name(path: Path, page: int) -> str:
    return f"{name_of(path)}, page {page + 1}" if page else name_of(path)
