"""Still images: one, or a set of photographs that have nothing to do with each other."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from fer_desktop.capture.files import name_of
from fer_desktop.capture.pictures import page_count, read_image
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import Notice, SourceUnreadable

_log = logging.getLogger(__name__)

_STEP_S = 1.0  # photographs have no time; they are numbered by it


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
        return SourceInfo(self._name, width, height, 0.0, _STEP_S * (len(names) - 1), images=names)

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


def _name(path: Path, page: int) -> str:
    return f"{name_of(path)}, page {page + 1}" if page else name_of(path)
