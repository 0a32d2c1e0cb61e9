"""Neutral faces of the run: measured on request, used from then on, kept with a name where that is wished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from fer_desktop.app.reporter import Reporter
from fer_desktop.core.automatic_baseline import AutomaticBaselines
from fer_desktop.core.baseline import Baseline
from fer_desktop.core.neutral_stretch import Moment, Reference, reference_of
from fer_desktop.core.types import Analysis, Frame, TrackedFace
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.loops import Analysed
from fer_desktop.errors import SessionUnreadable, SessionUnwritable
from fer_desktop.paths import kept_faces_file
from fer_desktop.settings import Prior
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.dialogs.question import is_sure
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.thumbnail import thumbnail
from fer_desktop.ui.widgets.translation import error_text

if TYPE_CHECKING:
    from fer_desktop.session.kept_faces import KeptFaces
    from fer_desktop.ui.dialogs.neutral import Measured, NeutralDialog

_MEASURED_S = 2.0
_LOOK_AGAIN_S = 20.0  # after a stranger was measured: by then most of what was seen is something else


class NeutralFaces(QObject):
    """Between window, engine, and the file of kept faces."""

    def __init__(
        self, engine: Engine, window: MainWindow, bridge: Bridge, reporter: Reporter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._window, self._reporter, self._file = engine, window, reporter, kept_faces_file()
        self._given: dict[int, Baseline] = {}
        self._seen = AutomaticBaselines()  # what is measured is held against what each face looked like so far
        self._of_strangers: dict[int, Sequence[Moment]] = {}  # in use, but nothing else was known of these faces
        self._capture: _Capture | None = None
        self._dialog: NeutralDialog | None = None
        self._prior: Prior = "balanced"
        self._may_keep = False
        bridge.analyses_ready.connect(self._add_analyses)
        bridge.analysed_ready.connect(self._add_picture)
        window.live.neutral_requested.connect(lambda track_id: self.ask((track_id,)))
        window.live.face_named.connect(self._on_face_named)
        window.user_actions.neutral.triggered.connect(lambda: self.ask(()))
        window.user_actions.kept_faces.triggered.connect(self.show_kept)

    @property
    def given(self) -> dict[int, Baseline]:
        """The neutral faces in use, by face."""
        return dict(self._given)

    def begin(self, prior: Prior, may_keep: bool) -> None:
        """A new run of a source: its faces are others.

        Args:
            prior: That of the run.
            may_keep: False while recordings are encrypted: what would be kept is not.
        """
        self._given, self._of_strangers, self._prior, self._may_keep = {}, {}, prior, may_keep
        self._seen = AutomaticBaselines()
        if self._dialog is not None:
            self._dialog.reject()

    def ask(self, faces: tuple[int, ...]) -> None:
        """Measure these faces, or all that are there."""
        from fer_desktop.ui.dialogs.neutral import NeutralDialog

        model = self._reporter.model
        if self._dialog is not None or model is None:
            return
        if model.calibration is None:
            self._window.notices.show_notice(self.tr("The weights do not say how to use a neutral face."))
            return
        wanted = set(faces) if faces else set(self._given)
        self._dialog = dialog = NeutralDialog(bool(wanted & set(self._given)), self._window)
        dialog.repeat_requested.connect(self._measure_again)
        dialog.removal_requested.connect(lambda: self._remove(wanted))
        dialog.accepted.connect(self._use)
        dialog.finished.connect(self._on_finished)
        self._capture = _Capture(faces)
        dialog.open()

    def _add_analyses(self, analyses: list[Analysis]) -> None:
        """New results, in order."""
        for analysis in analyses:
            self._seen.look(analysis)
        if self._of_strangers and analyses:
            self._look_again(analyses[-1].time_s)
        capture, dialog = self._capture, self._dialog
        if capture is None or dialog is None or capture.is_over:
            return
        is_over = capture.add(analyses)
        dialog.show_progress(capture.share)
        if is_over:
            capture.measured = self._measured(capture)
            capture.strangers = set(capture.faces) - set(self._seen.usual_looks())
            dialog.show_measured(capture.measured)

    def _add_picture(self, analysed: Analysed) -> None:
        """The newest analysed frame."""
        if self._capture is not None and not self._capture.is_over:
            for face in analysed.analysis.faces:
                self._capture.pictures[face.track_id] = (analysed.frame, face)

    def show_kept(self) -> None:
        """List what is kept, to be deleted."""
        from fer_desktop.ui.dialogs.kept_faces import KeptFacesDialog

        dialog = KeptFacesDialog(str(self._file), self._window)

        def delete(name: str) -> None:
            question = self.tr("Delete the neutral face of {0} for good? This cannot be undone.").format(name)
            if is_sure(self.tr("Delete"), question, self.tr("Delete"), dialog):
                self._save(self._kept().without(name))
                show()

        def show() -> None:
            dialog.show_faces([(one.name, one.kept_on) for one in self._kept().faces])

        dialog.delete_requested.connect(delete)
        show()
        dialog.open()

    def _measured(self, capture: _Capture) -> list[Measured]:
        from fer_desktop.ui.dialogs.neutral import PICTURE_PX, Measured

        kept, ratio = self._kept(), self._window.devicePixelRatioF()
        result = []
        for track_id in capture.faces:
            name = self._name(track_id)
            shown = capture.pictures.get(track_id)
            picture = thumbnail(*shown, PICTURE_PX, ratio) if shown is not None else QPixmap()
            reference = self._reference(track_id, capture.moments[track_id])
            is_kept = any(one.name == name for one in kept.faces)
            can_be_kept = bool(name) and self._may_keep
            result.append(Measured(track_id, self._label(track_id), picture, reference, can_be_kept, is_kept))
        return result

    def _reference(self, track_id: int, moments: Sequence[Moment]) -> Reference:
        """What was seen of a face in two seconds, held against the rest as far as anything is known."""
        check = None if self._reporter.model is None else self._reporter.model.rest_check
        return reference_of(moments, "asked", usual=self._seen.usual_looks().get(track_id), check=check)

    def _look_again(self, now_s: float) -> None:
        """Say of neutral faces of strangers, who are known by now, when they show more than the face did since."""
        due = [i for i, moments in self._of_strangers.items() if now_s - moments[-1].time_s >= _LOOK_AGAIN_S]
        for track_id in due:
            moments = self._of_strangers.pop(track_id)
            if self._reference(track_id, moments).flaws:
                text = self.tr(
                    "The neutral face of {0} shows more than the face did since. Was it at rest? Otherwise measure it "
                    "again."
                )
                self._window.notices.show_notice(text.format(self._label(track_id)))

    def _measure_again(self) -> None:
        if self._dialog is not None and self._capture is not None:
            self._capture = _Capture(self._capture.wanted)
            self._dialog.begin()

    def _use(self) -> None:
        """Read the faces against what was measured, and keep it where that is wished."""
        from fer_desktop.session.kept_faces import kept_face

        model = self._reporter.model
        if self._capture is None or self._dialog is None or model is None:
            return
        kept = self._kept()
        for one in self._capture.measured:  # what was shown: by now more may be known
            baseline = one.reference.used(one.track_id in self._dialog.insisted)
            if baseline is None:
                continue
            self._given[one.track_id] = baseline
            self._of_strangers.pop(one.track_id, None)
            if one.track_id in self._capture.strangers and one.reference.is_good:
                self._of_strangers[one.track_id] = self._capture.moments[one.track_id]
            if one.track_id in self._dialog.kept:
                kept = kept.with_face(kept_face(one.label, model.sha256, self._prior, baseline))
            elif one.is_kept and one.can_be_kept:
                kept = kept.without(one.label)
        self._engine.calibrate(self._given)
        self._save(kept)

    def _remove(self, faces: set[int]) -> None:
        self._given = {track_id: one for track_id, one in self._given.items() if track_id not in faces}
        self._of_strangers = {i: one for i, one in self._of_strangers.items() if i not in faces}
        self._engine.calibrate(self._given)
        if self._dialog is not None:
            self._dialog.reject()

    def _on_finished(self) -> None:
        self._dialog = self._capture = None

    def _on_face_named(self, track_id: int, name: str) -> None:
        """Begin with the neutral face that is kept with a name."""
        model = self._reporter.model
        if model is None or model.calibration is None or not name or track_id in self._given:
            return
        found = self._kept().of(name, model.sha256, self._prior)
        if found is not None:
            self._given[track_id] = found.baseline
            self._engine.calibrate(self._given)
            text = self.tr("{0} is read against the neutral face that is kept with the name, of {1}.")
            self._window.notices.show_notice(text.format(name, found.kept_on))

    def _label(self, track_id: int) -> str:
        return self._name(track_id) or self.tr("Face {0}").format(track_id)

    def _name(self, track_id: int) -> str:
        return self._window.live.names.get(track_id, "")

    def _kept(self) -> KeptFaces:
        """Those in the file; none of one that makes no sense, which is said."""
        from fer_desktop.session.kept_faces import KeptFaces, load_kept

        try:
            return load_kept(self._file)
        except SessionUnreadable as error:
            self._window.notices.show_notice(error_text(error))
            return KeptFaces()

    def _save(self, kept: KeptFaces) -> None:
        from fer_desktop.session.kept_faces import save_kept

        try:
            save_kept(kept, self._file)
        except SessionUnwritable as error:
            self._window.notices.show_notice(error_text(error))


class _Capture:
    """What is seen of some faces, or of all, in two seconds from the first result on."""

    def __init__(self, wanted: tuple[int, ...]) -> None:
        self.wanted = wanted
        self.moments: defaultdict[int, list[Moment]] = defaultdict(list)
        self.pictures: dict[int, tuple[Frame, TrackedFace]] = {}
        self.measured: list[Measured] = []  # once it is over
        self.strangers: set[int] = set()  # of whom nothing else was known then
        self._begun_s: float | None = None
        self._now_s = 0.0

    def add(self, analyses: list[Analysis]) -> bool:
        """More results, in order; whether that was enough."""
        for analysis in analyses:
            if self.is_over:
                break
            self._begun_s = analysis.time_s if self._begun_s is None else self._begun_s
            self._now_s = analysis.time_s
            for face in analysis.faces:
                if not self.wanted or face.track_id in self.wanted:
                    self.moments[face.track_id].append(Moment.of(analysis.time_s, face))
        return self.is_over

    @property
    def share(self) -> float:
        """Of the time, 0-1."""
        return 0.0 if self._begun_s is None else min((self._now_s - self._begun_s) / _MEASURED_S, 1.0)

    @property
    def is_over(self) -> bool:
        """Whether enough time has passed."""
        return self.share >= 1.0

    @property
    def faces(self) -> tuple[int, ...]:
        """Faces that were seen."""
        return tuple(sorted(self.moments))
