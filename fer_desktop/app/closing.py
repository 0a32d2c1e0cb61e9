"""How the window closes: after a question, once every thread is done and nothing is left to be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from fer_desktop.app.app import App

_POLL_MS = 50  # between two looks whether all has ended
_PATIENCE_S = 10.0  # after so long the window closes even if a camera does not answer


class Closing(QObject):
    """Ends everything, in order.

    Attributes:
        late_threads: Those that had not ended when the window closed.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._looks = 0
        self.late_threads: tuple[str, ...] = ()

    @property
    def has_begun(self) -> bool:
        """Whether the window is about to close."""
        return self._looks > 0

    def begin(self, is_sure: bool = False) -> None:
        """Stop everything, finish a recording (after a question, unless `is_sure`), then close the window.

        Words that wait are heard before; whoever asks again does not wait for them.
        """
        app = self._app
        if self._looks:
            if not is_sure:
                app.transcribing.stop()
            return
        question = self.tr("A session is being recorded. Finish it and close?")
        action = self.tr("Finish and close")
        may_end = is_sure or app.running.may_end(self.tr("Close"), question, action)
        # looked at twice whether it is on its way already: a signal may come while the question is open
        if self._looks or not may_end:
            return
        self._looks = 1
        # first, so that the window closes whatever fails here; and not at once: Qt ignores a second close() inside the
        # close event that led here
        QTimer.singleShot(0, self._look)
        app.let_go()

    def _look(self) -> None:
        """Close once every thread is done; the event loop goes on meanwhile."""
        app = self._app
        self._looks += 1
        status = app.engine.status
        is_over = status.phase.is_at_rest and not status.is_recording
        is_late = self._looks * _POLL_MS >= _PATIENCE_S * 1000
        if not (is_over or is_late) or (is_over and app.transcribing.is_busy):
            QTimer.singleShot(_POLL_MS, self._look)
            return
        self.late_threads = tuple(app.engine.join(1.0))
        app.end()
