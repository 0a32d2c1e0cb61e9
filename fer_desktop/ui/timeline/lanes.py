"""The lanes of one face, or of a whole session, under each other, with one time for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fer_desktop.core.lane import OF_A_FACE, Lane, Spans, Stretch
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.curves import QUICK, Stroke
from fer_desktop.ui.timeline.lane_plot import STRIP_PX, LanePlot
from fer_desktop.ui.widgets.heading import make_bold
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.plain_text import plain_tip

LOW_PX, HIGH_PX = 12, 22  # of the least height, for each share: where there is little room, and where lanes scroll
_TIME_PX = 30  # and for the time below
_NEAR_PX, _APART_PX = 3, 10  # between lanes; apart, so that the scales do not run into each other


class TimelineLanes(QWidget):
    """Plots are made once; new data only moves their points.

    Signals:
        range_chosen(float, float): the user zoomed or moved; first and last second.
        pointed_at(float): the mouse is over this second.
        clicked_at(float): the user clicked on this second.
        menu_wanted(float, QPoint): the user wants to know what can be done at this second; where on the screen.

    Args:
        track_id: Whose they are; 0 for those of a whole session.
        lanes: From above; the last one has the time below it.
        make_box: Makes what the mouse moves, for each lane.
        stroke: How curves are drawn.
        share_px: How high a lane is at least, for each of its shares.
    """

    range_chosen = Signal(float, float)
    pointed_at = Signal(float)
    clicked_at = Signal(float)
    menu_wanted = Signal(float, object)

    def __init__(
        self,
        track_id: int,
        lanes: Sequence[Lane] = OF_A_FACE,
        parent: QWidget | None = None,
        make_box: Callable[[], pg.ViewBox] = pg.ViewBox,
        stroke: Stroke = QUICK,
        share_px: int = LOW_PX,
    ) -> None:
        super().__init__(parent)
        self.track_id = track_id
        self._title, self.area = ElidedLabel(), pg.GraphicsLayoutWidget()
        self.plots = [LanePlot(lane, stroke, round(self.devicePixelRatioF()), make_box()) for lane in lanes]
        self._arrange()
        between = _NEAR_PX if share_px == LOW_PX else _APART_PX
        self.area.ci.layout.setSpacing(between)
        heights = sum(lane.share * share_px or STRIP_PX for lane in lanes) + between * (len(lanes) - 1)
        self.setMinimumHeight(heights + _TIME_PX + self._title.sizeHint().height())
        self.set_limits(0.0, np.inf)
        self._apply_palette()
        scene = self.area.scene()
        while scene.contextMenu:  # pyqtgraph's own menu, which is not translated
            scene.contextMenu.pop().setParent(None)
        scene.sigMouseMoved.connect(lambda position: self.pointed_at.emit(self._time_at(position)))
        scene.sigMouseClicked.connect(self._on_mouse_clicked)
        for plot in self.plots:
            plot.getViewBox().sigRangeChangedManually.connect(self._on_range_chosen)

    def plot(self, key: str) -> LanePlot:
        """The plot of a lane."""
        return next(plot for plot in self.plots if plot.lane.key == key)

    def has(self, lane: Lane) -> bool:
        """Whether this lane is among them."""
        return lane in self.lanes

    @property
    def lanes(self) -> list[Lane]:
        """What is drawn, from above."""
        return [plot.lane for plot in self.plots]

    def set_title(self, title: str) -> None:
        """Whose timeline it is."""
        self._title.show_text(title)
        self.setAccessibleName(title)
        self._title.setToolTip(plain_tip(title))

    @property
    def title(self) -> str:
        """Whose timeline it is."""
        return self._title.text

    def show_rows(self, rows: Mapping[str, Stretch | Spans]) -> None:
        """Draw these rows, by the key of the lane; lanes that are not among them stay."""
        for plot in self.plots:
            if plot.lane.key in rows:
                plot.show_rows(rows[plot.lane.key])

    def set_range(self, start_s: float, end_s: float) -> None:
        """Show this stretch of time."""
        box = self._last.getViewBox()  # which ranges by itself never, and need not be told at each step
        box.setRange(xRange=(start_s, end_s), padding=0, disableAutoRange=False)

    def set_limits(self, start_s: float, end_s: float) -> None:
        """Let the user look at nothing before and nothing after."""
        for plot in self.plots:
            plot.getViewBox().setLimits(xMin=start_s, xMax=end_s)

    def set_shown(self, expressions: frozenset[str]) -> None:
        """Draw the curves of these expressions only."""
        for plot in self.plots:
            plot.set_shown(expressions)

    def set_markers(self, markers: Sequence[Marker]) -> None:
        """Draw these markers, which are in order of time."""
        for plot in self.plots:
            plot.set_markers(markers)

    def show_excluded(self, spans: Sequence[tuple[float, float]]) -> None:
        """Gray out these stretches of time, and no others."""
        for plot in self.plots:
            plot.show_excluded(spans)

    def show_selected(self, span: tuple[float, float] | None) -> None:
        """Mark this stretch of time, or none."""
        for plot in self.plots:
            plot.show_selected(span)

    def set_cursor(self, time_s: float | None) -> None:
        """Draw the cursor here, or nowhere."""
        for plot in self.plots:
            plot.set_cursor(time_s)

    @property
    def _last(self) -> LanePlot:
        return self.plots[-1]

    def _arrange(self) -> None:
        self.area.setBackground(None)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.ci.layout.setContentsMargins(0, 2, 4, 0)
        for row, plot in enumerate(self.plots):
            self.area.addItem(plot, row, 0)
            if plot.lane.share:
                self.area.ci.layout.setRowStretchFactor(row, plot.lane.share)
            if plot is not self._last:
                plot.setXLink(self._last)
        self._last.show_time()
        make_bold(self._title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self.area, 1)

    def _apply_palette(self) -> None:
        words = self.palette().color(QPalette.ColorRole.WindowText)
        for plot in self.plots:
            plot.set_words(words)

    def _time_at(self, position: QPointF) -> float:
        return float(self._last.getViewBox().mapSceneToView(position).x())

    def _on_mouse_clicked(self, event: MouseClickEvent) -> None:
        time_s = self._time_at(event.scenePos())
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked_at.emit(time_s)
        elif event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(time_s, event.screenPos().toPoint())

    def _on_range_chosen(self) -> None:
        start_s, end_s = self._last.getViewBox().viewRange()[0]
        self.range_chosen.emit(start_s, end_s)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Qt: follow a change between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plots"):
            self._apply_palette()
            self.area.resetCachedContent()  # the ground is kept as a picture
