"""Whether voices are listened to, and to which: what the action, the settings and the command line say."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from fer_desktop.app.ears import ears_of
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.reporter import Reporter
from fer_desktop.app.source_list import SourceList
from fer_desktop.app.transcribing import Transcribing
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.hearing import Ears
from fer_desktop.settings import KeepVoice, Settings
from fer_desktop.ui.live.choices import SourceChoice
from fer_desktop.ui.main_window import MainWindow


class Listening(QObject):
    """Between the action and the engine."""

    def __init__(
        self,
        engine: Engine,
        sources: SourceList,
        reporter: Reporter,
        words: Transcribing,
        window: MainWindow,
        options: WindowOptions,
    ) -> None:
        super().__init__(window)
        self._engine, self._sources, self._reporter, self._words = engine, sources, reporter, words
        self._action = window.user_actions.listen
        self._options, self._settings = options, Settings()
        self._wished, self._hears_words = words.wish, False
        self._choice: SourceChoice | None = None
        self._action.toggled.connect(self._on_toggled)

    def set_up(self, settings: Settings) -> None:
        """What the settings say; another microphone is listened to at once, and words are heard or no more."""
        before, self._settings = self._settings, settings
        self._action.setChecked(settings.listen or self._options.listen)
        is_other = before.microphone != settings.microphone and self._options.microphone is None
        if is_other or self._wished != self._words.wish:
            self._on_toggled(self._action.isChecked())

    def begin(self, choice: SourceChoice) -> Ears | None:
        """How to listen beside a source that is about to start; None for not at all."""
        self._choice = choice
        is_on = self._action.isChecked() or choice.kind == "sound"
        self._sources.demo_speaks = is_on
        return self._ears(choice) if is_on else None

    @property
    def keep(self) -> KeepVoice:
        """What of a voice a recording keeps."""
        return self._options.keep_voice or self._settings.keep_voice

    @property
    def hears_words(self) -> bool:
        """Whether what is said is heard beside what is listened to right now."""
        return self._hears_words

    @property
    def to_be_kept(self) -> bool:
        """What the settings should say of listening: not what the command line said for this time."""
        return self._settings.listen if self._options.listen else self._action.isChecked()

    def _ears(self, choice: SourceChoice) -> Ears:
        wanted = self._options.microphone
        self._reporter.await_hearing()
        self._wished, hears = self._words.wish, self._words.transcriber
        self._hears_words = hears is not None
        return replace(ears_of(choice, self._settings.microphone if wanted is None else wanted), transcriber=hears)

    def _on_toggled(self, is_on: bool) -> None:
        """While a source runs, and nothing is recorded: the session says from its beginning who listened."""
        status = self._engine.status
        if self._choice is None or status.phase.is_at_rest or status.is_recording:
            return
        self._engine.listen(self._ears(self._choice) if is_on else None)
