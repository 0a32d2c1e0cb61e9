"""What the lanes of a timeline draw: curves, a scale, the top expression as a band. Items of a pyqtgraph plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.timeline import Window
from fer_desktop.ui.widgets.durations import clock, precise_clock


@dataclass(frozen=True, slots=True)
class Stroke:
    """How curves are drawn.

    Attributes:
        width_px: In pixels of the screen.
        is_smooth: Antialiased: ten times as much to draw, so it is drawn once and kept as a picture.
    """

    width_px: float
    is_smooth: bool


# plain lines of two pixels cost half as much again as those of one: too much for four faces, ten times a second
QUICK, SMOOTH = Stroke(1, False), Stroke(1.75, True)


class CurvesItem(pg.GraphicsObject):  # type: ignore[misc]
    """Curves over the same times, all in one item: of each item the plot library works out the extent anew.

    Args:
        colours: Of each curve, by name; the later ones lie over the earlier ones.
        stroke: How they are drawn; what changes often is drawn quickly.
    """

    def __init__(self, colours: Mapping[str, str], stroke: Stroke = QUICK) -> None:
        super().__init__()
        self._pens = {name: pg.mkPen(colour, width=stroke.width_px) for name, colour in colours.items()}
        self._is_smooth = stroke.is_smooth
        if stroke.is_smooth:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._paths: dict[str, QPainterPath] = {}
        self._covered = QRectF()
        self.shown = frozenset(colours)

    def show_rows(self, times_s: NDArray[np.float64], values: NDArray[np.float32], joined: NDArray[np.bool_]) -> None:
        """Draw these rows.

        Args:
            times_s: (N,), growing.
            values: (N, K), a column for each curve.
            joined: (N,), whether a line goes from this row to the next.
        """
        self.prepareGeometryChange()
        self._paths, self._covered = {}, QRectF()
        if len(times_s):
            columns = np.ascontiguousarray(values.T, np.float64)
            self._paths = {
                name: pg.arrayToQPath(times_s, column, connect=joined)
                for name, column in zip(self._pens, columns, strict=True)
            }
            low, high = float(columns.min()), float(columns.max())
            self._covered = QRectF(times_s[0], low, times_s[-1] - times_s[0], high - low)
        self.update()

    def set_shown(self, names: frozenset[str]) -> None:
        """Draw these curves only."""
        self.shown = names
        self.update()

    def path(self, name: str) -> QPainterPath:
        """A curve as it is drawn; x in seconds."""
        return self._paths.get(name, QPainterPath())

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the curves."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._is_smooth)
        for name, path in self._paths.items():
            if name in self.shown:
                painter.setPen(self._pens[name])
                painter.drawPath(path)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered."""
        return self._covered


class ScaleItem(pg.AxisItem):  # type: ignore[misc]
    """The scale beside a lane, with the words at its ends: beside a grid the plot library would leave them out."""

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered, and half a line above and below it."""
        half_px = QFontMetricsF(self.font()).height() / 2
        return QRectF(super().boundingRect()).adjusted(0, -half_px, 0, half_px)


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Seconds as on a clock: 0:07, 12:30, 1:02:05; with decimals where they are that near."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """pyqtgraph: the words at these seconds."""
        return [clock(value) if spacing >= 1 else precise_clock(value) for value in values]


class BandItem(pg.GraphicsObject):  # type: ignore[misc]
    """The top expression as coloured stretches; nothing where there was no face."""

    def __init__(self) -> None:
        super().__init__()
        self._stretches: list[tuple[QRectF, QColor]] = []

    def show_window(self, window: Window) -> None:
        """Draw these rows."""
        self.prepareGeometryChange()
        self._stretches = stretches(window)
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the stretches."""
        for area, colour in self._stretches:
            painter.fillRect(area, colour)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered."""
        if not self._stretches:
            return QRectF()
        first, last = self._stretches[0][0], self._stretches[-1][0]
        return QRectF(first.left(), 0, last.right() - first.left(), 1)


def stretches(window: Window) -> list[tuple[QRectF, QColor]]:
    """One rectangle for each run of rows with the same top expression and no gap; x in seconds, y from 0 to 1."""
    if len(window.times_s) < 2:
        return []
    top = window.probabilities.argmax(axis=1)
    breaks = np.flatnonzero((np.diff(top) != 0) | ~window.joined[:-1]) + 1
    result = []
    for first, last in zip([0, *breaks], [*breaks, len(top)], strict=True):
        goes_on = last < len(top) and window.joined[last - 1]
        end_s = window.times_s[last if goes_on else last - 1]
        area = QRectF(window.times_s[first], 0, end_s - window.times_s[first], 1)
        result.append((area, QColor(COLOURS[EXPRESSIONS[top[first]]])))
    return result
