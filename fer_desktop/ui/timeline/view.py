"""The timelines of the selected faces, and how they are looked at: span, pause, zoom, follow, legend, cursor."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fused_timeline import TOGETHER, FusedTimeline
from fer_desktop.core.lane import MARKERS, OF_A_FACE, Lane
from fer_desktop.core.timeline import Timeline, Window
from fer_desktop.core.types import Marker
from fer_desktop.core.voice_timeline import VoiceTimeline
from fer_desktop.ui.timeline.curves import GROWING
from fer_desktop.ui.timeline.lane_menu import LaneMenu
from fer_desktop.ui.timeline.lanes import HIGH_PX, LOW_PX, TimelineLanes
from fer_desktop.ui.timeline.legend import Legend
from fer_desktop.ui.timeline.stream_lanes import StreamLanes
from fer_desktop.ui.timeline.view_menu import ViewMenu
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.translation import expression_name

SPANS_S = (10, 30, 60, 120, 300, 600)
_FIRST_SPAN_S = 60
_MAX_ROWS = 600  # of one face: about one for each pixel; more cannot be seen and cost time
_LEAST_PX = 40  # high; the lanes scroll
_time_of = attrgetter("time_s")
_READ_WITHIN_S = 0.5  # the cursor reads the row that is nearest, at most so far away


class TimelineView(QWidget):
    """Shows a timeline that belongs to somebody else.

    Attributes:
        values: What is read at the cursor; who has room for it lays it out.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._lanes: dict[int, TimelineLanes] = {}
        self._markers: list[Marker] = []
        self._names: Mapping[int, str] = {}
        self._span_s = float(_FIRST_SPAN_S)
        self._end_s = 0.0
        self._chosen: tuple[float, float] | None = None  # the user's own range; None follows
        self._shown = frozenset(EXPRESSIONS)
        self._timeline = Timeline()
        self.streams = StreamLanes(self._add_streams, self._drop)
        self.legend = Legend(self._on_legend_changed)
        self.lane_menu = LaneMenu([lane.key for lane in OF_A_FACE])
        self.lane_menu.changed.connect(self._make_anew)
        self._offered: tuple[Lane, ...] = ()
        self._span, self.values, self._empty = QComboBox(), ElidedLabel(), QLabel(self.tr("No face is selected."))
        faces = QWidget()
        self._column = QVBoxLayout(faces)
        self._area = QScrollArea()
        self._area.setWidget(faces)
        self._arrange()
        self.menu = ViewMenu(self, actions)
        actions.follow.triggered.connect(self.follow)
        actions.pause.toggled.connect(self._on_pause_toggled)

    def begin(self, timeline: Timeline, voice: VoiceTimeline | None = None, fused: FusedTimeline | None = None) -> None:
        """Show these from now on; lanes of the voice, and of all together, are there once something was heard."""
        self._timeline, self._markers, self._end_s, self._chosen = timeline, [], 0.0, None
        self.streams.begin(VoiceTimeline() if voice is None else voice, FusedTimeline() if fused is None else fused)
        self.values.show_text("")
        self._actions.pause.setChecked(False)
        self.set_faces((), {})
        self._offer()
        self.legend.show_values(None)
        self._update_follow()

    def set_faces(self, selected: tuple[int, ...], names: Mapping[int, str]) -> None:
        """Show these faces, in this order."""
        self._names = names
        for track_id in [i for i in self._lanes if i not in selected]:
            self._remove(track_id)
        for place, track_id in enumerate(selected):
            if track_id in self._lanes and self._lanes[track_id].has(MARKERS) != (place == 0):
                self._remove(track_id)  # the flags of the markers stand once, above all
            if track_id not in self._lanes:
                self._add(track_id, place)
            self._lanes[track_id].set_title(names.get(track_id) or self.tr("Face {0}").format(track_id))
        self._empty.setVisible(not self._lanes)
        self.refresh()

    def add_marker(self, marker: Marker) -> None:
        """Draw a new marker; those of the time before the first row that is kept are forgotten."""
        insort(self._markers, marker, key=_time_of)  # one whose text was written by hand may come late
        del self._markers[: bisect_left(self._markers, self._timeline.start_s, key=_time_of)]
        for lanes in self._lanes.values():
            lanes.set_markers(self._markers)

    def show_time(self, now_s: float) -> None:
        """New rows are there, up to this second."""
        if self._actions.pause.isChecked():
            return
        self._end_s = now_s
        self._offer()
        if self._chosen is None:
            self.refresh()
        self._show_moment(now_s)

    def _show_moment(self, time_s: float) -> None:
        """The values of the face on top, in the legend."""
        face = next(iter(self._lanes), None)
        window = None
        if face is not None:
            window = self._timeline.window(face, time_s - _READ_WITHIN_S, time_s + _READ_WITHIN_S)
        if window is None or not len(window.times_s):
            self.legend.show_values(None)
            return
        self.legend.show_values(window.probabilities[int(np.abs(window.times_s - time_s).argmin())].tolist())

    def refresh(self) -> None:
        """Draw everything anew, also where no row has come: another face, width or stretch was chosen."""
        start_s, end_s = self.shown_range
        for track_id, lanes in self._lanes.items():
            lanes.show_rows(self._timeline.rows(track_id, lanes.lanes, (start_s, end_s), _MAX_ROWS))
            lanes.set_range(start_s, end_s)
        self.streams.show(tuple(self._lanes), start_s, end_s, _MAX_ROWS)

    def follow(self) -> None:
        """Go back to the present, with the chosen span."""
        self._chosen = None
        self._actions.pause.setChecked(False)
        self._end_s = self._timeline.end_s
        self._update_follow()
        self.refresh()

    @property
    def shown_range(self) -> tuple[float, float]:
        """First and last second that are shown."""
        if self._chosen is not None:
            return self._chosen
        return max(self._end_s - self._span_s, 0.0), max(self._end_s, self._span_s)

    def set_span(self, span_s: float) -> None:
        """Show so much time, where that is offered."""
        place = self._span.findData(span_s)
        if place >= 0:
            self._span.setCurrentIndex(place)

    @property
    def span_s(self) -> float:
        """How much time is shown while it follows."""
        return self._span_s

    @property
    def spans(self) -> list[tuple[float, str]]:
        """How much time can be shown, and in words."""
        return [(self._span.itemData(i), self._span.itemText(i)) for i in range(self._span.count())]

    @property
    def blocks(self) -> list[TimelineLanes]:
        """The lanes of each face, and of the voice, from above."""
        return [*self._lanes.values(), *([self.streams.block] if self.streams.block is not None else [])]

    @property
    def is_following(self) -> bool:
        """Whether new rows move the picture."""
        return self._chosen is None and not self._actions.pause.isChecked()

    @property
    def values_text(self) -> str:
        """What is read at the cursor."""
        return self.values.text

    def point_at(self, time_s: float) -> None:
        """Move the cursor and read the values there."""
        parts = []
        if self.streams.block is not None:
            self.streams.block.set_cursor(time_s)
        for track_id, lanes in self._lanes.items():
            lanes.set_cursor(time_s)
            window = self._timeline.window(track_id, time_s - _READ_WITHIN_S, time_s + _READ_WITHIN_S)
            parts.append(self._read(track_id, window, time_s))
        self.values.show_text("   ".join([precise_clock(time_s), *(part for part in parts if part)]))

    def _read(self, track_id: int, window: Window, time_s: float) -> str:
        if not len(window.times_s):
            return ""
        row = int(np.abs(window.times_s - time_s).argmin())
        order = np.argsort(window.probabilities[row])[::-1][:2]
        scores = ", ".join(f"{expression_name(EXPRESSIONS[i])} {window.probabilities[row, i]:.2f}" for i in order)
        name = self._names.get(track_id) or str(track_id)
        return self.tr("{0}: {1}, valence {2:+.2f}").format(name, scores, window.valence[row])

    def _remove(self, track_id: int) -> None:
        self._drop(self._lanes.pop(track_id))

    def _drop(self, lanes: TimelineLanes) -> None:
        self._column.removeWidget(lanes)
        lanes.hide()  # at once: it is deleted later
        lanes.deleteLater()

    def _add(self, track_id: int, place: int) -> None:
        chosen = [lane for lane in self._offered if lane.key in self.lane_menu.chosen] or [OF_A_FACE[0]]
        share_px = LOW_PX if len(chosen) <= len(OF_A_FACE) else HIGH_PX  # many scroll in any case
        lanes = TimelineLanes(track_id, (MARKERS, *chosen) if place == 0 else chosen, stroke=GROWING, share_px=share_px)
        self._lanes[track_id] = lanes
        lanes.set_shown(self._shown)
        lanes.set_markers(self._markers)
        lanes.range_chosen.connect(self._on_range_chosen)
        lanes.pointed_at.connect(self.point_at)
        lanes.menu_wanted.connect(lambda _, place: self.menu.open(place))
        self._column.insertWidget(place, lanes, 1)

    def _offer(self) -> None:
        """Offer the lanes that there are now."""
        if self._timeline.lanes != self._offered:
            self._offered = self._timeline.lanes
            self.lane_menu.offer(self._offered, ())
            self._make_anew()

    def _make_anew(self) -> None:
        """Other lanes are chosen, or there are more."""
        faces = tuple(self._lanes)
        for track_id in faces:
            self._remove(track_id)
        self.set_faces(faces, self._names)

    def _add_streams(self, chosen: Sequence[Lane]) -> TimelineLanes:
        lanes = TimelineLanes(0, chosen)
        lanes.set_title(self.tr("All together, and the voice") if TOGETHER in chosen else self.tr("Voice"))
        lanes.range_chosen.connect(self._on_range_chosen)
        lanes.pointed_at.connect(self.point_at)
        lanes.menu_wanted.connect(lambda _, place: self.menu.open(place))
        self._column.addWidget(lanes)  # below the faces
        return lanes

    def _arrange(self) -> None:
        for span_s in SPANS_S:
            text = self.tr("{0} s").format(span_s) if span_s < 60 else self.tr("{0} min").format(span_s // 60)
            self._span.addItem(text, float(span_s))
        self._span.setCurrentIndex(SPANS_S.index(_FIRST_SPAN_S))
        self._span.setAccessibleName(self.tr("Time shown"))
        self._span.setToolTip(self.tr("How much time the timelines show"))
        self._span.currentIndexChanged.connect(self._on_span_changed)
        self.values.setMinimumWidth(100)
        self.values.setAccessibleName(self.tr("Values at the cursor"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = FlowRow()
        row.addWidget(self._span)
        row.addWidget(self.lane_menu)
        for action in (self._actions.pause, self._actions.follow):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)
        for chip in self.legend.chips:
            row.addWidget(chip)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setMinimumHeight(_LEAST_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._area, 1)
        self._column.addWidget(self._empty)
        self._update_follow()

    def _update_follow(self) -> None:
        self._actions.follow.setEnabled(not self.is_following)

    def _on_span_changed(self) -> None:
        self._span_s = self._span.currentData()
        self._chosen = None
        self._update_follow()
        self.refresh()

    def _on_pause_toggled(self) -> None:
        self._update_follow()

    def _on_legend_changed(self, shown: frozenset[str]) -> None:
        self._shown = shown
        for lanes in self._lanes.values():
            lanes.set_shown(self._shown)

    def _on_range_chosen(self, start_s: float, end_s: float) -> None:
        self._chosen = (start_s, end_s)
        self._update_follow()
        self.refresh()
