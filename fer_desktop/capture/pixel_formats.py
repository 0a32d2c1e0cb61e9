"""From what cameras send to (H, W, 3) RGB: JPEGs, YUV in several layouts, RGB, gray."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A layout without compression.

    Attributes:
        bytes_per_pixel: Of the whole picture.
        row_bytes: Bytes of a pixel in the first plane, by which the driver's row length tells pixels.
        as_rgb: From (rows, bytes) to RGB.
    """

    bytes_per_pixel: Fraction
    row_bytes: int
    as_rgb: Callable[[Pixels], Pixels]


def _packed(code: int) -> _Raw:
    return _Raw(Fraction(2), 2, lambda rows: cv2.cvtColor(rows.reshape(len(rows), -1, 2), code))


def _planar(code: int) -> _Raw:
    return _Raw(Fraction(3, 2), 1, lambda rows: cv2.cvtColor(rows, code))


_RAW = {
    "YUYV": _packed(cv2.COLOR_YUV2RGB_YUYV),
    "UYVY": _packed(cv2.COLOR_YUV2RGB_UYVY),
    "NV12": _planar(cv2.COLOR_YUV2RGB_NV12),
    "NV21": _planar(cv2.COLOR_YUV2RGB_NV21),
    "YU12": _planar(cv2.COLOR_YUV2RGB_I420),
    "YV12": _planar(cv2.COLOR_YUV2RGB_YV12),
    "RGB3": _Raw(Fraction(3), 3, lambda rows: rows.reshape(len(rows), -1, 3)),
    "BGR3": _Raw(Fraction(3), 3, lambda rows: rows.reshape(len(rows), -1, 3)[:, :, ::-1]),
    "GREY": _Raw(Fraction(1), 1, lambda rows: cv2.cvtColor(rows, cv2.COLOR_GRAY2RGB)),
    # little-endian: the second byte of each pixel is the one that counts
    "Y16 ": _Raw(Fraction(2), 2, lambda rows: cv2.cvtColor(np.ascontiguousarray(rows[:, 1::2]), cv2.COLOR_GRAY2RGB)),
}
_COMPRESSED = ("MJPG", "JPEG")
READABLE = (*_COMPRESSED, *_RAW)
"""Four-letter codes that `Decoder` knows, best first: raw video is too slow for USB 2 at 720p."""


class Decoder:
    """Decodes what one camera sends. Used in one thread.

    JPEGs are decoded by FFmpeg, which also knows those without Huffman tables and can be told to refuse damaged ones;
    libjpeg fills up what is missing with gray and prints a line for each.

    Args:
        code: One of `READABLE`.
        width_px, height_px: Of each picture.
        stride: Bytes from one row of the first plane to the next; 0 where rows follow each other.
    """

    def __init__(self, code: str, width_px: int, height_px: int, stride: int = 0) -> None:
        import av  # by whoever reads a camera, not by whoever lists them

        self._width_px, self._height_px = width_px, height_px
        self._raw = _RAW.get(code)
        self._padded_px = max(stride // self._raw.row_bytes, width_px) if self._raw is not None else width_px
        self._jpegs = av.CodecContext.create("mjpeg", "r")
        self._jpegs.options = {"err_detect": "explode"}

    def picture(self, data: bytes) -> Pixels | None:
        """(height_px, width_px, 3) uint8 RGB of any strides; None when it is damaged."""
        return self._decompressed(data) if self._raw is None else self._converted(data, self._raw)

    def _converted(self, data: bytes, raw: _Raw) -> Pixels | None:
        n_bytes = int(raw.bytes_per_pixel * self._padded_px * self._height_px)
        if len(data) < n_bytes:
            return None
        rows = np.frombuffer(data, np.uint8, n_bytes).reshape(-1, self._padded_px * raw.row_bytes)
        return raw.as_rgb(rows)[:, : self._width_px]

    def _decompressed(self, data: bytes) -> Pixels | None:
        import av

        try:
            frames = self._jpegs.decode(av.Packet(data)) if data else []
        except av.FFmpegError:
            return None
        if len(frames) != 1 or (frames[0].width, frames[0].height) != (self._width_px, self._height_px):
            return None
        return frames[0].to_ndarray(format="rgb24")
