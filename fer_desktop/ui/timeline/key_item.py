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

_DASH_PX, _GAP_PX, _EDGE_PX = 12, 4, 6
_BESIDE_PX = _GAP_PX + _DASH_PX + 2 * _EDGE_PX  # what a name has at its left
_MOST_SHARE, _MOST_CHARACTERS = 0.5, 16  # of the width of the lane; of a name where they take more
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def needs_key(lane: Lane) -> bool:
    """Whether it has several curves that are no expressions."""
    return lane.painter == "curves" and len(lane.curves) > 1 and any(c.name not in EXPRESSIONS for c in lane.curves)


class KeyItem(WholeLaneItem):
    """A dash in the colour of each curve, and its name."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        super().__init__()
        self._curves = [(lane_word(curve.name), QColor(curve.colour)) for curve in curves]

    def names_in(self, width_px: float, metrics: QFontMetricsF) -> list[str]:
        """The names in a lane of this width: whole where they take no more than half of it."""
        names = [name for name, _ in self._curves]
        whole_px = sum(metrics.horizontalAdvance(name) + _BESIDE_PX for name in names)
        return names if whole_px <= _MOST_SHARE * width_px else [elided(name, _MOST_CHARACTERS) for name in names]

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them from right to left, in pixels, as far as there is room."""
        metrics = QFontMetricsF(painter.font())
        words, right = QGuiApplication.palette().windowText().color(), lane.right() - _EDGE_PX
        for name, (_, colour) in zip(self.names_in(lane.width(), metrics)[::-1], self._curves[::-1], strict=True):
            left = right - metrics.horizontalAdvance(name)
            if left - _DASH_PX - _GAP_PX < lane.left():
                return
            middle = lane.top() + metrics.height() / 2
            painter.setPen(words)
            painter.drawText(QRectF(left, lane.top(), right - left + 1, metrics.height()), _LEFT, name)
            painter.setPen(QPen(colour, 3))
            painter.drawLine(QPointF(left - _GAP_PX - _DASH_PX, middle), QPointF(left - _GAP_PX, middle))
            right = left - _BESIDE_PX
