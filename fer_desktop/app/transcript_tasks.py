"""Adds what is said to the session that is reviewed, and takes it away again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.words import Said
from fer_desktop.errors import Notice
from fer_desktop.session.library import Session
from fer_desktop.settings import Settings
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.sessions.naming import named_session
from fer_desktop.ui.widgets.translation import error_text
from fer_desktop.words.transcripts import SUFFIXES


def is_transcript(name: str) -> bool:
    """Whether a file is one, by its name."""
    return Path(name).suffix.lower() in SUFFIXES


class TranscriptTasks(WindowWork):
    """Between the words of the Review page and the files. Each method returns at once.

    Args:
        pool: Where other changes to sessions are made: one after the other.
    """

    def __init__(self, window: MainWindow, pool: QThreadPool, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._pool = pool
        self._settings = Settings()
        words = window.review.words
        words.wanted.connect(self.ask)
        words.hearing_wanted.connect(self.ask_hear)
        words.removed.connect(self.ask_remove)
        words.texts_removed.connect(self.ask_remove_texts)
        words.corrected.connect(self.correct)

    def set_up(self, settings: Settings) -> None:
        """What the settings say of words."""
        self._settings = settings

    def ask(self) -> None:
        """Ask for a transcript, then add it."""
        session = self._window.review.session
        if session is None:
            return
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        kinds = self.tr("Transcripts") + f" ({patterns});;" + self.tr("All files") + " (*)"
        folder = str(Path(session.info.source.path).parent) if session.info.source.path else ""
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Add transcript"), folder, kinds)
        if path:
            self.add(Path(path))

    def add(self, path: Path) -> None:
        """Add a transcript to the session that is reviewed, in the place of one that is there."""
        session = self._window.review.session
        if session is None:
            self._notice(self.tr("Open a session in Review, then drop its transcript there."))
            return
        if not self._may_replace(session, self.tr("Add transcript"), path.name):
            return
        keep = self._settings.keep_words

        def work() -> tuple[Session, tuple[Notice, ...]]:
            from fer_desktop.offline.fusing import write_fused
            from fer_desktop.offline.wording import Words, written_words
            from fer_desktop.words.transcripts import read_transcript

            found = read_transcript(path)
            read = written_words(session, Words(found.lines, path.name), keep)
            write_fused(read)
            return read, found.notices

        def done(result: tuple[Session, tuple[Notice, ...]]) -> None:
            read, notices = result
            facts = read.edits.transcript
            assert facts is not None
            self._window.review.take_words(read)
            words = self.tr("{0} lines of {1}; expressions of {2} of them.")
            self._notice("\n".join((words.format(facts.n_lines, path.name, facts.n_read), *map(error_text, notices))))

        self._run(work, done, self.tr("Add transcript"), self._pool)

    def ask_hear(self) -> None:
        """Let the speech model of the settings hear what is said in the session that is reviewed."""
        session, chosen = self._window.review.session, self._settings
        if session is None:
            return
        if not chosen.speech_model:
            self._notice(self.tr("Name the folder of a speech model in the settings, under Words."))
            return
        title, model = self.tr("Hear words"), Path(chosen.speech_model)
        if not self._may_replace(session, title, model.name):
            return

        language = chosen.speech_language or None

        def hear() -> tuple[Said, ...]:
            from fer_desktop.offline.speech import heard_lines

            return heard_lines(session, None, model, language)

        def write(lines: tuple[Said, ...]) -> Session:
            from fer_desktop.offline.fusing import write_fused
            from fer_desktop.offline.wording import Words, written_words

            read = written_words(session, Words(lines, model.name, model.name), chosen.keep_words, language)
            write_fused(read)
            return read

        def done(read: Session) -> None:
            self._window.review.take_words(read)
            facts = read.edits.transcript
            assert facts is not None
            words = self.tr("{0} lines of {1}; expressions of {2} of them.")
            self._notice(words.format(facts.n_lines, model.name, facts.n_read))

        self._notice(self.tr("Hearing what is said in {0}...").format(session.folder.name))
        # what takes minutes does not keep edits from being saved
        self._run(hear, lambda lines: self._run(lambda: write(lines), done, title, self._pool), title)

    def _may_replace(self, session: Session, title: str, name: str) -> bool:
        """Whether words may come in the place of those that are there."""
        question = self.tr("The session has a transcript. Replace it by {0}? This cannot be undone.")
        return session.words is None or self._is_sure(session, title, question.format(name), self.tr("Replace"))

    def _is_sure(self, session: Session, title: str, question: str, action: str) -> bool:
        """Ask about a session, which is named."""
        return self._window.ask(title, f"{question}\n\n{named_session(session)}", action)

    def correct(self, row: int, text: str) -> None:
        """Put other words into a line; what they say is read anew."""
        session = self._window.review.session
        if session is None:
            return

        def work() -> Session:
            from fer_desktop.offline.wording import corrected_words

            return corrected_words(session, row, text)

        self._run(work, self._window.review.take_words, self.tr("Correct words"), self._pool)

    def ask_remove_texts(self) -> None:
        """Ask, then take the texts away and leave what they say."""
        session = self._window.review.session
        question = self.tr("Remove the texts from this session, and keep what they say? This cannot be undone.")
        if session is None or not self._is_sure(session, self.tr("Remove texts"), question, self.tr("Remove")):
            return

        def work() -> Session:
            from fer_desktop.offline.wording import without_texts

            return without_texts(session)

        self._run(work, self._window.review.take_words, self.tr("Remove texts"), self._pool)

    def ask_remove(self) -> None:
        """Ask, then take the words away."""
        session = self._window.review.session
        question = self.tr("Remove all that is said from this session? This cannot be undone.")
        if session is None or not self._is_sure(session, self.tr("Remove words"), question, self.tr("Remove")):
            return

        def work() -> Session:
            from fer_desktop.offline.fusing import write_fused
            from fer_desktop.offline.wording import erased_words

            erased = erased_words(session)
            write_fused(erased)
            return erased

        self._run(work, self._window.review.take_words, self.tr("Remove words"), self._pool)
