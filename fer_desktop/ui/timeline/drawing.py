"""Curves as a picture to keep: what is shown, with the names of the faces, as PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator

from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.widgets.picture_bytes import picture_bytes

_EDGE_PX, _GAP_PX, _PIXEL_RATIO = 8, 6, 2.0  # sharp on paper, too
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def image_of(blocks: Sequence[TimelineLanes]) -> QImage:
    """The curves under each other, as pixels."""
    size = _size(blocks)
    image = QImage(size * _PIXEL_RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXEL_RATIO)
    painter = QPainter(image)
    _draw(painter, blocks, size)
    painter.end()
    return image


def drawing_of(blocks: Sequence[TimelineLanes], suffix: str) -> bytes:
    """The curves as the bytes of a file; ".svg" gives lines and letters, all else the pixels of a PNG."""
    if suffix != ".svg":
        return picture_bytes(image_of(blocks))
    buffer, size, generator = QBuffer(), _size(blocks), QSvgGenerator()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    generator.setResolution(blocks[0].logicalDpiX() if blocks else 96)
    painter = QPainter(generator)
    _draw(painter, blocks, size)
    painter.end()
    return bytes(buffer.data().data())


def _size(blocks: Sequence[TimelineLanes]) -> QSize:
    width = max((block.width() for block in blocks), default=1)
    return QSize(width + 2 * _EDGE_PX, sum(block.height() + _GAP_PX for block in blocks) + 2 * _EDGE_PX)


def _draw(painter: QPainter, blocks: Sequence[TimelineLanes], size: QSize) -> None:
    """On the ground of the window, for which the colours of the words are chosen."""
    if not blocks:
        return
    palette = blocks[0].palette()
    painter.fillRect(QRect(QPoint(), size), palette.color(QPalette.ColorRole.Window))
    y = float(_EDGE_PX)
    for block in blocks:
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        font = block.font()
        font.setBold(True)
        painter.setFont(font)
        title = QRectF(_EDGE_PX, y, block.width(), block.height() - block.area.height())
        painter.drawText(title, _LEFT, block.title)
        area = QRectF(_EDGE_PX, title.bottom(), block.area.width(), block.area.height())
        painter.setFont(block.font())
        for plot in block.plots:
            plot.set_kept(False)
        block.area.render(painter, area, block.area.rect())
        for plot in block.plots:
            plot.set_kept(True)
        y = area.bottom() + _GAP_PX
