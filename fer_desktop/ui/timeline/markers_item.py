"""The markers of a timeline: one item of the plot draws all of them, however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF

from fer_desktop.core.palette import RED
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.whole_lane_item import WholeLaneItem

_FLAG_PX, _GAP_PX = 7.0, 4.0  # of the flag; beside it
_LONGEST_PX, _LEAST_PX = 220.0, 16.0  # of a label
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_time_of = attrgetter("time_s")


class DrawnMarker(NamedTuple):
    """A marker at `x_px`, and the label as far as there is room; "" where there is none."""

    x_px: float
    label: str
    area: QRectF


class MarkersItem(WholeLaneItem):
    """A dashed line at each marker in sight; of markers on one pixel the first.

    Attributes:
        markers: All of them, in order of time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.markers: Sequence[Marker] = ()
        # one pixel of the window, which may be two of the screen
        self._pen = QPen(QColor(RED), 1, Qt.PenStyle.DashLine)

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Draw these, which are in order of time."""
        self.markers = markers
        self.update()

    def in_sight(self, lane: QRectF) -> Iterator[tuple[float, Marker]]:
        """Where they are drawn in a lane that is here, from left to right."""
        sight = self.viewRect()
        i = bisect_left(self.markers, sight.left(), key=_time_of)
        while i < len(self.markers) and self.markers[i].time_s <= sight.right():
            marker = self.markers[i]
            yield self.x_px(marker.time_s, lane), marker
            next_pixel_s = marker.time_s + sight.width() / max(lane.width(), 1.0)
            i = bisect_right(self.markers, next_pixel_s, lo=i, key=_time_of)

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them on pixels."""
        painter.setPen(self._pen)
        for x_px, _ in self.in_sight(lane):
            painter.drawLine(QPointF(x_px, lane.top()), QPointF(x_px, lane.bottom()))


class FlagsItem(MarkersItem):
    """The same as flags with labels, in a lane of their own."""

    def drawn(self, lane: QRectF, metrics: QFontMetricsF) -> Iterator[DrawnMarker]:
        """What is drawn, from left to right; a label ends where the next flag stands, or the lane ends.

        Args:
            lane: Where the lane is, in pixels.
            metrics: Of the font of the labels.
        """
        places = list(self.in_sight(lane))
        ends = [x_px for x_px, _ in places[1:]] + [lane.right()]
        for (x_px, marker), end_px in zip(places, ends, strict=False):
            left_px = x_px + _FLAG_PX + _GAP_PX
            room_px = max(min(end_px - _GAP_PX - left_px, _LONGEST_PX), 0.0)
            label = metrics.elidedText(marker.label, Qt.TextElideMode.ElideRight, room_px)
            area = QRectF(left_px, lane.top(), room_px, lane.height())
            yield DrawnMarker(x_px, label if room_px >= _LEAST_PX else "", area)

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them on pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pole_pen, words = QPen(QColor(RED), 1), QGuiApplication.palette().windowText().color()
        painter.setBrush(QColor(RED))
        for marker in self.drawn(lane, QFontMetricsF(painter.font())):
            pole, top, half = marker.x_px, lane.top() + 2, _FLAG_PX / 2
            painter.setPen(pole_pen)
            painter.drawLine(QPointF(pole, top), QPointF(pole, lane.bottom()))
            corners = (pole, top), (pole + _FLAG_PX, top + half), (pole, top + 2 * half)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            painter.setPen(words)  # red letters are hard to read on dark ground
            painter.drawText(marker.area, _LEFT, marker.label)
