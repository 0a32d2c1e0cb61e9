"""Opens the window as a program: style, language, settings, and the event loop until it is closed."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon

from fer_desktop.app import App, WindowOptions
from fer_desktop.engine.status import EngineStatus
from fer_desktop.paths import assets_dir, settings_file, window_file
from fer_desktop.settings import load_settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.theme import install_language

QUIT_AFTER = "FER_QUIT_AFTER"  # environment: seconds after which the window closes itself, for tests


def run_window(options: WindowOptions) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    application = open_application()
    application.setWindowIcon(QIcon(str(assets_dir() / "icon.svg")))
    settings = load_settings(settings_file())
    install_language(application, settings.language, assets_dir() / "translations")
    app = App(options, settings)
    app.window.restore_place(window_file())
    app.window.show()
    app.welcome()
    if options.record_s:
        _Unattended(app, options.record_s)
    seconds = os.environ.get(QUIT_AFTER)
    if seconds:
        QTimer.singleShot(int(float(seconds) * 1000), app.window.close)
    return application.exec()


class _Unattended(QObject):
    """Records as soon as that is possible, for so long, then closes the window."""

    def __init__(self, app: App, seconds: float) -> None:
        super().__init__(app)
        self._app, self._seconds = app, seconds
        self._has_asked = self._is_timed = False
        app.bridge.status_changed.connect(self._on_status)
        app.reporter.session_saved.connect(app.close)

    def _on_status(self, status: EngineStatus) -> None:
        if not self._has_asked and self._app.window.user_actions.record.isEnabled():
            self._has_asked = True
            self._app.record()
        elif status.is_recording and not self._is_timed:
            self._is_timed = True
            QTimer.singleShot(round(self._seconds * 1000), self._app.engine.stop_recording)
