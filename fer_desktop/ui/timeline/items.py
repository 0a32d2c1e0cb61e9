"""What the lanes of a timeline draw beside curves: a scale, the top expression as a band. Items of a pyqtgraph plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from fer_desktop.core.lane import Curve, Stretch
from fer_desktop.ui.widgets.durations import clock, precise_clock
from fer_desktop.ui.widgets.type_scale import NOTE_PX, sized

_Text = tuple[QRectF, Any, str]
_DrawSpecs = tuple[Any, Any, list[_Text]]
_LINE = 0.8  # of the height of a number, from one to the next
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NAME_EDGE_PX, _NUMBERS_PX = 2, 36  # beside the name of a lane; the width of the numbers of its scale


class ScaleItem(pg.AxisItem):  # type: ignore[misc]
    """The scale beside a lane, with the lane's name, and the words at its ends, which the library would leave out.

    Args:
        name: Of the lane.
        has_numbers: Whether the scale has some; else the name has all the room.
    """

    def __init__(self, name: str, has_numbers: bool = True) -> None:
        super().__init__("left")
        small = sized(self.font(), NOTE_PX)
        self.setFont(small)
        self.setTickFont(small)
        self._name, self._has_numbers = name, has_numbers

    def paint(self, painter: QPainter, *rest: object) -> None:
        """Qt: draw the scale, then the name over its left part."""
        super().paint(painter, *rest)
        painter.setPen(self.textPen())
        painter.setFont(self.font())
        room_px = _NUMBERS_PX if self._has_numbers else _NAME_EDGE_PX
        area = QRectF(_NAME_EDGE_PX, 0, self.width() - room_px - _NAME_EDGE_PX, self.height())
        if area.height() < 2 * painter.fontMetrics().height():
            words = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, _MIDDLE, words)
        else:
            painter.drawText(area, _MIDDLE | Qt.TextFlag.TextWordWrap, self._name)

    def generateDrawSpecs(self, painter: QPainter) -> _DrawSpecs | None:  # noqa: N802
        """pyqtgraph: what to draw; of numbers that there is no room for those at the ends, or the lowest, stay."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        axis, ticks, texts = specs
        return axis, ticks, _apart(texts)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """pyqtgraph: the words at these values."""
        return [f"{value:g}" for value in values]

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Qt: what is covered, and half a line above and below it."""
        half_px = QFontMetricsF(self.font()).height() / 2
        return QRectF(super().boundingRect()).adjusted(0, -half_px, 0, half_px)


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Seconds as on a clock: 0:07, 12:30, 1:02:05; with decimals where they are that near."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.setTickFont(sized(self.font(), NOTE_PX))

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """pyqtgraph: the words at these seconds."""
        return [clock(value) if spacing >= 1 else precise_clock(value) for value in values]


def _apart(texts: list[_Text]) -> list[_Text]:
    """Those words, which stand in order over each other, that do not run into others; both ends before the rest."""
    kept: list[_Text] = []
    for text in [*texts[:1], *texts[:0:-1]]:
        if all(abs(text[0].center().y() - other[0].center().y()) >= _LINE * text[0].height() for other in kept):
            kept.append(text)
    return [text for text in texts if text in kept]


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
    largest = _largest(rows.values)
    breaks = np.flatnonzero((np.diff(largest) != 0) | ~rows.joined[:-1]) + 1
    result = []
    for first, last in zip([0, *breaks], [*breaks, len(largest)], strict=True):
        if largest[first] < 0:
            continue
        goes_on = last < len(largest) and rows.joined[last - 1]
        end_s = rows.times_s[last if goes_on else last - 1]
        result.append((QRectF(rows.times_s[first], 0, end_s - rows.times_s[first], 1), int(largest[first])))
    return result


def _largest(values: NDArray[np.floating[Any]]) -> NDArray[np.intp]:
    """(N,) place of the largest of (N, K) values in each row; -1 where none is known."""
    unknown = np.isnan(values)
    if not unknown.any():
        return values.argmax(axis=1)
    return np.where(unknown.all(axis=1), -1, np.where(unknown, -np.inf, values).argmax(axis=1))
