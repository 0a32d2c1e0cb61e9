"""A picture as the bytes of a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter


def picture_bytes(image: QImage, suffix: str = ".png") -> bytes:
    """The bytes of a file with this ending; none where Qt does not know the ending."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(suffix.lstrip(".").lower().encode()))
    return bytes(buffer.data().data()) if writer.write(image) else b""
