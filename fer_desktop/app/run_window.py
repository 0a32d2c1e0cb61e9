"""Opens the window as a program: style, language, settings, and the event loop until it is closed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtGui import QIcon

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.qt_messages import QtMessages
from fer_desktop.app.uncaught import Uncaught
from fer_desktop.engine.status import EngineStatus
from fer_desktop.paths import assets_dir, window_file
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.theme import install_language

_SETTLE_MS = 300  # for what is said of a recording when its source has ended
_LONGEST_CALL_MS = 20_000
QUIT_AFTER = "FER_QUIT_AFTER"  # environment: seconds after which the window closes itself, for tests


@dataclass(frozen=True, slots=True)
class WindowEnd:
    """How it ended.

    Attributes:
        is_as_asked: False where Qt failed, or an unattended recording is not there or not whole.
        problem: Why, in words for the user; "" where there is nothing to say.
        late: Threads that did not end in time.
    """

    is_as_asked: bool
    problem: str = ""
    late: tuple[str, ...] = ()


def run_window(options: WindowOptions, settings: Settings) -> WindowEnd:
    """Open the window and stay until it is closed."""
    application = open_application()
    application.setWindowIcon(QIcon(str(assets_dir() / "icon.svg")))
    install_language(application, settings.language, assets_dir() / "translations")
    app = App(options, settings)
    Uncaught(app.window.notices, app).install()
    QtMessages(app.engine).install()
    app.window.restore_place(window_file())
    app.window.show()
    app.welcome()
    unattended = _Unattended(app, options.record_s) if options.record_s else None
    _close_on_signals(app)
    seconds = os.environ.get(QUIT_AFTER)
    if seconds:
        QTimer.singleShot(int(float(seconds) * 1000), app.window.close)
    has_failed = bool(application.exec())
    # a call that is still under way, such as loading the libraries, must not outlive what it reports to
    QThreadPool.globalInstance().waitForDone(_LONGEST_CALL_MS)
    if unattended is None:
        return WindowEnd(not has_failed, late=app.late_threads)
    return WindowEnd(unattended.is_whole and not has_failed, unattended.problem, app.late_threads)


def _close_on_signals(app: App) -> None:
    """Ctrl+C, a closed terminal, and a system that shuts down: the session is finished and the window closed."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            # not in the handler itself: it may run in the middle of anything that the window does
            signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: app.close(is_sure=True)))


class _Unattended(QObject):
    """Records as soon as that is possible, for so long, then closes the window; it also closes when it cannot record.

    Attributes:
        problem: Why nothing was recorded, or less than was asked for, in words for the user.
    """

    def __init__(self, app: App, seconds: float) -> None:
        super().__init__(app)
        self._app, self._seconds = app, seconds
        self._has_asked = self._is_timed = self._has_lasted = False
        self.problem = ""
        app.bridge.status_changed.connect(self._on_status)
        app.reporter.session_saved.connect(self._on_saved)
        app.reporter.failed.connect(self._give_up)
        app.reporter.stopped.connect(self._on_stopped)

    def _on_status(self, status: EngineStatus) -> None:
        if not self._has_asked and self._app.window.user_actions.record.isEnabled():
            self._has_asked = True
            self._app.record()
        elif status.is_recording and not self._is_timed:
            self._is_timed = True
            QTimer.singleShot(round(self._seconds * 1000), self._on_time)

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked for was recorded."""
        return self._has_lasted and not self.problem

    def _on_time(self) -> None:
        self._has_lasted = True
        self._app.engine.stop_recording()

    def _on_stopped(self) -> None:
        QTimer.singleShot(_SETTLE_MS, self._look_whether_saved)

    def _look_whether_saved(self) -> None:
        is_saved = self._app.reporter.last_session is not None
        if not (is_saved or self.problem or self._app.engine.status.is_recording):
            self._give_up(self.tr("The source ended before anything was recorded."))

    def _on_saved(self) -> None:
        self._app.close(is_sure=True)

    def _give_up(self, reason: str) -> None:
        """Keep why, and end; a session that has begun is finished first."""
        self.problem = self.problem or reason
        self._app.close(is_sure=True)
