"""Pictures and clips of a folder, as loops to be labelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from fer_desktop.results.folder_codes import CodedFolder, Item
from fer_desktop.ui.label.loops import Key, Loop, cut

PicturesOf = Callable[[CodedFolder, Item], Sequence[tuple[float, NDArray[np.uint8]]]]
"""Times in seconds and pictures (H, W, 3) of an item."""


class FileLoops:
    """Shows whole pictures."""

    def __init__(self, given: CodedFolder, pictures_of: PicturesOf) -> None:
        self._given, self._pictures_of = given, pictures_of

    def loop(self, key: Key) -> Loop:
        """The pictures of an item."""
        found = self._pictures_of(self._given, self._given.item_of(key[2]))
        images = [cut(image, np.array([0, 0, *image.shape[1::-1]], dtype=np.float64)) for _, image in found]
        return Loop(tuple(image for image in images if image is not None), tuple(time_s for time_s, _ in found))

    def close(self) -> None:
        """Nothing is open between two loops."""
