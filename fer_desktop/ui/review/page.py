"""The page that shows a recorded session: its timelines, its video in step, and what can be changed about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.core.types import Frame
from fer_desktop.errors import FerError
from fer_desktop.results.faces import Faces
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.statistics import whole_span
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.ui.review.editing import SessionEditing
from fer_desktop.ui.review.keys import connect_keys
from fer_desktop.ui.review.menus import ReviewMenus
from fer_desktop.ui.review.neutral_range import NeutralRange
from fer_desktop.ui.review.player import OpenVideo
from fer_desktop.ui.review.range_bar import RangeBar
from fer_desktop.ui.review.range_selection import RangeSelection
from fer_desktop.ui.review.sound_player import SoundPlayer
from fer_desktop.ui.review.statistics_table import StatisticsTable
from fer_desktop.ui.review.timelines import ReviewTimelines
from fer_desktop.ui.review.transport import Transport
from fer_desktop.ui.review.words_list import WordsList
from fer_desktop.ui.video.offers import Offer
from fer_desktop.ui.video.pairing import Picture
from fer_desktop.ui.video.picture_splitter import PictureSplitter
from fer_desktop.ui.video.view import VideoView
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.plain_text import elided
from fer_desktop.ui.widgets.translation import error_text

_LEAST_LISTS_PX = 480  # beside a wide picture
_OFFERED = 28  # characters of a title
_WITHOUT_VIDEO = [170, 550]  # of the height, at first


class ReviewPage(SessionEditing):
    """The page.

    Signals:
        view_changed(Session): its curves are to be drawn again, with other scores.
        video_wanted(Session): the user wants to say where the file is of which the session was made.
        export_requested(Session, Span | None): the user wants to export it, or a range of it.
        report_requested(Session): the user wants a report of it.
        review_requested(Path): that session shall be shown.
        page_wanted(str): "live" or "analyse": where sessions come from.
        drawing_requested(Session, object): the curves shall be kept; makes the bytes of a file for its ending.
        picture_kept(QImage): this picture shall be kept.
    """

    view_changed = Signal(object)
    video_wanted = Signal(object)
    export_requested = Signal(object, object)
    report_requested = Signal(object)
    review_requested = Signal(object)
    page_wanted = Signal(str)
    drawing_requested = Signal(object, object)
    picture_kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timelines, self.statistics = ReviewTimelines(), StatisticsTable()
        self.video = VideoView()
        self.whole_splitter = QSplitter(Qt.Orientation.Vertical)
        self._other_sizes = _WITHOUT_VIDEO  # with a video while none is shown, and the other way round
        self.words = WordsList()
        self.transport, self.sound = Transport(self.player), SoundPlayer(self.player, self)
        self.transport.add_button(self.sound.button)
        self._pictured: Faces | None = None
        self.range_bar = RangeBar()
        self.range = RangeSelection(self.player, self.range_bar, self.timelines, self)
        self.neutral = NeutralRange(self, self._faces, self.player, lambda: self._session)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pages = self._tabs()
        self.upper_splitter = PictureSplitter(self.video, self._pages)
        self._recent: tuple[tuple[Path, str], ...] = ()
        self._arrange()
        self._connect()
        self.menus = ReviewMenus(self)
        self.close_session()

    def show_session(
        self, session: Session, lanes: SessionLanes, open_video: OpenVideo | None, is_missed: bool = False
    ) -> None:
        """Show a session; the lanes are made of its tables.

        Args:
            is_missed: Its video, or its sound alone, is a file that is not where it was.
        """
        is_other, is_listed = not self._is_of(session), self._session is session
        self._session = session
        self._set_usable(True)
        self._pictured = Faces(session)
        self.video.set_faces(frozenset(), session.names)
        self.timelines.show_session(session, lanes)
        self.statistics.show_session(session, None if is_other else self.range.span)
        if not is_listed:  # a row that is chosen stays chosen
            self._fill_lists(session)
        if is_other:
            self._mark_in_s = None
            self.neutral.forget()
            self.undo_stack.clear()
            self.range.select(None)
            self.transport.begin(whole_span(session))
            self.open_video(session, open_video, is_missed)
            self.show_pending()
        self.upper_splitter.share(_LEAST_LISTS_PX, self.statistics.most_px)
        self.timelines.show_place(self.player.now_s)  # in lanes that have just been made

    def take_words(self, read: Session) -> None:
        """Show what is said in the session, or no more; what was changed before can then not be taken back."""
        if self._session is None or not self._is_of(read):
            return
        edits = replace(self._session.edits, transcript=read.edits.transcript)
        self._session = replace(self._session, edits=edits, said=read.said)
        self.undo_stack.clear()  # steps know the words that were there before
        self._fill_lists(self._session)
        self.edited.emit(self._session)

    def open_video(self, session: Session, open_video: OpenVideo | None, is_missed: bool = False) -> None:
        """Begin with this video, from the beginning; say so where there is none."""
        if not self._is_of(session):  # another one is shown by now
            return
        span = whole_span(session)
        words = self.tr("This session has no video.")
        if is_missed:
            words = self.tr("{0} is not where it was when it was analysed, or was changed.")
        find = self.tr("Find the sound...") if session.info.is_sound_alone else self.tr("Find the video...")
        button = find if is_missed else ""
        self.video.show_message("" if open_video else words.format(session.info.source.name), button)
        self._give_room(open_video is not None or is_missed)
        self.player.open(open_video, span.start_s, span.end_s)

    @property
    def session(self) -> Session | None:
        """The session that is shown."""
        return self._session

    def close_session(self) -> None:
        """Let go of the files of the session; nothing of it stays on the page."""
        self.player.close()
        self.sound.close()
        self._session = self._mark_in_s = None
        for rows in (*self._lists, self.words):
            rows.empty()
        self.statistics.empty()
        self.timelines.clear()
        self.transport.clear()
        self.undo_stack.clear()
        self.range.select(None)
        self._pictured = None
        self.show_pending()
        self._set_usable(False)
        self._show_offers()

    def show_recent(self, recent: Sequence[tuple[Path, str]]) -> None:
        """Offer these sessions, each with its title, while none is shown; the newest first."""
        self._recent = tuple(recent)
        if self._session is None:
            self._show_offers()

    def _show_offers(self) -> None:
        words = self.tr("Which session?")
        offers = [Offer(str(folder), "review", elided(title, _OFFERED)) for folder, title in self._recent]
        if not offers:
            words = self.tr("No session is there yet.")
            offers = [Offer("live", "camera", self.tr("Record")), Offer("analyse", "file", self.tr("Analyse files"))]
        self._give_room(has_video=True)
        self.video.show_message(words, offers=offers)

    def _give_room(self, has_video: bool) -> None:
        """Without a video the tables have its place, and the curves most of the height; else as the user left it."""
        splitter = self.whole_splitter
        if self.video.isHidden() is has_video:
            before, self._other_sizes = self._other_sizes, splitter.sizes()
            splitter.setSizes(before)
        self.video.setVisible(has_video)

    def _set_usable(self, is_usable: bool) -> None:
        for widget in (self._pages, self.timelines, self.range_bar, self.transport):
            widget.setEnabled(is_usable)

    def step(self, n_frames: int) -> None:
        """Go so many analysed frames on, or back."""
        if self._pictured is not None:
            self.player.seek(self._pictured.step(self.player.now_s, n_frames))

    def _fill_lists(self, session: Session) -> None:
        super()._fill_lists(session)
        self.words.show_session(session)

    def show_pending(self) -> None:
        """Say what the buttons do now."""
        self.transport.show_state()
        is_begun = self._mark_in_s is not None
        self.transport.exclude.setText(self.tr("Exclude until here") if is_begun else self.tr("Exclude from here"))

    def _arrange(self) -> None:
        whole = self.whole_splitter
        self.upper_splitter.setSizes([620, 560])
        whole.addWidget(self.upper_splitter)
        whole.addWidget(self.timelines)
        whole.setSizes([340, 380])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(whole, 1)
        layout.addWidget(self.range_bar)
        layout.addWidget(self.transport)

    def _tabs(self) -> QTabWidget:
        markers, faces, excluded = self._lists
        self.neutral.add_buttons(faces)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)  # the pane of a frame is lighter than what is on it
        tabs.addTab(self.statistics, self.tr("Statistics"))
        tabs.addTab(markers, self.tr("Markers"))
        tabs.addTab(faces, self.tr("Faces"))
        tabs.addTab(excluded, self.tr("Excluded"))
        tabs.addTab(self.words, self.tr("Words"))
        return tabs

    def _connect(self) -> None:
        connect_keys(self)
        self.words.matched.connect(lambda edit: self.change(edit, self.tr("who is who")))
        self.words.line_chosen.connect(self.player.seek)
        self.neutral.changed.connect(self.change)
        self.timelines.view_changed.connect(lambda: self.view_changed.emit(self._session))
        self.range.changed.connect(self._on_range)
        self.range_bar.excluded.connect(self._on_exclude_range)
        self.range_bar.marked.connect(self._on_mark_range)
        self.range_bar.exported.connect(lambda: self.export_requested.emit(self._session, self.range.span))
        for action, name, text in (
            (self.undo_stack.createUndoAction(self, self.tr("Undo")), "undo", self.tr("Undo")),
            (self.undo_stack.createRedoAction(self, self.tr("Redo")), "redo", self.tr("Redo")),
        ):
            action.setIcon(icon(name))
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(text)
            self.transport.add_button(button)
        self.video.offer_chosen.connect(self._on_offer)
        self.video.retry_requested.connect(lambda: self.video_wanted.emit(self._session))
        self.transport.exclude.clicked.connect(self.exclude)
        self._markers.itemClicked.connect(self._go_to_marker)
        self._markers.itemActivated.connect(self._go_to_marker)
        self.timelines.place_chosen.connect(self.player.seek)
        self.player.moved.connect(self._on_moved)
        self.player.picture_ready.connect(self._on_picture)
        self.player.failed.connect(self._on_failed)

    def _on_offer(self, key: str) -> None:
        if key in ("live", "analyse"):
            self.page_wanted.emit(key)
        else:
            self.review_requested.emit(Path(key))

    def _go_to_marker(self, _: object = None) -> None:
        if self._session is not None:
            self.player.seek(self._session.markers[self._markers.currentRow()].time_s)

    def _on_exclude_range(self) -> None:
        if self.range.span is not None:
            self.exclude_span(self.range.span)
            self.range.select(None)

    def _on_mark_range(self) -> None:
        if self.range.span is not None:
            self.mark_span(self.range.span)

    def _on_range(self, span: Span | None) -> None:
        if self._session is not None:
            self.statistics.show_session(self._session, span)

    def _on_moved(self, now_s: float) -> None:
        if self._session is None:
            return
        self.timelines.show_place(now_s, self.player.is_playing)

    def _on_picture(self, frame: Frame) -> None:
        analysis = self._pictured.at(frame.time_s) if self._pictured is not None else None
        self.video.show_picture(Picture(frame, analysis, 0.0))
        self.upper_splitter.share_again()

    def _on_failed(self, error: FerError) -> None:
        self.video.show_message(error_text(error))
