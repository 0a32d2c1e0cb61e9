"""Still images: one, or a set of photographs that have nothing to do with each other."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.files import check_file
from fer_desktop.core.pixels import frozen_image
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import Notice, SourceUnreadable

_log = logging.getLogger(__name__)

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_STEP_S = 1.0  # photographs have no time; they are numbered by it


class ImageSource:
    """Each image is one frame, at 0, 1, 2 ... seconds; none follows from another.

    One that cannot be read is left out, and with it its number and its second.
    """

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self._name, self._paths = name, tuple(paths)
        self._next = 0
        self._first: Frame | None = None
        self._errors: list[tuple[Path, SourceUnreadable]] = []

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Which files of a set could not be read and why; complete when `read` has given None."""
        if len(self._paths) == 1:  # its error is raised
            return ()
        return tuple(
            Notice(error.template, error.hint, **{**error.values, "path": path.name}) for path, error in self._errors
        )

    def open(self) -> SourceInfo:
        """Read the first image that can be read; its size is that of the source.

        Raises:
            SourceUnreadable: there is none.
        """
        self._next, self._errors = 0, []
        self._first = first = self._next_frame()
        if first is None and len(self._errors) == 1:
            raise self._errors[0][1]
        if first is None:
            raise SourceUnreadable(
                "None of the {count} images of {name} can be read.",
                "Convert them to png or jpg.",
                count=len(self._paths),
                name=self._name,
            )
        height, width = first.image.shape[:2]
        names = tuple(path.name for path in self._paths)
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
        while self._next < len(self._paths):
            index, self._next = self._next, self._next + 1
            try:
                return Frame(index, index * _STEP_S, read_image(self._paths[index]), follows=False)
            except SourceUnreadable as error:
                self._errors.append((self._paths[index], error))
                if len(self._paths) > 1:  # the error of a single one is raised
                    _log.warning("skipped: %s", error.message)
        return None


def read_image(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) RGB, read-only and contiguous, turned by its EXIF orientation.

    Raises:
        SourceUnreadable: it is missing, empty, too large or not an image.
    """
    check_file(path)
    # imdecode, not imread: imread cannot open every path on Windows and prints its own warnings
    try:
        decoded = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # its header asks for more pixels than OpenCV reads
        decoded = None
    except OSError as error:  # a disk that fails
        raise SourceUnreadable(
            "{path} cannot be opened: {reason}.",
            "Copy it again from where it came.",
            path=path,
            reason=error.strerror or error,
        ) from error
    if decoded is None:
        raise SourceUnreadable("{path} is not an image that can be read.", "Convert it to png or jpg.", path=path)
    return frozen_image(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB))
