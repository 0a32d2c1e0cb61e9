"""What is drawn over all of a lane, in pixels: letters and dashes keep their shape."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter


class WholeLaneItem(pg.GraphicsObject):  # type: ignore[misc]
    """Base of such items."""

    def draw(self, painter: QPainter, lane: QRectF) -> None:
        """Draw it.

        Args:
            lane: Where the lane is, in pixels.
        """
        raise NotImplementedError

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw it."""
        lane = painter.worldTransform().mapRect(self.viewRect())
        painter.save()
        painter.resetTransform()
        self.draw(painter, lane)
        painter.restore()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered: the whole lane, wherever it is."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:  # noqa: N802
        """The plot library: another stretch of time is in sight."""
        super().viewTransformChanged()  # which forgets the rectangle of the view
        self.prepareGeometryChange()

    def x_px(self, time_s: float, lane: QRectF) -> float:
        """Where a second is drawn."""
        sight = self.viewRect()
        return lane.left() + (time_s - sight.left()) / max(sight.width(), 1e-9) * lane.width()
