"""The timelines of a whole session: every face, markers, excluded stretches, and where it is now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fer_desktop.core.timeline import Timeline
from fer_desktop.session.library import Session
from fer_desktop.session.statistics import whole_span
from fer_desktop.ui.timeline_lanes import TimelineLanes

_MAX_ROWS = 2000
_MOST_FACES = 8
_FACE_PX, _LEAST_PX = 150, 60


class ReviewTimelines(QWidget):
    """The timelines.

    Signals:
        place_chosen(float): the user clicked on this second.
    """

    place_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: list[TimelineLanes] = []
        self._timeline = Timeline()
        self._whole = self._range = (0.0, 1.0)
        column = QWidget()
        self._column = QVBoxLayout(column)
        area = QScrollArea()
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setMinimumHeight(_LEAST_PX)
        self._all = QPushButton(self.tr("Whole session"))
        self._all.clicked.connect(lambda: self.show_range(*self._whole))
        row = QHBoxLayout()
        row.addWidget(self._all)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(area, 1)

    def show_session(self, session: Session, timeline: Timeline) -> None:
        """Draw a session anew; the range stays when it is the same stretch of time."""
        for lanes in self._lanes:
            self._column.removeWidget(lanes)
            lanes.deleteLater()
        self._timeline = timeline
        self._lanes = [self._made(session, face) for face in session.face_ids[:_MOST_FACES]]
        span = whole_span(session)
        whole = (span.start_s, max(span.end_s, span.start_s + 1.0))
        if whole != self._whole:
            self._whole = self._range = whole
        self.show_range(*self._range)

    def show_range(self, start_s: float, end_s: float) -> None:
        """Show this stretch of time, in every face."""
        self._range = (start_s, end_s)
        for lanes in self._lanes:
            lanes.show_window(self._timeline.window(lanes.track_id, start_s, end_s, _MAX_ROWS))
            lanes.set_range(start_s, end_s)

    def show_place(self, now_s: float) -> None:
        """Draw where the session is."""
        for lanes in self._lanes:
            lanes.set_cursor(now_s)

    @property
    def shown_range(self) -> tuple[float, float]:
        """First and last second that are shown."""
        return self._range

    def _made(self, session: Session, face: int) -> TimelineLanes:
        lanes = TimelineLanes(face)
        lanes.setMinimumHeight(_FACE_PX)
        lanes.set_title(session.name_of(face))
        lanes.set_markers(session.markers)
        for span in session.edits.excluded:
            lanes.shade(span.start_s, span.end_s)
        lanes.range_chosen.connect(self.show_range)
        lanes.clicked_at.connect(self.place_chosen)
        self._column.addWidget(lanes)
        return lanes
