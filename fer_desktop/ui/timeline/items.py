"""What the lanes of a timeline draw: curves, a scale, the top expression as a band. Items of a pyqtgraph plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem

from fer_desktop.core.lane import Curve, Stretch
from fer_desktop.ui.widgets.durations import clock, precise_clock

_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NAME_EDGE_PX, _NUMBERS_PX = 2, 36  # beside the name of a lane; the width of the numbers of its scale


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
_TOP_PX, _FAINT = 2, 0.4  # the largest of curves that are drawn quickly; the others


class CurvesItem(pg.GraphicsObject):  # type: ignore[misc]
    """Curves over the same times, all in one item: of each item the plot library works out the extent anew.

    Args:
        curves: The later ones lie over the earlier ones.
        stroke: How they are drawn; what changes often is drawn quickly.
        has_top: The largest curve is drawn strong, the others faint, where they are drawn quickly.
    """

    def __init__(self, curves: Sequence[Curve], stroke: Stroke = QUICK, has_top: bool = False) -> None:
        super().__init__()
        self._curves = tuple(curves)
        self._has_top = has_top and not stroke.is_smooth
        self._tops: dict[str, QPainterPath] = {}
        self._strong = {curve.key: pg.mkPen(curve.colour, width=_TOP_PX) for curve in curves}
        self._pens = {curve.key: pg.mkPen(curve.colour, width=stroke.width_px) for curve in curves}
        self._is_smooth = stroke.is_smooth
        self.set_kept(True)
        self._paths: dict[str, QPainterPath] = {}
        self._covered = QRectF()
        self.shown = frozenset(curve.key for curve in curves)

    def show_rows(self, rows: Stretch) -> None:
        """Draw these rows, a column for each curve."""
        self.prepareGeometryChange()
        self._paths, self._covered = {}, QRectF()
        self._tops = self._top_paths(rows) if self._has_top and len(rows.times_s) else {}
        for curve, column in zip(self._curves, rows.values.T, strict=True):
            path = _path(rows.times_s, np.ascontiguousarray(column, np.float64), rows.joined)
            self._paths[curve.key] = path
            self._covered |= path.controlPointRect()
        self.update()

    def set_shown(self, keys: frozenset[str]) -> None:
        """Draw these curves only."""
        self.shown = keys
        self.update()

    def set_kept(self, is_kept: bool) -> None:
        """Keep what is drawn as a picture, where that is worth it; without, a drawing made of it has lines."""
        mode = QGraphicsItem.CacheMode
        self.setCacheMode(mode.DeviceCoordinateCache if is_kept and self._is_smooth else mode.NoCache)

    def path(self, key: str) -> QPainterPath:
        """A curve as it is drawn; x in seconds."""
        return self._paths.get(key, QPainterPath())

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the curves."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._is_smooth)
        painter.setOpacity(_FAINT if self._tops else 1.0)
        for key, path in self._paths.items():
            if key in self.shown:
                painter.setPen(self._pens[key])
                painter.drawPath(path)
        painter.setOpacity(1.0)
        for key, path in self._tops.items():
            if key in self.shown:
                painter.setPen(self._strong[key])
                painter.drawPath(path)

    def _top_paths(self, rows: Stretch) -> dict[str, QPainterPath]:
        """Of each curve those parts in which it is the largest: as many points as one curve has."""
        known = np.isfinite(rows.values).all(axis=1)
        top = np.where(known, np.nan_to_num(rows.values).argmax(axis=1), -1)
        tops = {}
        for i, curve in enumerate(self._curves):
            begins = top == i
            taken = begins | np.append(False, begins[:-1])  # and the row to which the last line goes
            if begins.any():
                values = np.ascontiguousarray(rows.values[taken, i], np.float64)
                tops[curve.key] = pg.arrayToQPath(rows.times_s[taken], values, connect=(begins & rows.joined)[taken])
        return tops

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered."""
        return self._covered


def _path(times_s: NDArray[np.float64], values: NDArray[np.float64], joined: NDArray[np.bool_]) -> QPainterPath:
    """One curve; a value that is not known parts it."""
    known = np.isfinite(values)
    if not known.all():
        goes_on = joined & np.append(known[1:], False)
        times_s, values, joined = times_s[known], values[known], goes_on[known]
    return pg.arrayToQPath(times_s, values, connect=joined) if len(times_s) else QPainterPath()


class ScaleItem(pg.AxisItem):  # type: ignore[misc]
    """The scale beside a lane, with the lane's name, and the words at its ends, which the library would leave out."""

    def __init__(self, name: str) -> None:
        super().__init__("left")
        self._name = name

    def paint(self, painter: QPainter, *rest: object) -> None:
        """Qt: draw the scale, then the name over its left part."""
        super().paint(painter, *rest)
        painter.setPen(self.textPen())
        painter.setFont(self.font())
        area = QRectF(_NAME_EDGE_PX, 0, self.width() - _NUMBERS_PX, self.height())
        if area.height() < 2 * painter.fontMetrics().height():
            area.setWidth(self.width() - 2 * _NAME_EDGE_PX)
            words = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, _MIDDLE, words)
        else:
            painter.drawText(area, _MIDDLE | Qt.TextFlag.TextWordWrap, self._name)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """pyqtgraph: the words at these values."""
        return [f"{value:g}" for value in values]

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
    """The largest curve as coloured stretches; nothing where there is none."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        super().__init__()
        self._colours = [QColor(curve.colour) for curve in curves]
        self._stretches: list[tuple[QRectF, QColor]] = []

    def show_rows(self, rows: Stretch) -> None:
        """Draw these rows."""
        self.prepareGeometryChange()
        self._stretches = [(area, self._colours[curve]) for area, curve in stretches(rows)]
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


def stretches(rows: Stretch) -> list[tuple[QRectF, int]]:
    """One rectangle for each run of rows with the same largest curve and no gap; x in seconds, y from 0 to 1."""
    if len(rows.times_s) < 2:
        return []
    known = np.isfinite(rows.values).any(axis=1)
    largest = np.where(known, np.nan_to_num(rows.values, nan=-np.inf).argmax(axis=1), -1)
    breaks = np.flatnonzero((np.diff(largest) != 0) | ~rows.joined[:-1]) + 1
    result = []
    for first, last in zip([0, *breaks], [*breaks, len(largest)], strict=True):
        if largest[first] < 0:
            continue
        goes_on = last < len(largest) and rows.joined[last - 1]
        end_s = rows.times_s[last if goes_on else last - 1]
        result.append((QRectF(rows.times_s[first], 0, end_s - rows.times_s[first], 1), int(largest[first])))
    return result
