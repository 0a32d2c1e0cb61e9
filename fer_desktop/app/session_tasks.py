"""What the window asks to be done with sessions, done behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.marker_imports import MarkerImports
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.session_imports import SessionImports
from fer_desktop.app.session_looks import SessionLooks
from fer_desktop.app.session_removal import SessionRemoval
from fer_desktop.app.session_video import find_media
from fer_desktop.app.transcript_tasks import TranscriptTasks
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.progress import Progress
from fer_desktop.errors import SessionLocked
from fer_desktop.offline.fusing import keep_edits
from fer_desktop.offline.session_sound import OpenSound, misses_sound, sound_of
from fer_desktop.offline.session_video import misses_video, video_of
from fer_desktop.paths import weights_dir
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.neutral import model_calibration, model_rest_check
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.catalogue import SessionSummary, summaries
from fer_desktop.session.edits import Edits, load_edits
from fer_desktop.session.library import Session, load_session, save_edits
from fer_desktop.session.repair import recover
from fer_desktop.session.store import Store, open_store
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.naming import NamingDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.review.player import OpenVideo
from fer_desktop.ui.widgets.notices import Offer
from fer_desktop.ui.widgets.translation import error_text

_RECENT = 4  # sessions that an empty Review offers


class SessionTasks(WindowWork):
    """Between the pages of sessions and the files. Each method returns at once.

    Args:
        pool: Where edits are saved, and read to be changed, in the order of the asking.
    """

    def __init__(
        self, window: MainWindow, passphrases: Passphrases, pool: QThreadPool, parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._root = Path()
        self.model = ModelChoice()  # with which a session is analysed again
        self.passphrases, self.one_by_one = passphrases, pool
        self._n_saves = 0  # that were asked for
        self._said: set[Path] = set()  # of which was said that they were cut short
        self._removal = SessionRemoval(window, self.one_by_one, self.refresh)
        self.markers = MarkerImports(window, self)
        self.imports = SessionImports(window, lambda: self._root, self.refresh, self)
        self.transcripts = TranscriptTasks(window, self.one_by_one, self)
        self._looks = SessionLooks(window, self)
        page, review = window.sessions, window.review
        page.refresh_requested.connect(self.refresh)
        page.review_requested.connect(self.review)
        page.rename_requested.connect(self.rename)
        page.reanalyse_requested.connect(self.reanalyse)
        page.repair_requested.connect(self.repair)
        page.delete_requested.connect(self._removal.ask)
        review.edited.connect(self._on_edited)
        review.review_requested.connect(self.review)
        review.video_wanted.connect(self._on_video_wanted)
        review.view_changed.connect(self._show_anew)
        review.neutral.failed.connect(lambda error: self._on_failed(self.tr("Neutral face"), error))
        review.neutral.of_model = lambda session: model_calibration(session, weights_dir())
        review.neutral.rest_check = lambda: model_rest_check(weights_dir())

    def set_up(self, root: Path, model: ModelChoice, settings: Settings) -> None:
        """Where sessions are, with which model they are analysed again, and what the settings say of words."""
        self.model = model
        self.transcripts.set_up(settings)
        self.set_root(root)

    def close(self) -> None:
        """Begin nothing more: the window is about to close."""
        self._looks.close()

    def set_root(self, root: Path) -> None:
        """The folder of the sessions."""
        if root != self._root:
            self._root = root
            self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        root = self._root
        self._run(lambda: summaries(root), self._show_list, self.tr("Sessions"))

    def _show_list(self, found: list[SessionSummary]) -> None:
        self._window.sessions.show_summaries(found)
        usable = [one for one in found if not one.problem and not one.is_being_recorded]
        self._window.review.show_recent([(one.folder, one.title) for one in usable[:_RECENT]])
        self._say_cut_short([one for one in found if not (one.is_complete or one.problem or one.is_being_recorded)])

    def _say_cut_short(self, found: Sequence[SessionSummary]) -> None:
        """Say once of each session that a crash left it unfinished, and offer what is to be done."""
        new = [one for one in found if one.folder not in self._said]
        self._said |= {one.folder for one in new}
        if len(new) == 1:
            folder = new[0].folder
            words = self.tr("{0} was cut short. What was recorded until then is there; Repair finishes it.")
            offer = Offer(self.tr("Repair"), lambda: self.repair(folder))
            self._window.notices.show_notice(words.format(new[0].title), offer=offer, stays=True)
        elif new:
            words = self.tr("{0} sessions were cut short. What was recorded until then is there; Repair finishes them.")
            offer = Offer(self.tr("Sessions"), lambda: self._window.show_page(self._window.sessions))
            self._window.notices.show_notice(words.format(len(new)), offer=offer, stays=True)

    def review(self, folder: Path, to_front: bool = True) -> None:
        """Open a session for review, with its page in front or not."""

        def begin(passphrase: str) -> None:
            n_saves = self._n_saves

            def show(opened: Opened) -> None:
                if n_saves != self._n_saves:
                    begin(passphrase)  # it may have been changed while it was read
                    return
                session, lanes, open_video, is_missed, open_sound = opened
                is_other = self._window.review.session is None or self._window.review.session.folder != session.folder
                self._window.review.show_session(session, lanes, open_video, is_missed)
                if is_other:
                    self._window.review.sound.open(open_sound)
                if to_front:
                    self._window.show_page(self._window.review)
                if session.problems:
                    self._notice("\n".join(map(error_text, session.problems)))

            wanted = self._window.review.timelines.wants_calibrated
            self._run(lambda: _open(folder, passphrase, wanted), show, self.tr("Review"), self.one_by_one)

        self.passphrases.unlock(folder, begin)

    def ask_open(self) -> None:
        """Ask for the folder of a session, wherever it is, and show it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Open session"), str(self._root))
        if folder:
            self.review(Path(folder))

    def rename(self, folder: Path) -> None:
        """Ask for name and notes of a session."""
        heading = self.tr("Name and notes")

        def ask(opened: tuple[Store, Edits]) -> None:
            store, before = opened
            dialog = NamingDialog(before.title or folder.name, before.notes, self._window)
            dialog.accepted.connect(
                lambda: change(store, "" if dialog.title == folder.name else dialog.title, dialog.notes)
            )
            dialog.open()

        def change(store: Store, title: str, notes: str) -> None:
            def renamed(edits: Edits) -> Edits:
                return replace(edits, title=title, notes=notes)

            if self._is_in_review(folder):
                # not in the file alone: its next edit would write the old name back
                self._window.review.change(renamed, self.tr("name and notes"))
            else:
                self._save(lambda: save_edits(store, renamed(load_edits(store))))

        def work(passphrase: str) -> tuple[Store, Edits]:
            store = open_store(folder, passphrase)
            return store, load_edits(store)

        self.passphrases.unlock(
            folder, lambda passphrase: self._run(lambda: work(passphrase), ask, heading, self.one_by_one)
        )

    def reanalyse(self, folder: Path) -> None:
        """Analyse the video of a session at full rate into a new session that names its parent."""

        def done(made: Path) -> None:
            self._notice(self.tr("Analysed again: {0}").format(made))
            self.refresh()

        model = self.model

        def begin(passphrase: str) -> None:
            def work(progress: Progress) -> Path:
                from fer_desktop.offline.reanalyse import reanalyse

                return reanalyse(folder, progress, passphrase, model.device, model.prior, model.adapted_file)

            text = self.tr("Analysing {0} again...").format(folder.name)
            self._run_long(work, done, self.tr("Analyse again"), text)

        self.passphrases.unlock(folder, begin)

    def repair(self, folder: Path) -> None:
        """Finish a session that a crash cut short."""

        def done(final: Path) -> None:
            self._notice(self.tr("Repaired: {0}").format(final))
            self.passphrases.rename(folder, final)
            if self._is_in_review(folder):
                self.review(final)  # what the page showed has another name now
            self.refresh()

        def begin(passphrase: str) -> None:
            self._run(lambda: recover(folder, passphrase), done, self.tr("Repair"), self.one_by_one)

        self.passphrases.unlock(folder, begin)

    def offer_expired(self, days: int) -> None:
        """Ask about sessions that are older than so many days; nothing is deleted without a yes."""
        self._removal.offer_expired(self._root, days)

    def _on_edited(self, session: Session) -> None:
        """Save the edits of the review, then show them."""
        self._save(lambda: keep_edits(session))
        self._show_anew(session)

    def _show_anew(self, session: Session) -> None:
        """Draw the curves of the review again."""
        calibrated = self._window.review.timelines.wants_calibrated and is_calibrated(session.table)

        def show(lanes: SessionLanes) -> None:
            if self._window.review.session is session:  # else it was closed, or a newer edit will be shown
                self._window.review.show_session(session, lanes, None)

        self._run(lambda: SessionLanes(session, calibrated), show, self.tr("Review"))

    def _on_video_wanted(self, session: Session) -> None:
        found = find_media(self._window, session)
        if found is not None and self._is_in_review(session.folder):
            self._window.review.open_video(session, found.open_video)
            self._window.review.sound.open(found.open_sound)

    def _save(self, work: Callable[[], None]) -> None:
        self._n_saves += 1
        self._run(work, lambda _: self.refresh(), self.tr("Save"), self.one_by_one)

    def _is_in_review(self, folder: Path) -> bool:
        session = self._window.review.session
        return session is not None and session.folder == folder

    def _on_failed(self, title: str, error: Exception) -> None:
        if isinstance(error, SessionLocked):
            self.passphrases.forget()
        super()._on_failed(title, error)


Opened = tuple[Session, SessionLanes, OpenVideo | None, bool, OpenSound | None]
"""A session, its lanes, its video, whether it is made of a file that is not where it was, and its sound."""


def _open(folder: Path, passphrase: str, wants_calibrated: bool) -> Opened:
    session = load_session(folder, passphrase)
    lanes = SessionLanes(session, wants_calibrated and is_calibrated(session.table))
    is_missed = misses_video(session) or misses_sound(session)
    return session, lanes, video_of(session), is_missed, sound_of(session)
