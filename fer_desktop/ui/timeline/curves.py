"""Curves over time: what is drawn of rows, and the item that draws rows that seldom change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem

from fer_desktop.core.lane import Curve, Stretch


@dataclass(frozen=True, slots=True)
class Stroke:
    """How curves are drawn.

    Attributes:
        width_px: In pixels of the screen.
        is_smooth: Antialiased: ten times as much to draw, so what is drawn is kept as a picture.
        grows: Rows come at the end many times a second; then it is kept in pieces, see `GrowingCurvesItem`.
    """

    width_px: float
    is_smooth: bool
    grows: bool = False


QUICK, SMOOTH, GROWING = Stroke(1, False), Stroke(1.75, True), Stroke(1.5, True, grows=True)
_TOP_PX, _FAINT = 2, 0.4  # the largest curve, where that one is drawn strong; the others


class Pens:
    """What draws curves.

    Args:
        curves: The later ones lie over the earlier ones.
        stroke: How they are drawn.
        has_top: The largest curve is drawn strong, the others faint; not where they seldom change.
    """

    def __init__(self, curves: Sequence[Curve], stroke: Stroke, has_top: bool) -> None:
        self.curves, self.has_top = tuple(curves), has_top and stroke != SMOOTH
        self._strong: dict[str, QPen] = {c.key: pg.mkPen(c.colour, width=_TOP_PX) for c in curves}
        self._pens: dict[str, QPen] = {c.key: pg.mkPen(c.colour, width=stroke.width_px) for c in curves}

    def draw(self, painter: QPainter, drawn: Drawn, shown: frozenset[str]) -> None:
        """Draw the curves with these keys."""
        painter.setOpacity(_FAINT if drawn.tops else 1.0)
        for key, path in drawn.paths.items():
            if key in shown:
                painter.setPen(self._pens[key])
                painter.drawPath(path)
        painter.setOpacity(1.0)
        for key, path in drawn.tops.items():
            if key in shown:
                painter.setPen(self._strong[key])
                painter.drawPath(path)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Curves as lines; x in seconds.

    Attributes:
        paths: By the key of the curve.
        tops: Of each curve those parts in which it is the largest; empty where none is drawn strong.
    """

    paths: dict[str, QPainterPath]
    tops: dict[str, QPainterPath]

    @classmethod
    def of(cls, rows: Stretch, pens: Pens) -> Drawn:
        """The lines of these rows, a column for each curve."""
        columns = zip(pens.curves, rows.values.T, strict=True)
        paths = {c.key: _path(rows.times_s, np.ascontiguousarray(v, np.float64), rows.joined) for c, v in columns}
        return cls(paths, _tops(rows, pens.curves) if pens.has_top and len(rows.times_s) else {})


class CurvesItem(pg.GraphicsObject):  # type: ignore[misc]
    """Curves over the same times, all in one item: of each item the plot library works out the extent anew."""

    def __init__(self, curves: Sequence[Curve], stroke: Stroke = QUICK, has_top: bool = False) -> None:
        super().__init__()
        self._pens, self._is_smooth = Pens(curves, stroke, has_top), stroke.is_smooth
        self.set_kept(True)
        self._rows: Stretch | None = None
        self._drawn = Drawn({}, {})
        self._covered = QRectF()
        self.shown = frozenset(curve.key for curve in curves)

    def show_rows(self, rows: Stretch) -> None:
        """Draw these rows, a column for each curve; of the same rows the picture that is kept stays."""
        if self._rows is not None and rows.is_same(self._rows):
            return
        self.prepareGeometryChange()
        self._rows, self._drawn, self._covered = rows, Drawn.of(rows, self._pens), QRectF()
        for path in self._drawn.paths.values():
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
        return self._drawn.paths.get(key, QPainterPath())

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the curves."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._is_smooth)
        self._pens.draw(painter, self._drawn, self.shown)

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


def _tops(rows: Stretch, curves: Sequence[Curve]) -> dict[str, QPainterPath]:
    """Of each curve those parts in which it is the largest: as many points as one curve has."""
    known = np.isfinite(rows.values).any(axis=1)
    top = np.where(known, np.nan_to_num(rows.values, nan=-np.inf).argmax(axis=1), -1)
    tops = {}
    for i, curve in enumerate(curves):
        begins = top == i
        taken = begins | np.append(False, begins[:-1])  # and the row to which the last line goes
        if begins.any():
            values = np.ascontiguousarray(rows.values[taken, i], np.float64)
            tops[curve.key] = pg.arrayToQPath(rows.times_s[taken], values, connect=(begins & rows.joined)[taken])
    return tops
