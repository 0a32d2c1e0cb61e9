"""What the window does with files: the queue that analyses them, which were used last, and where they are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.analysis_queue import AnalysisQueue
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.transcript_tasks import is_transcript
from fer_desktop.app.window_work import WindowWork
from fer_desktop.capture.kinds import IMAGE_SUFFIXES, SOUND_SUFFIXES, VIDEO_SUFFIXES
from fer_desktop.paths import window_file
from fer_desktop.session.ownership import is_session
from fer_desktop.settings import Settings
from fer_desktop.ui.analyse.item import QueueItem
from fer_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fer_desktop.offline.job import AnalyzeOptions
    from fer_desktop.offline.planning import Plan

_MOST_RECENT = 10
_RECENT, _FOLDER = "files/recent", "files/folder"


class FileTasks(WindowWork):
    """Between the page and the queue.

    Signals:
        session_given(Path): a session was given as if it were a file; it is to be shown.
        transcript_given(Path): a transcript was given alone; it is of the session that is reviewed.

    Args:
        analysed: Called when a session has come of a file.
    """

    session_given = Signal(object)
    transcript_given = Signal(object)

    def __init__(self, window: MainWindow, analysed: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._analysed = analysed
        self._root = Path()
        self._model, self._settings = ModelChoice(), Settings()
        self._kept = QSettings(str(window_file()), QSettings.Format.IniFormat)
        self.queue = AnalysisQueue(self._options, self)
        page = window.analyse
        page.files_wanted.connect(self._on_files_wanted)
        page.folder_wanted.connect(self._on_folder_wanted)
        page.recent_wanted.connect(lambda file: self.add([file]))
        page.cancelled.connect(self.queue.cancel)
        page.moved.connect(self.queue.move)
        page.held.connect(self.queue.hold)
        page.choices_changed.connect(lambda choices: self.queue.set_workers(choices.workers))
        self.queue.changed.connect(self._show)
        self.queue.ended.connect(self._on_ended)
        page.show_recent(self._recent)

    def set_up(self, root: Path, model: ModelChoice, settings: Settings | None = None) -> None:
        """Where sessions go, and what the settings say of the analysis and of words."""
        self._root, self._model, self._settings = root, model, settings or Settings()
        page = self._window.analyse
        page.show_choices(replace(page.choices, max_faces=model.max_faces))

    def add(self, inputs: Sequence[str]) -> None:
        """Analyse these files and folders, after those that wait already; the page shows them. Sessions are opened."""
        sessions = [name for name in inputs if is_session(Path(name))]
        inputs = [name for name in inputs if name not in sessions]
        if sessions:
            self.session_given.emit(Path(sessions[0]))
        transcripts = [name for name in inputs if is_transcript(name)]
        inputs = [name for name in inputs if name not in transcripts]
        if transcripts and inputs:
            page = self._window.analyse
            page.show_choices(replace(page.choices, reads_words=True))
        elif transcripts:
            self.transcript_given.emit(Path(transcripts[0]))
        if not inputs:
            return
        page = self._window.analyse
        self._window.show_page(page)
        if any(Path(name).suffix.lower() in SOUND_SUFFIXES for name in inputs):
            page.show_choices(replace(page.choices, hears_voice=True))
        choices = page.choices

        def work() -> Plan:
            from fer_desktop.offline.planning import plan

            return plan(list(inputs), choices.hears_voice, choices.reads_words)

        def begin(planned: Plan) -> None:
            self.queue.add(planned.jobs, planned.failures)
            for ignored in planned.ignored:
                self._notice(ignored.text)

        self._remember(inputs)
        self._run(work, begin, self.tr("Analyse"))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being analysed, and nothing waits."""
        return all(item.is_over for item in self.queue.items)

    def close(self) -> None:
        """End what runs, keeping what it has."""
        self.queue.close()

    @property
    def _recent(self) -> list[str]:
        kept = self._kept.value(_RECENT) or []
        return [kept] if isinstance(kept, str) else list(kept)  # a list of one is kept as its item

    def _remember(self, inputs: Sequence[str]) -> None:
        recent = [*inputs, *(file for file in self._recent if file not in inputs)][:_MOST_RECENT]
        self._kept.setValue(_RECENT, recent)
        self._window.analyse.show_recent(recent)

    def _options(self) -> AnalyzeOptions:
        from fer_desktop.capture.cut import Cut
        from fer_desktop.capture.demo.source import DemoOptions
        from fer_desktop.offline.job import AnalyzeOptions
        from fer_desktop.offline.wording import WordsOptions

        chosen = self._window.analyse.choices
        analyzer = self._model.analyzer(chosen.max_faces, threads=1)
        settings = self._settings
        model = Path(settings.speech_model) if settings.hear_words and chosen.hears_voice else None
        keep = settings.keep_words if chosen.reads_words or model is not None else None
        words = WordsOptions(keep=keep, language=settings.speech_language or None, speech_model=model)
        cut = Cut(chosen.start_s, chosen.end_s, chosen.fps)
        return AnalyzeOptions(
            self._root,
            analyzer,
            cut,
            DemoOptions(),
            copy_video=chosen.copies_video,
            voice=chosen.hears_voice,
            words=words,
        )

    def _on_files_wanted(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES | IMAGE_SUFFIXES | SOUND_SUFFIXES))
        kinds = self.tr("Videos, photographs and sound") + f" ({patterns});;" + self.tr("All files") + " (*)"
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Add files"), self._folder, kinds)
        if files:
            self._kept.setValue(_FOLDER, str(Path(files[0]).parent))
            self.add(files)

    def _on_folder_wanted(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Add folder"), self._folder)
        if folder:
            self._kept.setValue(_FOLDER, folder)
            self.add([folder])

    @property
    def _folder(self) -> str:
        return str(self._kept.value(_FOLDER) or "")

    def _show(self) -> None:
        self._window.analyse.show_queue(self.queue.items, self.queue.is_held)

    def _on_ended(self, item: QueueItem) -> None:
        if item.session is not None:
            self._analysed()
