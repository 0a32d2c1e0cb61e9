"""The timelines of a whole session: its lanes, markers, excluded stretches, legend, and where it is now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import CURVES, MARKERS, Lane, Series, Spans, Stretch
from fer_desktop.core.types import Marker
from fer_desktop.errors import readable
from fer_desktop.results.lanes import OF_SOUND, STANDARD, SessionLanes, bounds_of
from fer_desktop.results.statistics import whole_span
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.ui.review.merging import face_labels
from fer_desktop.ui.timeline.curves import SMOOTH
from fer_desktop.ui.timeline.drawing import drawing_of
from fer_desktop.ui.timeline.lane_menu import LaneMenu
from fer_desktop.ui.timeline.lanes import HIGH_PX, TimelineLanes
from fer_desktop.ui.timeline.legend import Legend
from fer_desktop.ui.timeline.selecting import SelectingBox
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.heading import make_bold
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.plain_text import plain_tip

_MAX_ROWS = 2000
_READ_WITHIN_S = 0.5  # the legend reads the row that is nearest, at most so far away
_MOST_FACES = 8  # each edit fills all lanes anew, and more of them would be felt
_LEAST_PX, _TITLE_PX = 60, 60
_NO_RANGE = (0.0, 1.0)


class ReviewTimelines(QWidget):
    """The timelines.

    Signals:
        place_chosen(float): the user clicked on this second.
        range_dragged(float, float): the user drew the mouse from here to there.
        view_changed(): calibrated curves are wanted, or the others again.
        menu_wanted(float, QPoint): the user wants to know what can be done at this second; where on the screen.
    """

    place_chosen = Signal(float)
    range_dragged = Signal(float, float)
    view_changed = Signal()
    menu_wanted = Signal(float, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[TimelineLanes] = []
        self._lanes: SessionLanes | None = None
        self._folder: Path | None = None
        self._whole = self._range = _NO_RANGE
        self._shown = frozenset(EXPRESSIONS)
        self._selected: Span | None = None
        self.legend = Legend(self._show_curves)
        self.lane_menu = LaneMenu(STANDARD)
        self.lane_menu.changed.connect(self._show_blocks)
        column = QWidget()
        self._column = QVBoxLayout(column)
        self.area = QScrollArea()
        self.area.setWidget(column)
        self.area.setWidgetResizable(True)
        self.area.setMinimumHeight(_LEAST_PX)
        self._all = QPushButton(icon("whole"), "")
        self._all.setToolTip(self.tr("Whole session"))
        self._all.setAccessibleName(self.tr("Whole session"))
        self._all.clicked.connect(self.show_whole)
        self._title, self._n_faces = ElidedLabel(), QLabel()
        self._title.setMinimumWidth(_TITLE_PX)
        self._title.setAccessibleName(self.tr("Session"))
        make_bold(self._title)
        self._n_faces.hide()
        self._calibrated = QCheckBox(self.tr("Calibrated"))
        self._calibrated.setToolTip(self.tr("Scores that are read against the person's own neutral face"))
        self._calibrated.toggled.connect(self.view_changed)
        row = FlowRow()
        for widget in (self._all, self._title, self.lane_menu, self._calibrated, *self.legend.chips, self._n_faces):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.area, 1)

    def show_session(self, session: Session, lanes: SessionLanes) -> None:
        """Draw a session anew; the range stays when it is the same stretch of time."""
        if session.folder != self._folder:
            self.clear()
        self._folder, self._lanes = session.folder, lanes
        self._show_title(session.edits.title or readable(session.folder.name), str(session.folder))
        self._calibrated.setEnabled(is_calibrated(session.table))
        span = whole_span(session)
        whole = (span.start_s, max(span.end_s, span.start_s + 1.0))
        if whole != self._whole:
            self._whole = self._range = whole
        self.lane_menu.offer(lanes.of_faces, lanes.of_session)
        self._show_blocks()

    @property
    def wants_calibrated(self) -> bool:
        """Whether calibrated curves are wanted, where there are any."""
        return self._calibrated.isChecked()

    def clear(self) -> None:
        """Take everything away until another session is shown."""
        self._remove_blocks()
        self._folder, self._lanes = None, None
        self._whole = self._range = _NO_RANGE
        self._show_title("", "")
        self.legend.show_values(None)
        self._n_faces.hide()

    def show_range(self, start_s: float, end_s: float) -> None:
        """Show this stretch of time, in every lane."""
        self._range = (start_s, end_s)
        for block in self._blocks:
            rows = {plot.lane.key: self._rows(plot.lane, block.track_id) for plot in block.plots}
            block.show_rows({key: found for key, found in rows.items() if found is not None})
            block.set_range(start_s, end_s)

    def show_whole(self) -> None:
        """Show all of the session."""
        self.show_range(*self._whole)

    def show_selected(self, span: Span | None) -> None:
        """Mark this range in every lane, also in those that are made later; None marks none."""
        self._selected = span
        for block in self._blocks:
            block.show_selected(None if span is None else (span.start_s, span.end_s))

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
        for block in self._blocks:
            block.set_cursor(now_s)
        self.legend.show_values(self._values_at(now_s))

    def _values_at(self, now_s: float) -> list[float] | None:
        """The expressions of the face on top."""
        faces = [block.track_id for block in self._blocks if block.track_id]
        data = self._lanes.data(CURVES, faces[0]) if self._lanes is not None and faces else None
        rows = data.window(now_s, now_s) if isinstance(data, Series) else None
        if rows is None or not len(rows.times_s):
            return None
        nearest = int(np.abs(rows.times_s - now_s).argmin())
        return rows.values[nearest].tolist() if abs(rows.times_s[nearest] - now_s) <= _READ_WITHIN_S else None

    @property
    def shown_range(self) -> tuple[float, float]:
        """First and last second that are shown."""
        return self._range

    @property
    def blocks(self) -> Sequence[TimelineLanes]:
        """The lanes as they are drawn: those of the session, then those of each face."""
        return tuple(self._blocks)

    def drawing(self, suffix: str) -> bytes:
        """The curves as they are shown, as the bytes of a file with this ending: .png or .svg."""
        return drawing_of(self._blocks, suffix)

    @property
    def title(self) -> str:
        """The session that is shown; "" when none is."""
        return self._title.text

    def _rows(self, lane: Lane, face: int) -> Stretch | Spans | None:
        data = self._lanes.data(lane, face) if self._lanes is not None and lane != MARKERS else None
        return data.window(*self._range, _MAX_ROWS) if isinstance(data, Series) else data

    def _show_title(self, title: str, folder: str) -> None:
        self._title.show_text(title)
        self._title.setToolTip(plain_tip(folder))

    def _show_curves(self, expressions: frozenset[str]) -> None:
        self._shown = expressions
        for block in self._blocks:
            block.set_shown(expressions)

    def _remove_blocks(self) -> None:
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()  # at once: it is deleted later
            block.deleteLater()
        self._blocks = []

    def _show_blocks(self) -> None:
        """Draw the lanes that are wanted; those that are there already are filled anew, which is quick."""
        if self._lanes is None:
            self._remove_blocks()
            return
        wanted = self._wanted(self._lanes)
        if [(face, lanes) for face, _, lanes in wanted] != [(block.track_id, block.lanes) for block in self._blocks]:
            self._remove_blocks()
            self._blocks = [self._made(face, lanes) for face, _, lanes in wanted]
        session = self._lanes.session
        for block, (_, title, _) in zip(self._blocks, wanted, strict=True):
            block.set_title(title)
            block.set_markers([Marker(marker.time_s, marker.label) for marker in session.markers])
            block.show_excluded([(span.start_s, span.end_s) for span in session.edits.excluded])
            block.set_limits(*self._whole)
        self.show_range(*self._range)

    def _wanted(self, of: SessionLanes) -> list[tuple[int, str, list[Lane]]]:
        """One block of lanes for what is not of one face, where such lanes are chosen, and one for each face.

        Returns:
            The face, or 0; the title; the lanes.
        """
        session, chosen = of.session, self.lane_menu.chosen
        faces = session.face_ids[:_MOST_FACES]
        of_session = [lane for lane in of.of_session if lane.key in chosen]
        if not of_session and not faces:
            of_session = [lane for lane in of.of_session if lane.key in OF_SOUND]
        of_faces = [lane for lane in of.of_faces if lane.key in chosen]
        labels = {
            face: label if face in session.names else self.tr("Face {0}").format(label)
            for face, label in face_labels(session).items()
        }
        self._n_faces.setText(self.tr("{0} of {1} faces are shown").format(len(faces), len(labels)))
        self._n_faces.setVisible(len(labels) > len(faces))
        wanted = [(0, self.tr("All faces") if faces else self.tr("Sound"), of_session)] if of_session else []
        wanted += [(face, labels[face], of_faces) for face in faces if of_faces]
        return [
            (face, title, [_fitted(of, lane, face) for lane in ([MARKERS, *lanes] if place == 0 else lanes)])
            for place, (face, title, lanes) in enumerate(wanted)
        ]

    def _made(self, face: int, lanes: Sequence[Lane]) -> TimelineLanes:
        block = TimelineLanes(face, lanes, make_box=self._selecting_box, stroke=SMOOTH, share_px=HIGH_PX)
        block.set_shown(self._shown)
        block.range_chosen.connect(self.show_range)
        block.clicked_at.connect(self.place_chosen)
        block.menu_wanted.connect(self.menu_wanted)
        if self._selected is not None:
            block.show_selected((self._selected.start_s, self._selected.end_s))
        self._column.addWidget(block)
        return block

    def _selecting_box(self) -> SelectingBox:
        box = SelectingBox()
        box.dragged.connect(self.range_dragged)
        return box


def _fitted(of: SessionLanes, lane: Lane, face: int) -> Lane:
    return bounds_of(lane, of.data(lane, face)) if lane.bounds is None else lane
