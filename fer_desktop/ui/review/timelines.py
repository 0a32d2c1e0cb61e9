"""The timelines of a whole session: its faces, markers, excluded stretches, legend, and where it is now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Marker
from fer_desktop.errors import readable
from fer_desktop.results.statistics import whole_span
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.ui.review.merging import face_labels
from fer_desktop.ui.timeline.items import SMOOTH
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.timeline.legend import legend_keys
from fer_desktop.ui.timeline.selecting import SelectingBox
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.plain_text import plain_tip

_MAX_ROWS = 2000
_MOST_FACES = 8  # lanes are made anew at each edit, and more of them would be felt
_FACE_PX, _LEAST_PX, _TITLE_PX = 150, 60, 140
_NO_RANGE = (0.0, 1.0)


class ReviewTimelines(QWidget):
    """The timelines.

    Signals:
        place_chosen(float): the user clicked on this second.
        range_dragged(float, float): the user drew the mouse from here to there.
        view_changed(): calibrated curves are wanted, or the others again.
    """

    place_chosen = Signal(float)
    range_dragged = Signal(float, float)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: list[TimelineLanes] = []
        self._timeline = Timeline()
        self._folder: Path | None = None
        self._whole = self._range = _NO_RANGE
        self._shown = frozenset(EXPRESSIONS)
        self._selected: Span | None = None
        column = QWidget()
        self._column = QVBoxLayout(column)
        area = QScrollArea()
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setMinimumHeight(_LEAST_PX)
        self._all = QPushButton(self.tr("Whole session"))
        self._all.clicked.connect(lambda: self.show_range(*self._whole))
        self._title, self._n_faces = ElidedLabel(), QLabel()
        self._title.setMinimumWidth(_TITLE_PX)
        self._title.setAccessibleName(self.tr("Session"))
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._n_faces.hide()
        self._calibrated = QCheckBox(self.tr("Calibrated"))
        self._calibrated.setToolTip(self.tr("Scores that are read against the person's own neutral face"))
        self._calibrated.toggled.connect(self.view_changed)
        row = FlowRow()
        for widget in (self._all, self._title, self._calibrated, *legend_keys(self._show_curves), self._n_faces):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(area, 1)

    def show_session(self, session: Session, timeline: Timeline) -> None:
        """Draw a session anew; the range stays when it is the same stretch of time."""
        if session.folder != self._folder:
            self.clear()
        self._remove_lanes()
        self._folder, self._timeline = session.folder, timeline
        self._show_title(session.edits.title or readable(session.folder.name), str(session.folder))
        self._calibrated.setEnabled(is_calibrated(session.table))
        span = whole_span(session)
        whole = (span.start_s, max(span.end_s, span.start_s + 1.0))
        if whole != self._whole:
            self._whole = self._range = whole
        labels = face_labels(session)
        self._lanes = [self._made(session, face, labels[face]) for face in session.face_ids[:_MOST_FACES]]
        self._n_faces.setText(self.tr("{0} of {1} faces are shown").format(len(self._lanes), len(labels)))
        self._n_faces.setVisible(len(labels) > len(self._lanes))
        self.show_range(*self._range)

    @property
    def wants_calibrated(self) -> bool:
        """Whether calibrated curves are wanted, where there are any."""
        return self._calibrated.isChecked()

    def clear(self) -> None:
        """Take everything away until another session is shown."""
        self._remove_lanes()
        self._folder, self._timeline = None, Timeline()
        self._whole = self._range = _NO_RANGE
        self._show_title("", "")
        self._n_faces.hide()

    def show_range(self, start_s: float, end_s: float) -> None:
        """Show this stretch of time, in every face."""
        self._range = (start_s, end_s)
        for lanes in self._lanes:
            lanes.show_window(self._timeline.window(lanes.track_id, start_s, end_s, _MAX_ROWS))
            lanes.set_range(start_s, end_s)

    def show_selected(self, span: Span | None) -> None:
        """Mark this range in every face, also in lanes that are made later; None marks none."""
        self._selected = span
        for lanes in self._lanes:
            lanes.show_selected(None if span is None else (span.start_s, span.end_s))

    def show_place(self, now_s: float, follows: bool = False) -> None:
        """Draw where the session is.

        Args:
            follows: When that is outside of what is shown, show as much time from there on.
        """
        start_s, end_s = self._range
        if follows and not start_s <= now_s <= end_s:
            length_s = end_s - start_s
            first_s = max(min(now_s, self._whole[1] - length_s), self._whole[0])
            self.show_range(first_s, first_s + length_s)
        for lanes in self._lanes:
            lanes.set_cursor(now_s)

    @property
    def shown_range(self) -> tuple[float, float]:
        """First and last second that are shown."""
        return self._range

    @property
    def title(self) -> str:
        """The session that is shown; "" when none is."""
        return self._title.text

    def _show_title(self, title: str, folder: str) -> None:
        self._title.show_text(title)
        self._title.setToolTip(plain_tip(folder))

    def _show_curves(self, expressions: frozenset[str]) -> None:
        self._shown = expressions
        for lanes in self._lanes:
            lanes.set_shown(expressions)

    def _remove_lanes(self) -> None:
        for lanes in self._lanes:
            self._column.removeWidget(lanes)
            lanes.deleteLater()
        self._lanes = []

    def _made(self, session: Session, face: int, title: str) -> TimelineLanes:
        lanes = TimelineLanes(face, make_box=self._selecting_box, stroke=SMOOTH)
        lanes.setMinimumHeight(_FACE_PX)
        lanes.set_title(title)
        lanes.set_shown(self._shown)
        lanes.set_markers([Marker(marker.time_s, marker.label) for marker in session.markers])
        for span in session.edits.excluded:
            lanes.shade(span.start_s, span.end_s)
        lanes.set_limits(*self._whole)
        lanes.range_chosen.connect(self.show_range)
        lanes.clicked_at.connect(self.place_chosen)
        if self._selected is not None:
            lanes.show_selected((self._selected.start_s, self._selected.end_s))
        self._column.addWidget(lanes)
        return lanes

    def _selecting_box(self) -> SelectingBox:
        box = SelectingBox()
        box.dragged.connect(self.range_dragged)
        return box
