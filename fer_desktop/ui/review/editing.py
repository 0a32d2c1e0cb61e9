"""What can be changed about a session: markers, names, merged faces, what is left out. Each change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QListWidget, QWidget

from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import Session
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.review.lists import FacesList, ListPage
from fer_desktop.ui.review.merging import merged, separated
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.review.questions import other_face, other_marker
from fer_desktop.ui.review.undoing import EditStep
from fer_desktop.ui.widgets.durations import precise_clock

_SAME_S = 1e-6  # markers that were moved stand at whole microseconds


class SessionEditing(QWidget):
    """A page that changes a session; what it shows besides is for those who derive from it.

    Signals:
        edited(Session): the user changed something; the session with its new edits, to be saved.
        markers_wanted(): markers of a file are to be added.
    """

    edited = Signal(object)
    markers_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._mark_in_s: float | None = None
        self.player, self.undo_stack = Player(self), QUndoStack(self)
        self._markers, self._faces, self._excluded = QListWidget(), FacesList(), QListWidget()
        self._lists = ListPage(self._markers), ListPage(self._faces), ListPage(self._excluded)
        self._add_buttons()

    def show_pending(self) -> None:
        """Say whether a stretch has begun that is to be excluded."""

    def change(self, edit: Callable[[Edits], Edits], text: str = "") -> None:
        """Change the edits and tell of it, as a step that can be taken back; `text` says what was changed."""
        if self._session is None:
            return
        before, after = self._session.edits, edit(self._session.edits)
        if after != before:
            self.undo_stack.push(EditStep(text, before, after, self._show_edits))

    def _show_edits(self, edits: Edits) -> None:
        if self._session is not None:
            self._session = replace(self._session, edits=edits)
            self._fill_lists(self._session)  # at once: the next press means what is listed now
            self.edited.emit(self._session)

    def add_marker(self) -> None:
        """Ask for a text and put a marker where the session is now."""
        now_s = round(self.player.now_s, 6)  # it may play on while the text is asked for
        text = self._asked(self.tr("Marker"), self.tr("Text of the marker"))
        if text and self._session is not None:
            markers = (*self._session.markers, SessionMarker(now_s, text))
            self.change(lambda edits: replace(edits, markers=markers), self.tr("add marker"))

    def remove_marker(self) -> None:
        """Take the chosen marker away."""
        chosen = self._markers.currentRow()
        if self._session is not None and chosen >= 0:
            markers = tuple(m for i, m in enumerate(self._session.markers) if i != chosen)
            self.change(lambda edits: replace(edits, markers=markers), self.tr("remove marker"))

    def edit_marker(self) -> None:
        """Ask for another time and text of the chosen marker."""
        session, chosen = self._session, self._markers.currentRow()
        if session is None or chosen < 0:
            return
        marker = other_marker(session.markers[chosen], self)
        if marker is not None and self._is_of(session):
            self._replace_marker(chosen, marker, self.tr("change marker"))

    def move_marker_here(self) -> None:
        """Put the chosen marker where the session is now."""
        chosen = self._markers.currentRow()
        if self._session is not None and chosen >= 0:
            marker = replace(self._session.markers[chosen], time_s=round(self.player.now_s, 6))
            self._replace_marker(chosen, marker, self.tr("move marker"))

    def _may_move(self) -> str | bool:
        chosen = self._markers.currentRow()
        if self._session is None or chosen < 0:
            return False
        is_there = abs(self._session.markers[chosen].time_s - self.player.now_s) < _SAME_S
        # a click on a marker goes there, and what changes nothing looks broken
        return self.tr("The marker is here already. Go where it shall be first.") if is_there else True

    def _replace_marker(self, place: int, marker: SessionMarker, text: str) -> None:
        if self._session is not None:
            changed = tuple(marker if i == place else m for i, m in enumerate(self._session.markers))
            self.change(lambda edits: replace(edits, markers=changed), text)

    def exclude_span(self, span: Span) -> None:
        """Leave a stretch out."""
        self.change(lambda edits: replace(edits, excluded=(*edits.excluded, span)), self.tr("exclude"))

    def mark_span(self, span: Span) -> None:
        """Ask for a text and put markers at both ends of a stretch."""
        text = self._asked(self.tr("Marker"), self.tr("Text of the markers"))
        if text and self._session is not None:
            ends = SessionMarker(span.start_s, f"{text} +"), SessionMarker(span.end_s, f"{text} -")
            markers = (*self._session.markers, *ends)
            self.change(lambda edits: replace(edits, markers=markers), self.tr("add markers"))

    def exclude(self) -> None:
        """First press: a stretch begins here; second press: it ends here and is left out."""
        begun_s, now_s = self._mark_in_s, self.player.now_s
        self._mark_in_s = now_s if begun_s is None else None
        self.show_pending()
        if begun_s is not None:
            self.exclude_span(Span(*sorted((begun_s, now_s))))

    def include_again(self) -> None:
        """Take the chosen stretch back in."""
        chosen = self._excluded.currentRow()
        if chosen >= 0:
            self.change(
                lambda edits: replace(
                    edits, excluded=tuple(span for i, span in enumerate(edits.excluded) if i != chosen)
                ),
                self.tr("include again"),
            )

    def rename_face(self) -> None:
        """Ask for a name for the chosen face."""
        face = self._faces.chosen_face
        if face is None or self._session is None:
            return
        text = self._asked(self.tr("Name of the face"), self.tr("Name"), self._session.names.get(face, ""))
        if text is not None:
            self.change(lambda edits: replace(edits, names={**edits.names, face: text}), self.tr("name face"))

    def merge_face(self) -> None:
        """Ask which face the chosen one really is."""
        face = self._faces.chosen_face
        if face is None or self._session is None:
            return
        session = self._session
        other = other_face(session, face, self)
        if other is not None and self._is_of(session):
            self.change(lambda edits: merged(edits, session, face, other), self.tr("merge faces"))

    def _may_merge(self) -> str | bool:
        if self._session is not None and len(self._session.face_ids) < 2:
            return self.tr("There is only one face in this session.")
        return self._faces.chosen_face is not None

    def separate_face(self) -> None:
        """Let the chosen merged face be a person of its own again."""
        face, session = self._faces.chosen_merged, self._session
        if face is not None and session is not None:
            self.change(lambda edits: separated(edits, face), self.tr("separate faces"))

    def _asked(self, title: str, question: str, before: str = "") -> str | None:
        """The answer; None when there is none, or when another session came while it was asked for."""
        session = self._session
        text = asking.asked_text(title, question, self, before)
        return text.strip() if text is not None and session is not None and self._is_of(session) else None

    def _is_of(self, session: Session) -> bool:
        return self._session is not None and self._session.folder == session.folder

    def _fill_lists(self, session: Session) -> None:
        chosen = self._faces.chosen_of(session)
        for rows in self._lists:
            rows.empty()
        self._markers.addItems([f"{precise_clock(marker.time_s)}   {marker.label}" for marker in session.markers])
        self._faces.show_session(session)
        self._faces.choose(chosen)
        spans = session.edits.excluded
        self._excluded.addItems([f"{precise_clock(span.start_s)} - {precise_clock(span.end_s)}" for span in spans])

    def _add_buttons(self) -> None:
        markers, faces, excluded = self._lists
        rename, separate = self.tr("Rename..."), self.tr("Separate")
        markers.add_button(self.tr("Add here..."), self.add_marker)
        markers.add_button(self.tr("From a file..."), self.markers_wanted.emit)
        markers.add_button(self.tr("Change..."), self.edit_marker, lambda: self._markers.currentRow() >= 0)
        markers.add_button(self.tr("Move here"), self.move_marker_here, self._may_move)
        self.player.moved.connect(markers.update_buttons)
        markers.add_button(self.tr("Remove"), self.remove_marker, lambda: self._markers.currentRow() >= 0)
        faces.add_button(rename, self.rename_face, lambda: self._faces.chosen_face is not None)
        faces.add_button(self.tr("Merge into..."), self.merge_face, self._may_merge)
        faces.add_button(separate, self.separate_face, lambda: self._faces.chosen_merged is not None)
        again = self.tr("Include again")
        excluded.add_button(again, self.include_again, lambda: self._excluded.currentRow() >= 0)
