"""The page that shows a recorded session: its timelines, its video in step, and what can be changed about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QPushButton,
    QSlider,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Frame
from fer_desktop.errors import FerError
from fer_desktop.results.statistics import whole_span
from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import Session
from fer_desktop.ui.review.lists import FacesList, ListPage
from fer_desktop.ui.review.merging import face_labels, merged, separated
from fer_desktop.ui.review.neutral_range import NeutralRange
from fer_desktop.ui.review.player import SPEEDS, OpenVideo, Player
from fer_desktop.ui.review.statistics_table import StatisticsTable
from fer_desktop.ui.review.timelines import ReviewTimelines
from fer_desktop.ui.video.pairing import Picture
from fer_desktop.ui.video.view import VideoView
from fer_desktop.ui.widgets.translation import error_text

_SLIDER_STEPS = 10_000


class ReviewPage(QWidget):
    """The page.

    Signals:
        edited(Session): the user changed something; the session with its new edits, to be saved.
        view_changed(Session): its curves are to be drawn again, with other scores.
    """

    edited = Signal(object)
    view_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._mark_in_s: float | None = None
        self.player = Player(self)
        self.timelines, self.statistics = ReviewTimelines(), StatisticsTable()
        self._video, self._place = VideoView(), QLabel()
        self._slider, self._speed = QSlider(Qt.Orientation.Horizontal), QComboBox()
        self._play, self._exclude = QPushButton(), QPushButton()
        self._markers, self._faces, self._excluded = QListWidget(), FacesList(), QListWidget()
        self._lists = ListPage(self._markers), ListPage(self._faces), ListPage(self._excluded)
        self.neutral = NeutralRange(self, self._faces, self.player, lambda: self._session)
        self._arrange()
        self._connect()
        self.close_session()

    def show_session(self, session: Session, timeline: Timeline, open_video: OpenVideo | None) -> None:
        """Show a session; the timeline is made of its table."""
        is_other, is_listed = not self._is_of(session), self._session is session
        self._session = session
        self.setEnabled(True)
        self.timelines.show_session(session, timeline)
        self.statistics.show_session(session)
        if not is_listed:  # a row that is chosen stays chosen
            self._fill_lists(session)
        if is_other:
            self._mark_in_s = None
            self.neutral.forget()
            span = whole_span(session)
            self._video.show_message("" if open_video else self.tr("This session has no video."))
            self.player.open(open_video, span.start_s, span.end_s)
            self._update_buttons()
        self.timelines.show_place(self.player.now_s)  # in lanes that have just been made

    @property
    def session(self) -> Session | None:
        """The session that is shown."""
        return self._session

    def close_session(self) -> None:
        """Let go of the files of the session; nothing of it stays on the page."""
        self.player.close()
        self._session = self._mark_in_s = None
        for rows in self._lists:
            rows.empty()
        self.statistics.setRowCount(0)
        self.timelines.clear()
        self._place.clear()
        self._slider.setValue(0)
        self._update_buttons()
        self.setEnabled(False)
        self._video.show_message(self.tr("Choose a session on the Sessions page and press Review."))

    def change(self, edit: Callable[[Edits], Edits]) -> None:
        """Change the edits, tell of it."""
        if self._session is not None:
            self._session = replace(self._session, edits=edit(self._session.edits))
            self._fill_lists(self._session)  # at once: the next press means what is listed now
            self.edited.emit(self._session)

    def add_marker(self) -> None:
        """Ask for a text and put a marker where the session is now."""
        now_s = round(self.player.now_s, 6)  # it may play on while the text is asked for
        text = self._asked(self.tr("Marker"), self.tr("Text of the marker"))
        if text and self._session is not None:
            markers = (*self._session.markers, SessionMarker(now_s, text))
            self.change(lambda edits: replace(edits, markers=markers))

    def remove_marker(self) -> None:
        """Take the chosen marker away."""
        chosen = self._markers.currentRow()
        if self._session is not None and chosen >= 0:
            markers = tuple(m for i, m in enumerate(self._session.markers) if i != chosen)
            self.change(lambda edits: replace(edits, markers=markers))

    def rename_marker(self) -> None:
        """Ask for another text for the chosen marker."""
        chosen = self._markers.currentRow()
        if self._session is None or chosen < 0:
            return
        before = self._session.markers
        text = self._asked(self.tr("Marker"), self.tr("Text of the marker"), before[chosen].label)
        if text:
            changed = tuple(replace(m, label=text) if i == chosen else m for i, m in enumerate(before))
            self.change(lambda edits: replace(edits, markers=changed))

    def exclude(self) -> None:
        """First press: a stretch begins here; second press: it ends here and is left out."""
        begun_s, now_s = self._mark_in_s, self.player.now_s
        self._mark_in_s = now_s if begun_s is None else None
        self._update_buttons()
        if begun_s is not None:
            span = Span(*sorted((begun_s, now_s)))
            self.change(lambda edits: replace(edits, excluded=(*edits.excluded, span)))

    def include_again(self) -> None:
        """Take the chosen stretch back in."""
        chosen = self._excluded.currentRow()
        if chosen >= 0:
            self.change(
                lambda edits: replace(
                    edits, excluded=tuple(span for i, span in enumerate(edits.excluded) if i != chosen)
                )
            )

    def rename_face(self) -> None:
        """Ask for a name for the chosen face."""
        face = self._faces.chosen_face
        if face is None or self._session is None:
            return
        text = self._asked(self.tr("Name of the face"), self.tr("Name"), self._session.names.get(face, ""))
        if text is not None:
            self.change(lambda edits: replace(edits, names={**edits.names, face: text}))

    def merge_face(self) -> None:
        """Ask which face the chosen one really is."""
        face = self._faces.chosen_face
        if face is None or self._session is None:
            return
        session = self._session
        labels = face_labels(session)
        others = {label: other for other, label in labels.items() if other != face}
        if not others:
            return
        label, is_given = QInputDialog.getItem(
            self, self.tr("Merge faces"), self.tr("This face is the same person as"), list(others), 0, False
        )
        if is_given and self._is_of(session):
            self.change(lambda edits: merged(edits, session, face, others[label]))

    def separate_face(self) -> None:
        """Let the chosen merged face be a person of its own again."""
        face, session = self._faces.chosen_merged, self._session
        if face is not None and session is not None:
            self.change(lambda edits: separated(edits, face))

    def _asked(self, title: str, question: str, before: str = "") -> str | None:
        """The answer; None when there is none, or when another session came while it was asked for."""
        session = self._session
        text, is_given = QInputDialog.getText(self, title, question, text=before)
        return text.strip() if is_given and session is not None and self._is_of(session) else None

    def _is_of(self, session: Session) -> bool:
        return self._session is not None and self._session.folder == session.folder

    def _fill_lists(self, session: Session) -> None:
        for rows in self._lists:
            rows.empty()
        self._markers.addItems([f"{marker.time_s:.2f} s   {marker.label}" for marker in session.markers])
        self._faces.show_session(session)
        self._excluded.addItems([f"{span.start_s:.2f} s - {span.end_s:.2f} s" for span in session.edits.excluded])

    def _update_buttons(self) -> None:
        self._play.setText(self.tr("Pause") if self.player.is_playing else self.tr("Play"))
        is_begun = self._mark_in_s is not None
        self._exclude.setText(self.tr("Exclude until here") if is_begun else self.tr("Exclude from here"))

    def _arrange(self) -> None:
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g} ×", speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.setAccessibleName(self.tr("Speed"))
        self._slider.setRange(0, _SLIDER_STEPS)
        self._slider.setAccessibleName(self.tr("Place in the session"))
        self._place.setMinimumWidth(130)
        transport = QHBoxLayout()
        for widget in (self._play, self._speed, self._slider, self._place, self._exclude):
            transport.addWidget(widget, int(widget is self._slider))
        tabs = self._tabs()
        upper, whole = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        upper.addWidget(self._video)
        upper.addWidget(tabs)
        upper.setSizes([640, 520])
        whole.addWidget(upper)
        whole.addWidget(self.timelines)
        whole.setSizes([380, 340])
        layout = QVBoxLayout(self)
        layout.addWidget(whole, 1)
        layout.addLayout(transport)

    def _tabs(self) -> QTabWidget:
        markers, faces, excluded = self._lists
        rename, separate = self.tr("Rename..."), self.tr("Separate")
        markers.add_button(self.tr("Add here..."), self.add_marker)
        markers.add_button(rename, self.rename_marker, lambda: self._markers.currentRow() >= 0)
        markers.add_button(self.tr("Remove"), self.remove_marker, lambda: self._markers.currentRow() >= 0)
        faces.add_button(rename, self.rename_face, lambda: self._faces.chosen_face is not None)
        faces.add_button(self.tr("Merge into..."), self.merge_face, lambda: self._faces.chosen_face is not None)
        faces.add_button(separate, self.separate_face, lambda: self._faces.chosen_merged is not None)
        self.neutral.add_buttons(faces)
        again = self.tr("Include again")
        excluded.add_button(again, self.include_again, lambda: self._excluded.currentRow() >= 0)
        tabs = QTabWidget()
        tabs.addTab(self.statistics, self.tr("Statistics"))
        tabs.addTab(markers, self.tr("Markers"))
        tabs.addTab(faces, self.tr("Faces"))
        tabs.addTab(excluded, self.tr("Excluded"))
        return tabs

    def _connect(self) -> None:
        self.neutral.changed.connect(self.change)
        self.timelines.view_changed.connect(lambda: self.view_changed.emit(self._session))
        self._play.clicked.connect(self._on_play_clicked)
        self._exclude.clicked.connect(self.exclude)
        self._speed.currentIndexChanged.connect(lambda: self.player.set_speed(self._speed.currentData()))
        self._slider.sliderMoved.connect(self._on_slider_moved)
        self._markers.itemDoubleClicked.connect(self._go_to_marker)
        self.timelines.place_chosen.connect(self.player.seek)
        self.player.moved.connect(self._on_moved)
        self.player.picture_ready.connect(self._on_picture)
        self.player.failed.connect(self._on_failed)
        self.player.ended.connect(self._update_buttons)

    def _go_to_marker(self, _: object = None) -> None:
        if self._session is not None:
            self.player.seek(self._session.markers[self._markers.currentRow()].time_s)

    def _on_play_clicked(self) -> None:
        if self.player.is_playing:
            self.player.pause()
        else:
            self.player.play()
        self._update_buttons()

    def _on_slider_moved(self, step: int) -> None:
        if self._session is not None:
            span = whole_span(self._session)
            self.player.seek(span.start_s + (span.end_s - span.start_s) * step / _SLIDER_STEPS)

    def _on_moved(self, now_s: float) -> None:
        if self._session is None:
            return
        span = whole_span(self._session)
        self._place.setText(self.tr("{0:.2f} of {1:.2f} s").format(now_s, span.end_s))
        if not self._slider.isSliderDown():
            share = (now_s - span.start_s) / max(span.end_s - span.start_s, 1e-9)
            self._slider.setValue(round(share * _SLIDER_STEPS))
        self.timelines.show_place(now_s)

    def _on_picture(self, frame: Frame) -> None:
        self._video.show_picture(Picture(frame, None, 0.0))

    def _on_failed(self, error: FerError) -> None:
        self._video.show_message(error_text(error))
