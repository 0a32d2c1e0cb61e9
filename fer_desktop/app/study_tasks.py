"""Studies of the window: making, opening and changing one. `StudyReading` reads what its sessions hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.paths import window_file
from fer_desktop.studies.editing import new_study, save_facts
from fer_desktop.studies.study import STUDY_FILE, Study, StudyFacts, load_study
from fer_desktop.ui.dialogs.conditions import ConditionsDialog
from fer_desktop.ui.main_window import MainWindow

_MOST_RECENT = 10
_RECENT = "studies/recent"
_MOST_UNDONE = 50


class StudyTasks(WindowWork):
    """Owns the study that is open. Each method returns at once.

    Signals:
        changed(Study): another study is open, or it says something else than before.
    """

    changed = Signal(object)

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._study: Study | None = None
        self._before: list[StudyFacts] = []
        self._markers: Sequence[str] = ()
        self._one_by_one = QThreadPool(self)  # changes are written in the order of the asking
        self._one_by_one.setMaxThreadCount(1)
        self._kept = QSettings(str(window_file()), QSettings.Format.IniFormat)
        page = window.studies
        page.new_wanted.connect(self.ask_new)
        page.open_wanted.connect(self.ask_open)
        page.recent_wanted.connect(lambda folder: self.open(Path(folder)))
        page.placing.facts_wanted.connect(self.change)
        page.placing.refused.connect(lambda error: self._on_failed(self.tr("Study"), error))
        page.placing.undo_wanted.connect(self.undo)
        page.placing.conditions_wanted.connect(self.ask_conditions)
        page.placing.folders_wanted.connect(self.ask_folder)
        page.placing.show_sessions(window.sessions.summaries)
        window.sessions.listed.connect(page.placing.show_sessions)
        self._show_recent()

    @property
    def study(self) -> Study | None:
        """The study that is open."""
        return self._study

    def set_markers(self, markers: Sequence[str]) -> None:
        """Labels that the sessions have, to be offered."""
        self._markers = markers

    def ask_new(self) -> None:
        """Ask for a folder, and begin a study in it."""
        title = self.tr("Folder of the new study")
        path, _ = QFileDialog.getSaveFileName(
            self._window, title, str(Path.home() / self.tr("study")), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            folder = Path(path)
            self._run(lambda: load_study(new_study(folder, folder.name)), self._show, title, self._one_by_one)

    def ask_open(self) -> None:
        """Ask for a study, and open it."""
        title = self.tr("Open study")
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", f"{STUDY_FILE} ({STUDY_FILE})")
        if path:
            self.open(Path(path).parent)

    def open(self, folder: Path) -> None:
        """Open the study in a folder."""
        self._run(lambda: load_study(folder), self._show, self.tr("Open study"), self._one_by_one)

    def change(self, facts: StudyFacts) -> None:
        """Let the study say this."""
        if self._study is not None:
            self._before = [*self._before, self._study.facts][-_MOST_UNDONE:]
            self._save(facts)

    def undo(self) -> None:
        """As before the last change."""
        if self._before:
            self._save(self._before.pop())

    def take(self, folders: Sequence[Path]) -> None:
        """Sessions of the list shall be added: the page lets the user say whose they are."""
        self._window.show_page(self._window.studies)
        self._window.studies.take(set(folders))
        if self._study is None:
            self._notice(self.tr("Make a study or open one, then say whose the sessions are."))

    def ask_folder(self) -> None:
        """Ask for a session that is not in the list; it goes to the selected participant, else to a new one."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Folder of a session"))
        study = self._study
        if folder and study is not None:
            panel = self._window.studies.placing
            panel.tree.dropped.emit([Path(folder)], panel.tree.target)

    def ask_conditions(self) -> None:
        """Ask for conditions, groups and visits."""
        if self._study is None:
            return
        dialog = ConditionsDialog(self._study.facts, self._markers, self._window)
        dialog.accepted.connect(lambda: self.change(dialog.facts))
        dialog.open()

    def _save(self, facts: StudyFacts) -> None:
        """Show at once what the study shall be, and write it: the next change builds on it, and is written later."""
        before = self._study
        if before is not None:
            self._take_over(replace(before, facts=facts))
            self._run(lambda: save_facts(before, facts), lambda _: None, self.tr("Study"), self._one_by_one)

    def _show(self, study: Study) -> None:
        self._before = []
        self._take_over(study)
        self._window.show_page(self._window.studies)
        self._remember(study.folder)

    def _take_over(self, study: Study) -> None:
        self._study = study
        self._window.studies.show_study(study)
        self._window.studies.placing.show_undo(bool(self._before))
        self.changed.emit(study)

    def _on_failed(self, title: str, error: Exception) -> None:
        """What could not be written is not so: show what the file says."""
        super()._on_failed(title, error)
        study = self._study
        if study is None:
            return

        def show(now: Study) -> None:
            if self._study is not None and self._study.file == now.file and self._study.facts != now.facts:
                self._before = []
                self._take_over(now)
            else:
                self._window.studies.show_study(self._study)

        self._run_quietly(lambda: load_study(study.file), show, self._one_by_one)

    def _remember(self, folder: Path) -> None:
        here = str(folder.resolve())
        recent = [here, *(one for one in self._recent if one != here)]
        self._kept.setValue(_RECENT, recent[:_MOST_RECENT])
        self._show_recent()

    @property
    def _recent(self) -> list[str]:
        kept = self._kept.value(_RECENT)
        names = [kept] if isinstance(kept, str) else kept
        return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []

    def _show_recent(self) -> None:
        self._window.studies.show_recent(self._recent)
