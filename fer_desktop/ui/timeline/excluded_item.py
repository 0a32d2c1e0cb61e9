"""The stretches of time that are excluded: one item of the plot grays out all of them, however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from fer_desktop.ui.timeline.whole_lane_item import WholeLaneItem

_GRAY = QColor(128, 128, 128, 90)


class ExcludedItem(WholeLaneItem):
    """Gray over each stretch in sight.

    Attributes:
        spans: All of them, those that overlap as one; first and last second of each, in order of time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spans: Sequence[tuple[float, float]] = ()

    def show_excluded(self, spans: Sequence[tuple[float, float]]) -> None:
        """Gray out these."""
        self.spans = _united(spans)
        self.update()

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw them on pixels."""
        sight = self.viewRect()
        for start_s, end_s in self.spans:
            if start_s <= sight.right() and end_s >= sight.left():
                left, right = max(self.x_px(start_s, lane), lane.left()), min(self.x_px(end_s, lane), lane.right())
                painter.fillRect(QRectF(left, lane.top(), max(right - left, 1.0), lane.height()), _GRAY)


def _united(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same stretches without overlap: drawn twice, they would be darker."""
    united: list[tuple[float, float]] = []
    for start_s, end_s in sorted(spans):
        if united and start_s <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end_s)
        else:
            united.append((start_s, end_s))
    return united
