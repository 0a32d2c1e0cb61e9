"""The markers of a lane: one item of the plot draws all of them, however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from fer_desktop.core.types import Marker

_COLOUR = "#d9342b"
_HEIGHTS = (0.15, 0.4, 0.65)  # of the lane, from above, in turn: labels of markers that are near each other stay apart
_GAP_PX = 4.0
_LONGEST_PX = 220.0  # of a label
_time_of = attrgetter("time_s")


class DrawnMarker(NamedTuple):
    """A line at `x_px`, and the label as far as there is room: `area` is None where there is none."""

    x_px: float
    label: str
    area: QRectF | None


class MarkersItem(pg.GraphicsObject):  # type: ignore[misc]
    """A dashed line with a label at each marker in sight; of markers on one pixel the first.

    Attributes:
        markers: All of them, in order of time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.markers: Sequence[Marker] = ()
        # one pixel of the window, which may be two of the screen
        self._pen = QPen(QColor(_COLOUR), 1, Qt.PenStyle.DashLine)

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Draw these, which are in order of time."""
        self.markers = markers
        self.update()

    def drawn(self, to_pixels: QTransform, metrics: QFontMetricsF) -> Iterator[DrawnMarker]:
        """What is drawn, from left to right.

        Args:
            to_pixels: From seconds and values to pixels.
            metrics: Of the font of the labels.
        """
        sight = self.viewRect()
        lane = to_pixels.mapRect(sight)
        free_from = [lane.left()] * len(_HEIGHTS)  # where each height has room again
        i = bisect_left(self.markers, sight.left(), key=_time_of)
        while i < len(self.markers) and self.markers[i].time_s <= sight.right():
            marker = self.markers[i]
            x_px = to_pixels.map(QPointF(marker.time_s, 0.0)).x()
            label = metrics.elidedText(marker.label, Qt.TextElideMode.ElideRight, _LONGEST_PX)
            yield DrawnMarker(x_px, label, _place(x_px + _GAP_PX, metrics.size(0, label), lane, free_from, i))
            next_pixel_s = marker.time_s + sight.width() / max(lane.width(), 1.0)
            i = bisect_right(self.markers, next_pixel_s, lo=i, key=_time_of)

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the markers, in pixels: letters and dashes keep their shape."""
        to_pixels, metrics = painter.worldTransform(), QFontMetricsF(painter.font())
        lane = to_pixels.mapRect(self.viewRect())
        painter.save()
        painter.resetTransform()
        painter.setPen(self._pen)
        for marker in self.drawn(to_pixels, metrics):
            painter.drawLine(QPointF(marker.x_px, lane.top()), QPointF(marker.x_px, lane.bottom()))
            if marker.area is not None:
                painter.drawText(marker.area, Qt.TextFlag.TextSingleLine, marker.label)
        painter.restore()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered: the whole lane, wherever it is."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:  # noqa: N802
        """The plot library: another stretch of time is in sight."""
        super().viewTransformChanged()  # which forgets the rectangle of the view
        self.prepareGeometryChange()


def _place(left_px: float, size: QSizeF, lane: QRectF, free_from: list[float], number: int) -> QRectF | None:
    """Room for a label, at the height whose turn it is or else at another one."""
    for turn in range(len(_HEIGHTS)):
        height = (number + turn) % len(_HEIGHTS)
        if free_from[height] <= left_px:
            middle_px = lane.top() + _HEIGHTS[height] * lane.height()
            free_from[height] = left_px + size.width() + _GAP_PX
            return QRectF(left_px, middle_px - size.height() / 2, size.width() + 1, size.height())
    return None
