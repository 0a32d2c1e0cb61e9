"""Still images: one, or a set of photographs that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.video_file import check_file
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import SourceUnreadable

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_STEP_S = 1.0  # photographs have no time; they are numbered by it


class ImageSource:
    """Each image is one frame, at 0, 1, 2 ... seconds; none follows from another."""

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self._name, self._paths = name, tuple(paths)
        self._next = 0

    def open(self) -> SourceInfo:
        """Read the first image.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        self._next = 0
        height, width = read_image(self._paths[0]).shape[:2]
        names = tuple(path.name for path in self._paths)
        return SourceInfo(self._name, width, height, 0.0, _STEP_S * (len(names) - 1), images=names)

    def read(self) -> Frame | None:
        """Next image.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        if self._next == len(self._paths):
            return None
        index, self._next = self._next, self._next + 1
        return Frame(index, index * _STEP_S, read_image(self._paths[index]), follows=False)

    def close(self) -> None:
        """Nothing is held."""


def read_image(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) RGB, read-only, turned by its EXIF orientation.

    Raises:
        SourceUnreadable: it is missing, empty or not an image.
    """
    check_file(path)
    # imdecode, not imread: imread cannot open every path on Windows and prints its own warnings
    decoded = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise SourceUnreadable("{path} is not an image that can be read.", "Convert it to png or jpg.", path=path)
    image = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    image.flags.writeable = False
    return image
