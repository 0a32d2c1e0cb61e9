"""Opens the window as a program: style, language, settings, and the event loop until it is closed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QIcon

from fer_desktop.app.again import Again, show_again
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
    app, unattended, has_failed = _one_window(options, settings, None)
    while app.again is not None and not has_failed:
        again, settings = app.again, app.settings
        app.window.deleteLater()
        app.deleteLater()
        app, _, has_failed = _one_window(replace(options, record_s=0.0), settings, again)
    # a call that is still under way, such as loading the libraries, must not outlive what it reports to
    QThreadPool.globalInstance().waitForDone(_LONGEST_CALL_MS)
    if unattended is None:
        return WindowEnd(not has_failed, late=app.closing.late_threads)
    return WindowEnd(unattended.is_whole and not has_failed, unattended.problem, app.closing.late_threads)


def _one_window(options: WindowOptions, settings: Settings, again: Again | None) -> tuple[App, Unattended | None, bool]:
    """Open it and stay until it is closed; what the command line names is for the first one, and not for `again`."""
    application = open_application()
    install_language(application, settings.language, assets_dir() / "translations")
    is_first = again is None or not settings.has_agreed
    app = App(options if is_first else replace(options, source="", files=(), label_folder=None), settings)
    Uncaught(app.window.notices, app).install()
    QtMessages(app.engine).install()
    app.view.restore()
    app.window.show()
    if again is None or is_first:
        app.welcome()
    else:
        show_again(app, again)
    unattended = Unattended(app, options.record_s) if options.record_s else None
    _close_on_signals(app)
    seconds = os.environ.get(QUIT_AFTER)
    if seconds:
        QTimer.singleShot(int(float(seconds) * 1000), app.window.close)
    return app, unattended, bool(application.exec())


def _close_on_signals(app: App) -> None:
    """Ctrl+C, a closed terminal, and a system that shuts down: the session is finished and the window closed."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            # not in the handler itself: it may run in the middle of anything that the window does
            signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: app.close(is_sure=True)))
