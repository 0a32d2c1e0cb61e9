"""Animations that FFmpeg does not read, picture by picture: WebP, and AVIF with several pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.cut import Cut, Wanted
from fer_desktop.capture.files import name_of
from fer_desktop.capture.pictures import animation, open_picture
from fer_desktop.core.types import Frame, SourceInfo

_LEAST_S = 0.01  # a picture that is shown for no time; browsers take 0.1 s


class AnimationSource:
    """An animation as a video; `time_s` is the sum of the times that the pictures before are shown.

    Args:
        path: The file.
        cut: Which part is wanted; all unless said.
    """

    def __init__(self, path: Path, cut: Cut | None = None) -> None:
        self._path, self._cut = path, cut or Cut()
        self._wanted = Wanted(self._cut)
        self._pictures: Iterator[tuple[NDArray[np.uint8], float]] = iter(())
        self._index, self._next_s = -1, 0.0

    def open(self) -> SourceInfo:
        """Read the size.

        Raises:
            SourceUnreadable: it is missing, or no animation.
        """
        with open_picture(self._path) as image:
            width, height = image.size
        self._pictures = animation(self._path)
        return SourceInfo(name_of(self._path), width, height, 0.0)

    def read(self) -> Frame | None:
        """Next wanted picture.

        Raises:
            SourceUnreadable: it is damaged from here on.
        """
        for pixels, shown_s in self._pictures:
            time_s, self._next_s = self._next_s, self._next_s + max(shown_s, _LEAST_S)
            self._index += 1
            if self._wanted.is_over(time_s):
                return None
            if self._wanted.takes(time_s):
                return Frame(self._index, time_s, pixels)
        return None

    def close(self) -> None:
        """Release the file."""
        self._pictures = iter(())
