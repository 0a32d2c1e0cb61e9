"""Which curve of a lane is which, where the legend of the expressions does not say it: names in the upper corner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPainter, QPen

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import Curve, Lane
from fer_desktop.ui.timeline.whole_lane_item import WholeLaneItem
from fer_desktop.ui.widgets.plain_text import elided
from fer_desktop.ui.widgets.translation import lane_word

_DASH_PX, _GAP_PX, _EDGE_PX, _MOST_CHARACTERS = 12, 4, 6, 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def needs_key(lane: Lane) -> bool:
    """Whether it has several curves that are no expressions."""
    return lane.painter == "curves" and len(lane.curves) > 1 and any(c.name not in EXPRESSIONS for c in lane.curves)


class KeyItem(WholeLaneItem):
    """A dash in the colour of each curve, and its name."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        super().__init__()
        self._curves = [(elided(lane_word(curve.name), _MOST_CHARACTERS), QColor(curve.colour)) for curve in curves]

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them from right to left, in pixels, as far as there is room."""
        metrics = QFontMetricsF(painter.font())
        words, right = QGuiApplication.palette().windowText().color(), lane.right() - _EDGE_PX
        for name, colour in reversed(self._curves):
            left = right - metrics.horizontalAdvance(name)
            if left - _DASH_PX - _GAP_PX < lane.left():
                return
            middle = lane.top() + metrics.height() / 2
            painter.setPen(words)
            painter.drawText(QRectF(left, lane.top(), right - left + 1, metrics.height()), _LEFT, name)
            painter.setPen(QPen(colour, 3))
            painter.drawLine(QPointF(left - _GAP_PX - _DASH_PX, middle), QPointF(left - _GAP_PX, middle))
            right = left - _GAP_PX - _DASH_PX - 2 * _EDGE_PX
