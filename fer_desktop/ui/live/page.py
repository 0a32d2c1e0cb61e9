"""The page with picture, faces and timelines. Keeps which faces are selected and what they are called."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QVBoxLayout, QWidget

from fer_desktop.core.fused_timeline import FusedTimeline
from fer_desktop.core.live_fusion import Decision
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Analysis, Frame, SourceInfo, TrackedFace
from fer_desktop.core.voice import Heard
from fer_desktop.core.voice_timeline import VoiceTimeline
from fer_desktop.core.words import WordsSample
from fer_desktop.engine.loops import Analysed
from fer_desktop.engine.status import EngineStatus
from fer_desktop.ui.live.face_cards import WIDTH_PX, FaceCards
from fer_desktop.ui.live.position_bar import PositionBar
from fer_desktop.ui.live.together import TogetherBar
from fer_desktop.ui.live.top_bar import TopBar
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.video.face_overlay import OverlayParts
from fer_desktop.ui.video.pairing import Picture
from fer_desktop.ui.video.picture_splitter import PictureSplitter
from fer_desktop.ui.video.view import VideoView
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.flat_button import flat_button
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.menus import open_at

_KEPT_S = 3600.0  # of the live timeline; a recording holds everything
_SLOW_S = 0.1  # timelines follow at about 10 Hz
_GONE_S = 2.0  # a selected face that is away for longer gives way to another


class LivePage(QWidget):
    """The page.

    Signals:
        face_named(int, str): the user gave a face a name.
        neutral_requested(int): the neutral face of this one is to be measured.
    """

    face_named = Signal(int, str)
    neutral_requested = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.top_bar = TopBar(actions)
        self.video, self.cards, self.timelines = VideoView(), FaceCards(), TimelineView(actions)
        self.faces_splitter = PictureSplitter(self.video, self.cards)
        self.whole_splitter = QSplitter(Qt.Orientation.Vertical)
        self._overlay_row, self.position, self.together = QWidget(), PositionBar(), TogetherBar()
        self._analysed: Analysed | None = None
        self._timeline, self._voice, self._fused = Timeline(_KEPT_S), VoiceTimeline(_KEPT_S), FusedTimeline(_KEPT_S)
        self._selected: tuple[int, ...] = ()
        self.names: dict[int, str] = {}
        self._selected_seen_s = self._timeline_s = self._start_s = 0.0
        self._is_running = self._is_live = self._is_file = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside the controls gives the keys back
        self._arrange()
        self._connect()
        self._select(())

    def begin(self, message: str, start_s: float = 0.0) -> None:
        """Forget the last run: a new source starts; the message stays until its first picture.

        Args:
            start_s: Where a file begins to be played.
        """
        self._start_s = start_s
        self._is_running, self._analysed, self.names = True, None, {}
        self.position.begin(0.0)
        self.video.show_message(message)
        self._timeline, self._voice, self._fused = Timeline(_KEPT_S), VoiceTimeline(_KEPT_S), FusedTimeline(_KEPT_S)
        self._selected_seen_s = self._timeline_s = 0.0
        self.cards.clear()
        self.together.clear()
        self.timelines.begin(self._timeline, self._voice, self._fused)
        self._select(())

    def end(self, message: str, button: str = "") -> None:
        """The source has ended; pictures that are still on their way do not hide the message."""
        self._is_running = False
        self.video.show_ended(message, button)

    def show_source(self, source: SourceInfo) -> None:
        """What the source is: only what is live says so, and a file is not shown as in a mirror."""
        self._is_live, self._is_file = source.is_live, bool(source.path)
        self.position.begin(self._start_s + source.duration_s if self._is_file and source.duration_s else 0.0)
        self._show_mirrored()

    def show_picture(self, picture: Picture) -> None:
        """Show the newest picture with what was found in it, unless the source has ended."""
        if self._is_running:
            self.video.show_picture(picture)

    def show_analyses(self, analyses: list[Analysis]) -> None:
        """New results, in order."""
        for analysis in analyses:
            self._timeline.append(analysis)
        self._keep_selection(analyses[-1])

    def show_heard(self, heard: list[Heard]) -> None:
        """What was heard, in order."""
        self._voice.extend(heard)

    def show_fused(self, decisions: list[Decision]) -> None:
        """What all streams say together, in order."""
        self._fused.extend(decisions)
        self.together.show_fused(decisions, self._selected)

    def show_said(self, line: WordsSample, decisions: list[Decision]) -> None:
        """Words that were heard, and what all streams said together meanwhile."""
        self._fused.extend(decisions)
        self.together.show_said(line, decisions)

    def show_analysed(self, analysed: Analysed) -> None:
        """Newest analysed frame, for the cards."""
        self._analysed = analysed
        n_shown = len(self.cards.shown_ids)
        self.cards.show_analysed(analysed, self.names)
        if len(self.cards.shown_ids) != n_shown:
            self._share_width()

    def show_time(self, now_s: float) -> None:
        """Let the timelines go on to this time."""
        if now_s - self._timeline_s >= _SLOW_S:
            if int(now_s) != int(self._timeline_s):  # once a second
                self.cards.show_so_far({i: self._timeline.so_far(i) for i in self.cards.shown_ids})
            self._timeline_s = now_s
            self.position.show_time(now_s)
            self.timelines.show_time(now_s)

    def show_status(self, status: EngineStatus) -> None:
        """Bring badges and buttons in line with the phase of the engine."""
        self.top_bar.show_status(status)
        self.position.setEnabled(not status.is_recording)
        self.together.show_hearing(status.hearing)
        self.video.show_rates(status.capture_fps, self._is_live, status.is_recording)
        self._actions.snapshot.setEnabled(self.video.has_picture)

    def select_next(self) -> None:
        """Select the face after the selected one."""
        shown = self.cards.shown_ids
        if shown:
            last = self._selected[-1] if self._selected else 0
            self._select((next((i for i in shown if i > last), shown[0]),))

    def set_video_only(self, is_alone: bool) -> None:
        """Hide or show everything but the picture."""
        for widget in (self.top_bar, self.cards, self.timelines, self._overlay_row):
            widget.setVisible(not is_alone)
        self.together.keep_away(is_alone)
        self._margins(is_alone)

    @property
    def selected(self) -> tuple[int, ...]:
        """Ids of the selected faces; the newest last."""
        return self._selected

    @property
    def end_s(self) -> float:
        """Time of the newest result."""
        return self._timeline.end_s

    @property
    def selected_face(self) -> tuple[Frame, TrackedFace] | None:
        """The face selected last in the newest analysed frame, which may be older than the picture."""
        if self._analysed is None or not self._selected:
            return None
        frame, faces = self._analysed.frame, self._analysed.analysis.faces
        return next(((frame, face) for face in faces if face.track_id == self._selected[-1]), None)

    def _arrange(self) -> None:
        row = FlowRow(self._overlay_row)
        actions = self._actions
        for action in (actions.mirror, actions.boxes, actions.labels, actions.landmarks, actions.pose):
            row.addWidget(flat_button(action, Qt.ToolButtonStyle.ToolButtonIconOnly))
        row.addWidget(self.timelines.values)  # the row of the chips is full in a window of 1180 pixels
        for action in (actions.next_face, actions.explain, actions.full_screen):
            row.addWidget(flat_button(action, Qt.ToolButtonStyle.ToolButtonTextBesideIcon))
        faces, whole = self.faces_splitter, self.whole_splitter
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(faces, 1)
        column.addWidget(self.position)
        column.addWidget(self.together)
        column.addWidget(self._overlay_row)
        whole.addWidget(upper)
        whole.addWidget(self.timelines)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setSizes([480, 290])
        layout = QVBoxLayout(self)
        layout.addWidget(self.top_bar)
        layout.addWidget(whole, 1)
        self._margins(is_alone=False)
        self._share_width()

    def _share_width(self) -> None:
        """Give what the picture has no use for to the cards, where there are several."""
        n_columns = 2 if len(self.cards.shown_ids) > 1 else 1
        self.faces_splitter.share(WIDTH_PX, n_columns * WIDTH_PX)

    def _margins(self, is_alone: bool) -> None:
        """None around a picture that has the screen to itself."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(*((0, 0, 0, 0) if is_alone else (6, 6, 6, 0)))

    def _connect(self) -> None:
        actions = self._actions
        self.video.menu_wanted.connect(self._show_picture_menu)
        self.video.offer_chosen.connect(self.top_bar.begin_with)
        self.video.face_selected.connect(self._on_face_selected)
        self.cards.face_selected.connect(self._on_face_selected)
        self.cards.face_named.connect(self._on_face_named)
        self.cards.neutral_requested.connect(self.neutral_requested)
        actions.next_face.triggered.connect(self.select_next)
        actions.mirror.toggled.connect(self._show_mirrored)
        for action in (actions.boxes, actions.labels, actions.landmarks, actions.pose):
            action.toggled.connect(self._on_parts_toggled)

    def _select(self, selected: tuple[int, ...]) -> None:
        self._selected = selected
        self.video.set_faces(frozenset(selected), self.names)
        self.cards.set_selected(frozenset(selected))
        self.timelines.set_faces(selected, self.names)
        self._actions.explain.setEnabled(bool(selected))
        self._actions.neutral.setEnabled(bool(selected))
        self._actions.next_face.setEnabled(bool(selected))
        self._actions.screen_points.setEnabled(bool(selected))

    def _keep_selection(self, newest: Analysis) -> None:
        """Keep the selected faces; take the first one when all are gone for good."""
        ids = [face.track_id for face in newest.faces]
        if any(track_id in ids for track_id in self._selected):
            self._selected_seen_s = newest.time_s
        elif ids and (not self._selected or newest.time_s - self._selected_seen_s > _GONE_S):
            self._selected_seen_s = newest.time_s
            self._select((ids[0],))

    def _on_face_selected(self, track_id: int, joins: bool) -> None:
        if not joins:
            self._select((track_id,))
        elif track_id in self._selected and len(self._selected) > 1:
            self._select(tuple(i for i in self._selected if i != track_id))
        else:
            self._select((*(i for i in self._selected if i != track_id), track_id))

    def _on_face_named(self, track_id: int, name: str) -> None:
        if self.names.get(track_id, "") == name:
            return
        self.names[track_id] = name
        self._select(self._selected)
        self.face_named.emit(track_id, name)

    def _show_picture_menu(self, place: QPoint) -> None:
        """What can be done with the picture, where the mouse is."""
        actions, menu = self._actions, QMenu(self)
        picture = self.video.snapshot()
        if picture is not None:
            copy = menu.addAction(icon("copy"), self.tr("Copy the picture"))
            copy.triggered.connect(lambda: QApplication.clipboard().setImage(picture))
            menu.addActions([actions.snapshot, actions.explain, actions.next_face])
            menu.addSeparator()
        menu.addActions([actions.mirror, actions.boxes, actions.labels, actions.landmarks, actions.pose])
        menu.addSeparator()
        menu.addAction(actions.full_screen)
        open_at(menu, place)

    def _show_mirrored(self) -> None:
        self.video.set_mirrored(self._actions.mirror.isChecked() and not self._is_file)

    def _on_parts_toggled(self) -> None:
        actions = self._actions
        switches = (actions.boxes, actions.labels, actions.landmarks, actions.pose)
        self.video.set_parts(OverlayParts(*(action.isChecked() for action in switches)))
