"""The neutral face of a recorded person: a stretch between two presses, checked, shown, and used after a yes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from fer_desktop.core.baseline import Calibration
from fer_desktop.core.rest_check import RestCheck
from fer_desktop.core.types import Frame
from fer_desktop.errors import FerError
from fer_desktop.results.faces import Faces
from fer_desktop.results.neutral import calibrated_edits, measured, uncalibrated_edits
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import Session
from fer_desktop.ui.dialogs.neutral import PICTURE_PX, Measured, NeutralDialog
from fer_desktop.ui.review.lists import FacesList, ListPage
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.widgets.thumbnail import thumbnail

Change = Callable[[Edits], Edits]


class NeutralRange(QObject):
    """Where the stretch begins, and what comes of it.

    Signals:
        changed(object): how the edits of the session change.
        failed(FerError): the session cannot be calibrated.

    Attributes:
        of_model: How the weights of this version are calibrated, for sessions that do not say it themselves.
        rest_check: What tells a face at rest from one that shows something.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, page: QWidget, faces: FacesList, player: Player, session: Callable[[], Session | None]) -> None:
        super().__init__(page)
        self._page, self._faces, self._player, self._session = page, faces, player, session
        self._button = QPushButton()
        self._begun_s: float | None = None
        self._shown: Frame | None = None  # of the video, where there is one
        player.picture_ready.connect(self._on_picture)
        self.of_model: Callable[[Session], Calibration | None] = lambda _: None
        self.rest_check: Callable[[], RestCheck | None] = lambda: None
        self.forget()

    def add_buttons(self, rows: ListPage) -> None:
        """What can be done with the chosen face."""
        rows.add(self._button, self.press, lambda: self._faces.chosen_face is not None)
        rows.add_button(self.tr("Not calibrated"), self.take_back, self._is_given)

    def forget(self) -> None:
        """No stretch is begun, and nothing is shown."""
        self._shown = None
        self._begin(None)

    def press(self) -> None:
        """First press: the chosen face is at rest from here; second press: until here, and it is measured."""
        session, face, now_s = self._session(), self._faces.chosen_face, self._player.now_s
        if session is None or face is None:
            return
        if self._begun_s is None:
            self._begin(now_s)
            return
        span = Span(*sorted((self._begun_s, now_s)))
        reference = measured(session, face, span, self.rest_check())
        self._begin(None)
        dialog = NeutralDialog(may_remove=False, parent=self._page)
        dialog.show_measured([Measured(face, session.name_of(face), self._picture(session, face, span), reference)])
        dialog.repeat_requested.connect(dialog.reject)

        def use() -> None:
            baseline = reference.used(face in dialog.insisted)
            if baseline is not None:
                self._use(lambda edits: calibrated_edits(session, edits, {face: baseline}, self.of_model(session)))

        dialog.accepted.connect(use)
        dialog.open()

    def take_back(self) -> None:
        """The chosen face is read as it was recorded."""
        face = self._faces.chosen_face
        if face is not None:
            self.changed.emit(lambda edits: uncalibrated_edits(edits, (face,)))

    def _begin(self, at_s: float | None) -> None:
        self._begun_s = at_s
        self._button.setText(self.tr("Neutral from here") if at_s is None else self.tr("Neutral until here"))

    def _on_picture(self, frame: Frame) -> None:
        self._shown = frame

    def _picture(self, session: Session, face: int, span: Span) -> QPixmap:
        """The face as the video shows it within the stretch; empty where it does not."""
        shown = self._shown
        found = Faces(session).at(shown.time_s) if shown is not None else None
        if shown is None or found is None or not span.start_s <= found.time_s <= span.end_s:
            return QPixmap()
        pictures = (
            thumbnail(shown, one, PICTURE_PX, self._page.devicePixelRatioF())
            for one in found.faces
            if one.track_id == face
        )
        return next(pictures, QPixmap())

    def _is_given(self) -> bool:
        session, face = self._session(), self._faces.chosen_face
        return session is not None and any(one.face_id == face for one in session.edits.baselines)

    def _use(self, change: Change) -> None:
        try:
            change(Edits())
        except FerError as error:
            self.failed.emit(error)
            return
        self.changed.emit(change)
