"""Light and shade with soft edges that lie over a picture. Pure but for the pixels of the picture; any thread."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SHIFT = 4  # fractional bits of OpenCV's sub-pixel coordinates
_SAME = 128  # value of the maps where the light does not change

Shape = NDArray[np.int32]  # (N, 2) polygon, in pixels times 2**SHIFT


class Light:
    """How much brighter or darker each pixel of a picture gets.

    All shapes of one softness share a map that is blurred once, which costs far less than
    one blur for each shape; where two of them overlap, the later one counts.

    Args:
        width_px, height_px: Size of the picture.
        blurs_px: Standard deviation of the edges, for each softness.
    """

    def __init__(self, width_px: int, height_px: int, blurs_px: tuple[float, ...]) -> None:
        self._maps = [np.full((height_px, width_px), _SAME, np.uint8) for _ in blurs_px]
        self._lit: NDArray[np.uint8] = np.zeros((height_px, width_px), np.uint8)
        self._blurs_px = blurs_px

    def add(self, shape: Shape, factor: float, softness: int) -> None:
        """Multiply the inside of a shape.

        Args:
            factor: 0 to 2; 1 changes nothing.
            softness: Index into `blurs_px`.
        """
        cv2.fillPoly(self._maps[softness], [shape], round(_SAME * factor), cv2.LINE_AA, SHIFT)

    def allow(self, shape: Shape) -> None:
        """Light falls inside this shape; outside all of those allowed nothing changes."""
        cv2.fillPoly(self._lit, [shape], 255, cv2.LINE_AA, SHIFT)

    def apply(self, image: NDArray[np.uint8]) -> None:
        """Multiply the light into an (H, W, 3) uint8 picture."""
        x, y, width, height = cv2.boundingRect(self._lit)
        area = np.s_[y : y + height, x : x + width]
        if not width:
            return
        light = _blurred(self._maps[0][area], self._blurs_px[0])
        for each, blur_px in zip(self._maps[1:], self._blurs_px[1:], strict=True):
            light = cv2.multiply(light, _blurred(each[area], blur_px), scale=1 / _SAME)
        falls = np.full(light.shape, _SAME, np.uint8)
        cv2.copyTo(light, self._lit[area], falls)
        part = image[area]
        cv2.multiply(part, cv2.cvtColor(falls, cv2.COLOR_GRAY2RGB), part, scale=1 / _SAME)


def _blurred(each: NDArray[np.uint8], blur_px: float) -> NDArray[np.uint8]:
    """Two boxes with the deviation of a Gaussian, much cheaper than one."""
    box = round(float(np.sqrt(6 * blur_px**2 + 1)))
    return np.asarray(cv2.blur(cv2.blur(each, (box, box)), (box, box)), dtype=np.uint8)
