"""Decoded pictures as they are meant to be seen: square pixels, turned, mirrored, and all of one size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

import cv2
import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame
from numpy.typing import NDArray

_QUARTER_TURN = np.array([[0, -1], [1, 0]])  # counter-clockwise, as `turned` takes it
_MOST_STRETCH = (
    4  # a pixel that is longer than this is a mistake in the file; the longest in use is 2.2 (ultra-wide DV)
)


class Upright:
    """Makes images of one size, that of the first picture, of all pictures of a stream.

    Pixels that are not square are stretched along their shorter side, so that none is lost. A picture of another
    size than the first is fitted into it, with black around it where its shape is another.

    Args:
        first: The first picture.
        pixel_aspect: Width of a stored pixel by its height (sample aspect ratio); None or 0 where unknown.
    """

    def __init__(self, first: VideoFrame, pixel_aspect: Fraction | None) -> None:
        aspect = pixel_aspect or Fraction(1)
        self._aspect = aspect if Fraction(1, _MOST_STRETCH) <= aspect <= _MOST_STRETCH else Fraction(1)
        width, height = _square(first.width, first.height, self._aspect)
        self.size = (height, width) if _matrix(first)[0, 0] == 0 else (width, height)
        self.n_resized = 0

    def image(self, picture: VideoFrame) -> NDArray[np.uint8]:
        """(H, W, 3) RGB, of `size`, any strides."""
        width, height = _square(picture.width, picture.height, self._aspect)
        pixels = np.asarray(picture.to_ndarray(format="rgb24", width=width, height=height), dtype=np.uint8)
        pixels = turned(pixels, _matrix(picture))
        if (pixels.shape[1], pixels.shape[0]) != self.size:
            self.n_resized += 1
            pixels = _fitted(pixels, self.size)
        return pixels


def turned(pixels: NDArray[np.uint8], matrix: NDArray[np.int_]) -> NDArray[np.uint8]:
    """The picture (H, W, 3) after a multiple of a quarter turn, or a mirroring, as a view.

    Args:
        matrix: (2, 2) of -1, 0 and 1: (x, y), a row, times it is where a point is shown, y downwards.
    """
    if matrix[0, 0] == 0:
        pixels = pixels.transpose(1, 0, 2)
        flips_x, flips_y = matrix[1, 0] < 0, matrix[0, 1] < 0
    else:
        flips_x, flips_y = matrix[0, 0] < 0, matrix[1, 1] < 0
    return pixels[:: -1 if flips_y else 1, :: -1 if flips_x else 1]


def _matrix(picture: VideoFrame) -> NDArray[np.int_]:
    """Of the display matrix (ISO/IEC 14496-12, 8.3.2: 3 x 3, rows first) the nearest turn; that of 1 where none is."""
    try:
        stored = cast(Any, picture.side_data)[Type.DISPLAYMATRIX]  # whose type stub knows other names
    except KeyError:
        return np.eye(2, dtype=np.int_)
    except ValueError:  # PyAV cannot name other data of this picture, such as those of a second view
        return np.linalg.matrix_power(_QUARTER_TURN, round(picture.rotation / 90) % 4)
    a, b, _, c, d = np.frombuffer(bytes(stored), np.int32)[:5].astype(np.int64)
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return np.array([[-1 if a < 0 else 1, 0], [0, -1 if d < 0 else 1]])
    return np.array([[0, -1 if b < 0 else 1], [-1 if c < 0 else 1, 0]])


def _square(width: int, height: int, aspect: Fraction) -> tuple[int, int]:
    """Size with square pixels."""
    if aspect >= 1:
        return round(width * aspect), height
    return width, round(height / aspect)


def _fitted(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The whole picture in the middle of a black one of this (width, height)."""
    scale = min(size[0] / pixels.shape[1], size[1] / pixels.shape[0])
    width, height = max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    whole = np.zeros((size[1], size[0], 3), np.uint8)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    whole[top : top + height, left : left + width] = cv2.resize(
        np.ascontiguousarray(pixels), (width, height), interpolation=method
    )
    return whole
