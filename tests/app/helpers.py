"""What tests of the whole app share."""

from __future__ import annotations

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.session_tasks import SessionTasks
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.fakes import WAIT_MS

AGREED = Settings(has_agreed=True)


DEMO = SourceChoice("demo", "Demo")


def session_tasks(window):
    """What is done with sessions, of a window without an app behind it."""
    one_by_one = QThreadPool(window)
    one_by_one.setMaxThreadCount(1)
    return SessionTasks(window, Passphrases(window), one_by_one)


def close(app, qtbot):
    app.window.ask = lambda *_: True
    app.close()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)


def settle(qtbot, *pools):
    """Wait until nothing is being done, in these pools and that of the program, what follows from it included."""
    for _ in range(4):
        for pool in (*pools, QThreadPool.globalInstance()):
            assert pool.waitForDone(WAIT_MS)
        qtbot.wait(1)


def read(qtbot):
    """Take as long as a user who reads what a button says before the next press."""
    qtbot.wait(QApplication.doubleClickInterval() + 50)


def shown_text(app):
    return app.window.notices.shown_text + app.window.live.video.message


def begin_recording(app, qtbot):
    actions = app.window.user_actions
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(actions.record.isEnabled, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.window.live.end_s > 0.3, timeout=WAIT_MS)
    actions.record.trigger()
    qtbot.waitUntil(lambda: app.engine.status.is_recording, timeout=WAIT_MS)
    qtbot.waitUntil(actions.marker.isEnabled, timeout=WAIT_MS)  # the window shows it, too
