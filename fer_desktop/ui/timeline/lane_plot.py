"""One lane of a timeline: a plot made of the value that describes it, and the item that draws its rows."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import Lane, Spans, Stretch
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.curves import CurvesItem, Stroke
from fer_desktop.ui.timeline.excluded_item import ExcludedItem
from fer_desktop.ui.timeline.growing_curves import GrowingCurvesItem
from fer_desktop.ui.timeline.items import BandItem, ScaleItem, TimeAxis
from fer_desktop.ui.timeline.key_item import KeyItem, needs_key
from fer_desktop.ui.timeline.markers_item import FlagsItem, MarkersItem
from fer_desktop.ui.timeline.spans_item import SpansItem
from fer_desktop.ui.widgets.translation import lane_word

AXIS_PX = 112
STRIP_PX = 20  # high, where a lane takes no share of the height
_TIME_PX = 22
_SELECTED, _SELECTED_EDGE, _CURSOR = (79, 143, 208, 60), "#4f8fd0", "#909090"


class LanePlot(pg.PlotItem):  # type: ignore[misc]
    """The plot of a lane.

    Args:
        lane: What it shows.
        stroke: How its curves are drawn.
        line_px: Width of upright lines.
        box: What the mouse moves.
    """

    def __init__(self, lane: Lane, stroke: Stroke, line_px: int, box: pg.ViewBox) -> None:
        unit = f" ({lane.unit})" if lane.unit else ""
        axes = {"left": ScaleItem(lane_word(lane.name) + unit, bool(lane.share)), "bottom": TimeAxis("bottom")}
        super().__init__(viewBox=box, axisItems=axes)
        self.lane = lane
        self.item = _item(lane, stroke)
        self.addItem(self.item, ignoreBounds=True)
        self._lines = self.item if isinstance(self.item, FlagsItem) else MarkersItem()
        if self._lines is not self.item:
            self.addItem(self._lines, ignoreBounds=True)
        self.excluded = ExcludedItem()
        self.addItem(self.excluded, ignoreBounds=True)
        self.cursor = pg.InfiniteLine(pen=pg.mkPen(_CURSOR, width=line_px))
        self.cursor.setVisible(False)
        self.addItem(self.cursor, ignoreBounds=True)
        self._selected: pg.LinearRegionItem | None = None
        if needs_key(lane):
            self.addItem(KeyItem(lane.curves), ignoreBounds=True)
        self._arrange(lane)

    def show_rows(self, rows: Stretch | Spans) -> None:
        """Draw these rows."""
        if isinstance(rows, Spans) and isinstance(self.item, SpansItem):
            self.item.show_spans(rows)
        elif isinstance(rows, Stretch) and isinstance(self.item, CurvesItem | GrowingCurvesItem | BandItem):
            self.item.show_rows(rows)

    def set_kept(self, is_kept: bool) -> None:
        """Keep what is drawn as a picture, or not; see `CurvesItem`."""
        if isinstance(self.item, CurvesItem | GrowingCurvesItem):
            self.item.set_kept(is_kept)

    def set_shown(self, expressions: frozenset[str]) -> None:
        """Draw, of the curves of expressions, these only."""
        if isinstance(self.item, CurvesItem | GrowingCurvesItem):
            hidden = set(EXPRESSIONS) - expressions
            self.item.set_shown(frozenset(c.key for c in self.lane.curves if c.name not in hidden))

    def set_markers(self, markers: Sequence[Marker]) -> None:
        """Draw a line at each of these markers, which are in order of time; in the lane of markers flags."""
        self._lines.show_markers(markers)

    def show_excluded(self, spans: Sequence[tuple[float, float]]) -> None:
        """Gray out these stretches of time, and no others."""
        self.excluded.show_excluded(spans)

    def show_selected(self, span: tuple[float, float] | None) -> None:
        """Mark this stretch of time, or none."""
        if self._selected is None and span is not None:
            self._selected = pg.LinearRegionItem(span, movable=False, brush=_SELECTED, pen=pg.mkPen(_SELECTED_EDGE))
            self.addItem(self._selected, ignoreBounds=True)
        if self._selected is not None:
            self._selected.setVisible(span is not None)
            if span is not None:
                self._selected.setRegion(span)

    def set_cursor(self, time_s: float | None) -> None:
        """Draw the cursor here, or nowhere."""
        self.cursor.setVisible(time_s is not None)
        if time_s is not None:
            self.cursor.setValue(time_s)

    def show_time(self) -> None:
        """Show the scale of the time below."""
        self.showAxis("bottom")
        self.getAxis("bottom").setHeight(_TIME_PX)
        self.getAxis("bottom").setStyle(maxTickLevel=1)  # the smallest ticks cost more than they tell
        if not self.lane.share:
            self.setFixedHeight(STRIP_PX + _TIME_PX)

    def set_words(self, colour: QColor) -> None:
        """The colour of the words."""
        for side in ("left", "bottom"):
            self.getAxis(side).setPen(colour)
            self.getAxis(side).setTextPen(colour)
        if not self.lane.share:
            self.getAxis("left").setPen(pg.mkPen(None))

    def _arrange(self, lane: Lane) -> None:
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=True, y=False)
        self.setYRange(*(lane.bounds or (0.0, 1.0)), padding=0.05 if lane.share else 0)
        self.enableAutoRange(False)
        self.hideAxis("bottom")
        scale = self.getAxis("left")
        scale.setWidth(AXIS_PX)
        for side in ("left", "bottom", "right", "top"):
            self.getAxis(side).enableAutoSIPrefix(False)  # it would lay all lanes out anew at each new range
        if not lane.share:
            self.setFixedHeight(STRIP_PX)
            scale.setTicks([[]])
            return
        self.showGrid(y=True, alpha=0.15)
        if lane.marks:
            signed = min(lane.marks) < 0 and not lane.unit
            scale.setTicks([[(mark, f"{mark:+g}" if signed and mark else f"{mark:g}") for mark in lane.marks]])
        else:
            scale.setStyle(maxTickLevel=0)


def _item(lane: Lane, stroke: Stroke) -> pg.GraphicsObject:
    match lane.painter:
        case "band":
            return BandItem(lane.curves)
        case "spans":
            return SpansItem()
        case "flags":
            return FlagsItem()
        case _:
            if stroke.grows:
                return GrowingCurvesItem(lane.curves, lane.has_top)
            return CurvesItem(lane.curves, stroke, lane.has_top)
