"""Curves that grow at their end, smooth, at the cost of what is new: the past is kept as pictures, a piece each.

Drawn anew as a whole, eight smooth curves of one face take as long as a tick of the window has. Pieces stand at
fixed places of time, so they only move as time goes on; the last one alone is drawn again with each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath

from fer_desktop.core.lane import Curve, Stretch
from fer_desktop.ui.timeline.curves import GROWING, Drawn, Pens

_PIECE_PX = 48  # wide, in pixels of the window
_MOST_NEW = 4  # pieces that one painting makes; until all are there, lines are drawn quickly
_SOON_MS = 20
_Scale = tuple[float, float, float, float]
"""Pixels of the window for a second and for a value of 1, height in pixels, pixels of the screen for each of these."""


class GrowingCurvesItem(pg.GraphicsObject):  # type: ignore[misc]
    """Curves of rows that come in order of time and do not change once they are there."""

    def __init__(self, curves: Sequence[Curve], has_top: bool) -> None:
        super().__init__()
        self._pens = Pens(curves, GROWING, has_top)
        self._rows: Stretch | None = None
        self._scale: _Scale = (0.0, 0.0, 0.0, 0.0)
        self._pieces: dict[int, QImage] = {}
        self._is_kept = True
        self.shown = frozenset(curve.key for curve in curves)

    def show_rows(self, rows: Stretch) -> None:
        """Draw these rows, a column for each curve."""
        self.prepareGeometryChange()
        self._rows = rows if len(rows.times_s) else None
        self.update()

    def set_shown(self, keys: frozenset[str]) -> None:
        """Draw these curves only."""
        self.shown = keys
        self._pieces.clear()
        self.update()

    def set_kept(self, is_kept: bool) -> None:
        """Draw with kept pictures; without, a drawing made of it has lines."""
        self._is_kept = is_kept

    @property
    def n_kept(self) -> int:
        """How many pieces are kept."""
        return len(self._pieces)

    def path(self, key: str) -> QPainterPath:
        """A curve as it is drawn; x in seconds."""
        return QPainterPath() if self._rows is None else Drawn.of(self._rows, self._pens).paths[key]

    def paint(self, painter: QPainter, *_: object) -> None:
        """Qt: draw the curves."""
        if self._rows is None:
            return
        if not self._is_kept:
            self._draw_lines(painter, self._rows, is_smooth=True)
            return
        self._use_scale(painter)
        sight, scale_x = self.viewRect(), self._scale[0]
        places = range(floor(sight.left() * scale_x / _PIECE_PX), floor(sight.right() * scale_x / _PIECE_PX) + 1)
        is_all_there = self._make(places, self._rows)
        self._pieces = {place: piece for place, piece in self._pieces.items() if place in places}
        if is_all_there:
            self._show(painter, places, self._rows)
        else:
            self._draw_lines(painter, self._rows, is_smooth=False)
            QTimer.singleShot(_SOON_MS, self.update)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered."""
        if self._rows is None:
            return QRectF()
        first_s, last_s = float(self._rows.times_s[0]), float(self._rows.times_s[-1])
        sight = QRectF(self.viewRect())
        return QRectF(first_s, sight.top(), last_s - first_s, sight.height())

    def _use_scale(self, painter: QPainter) -> None:
        """Forget what was kept for another size of a second, of a value, or of the screen's pixels."""
        view = painter.worldTransform()
        height_px, ratio = view.mapRect(self.viewRect()).height(), painter.device().devicePixelRatioF()
        scale = (round(view.m11(), 6), round(view.m22(), 6), round(height_px), ratio)
        if scale != self._scale:
            self._scale = scale
            self._pieces.clear()

    def _make(self, places: range, rows: Stretch) -> bool:
        """Draw pieces that are missing, as many as one painting may; returns whether all are there."""
        last_s, scale_x = float(rows.times_s[-1]), self._scale[0]
        first = max(floor(float(rows.times_s[0]) * scale_x / _PIECE_PX), places.start)
        # the newest one is never kept, and the oldest one only from when it was whole
        whole = [i for i in places if first < i < floor(last_s * scale_x / _PIECE_PX) and i not in self._pieces]
        for place in whole[:_MOST_NEW]:
            self._pieces[place] = self._piece(place, rows)
        return len(whole) <= _MOST_NEW

    def _show(self, painter: QPainter, places: range, rows: Stretch) -> None:
        """Draw the pieces, those that are not kept for this once."""
        view, (scale_x, _, _, ratio) = painter.worldTransform(), self._scale
        top = round(view.mapRect(self.viewRect()).top() * ratio) / ratio
        first, last = (floor(float(rows.times_s[end]) * scale_x / _PIECE_PX) for end in (0, -1))
        painter.save()
        painter.resetTransform()
        for place in places:
            piece = self._pieces.get(place)
            if piece is None and first <= place <= last:
                piece = self._piece(place, rows)
            if piece is not None:
                left = round((place * _PIECE_PX + view.dx()) * ratio) / ratio  # on the pixels of the screen
                painter.drawImage(QPointF(left, top), piece)
        painter.restore()

    def _piece(self, place: int, rows: Stretch) -> QImage:
        """A picture of the curves between two places of time."""
        scale_x, scale_y, height_px, ratio = self._scale
        image = QImage(QSize(_PIECE_PX, int(height_px)) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(0)
        begin_s, end_s = place * _PIECE_PX / scale_x, (place + 1) * _PIECE_PX / scale_x
        edge_s = 4 / scale_x  # a line is wider than a point
        first, last = np.searchsorted(rows.times_s, [begin_s - edge_s, end_s + edge_s])
        part = slice(max(int(first) - 1, 0), int(last) + 1)
        near = Stretch(rows.times_s[part], rows.values[part], rows.joined[part])
        painter = QPainter(image)
        painter.translate(-place * _PIECE_PX, -self.viewRect().bottom() * scale_y)
        painter.scale(scale_x, scale_y)
        self._draw_lines(painter, near, is_smooth=True)
        painter.end()
        return image

    def _draw_lines(self, painter: QPainter, rows: Stretch, is_smooth: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        self._pens.draw(painter, Drawn.of(rows, self._pens), self.shown)
