"""A lane in which drawing the mouse selects a range; with Shift it moves the view, as lanes do otherwise."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseDragEvent
from PySide6.QtCore import Qt, Signal


class SelectingBox(pg.ViewBox):  # type: ignore[misc]
    """The lane.

    Signals:
        dragged(float, float): the mouse was drawn from the first of these seconds to the last.
    """

    dragged = Signal(float, float)

    def mouseDragEvent(self, event: MouseDragEvent, axis: int | None = None) -> None:  # noqa: N802
        """pyqtgraph: the mouse moves with a button down."""
        with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() != Qt.MouseButton.LeftButton or with_shift:
            super().mouseDragEvent(event, axis)
            return
        event.accept()
        ends_s = [float(self.mapToView(point).x()) for point in (event.buttonDownPos(), event.pos())]
        low_s, high_s = self.state["limits"]["xLimits"]
        start_s, end_s = (min(max(end_s, low_s), high_s) for end_s in sorted(ends_s))
        self.dragged.emit(start_s, end_s)
