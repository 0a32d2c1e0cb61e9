"""Records without anybody at the window: `fer-desktop --source ... --record-for S`."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from fer_desktop.app.app import App
from fer_desktop.engine.status import EngineStatus, Event, RecordingStopped

_SETTLE_MS = 300  # for what is said of a recording when its source has ended
_LATEST_SHARE, _LATEST_S = 1.1, 60.0  # of what was asked for: by then it ends, however little was recorded
_LONGEST_TIMER_MS = 2**31 - 1


class Unattended(QObject):
    """Records as soon as that is possible, until the session holds what was asked for, then closes the window.

    It also closes when it cannot record, and when that takes much longer than it should, as where the source
    or the analysis hangs.

    Attributes:
        problem: Why nothing was recorded, or less than was asked for, in words for the user.
    """

    def __init__(self, app: App, seconds: float) -> None:
        super().__init__(app)
        self._app, self._seconds = app, seconds
        self._recorded_s = 0.0
        self._has_asked = self._is_timed = False
        self.problem = ""
        app.bridge.status_changed.connect(self._on_status)
        app.bridge.event_received.connect(self._on_event)
        app.reporter.failed.connect(self._give_up)
        app.reporter.stopped.connect(self._on_stopped)

    @property
    def is_whole(self) -> bool:
        """Whether the session holds all that was asked for."""
        return self._recorded_s >= self._seconds and not self.problem

    def _on_status(self, status: EngineStatus) -> None:
        if not self._has_asked and self._app.window.user_actions.record.isEnabled():
            self._has_asked = True
            self._app.record()
        elif status.recording is not None:
            if not self._is_timed:
                self._is_timed = True
                latest_ms = (self._seconds * _LATEST_SHARE + _LATEST_S) * 1000
                QTimer.singleShot(round(min(latest_ms, _LONGEST_TIMER_MS)), self._app.engine.stop_recording)
            if status.recording.analysed_s >= self._seconds:
                self._app.engine.stop_recording()

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, RecordingStopped):
            return
        self._recorded_s = event.recorded_s
        if self._recorded_s < self._seconds and not self.problem:
            text = self.tr("Only {0:.1f} of {1:g} s were recorded. {2}")
            self.problem = text.format(self._recorded_s, self._seconds, event.reason).strip()
        self._app.close(is_sure=True)

    def _on_stopped(self) -> None:
        QTimer.singleShot(_SETTLE_MS, self._look_whether_saved)

    def _look_whether_saved(self) -> None:
        is_saved = self._app.reporter.last_session is not None
        if not (is_saved or self.problem or self._app.engine.status.is_recording):
            self._give_up(self.tr("The source ended before anything was recorded."))

    def _give_up(self, reason: str) -> None:
        """Keep why, and end; a session that has begun is finished first."""
        self.problem = self.problem or reason
        self._app.close(is_sure=True)
