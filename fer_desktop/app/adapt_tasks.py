"""Adapting from the window: asked for on the Label page, done behind it, shown before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.progress import Progress
from fer_desktop.errors import readable
from fer_desktop.offline.labelled import LabelledSet, read_labelled
from fer_desktop.paths import adapted_dir, weights_dir
from fer_desktop.results.folder_codes import CodedFolder
from fer_desktop.session.codings import is_codes_file, load_codings
from fer_desktop.session.library import Session, list_sessions, load_session
from fer_desktop.ui.dialogs.adapt import AdaptDialog, AdaptedDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.vision.adapted import AdaptedWeights, keep_adapted, kept_adapted

if TYPE_CHECKING:
    from fer_desktop.offline.adapting import CodedSession


class AdaptTasks(WindowWork):
    """Between the Label page, the dialogs and the work.

    Args:
        use: Reads faces with the adapted weights of this name from now on.
    """

    def __init__(
        self, window: MainWindow, passphrases: Passphrases, use: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._passphrases, self._use = passphrases, use
        window.label.adapt_wanted.connect(self.ask)
        window.label.folder_adapt_wanted.connect(self.ask_folder)

    def ask(self, session: Session) -> None:
        """Ask what to adapt to: the session that is open, and other plain ones that were coded."""
        root = session.folder.parent

        def offer(others: list[Path]) -> None:
            offered = [session.folder, *(one for one in others if one != session.folder)]
            names = [(folder, readable(folder.name)) for folder in offered]
            dialog = AdaptDialog(names, kept_adapted(adapted_dir()), self._window)
            dialog.accepted.connect(lambda: self._adapt_to_sessions(dialog.name.text(), session, dialog.chosen))
            dialog.open()

        self._run(lambda: _coded(root), offer, self.tr("Adapt"))

    def ask_folder(self, given: CodedFolder) -> None:
        """Ask for a name, and adapt to a folder that was labelled."""
        offered = [(given.folder, readable(given.folder.name))]
        dialog = AdaptDialog(offered, kept_adapted(adapted_dir()), self._window)
        dialog.accepted.connect(lambda: self._adapt(dialog.name.text(), lambda: [read_labelled(given.folder)]))
        dialog.open()

    def _adapt_to_sessions(self, name: str, session: Session, folders: list[Path]) -> None:
        def begin(passphrase: str) -> None:
            self._adapt(
                name,
                lambda: [_given(folder, passphrase if folder == session.folder else "") for folder in folders],
            )

        self._passphrases.unlock(session.folder, begin)

    def _adapt(self, name: str, read: Callable[[], Sequence[LabelledSet | CodedSession]]) -> None:
        def work(progress: Progress) -> AdaptedWeights:
            from fer_desktop.offline.adapting import adapt

            return adapt(name, weights_dir(), read(), progress)

        self._run_long(work, self._show, self.tr("Adapt"), self.tr("Adapting to what was coded..."))

    def _show(self, weights: AdaptedWeights) -> None:
        from fer_desktop.adaptation.tables import card_tables
        from fer_desktop.results.tables import html_of

        tables = reversed(card_tables(weights))  # the advice first
        dialog = AdaptedDialog("".join(map(html_of, tables)), weights.card.advised, self._window)
        wishes: list[str] = []
        dialog.use_wanted.connect(lambda: wishes.append(weights.name))
        dialog.accepted.connect(lambda: self._keep(weights, bool(wishes)))
        dialog.open()

    def _keep(self, weights: AdaptedWeights, is_used: bool) -> None:
        def done(path: Path) -> None:
            self._notice(self.tr("Kept: {0}").format(path))
            if is_used:
                self._use(weights.name)

        self._run(lambda: keep_adapted(adapted_dir(), weights), done, self.tr("Adapt"))


def _coded(root: Path) -> list[Path]:
    """Plain sessions that somebody coded; of encrypted ones nobody knows without their passphrase."""
    return [folder for folder in list_sessions(root) if any(is_codes_file(path.name) for path in folder.iterdir())]


def _given(folder: Path, passphrase: str) -> CodedSession:
    from fer_desktop.offline.adapting import CodedSession

    session = load_session(folder, passphrase)
    return CodedSession(session, [one for one in load_codings(session.store) if one.n_coded])
