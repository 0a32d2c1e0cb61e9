"""The window opens once more in another language, and shows what it showed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer

from fer_desktop.app import run_window as run_window_module
from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.run_window import run_window
from fer_desktop.paths import sessions_dir
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.theme import remove_languages
from tests.factories import write_session
from tests.fakes import WAIT_MS

_FIRST_MS = 200  # until the window is there


@pytest.fixture
def drive(monkeypatch, qapp, qtbot):
    """Opens the window as a program does, and does with each one that opens what it is told."""
    made = []

    def run(settings, *steps):
        class Driven(App):
            def __init__(self, *rest):
                super().__init__(*rest)
                made.append(self)
                number = len(made) - 1
                QTimer.singleShot(_FIRST_MS, self, lambda: steps[number](self))

        monkeypatch.setattr(run_window_module, "App", Driven)
        return run_window(WindowOptions(), settings)

    for name in ("Uncaught", "QtMessages"):
        monkeypatch.setattr(getattr(run_window_module, name), "install", lambda self: None)
    monkeypatch.setattr(run_window_module, "_close_on_signals", lambda app: None)
    yield run
    remove_languages(qapp)


def test_another_language_is_there_at_once(drive, qtbot):
    folder = write_session(sessions_dir(), "s")
    seen = []

    def first(app):
        seen.append(app.window.pages.tabText(0))
        app.page_tasks.sessions.review(folder)
        qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
        app.change_settings(replace(app.settings, language="zh_CN"))

    def second(app):
        qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
        seen.append(app.window.pages.tabText(0))
        seen.append(app.window.pages.currentWidget() is app.window.review)
        app.change_settings(replace(app.settings, language="en"))

    def third(app):
        seen.append(app.window.pages.tabText(0))
        app.close()

    end = drive(Settings(has_agreed=True, language="en"), first, second, third)
    assert end.is_as_asked
    assert seen == ["Live", "实时", True, "Live"]


def test_the_first_screen_can_be_read_in_another_language(drive):
    titles = []

    def dialog(app):
        (found,) = [one for one in app.window.findChildren(WelcomeDialog) if one.isVisible()]
        titles.append(found.windowTitle())
        return found

    def first(app):
        dialog(app).language_chosen.emit("zh_CN")

    def second(app):
        dialog(app).accept()
        assert app.settings.has_agreed
        app.close()

    drive(Settings(language="en"), first, second)
    assert titles[0] == "Welcome to FER Desktop"
    assert titles[1] != titles[0]
    assert "FER Desktop" in titles[1]
