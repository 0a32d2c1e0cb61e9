"""The last minute of the selected face: one curve for each expression, gaps where it was absent."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.timeline import Window

SHOWN_S = 60.0


class TimelinePlot(pg.PlotWidget):  # type: ignore[misc]
    """Curves are made once; new data only moves their points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackground(None)
        self.setMinimumHeight(170)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setYRange(0, 1, padding=0.02)
        self.setLabel("left", self.tr("probability"))
        self.setLabel("bottom", self.tr("time (s)"))
        self.showGrid(x=True, y=True, alpha=0.2)
        # The bars beside the video are the legend. One-pixel pens without antialiasing:
        # wide smooth ones cost ten times as much to draw.
        self._curves = [self.plot(pen=pg.mkPen(COLOURS[name], width=1), connect="finite") for name in EXPRESSIONS]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Timeline of the selected face"))

    def show_window(self, window: Window, end_s: float) -> None:
        """Draw a stretch of the timeline that ends at `end_s`."""
        for i, curve in enumerate(self._curves):
            curve.setData(window.times_s, window.probabilities[:, i])
        self.setXRange(max(end_s - SHOWN_S, 0), max(end_s, SHOWN_S), padding=0)

    def clear_window(self) -> None:
        """Draw nothing."""
        for curve in self._curves:
            curve.setData([], [])
