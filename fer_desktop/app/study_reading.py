"""What the sessions of the open study hold, read behind the window; questions to it, and files of it for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtGui import QImage

from fer_desktop.app.study_names import StudyNames
from fer_desktop.app.study_tasks import StudyTasks
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.progress import Progress
from fer_desktop.errors import Cancelled
from fer_desktop.results.phrases import catalogue_of
from fer_desktop.results.report import REPORT_SUFFIXES
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer
from fer_desktop.studies.checking import Finding, findings
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.markers import marker_labels
from fer_desktop.studies.picture_files import PICTURE_SUFFIXES, picture_bytes, write_picture
from fer_desktop.studies.questions import Question, Reading, answer_to
from fer_desktop.studies.report import answer_words, write_study_report
from fer_desktop.studies.study import Study
from fer_desktop.studies.table_files import TABLE_SUFFIXES, write_table
from fer_desktop.studies.wide import wide_table
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import installed_language

_POLL_MS = 100


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a study."""

    study: Study
    table: Table
    found: list[Finding]
    markers: list[str]
    how: Reading


class StudyReading(WindowWork):
    """Reads anew whenever the study changed; what was under way is given up then."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self.tasks, self.names, self._page = StudyTasks(window, self), StudyNames(window, self), window.studies
        self._read: _Read | None = None
        self._answers: list[Answer] = []  # since the study changed last
        self._is_reading = False
        self._waiting: Question | None = None  # until all is read
        self._passphrase = ""  # in memory only
        self._progress = Progress()
        self._one_by_one = QThreadPool(self)
        self._one_by_one.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(lambda: self._page.show_progress(self._progress.share))
        self.tasks.changed.connect(self.read)
        self._page.passphrase_wanted.connect(self.ask_passphrase)
        self._page.scores_chosen.connect(self.read_again)
        self._page.table.save_wanted.connect(self.ask_save_table)
        self._page.answers.asked.connect(self.answer)
        self._page.answers.figure_wanted.connect(self.ask_save_figure)
        self._page.answers.report_wanted.connect(self.ask_report)

    def read(self, study: Study) -> None:
        """Read the sessions of a study, and show what they hold."""
        self._progress.is_cancelled = True
        self._answers, self._is_reading = [], True
        progress, how = Progress(), Reading(self._passphrase, self._page.wants_calibrated)
        self._progress = progress

        def work() -> _Read:
            table = study_table(study, how.passphrase, how.calibrated, progress)
            return _Read(study, table, findings(study, table), marker_labels(study), how)

        def show(read: _Read) -> None:
            if progress is self._progress:
                self._read = read
                self.tasks.set_markers(read.markers)
                self._page.show_read(read.table, read.found, read.markers, catalogue_of(installed_language()))
                question, self._waiting = self._waiting, None
                if question is not None:
                    self.answer(question)

        def ended() -> None:
            if progress is self._progress:
                self._is_reading = False
                self._timer.stop()
                self._page.show_progress(None)

        self._timer.start()
        self._run(work, show, self.tr("Study"), self._one_by_one, ended)

    def read_again(self) -> None:
        """Read the study that is open in another way: with a passphrase, or other scores."""
        if self.tasks.study is not None:
            self._page.answers.clear(is_open=True)  # an answer of other scores would look like one of these
            self.read(self.tasks.study)

    def close(self) -> None:
        """Give up what is under way."""
        self._progress.is_cancelled = True
        self._timer.stop()

    def ask_passphrase(self) -> None:
        """Ask for the one passphrase of the encrypted sessions, and read them."""
        dialog = PassphraseDialog(self.tr("A session of the study"), self._window)

        def accepted() -> None:
            self._passphrase = dialog.passphrase
            self.read_again()

        dialog.accepted.connect(accepted)
        dialog.open()

    def answer(self, question: Question) -> None:
        """Answer a question, once all sessions are read."""
        read, panel = self._read, self._page.answers
        words, dpi = catalogue_of(installed_language()), panel.dpi
        if read is None or self._is_reading:
            self._waiting = question
            return

        def work(progress: Progress) -> tuple[Answer, list[QImage], str]:
            answer = answer_to(question, read.study, read.table, read.how, progress)
            images = [QImage.fromData(picture_bytes(one, "png", dpi, words)) for one in answer.pictures]
            return answer, images, answer_words(answer, words)

        def show(found: tuple[Answer, list[QImage], str]) -> None:
            if read is self._read:  # else it is of sessions that are no longer those of the study
                self._answers = [*(one for one in self._answers if one.title != found[0].title), found[0]]
                panel.show_answer(*found, words.text(found[0].title))

        self._run_long(work, show, self.tr("Results"), self.tr("Working it out..."))

    def ask_save_table(self, is_wide: bool) -> None:
        """Ask for a file, and write the table into it."""
        read = self._read
        target = self._asked("table.csv", TABLE_SUFFIXES)
        if read is not None and target is not None:
            table = wide_table(read.table) if is_wide else read.table
            self._write(lambda: write_table(table, target), target)

    def ask_save_figure(self, number: int) -> None:
        """Ask for a file, and write a figure of the answer that is shown into it, or its numbers."""
        answer = self._page.answers.answer
        if answer is None:
            return
        picture = answer.pictures[number]
        target = self._asked(f"{picture.name}.png", PICTURE_SUFFIXES)
        if target is not None:
            words = catalogue_of(installed_language())
            self._write(lambda: write_picture(picture, target, words), target)

    def ask_report(self) -> None:
        """Ask for a file, and write the report with all answers since the study was opened into it."""
        read, answers, language = self._read, tuple(self._answers), installed_language()
        target = self._asked("report.html", REPORT_SUFFIXES)
        if read is not None and target is not None:
            self._write(lambda: write_study_report(read.study, read.table, answers, target, language), target)

    def _write(self, work: Callable[[], Any], target: Path) -> None:
        words = self.tr("Written to {0}").format(target)
        self._run(work, lambda _: self._notice(words), self.tr("Save"))

    def _asked(self, name: str, endings: tuple[str, ...]) -> Path | None:
        """Where to write, beside study.toml at first; None for nowhere."""
        if self._read is None:
            return None
        kinds = {f"{one[1:].upper()} (*{one})": one for one in endings}
        return self._asked_file(self.tr("Save"), str(self._read.study.folder.resolve() / name), kinds, endings)

    def _on_failed(self, title: str, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            super()._on_failed(title, error)
