"""From what cameras send to (H, W, 3) RGB: compressed pictures, YUV in several layouts, RGB, gray. Pure; any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"


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
"""Four-letter codes that `decoded` knows, best first: raw video is too slow for USB 2 at 720p."""


def decoded(code: str, data: bytes, width_px: int, height_px: int, stride: int = 0) -> Pixels | None:
    """The picture, (height_px, width_px, 3) uint8 RGB of any strides; None when it is damaged.

    Args:
        code: One of `READABLE`.
        data: What the driver gave.
        stride: Bytes from one row of the first plane to the next; 0 where rows follow each other.
    """
    if code in _COMPRESSED:
        return _decompressed(data, width_px, height_px)
    raw = _RAW[code]
    padded_px = max(stride // raw.row_bytes, width_px)
    n_bytes = int(raw.bytes_per_pixel * padded_px * height_px)
    if len(data) < n_bytes:
        return None
    rows = np.frombuffer(data, np.uint8, n_bytes).reshape(-1, padded_px * raw.row_bytes)
    return raw.as_rgb(rows)[:, :width_px]


def _decompressed(data: bytes, width_px: int, height_px: int) -> Pixels | None:
    """A JPEG; None when it is cut off or not one: the decoder would fill up what is missing with gray."""
    if not data.startswith(_JPEG_START) or data.rfind(_JPEG_END) < 0:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return image if image is not None and image.shape == (height_px, width_px, 3) else None
