"""A small picture of one face."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from fer_desktop.core.types import Frame, TrackedFace

THUMBNAIL_PX = 64
_MARGIN = 0.15  # of the face box, around it


def thumbnail(frame: Frame, face: TrackedFace, side_px: int, pixel_ratio: float) -> QPixmap:
    """The part of the frame around the face, small; empty when the face is outside.

    Args:
        side_px: Of the result, in pixels of the window.
        pixel_ratio: Pixels of the screen for each of the window, so that it is as sharp as the screen can show.
    """
    height, width = frame.image.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in face.face.box)
    half = max(x1 - x0, y1 - y0) * (0.5 + _MARGIN)
    left, right = int(max((x0 + x1) / 2 - half, 0)), int(min((x0 + x1) / 2 + half, width))
    top, bottom = int(max((y0 + y1) / 2 - half, 0)), int(min((y0 + y1) / 2 + half, height))
    if right <= left or bottom <= top:
        return QPixmap()
    size_px = round(side_px * pixel_ratio)
    stride = max((bottom - top) // (2 * size_px), 1)
    part = np.ascontiguousarray(frame.image[top:bottom:stride, left:right:stride])
    image = QImage(part.data, part.shape[1], part.shape[0], part.shape[1] * 3, QImage.Format.Format_RGB888)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(image.scaled(size_px, size_px, keep, smooth))
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap
