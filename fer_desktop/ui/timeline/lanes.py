"""Three lanes of one face over time: the eight curves, the top expression as a band, and valence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.timeline import Window
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.items import QUICK, BandItem, CurvesItem, ScaleItem, Stroke, TimeAxis
from fer_desktop.ui.timeline.markers_item import MarkersItem
from fer_desktop.ui.widgets.plain_text import elided, plain_tip

_AXIS_PX = 76
_NEUTRAL = "#7d8794"  # colour belongs to expressions; this one shows on light and on dark ground
_SELECTED, _SELECTED_EDGE = (79, 143, 208, 60), "#4f8fd0"
_TITLE_CHARACTERS = 16  # what there is room for


class TimelineLanes(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Curves are made once; new data only moves their points.

    Signals:
        range_chosen(float, float): the user zoomed or moved; first and last second.
        pointed_at(float): the mouse is over this second.
        clicked_at(float): the user clicked on this second.
    """

    range_chosen = Signal(float, float)
    pointed_at = Signal(float)
    clicked_at = Signal(float)

    def __init__(
        self,
        track_id: int,
        parent: QWidget | None = None,
        make_box: Callable[[], pg.ViewBox] = pg.ViewBox,
        stroke: Stroke = QUICK,
    ) -> None:
        super().__init__(parent)
        self._make_box = make_box
        self._selected: list[pg.LinearRegionItem] = []
        self.track_id = track_id
        self.setBackground(None)
        self.setMinimumHeight(130)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ci.layout.setSpacing(3)
        self.ci.layout.setContentsMargins(0, 4, 4, 0)
        self._curves_lane = self._lane(0, (0, 1))
        self._band_lane = self._lane(1, (0, 1))
        self._valence_lane = self._lane(2, (-1, 1))
        self._lanes = (self._curves_lane, self._band_lane, self._valence_lane)
        self._curves, self._band = CurvesItem({name: COLOURS[name] for name in EXPRESSIONS}, stroke), BandItem()
        self._valence = CurvesItem({"valence": _NEUTRAL}, stroke)
        for lane, item in zip(self._lanes, (self._curves, self._band, self._valence), strict=True):
            lane.addItem(item)
        self._markers = MarkersItem()
        self._curves_lane.addItem(self._markers, ignoreBounds=True)
        self._cursors = [self._cursor(lane) for lane in self._lanes]
        self._label_lanes()
        self.set_limits(0.0, np.inf)
        self._apply_palette()
        while self.scene().contextMenu:  # pyqtgraph's own menu, which is not translated
            self.scene().contextMenu.pop().setParent(None)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)
        for lane in self._lanes:
            lane.getViewBox().sigRangeChangedManually.connect(self._on_range_chosen)

    def set_title(self, title: str) -> None:
        """Whose timeline it is."""
        self._curves_lane.getAxis("left").setLabel(elided(title, _TITLE_CHARACTERS))
        self.setAccessibleName(title)
        self.setToolTip(plain_tip(title) if len(title) > _TITLE_CHARACTERS else "")

    def show_window(self, window: Window) -> None:
        """Draw these rows."""
        self._curves.show_rows(window.times_s, window.probabilities, window.joined)
        self._valence.show_rows(window.times_s, window.valence[:, None], window.joined)
        self._band.show_window(window)

    def set_range(self, start_s: float, end_s: float) -> None:
        """Show this stretch of time."""
        self._valence_lane.setXRange(start_s, end_s, padding=0)

    def set_limits(self, start_s: float, end_s: float) -> None:
        """Let the user look at nothing before and nothing after."""
        for lane in self._lanes:
            lane.getViewBox().setLimits(xMin=start_s, xMax=end_s)

    def set_shown(self, expressions: frozenset[str]) -> None:
        """Draw the curves of these expressions only."""
        self._curves.set_shown(expressions)

    def set_markers(self, markers: Sequence[Marker]) -> None:
        """Draw a line and a label at each of these markers, which are in order of time."""
        self._markers.show_markers(markers)

    def shade(self, start_s: float, end_s: float) -> None:
        """Gray out a stretch of time, for good."""
        for lane in self._lanes:
            region = pg.LinearRegionItem((start_s, end_s), movable=False, brush=(128, 128, 128, 90), pen=pg.mkPen(None))
            lane.addItem(region, ignoreBounds=True)

    def show_selected(self, span: tuple[float, float] | None) -> None:
        """Mark this stretch of time, or none."""
        if span is None:
            for region in self._selected:
                region.setVisible(False)
            return
        if not self._selected:
            for lane in self._lanes:
                region = pg.LinearRegionItem(span, movable=False, brush=_SELECTED, pen=pg.mkPen(_SELECTED_EDGE))
                lane.addItem(region, ignoreBounds=True)
                self._selected.append(region)
        for region in self._selected:
            region.setRegion(span)
            region.setVisible(True)

    def set_cursor(self, time_s: float | None) -> None:
        """Draw the cursor here, or nowhere."""
        for cursor in self._cursors:
            cursor.setVisible(time_s is not None)
            if time_s is not None:
                cursor.setValue(time_s)

    def _lane(self, row: int, values: tuple[float, float]) -> pg.PlotItem:
        lane = self.addPlot(
            row=row,
            col=0,
            viewBox=self._make_box(),
            axisItems={"left": ScaleItem("left"), "bottom": TimeAxis("bottom")},
        )
        lane.setMenuEnabled(False)
        lane.hideButtons()
        lane.setMouseEnabled(x=True, y=False)
        lane.setYRange(*values, padding=0.05)
        lane.getAxis("left").setWidth(_AXIS_PX)
        lane.enableAutoRange(False)
        if row < 2:
            lane.hideAxis("bottom")
        else:
            lane.getAxis("bottom").setHeight(22)
            lane.getAxis("bottom").setStyle(maxTickLevel=1)  # the smallest ticks cost more than they tell
        return lane

    @property
    def _line_px(self) -> int:
        """Width of upright lines: one pixel of the window, which may be two of the screen."""
        return round(self.devicePixelRatioF())

    def _cursor(self, lane: pg.PlotItem) -> pg.InfiniteLine:
        cursor = pg.InfiniteLine(pen=pg.mkPen("#909090", width=self._line_px))
        cursor.setVisible(False)
        lane.addItem(cursor, ignoreBounds=True)
        return cursor

    def _label_lanes(self) -> None:
        for lane in self._lanes:
            for side in ("left", "bottom", "right", "top"):
                lane.getAxis(side).enableAutoSIPrefix(False)  # it would lay all lanes out anew at each new range
        for lane in (self._curves_lane, self._band_lane):
            lane.setXLink(self._valence_lane)
        self._curves_lane.showGrid(y=True, alpha=0.15)
        self._valence_lane.showGrid(y=True, alpha=0.15)
        self._curves_lane.getAxis("left").setTicks([[(0, "0"), (0.5, "0.5"), (1, "1")]])
        self._band_lane.getAxis("left").setTicks([[(0.5, self.tr("expression"))]])
        self._band_lane.getAxis("left").setTickPen(pg.mkPen(None))  # a tick would be drawn over the band
        self._valence_lane.getAxis("left").setTicks([[(-1, "-1"), (0, self.tr("valence")), (1, "+1")]])
        self._band_lane.setFixedHeight(20)
        self.ci.layout.setRowStretchFactor(0, 4)
        self.ci.layout.setRowStretchFactor(2, 2)

    def _apply_palette(self) -> None:
        text = self.palette().color(QPalette.ColorRole.WindowText)
        for lane in self._lanes:
            for side in ("left", "bottom"):
                lane.getAxis(side).setPen(text)
                lane.getAxis(side).setTextPen(text)

    def _time_at(self, position: QPointF) -> float:
        return float(self._valence_lane.getViewBox().mapSceneToView(position).x())

    def _on_mouse_moved(self, position: QPointF) -> None:
        self.pointed_at.emit(self._time_at(position))

    def _on_mouse_clicked(self, event: MouseClickEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked_at.emit(self._time_at(event.scenePos()))

    def _on_range_chosen(self) -> None:
        start_s, end_s = self._valence_lane.getViewBox().viewRange()[0]
        self.range_chosen.emit(start_s, end_s)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Qt: follow a change between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lanes"):
            self._apply_palette()
            self.resetCachedContent()  # the ground is kept as a picture
