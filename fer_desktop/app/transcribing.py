"""Hears words beside what runs, and finishes afterwards what was not ready when a recording ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

from fer_desktop.app.window_work import WindowWork
from fer_desktop.engine.status import Event, Failed, RecordingStopped
from fer_desktop.engine.transcribing import Hear, Late, Transcriber, TranscribingStatus
from fer_desktop.errors import FerError
from fer_desktop.paths import words_weights_dir
from fer_desktop.settings import Settings
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import error_text

if TYPE_CHECKING:
    from fer_desktop.session.library import Session

_SPEECH = "speech"
_PATIENCE_S = 20.0  # for the utterance that is being heard when the program ends


@dataclass(frozen=True, slots=True)
class _Wish:
    """What hears: the folder of a model, and the language; "" lets it find that out."""

    folder: str
    language: str


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What is to be known of a recording to write words into it."""

    settings: Settings
    passphrase: str = field(default="", repr=False)


class Transcribing(WindowWork):
    """Between the settings, what hears, and the sessions. GUI thread.

    Signals:
        heard(HeardWords): what was said, on the clock of what runs.
        completed(Path): a session has now all of its words.

    Args:
        pool: Where other changes to sessions are made: one after the other.
    """

    heard = Signal(object)
    completed = Signal(object)

    def __init__(self, window: MainWindow, pool: QThreadPool, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._pool = pool
        self._settings = Settings()
        self._recorded = _Recorded(self._settings)
        self._used: _Wish | None = None  # what the last one was made for
        self._all: list[Transcriber] = []  # the last one, and those before that have not ended
        self._n_written = 0  # sessions that are being written right now
        self._has_told = False

    def set_up(self, settings: Settings) -> None:
        """What the settings say; used when somebody listens the next time."""
        self._settings = settings

    @property
    def wish(self) -> object:
        """What is wanted; another one makes listening begin anew."""
        return self._wish

    @property
    def transcriber(self) -> Transcriber | None:
        """What hears the words of whoever is listened to from now on; None for nobody."""
        wish, current = self._wish, self._all[-1] if self._all else None
        is_usable = current is not None and not current.has_ended and wish == self._used
        if is_usable:
            return current
        if current is not None:
            current.finish()
        self._used, self._has_told = wish, False
        if wish is None:
            return None
        made = Transcriber(lambda: _open(wish))
        self._all.append(made)
        made.start()
        return made

    def begin_recording(self, passphrase: str) -> None:
        """A session begins, which has this passphrase."""
        self._recorded = _Recorded(self._settings, passphrase)

    def show_event(self, event: Event) -> None:
        """When a recording is closed, what was offered until then is heard to its end."""
        location = None
        if isinstance(event, RecordingStopped):
            location = event.location
        elif isinstance(event, Failed) and event.stage == "recorder":
            location = ""
        if location is not None:
            for one in self._all:
                one.close_recording(location)

    def look(self) -> TranscribingStatus | None:
        """Hand on what was heard since the last look; how far the last one is, None without one."""
        for one in self._all:
            for result in one.results.drain():
                if isinstance(result, Late):
                    self._complete(result)
                else:
                    self.heard.emit(result)
        self._all = [one for one in self._all if not one.has_ended or one is self._all[-1]]
        status = self._all[-1].status if self._all and self._used is not None else None
        if status is not None and status.error is not None and not self._has_told:
            self._has_told = True
            self._tell(status.error)
        return status

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be heard or written."""
        self.look()
        return self._n_written > 0 or any(one.status.waiting for one in self._all)

    def stop(self) -> None:
        """End at once, leaving out what waits."""
        for one in self._all:
            one.stop()

    def end(self) -> None:
        """Stop, and wait for the end: the model must be gone before the program is."""
        self.stop()
        for one in self._all:
            one.join(_PATIENCE_S)

    @property
    def _wish(self) -> _Wish | None:
        chosen = self._settings
        return _Wish(chosen.speech_model, chosen.speech_language) if chosen.hear_words else None

    def _complete(self, late: Late) -> None:
        """Write what came too late for a recording into its session."""
        if late.refused:
            text = self.tr("{0} utterances were left out: too many were waiting to be heard.")
            self._window.notices.show_loss(text.format(late.refused), _SPEECH)
        if not late.location or not late.words.lines:
            return
        recorded = self._recorded

        def work() -> Session:
            from fer_desktop.offline.wording import add_heard_words, heard_facts
            from fer_desktop.session.library import load_session

            session = load_session(Path(late.location), recorded.passphrase)
            return add_heard_words(session, late.words.lines, heard_facts(recorded.settings))

        def done(session: Session) -> None:
            if self._window.pages.has("review"):
                self._window.review.take_words(session)
            text = self.tr("All that was said is in the session: {0}")
            self._notice(text.format(session.folder))
            self.completed.emit(session.folder)

        def ended() -> None:
            self._n_written -= 1

        self._n_written += 1
        self._run(work, done, self.tr("Words"), self._pool, ended)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, FerError):
            self._window.notices.show_loss(error_text(error), _SPEECH)
        else:
            self._on_failed(self.tr("Words"), RuntimeError(repr(error)))


def _open(wish: _Wish) -> Hear:
    """Called in the thread that hears: the libraries are imported there, behind the window."""
    from fer_desktop.words.hearing import open_hearing

    return open_hearing(Path(wish.folder), words_weights_dir(), wish.language or None)
