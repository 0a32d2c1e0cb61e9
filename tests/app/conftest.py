from __future__ import annotations

import pytest

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.ui.main_window import MainWindow
from tests.app.helpers import AGREED, close, session_tasks, settle
from tests.ui.helpers import destroy


@pytest.fixture
def open_app(qtbot):
    """Makes apps and closes them as a user does. (Widgets that qtbot knows are deleted too early for that.)"""
    made = []

    def open_one(options=None, settings=AGREED):
        app = App(options or WindowOptions(), settings)
        made.append(app)
        app.window.show()
        return app

    yield open_one
    for app in made:
        if app.window.isVisible():
            close(app, qtbot)
    destroy(made)


@pytest.fixture
def window(qtbot):
    """A window without an app behind it. (Widgets that qtbot knows are deleted before tasks have ended.)"""
    widget = MainWindow()
    yield widget
    widget.review.close_session()
    widget.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def review(window):
    return window.review


@pytest.fixture
def tasks(window, qtbot):
    """What is done with sessions; tests of other tasks have their own."""
    made = session_tasks(window)
    yield made
    made.close()
    settle(qtbot, made.one_by_one)


@pytest.fixture
def app(open_app):
    return open_app()
