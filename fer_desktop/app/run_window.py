"""Opens the window as a program: style, language, settings, and the event loop until it is closed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QIcon

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.qt_messages import QtMessages
from fer_desktop.app.unattended import Unattended
from fer_desktop.app.uncaught import Uncaught
from fer_desktop.paths import assets_dir
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.theme import install_language

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
    app.view.restore()
    app.window.show()
    app.welcome()
    unattended = Unattended(app, options.record_s) if options.record_s else None
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
