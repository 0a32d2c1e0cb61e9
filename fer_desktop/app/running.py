"""What runs: a source is started, in the place of another one, at another place of a file, once more; and stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from fer_desktop.app.camera_permission import ask_for_camera
from fer_desktop.app.retry import Retry, Start
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.ui.live.choices import PictureFormat, SourceChoice
from fer_desktop.ui.main_window import MainWindow


class Running(QObject):
    """Asks before a recording ends by it. GUI thread.

    Args:
        begin: Starts a source while none runs.
        denied: The system does not let this program use a camera.
    """

    def __init__(
        self, engine: Engine, window: MainWindow, begin: Start, denied: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine, self._window, self._begin, self._denied = engine, window, begin, denied
        self.retry = Retry(engine, self.start, window.show_opening)
        live = window.live
        live.top_bar.start_requested.connect(self.start)
        live.top_bar.stop_requested.connect(self.stop)
        live.video.retry_requested.connect(self.retry.ask)
        live.position.sought.connect(self.seek)

    def start(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        """Start what the user chose; in the place of what runs, after a yes where that is being recorded."""
        if not self._engine.status.phase.is_at_rest:
            self._switch(choice, wanted)
            return
        self.retry.remember(choice, wanted)
        if choice.kind == "camera":
            ask_for_camera(self, lambda: self._begin(choice, wanted), self._denied)
        else:
            self._begin(choice, wanted)

    @property
    def has_no_pictures(self) -> bool:
        """Whether what was started last is a microphone alone."""
        return self.retry.last is not None and self.retry.last[0].kind == "sound"

    def seek(self, time_s: float) -> None:
        """Play the file from another place on."""
        if self.retry.last is not None and self.retry.last[0].kind == "file":
            choice, wanted = self.retry.last
            self.start(replace(choice, start_s=time_s), wanted)

    def stop(self) -> None:
        """Stop the source; while a session is being recorded only after a yes."""
        question = self.tr("A session is being recorded. Finish it and stop?")
        if self.may_end(self.tr("Stop"), question, self.tr("Finish and stop")):
            self._engine.stop()

    def may_end(self, title: str, question: str, action: str) -> bool:
        """Whether the source may end: nothing is lost by that, or the user says yes."""
        return not self._engine.status.is_recording or self._window.ask(title, question, action)

    def _switch(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        if self._engine.status.phase is Phase.OPENING and self.retry.last == (choice, wanted):
            return  # asked for twice
        question = self.tr("A session is being recorded. Finish it and change the source?")
        if self.may_end(self.tr("Source"), question, self.tr("Finish and change")):
            self.retry.remember(choice, wanted)
            self.retry.ask()
            self._engine.stop()
        elif self.retry.last is not None:
            self._window.live.top_bar.show_choice(*self.retry.last)
