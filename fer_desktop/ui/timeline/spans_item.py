"""Words over stretches of time, as what was said, or how a voice sounded."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter

from fer_desktop.core.lane import Spans
from fer_desktop.core.palette import COLOURS, PLAIN
from fer_desktop.ui.timeline.whole_lane_item import WholeLaneItem
from fer_desktop.ui.widgets.translation import expression_name

_ALPHA, _EDGE_PX = 90, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class SpansItem(WholeLaneItem):
    """Words in stretches of time, drawn in pixels, as far as there is room for them."""

    def __init__(self) -> None:
        super().__init__()
        self.spans = Spans(np.zeros(0), np.zeros(0), ())

    def show_spans(self, spans: Spans) -> None:
        """Draw these."""
        self.spans = spans
        self.update()

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them on pixels."""
        sight, words = self.viewRect(), QGuiApplication.palette().windowText().color()
        shown = self.spans.between(sight.left(), sight.right())
        for start_s, end_s, label in zip(shown.starts_s, shown.ends_s, shown.labels, strict=True):
            left, right = max(self.x_px(start_s, lane), lane.left()), min(self.x_px(end_s, lane), lane.right())
            self._draw(painter, QRectF(left, lane.top() + 1, max(right - left - 1, 1), lane.height() - 2), label, words)

    @staticmethod
    def _draw(painter: QPainter, area: QRectF, label: str, words: QColor) -> None:
        colour = COLOURS.get(label, PLAIN)
        ground = QColor(colour)
        ground.setAlpha(_ALPHA)
        painter.fillRect(area, ground)
        text = expression_name(label) if label in COLOURS else label
        room = area.adjusted(_EDGE_PX, 0, -_EDGE_PX, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(max(room.width(), 0)))
        if shown != "…":
            painter.setPen(words)
            painter.drawText(room, _LEFT, shown)
