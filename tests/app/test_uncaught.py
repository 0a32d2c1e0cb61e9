from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from fer_desktop.app.uncaught import Uncaught
from fer_desktop.ui.widgets.notices import Notices
from tests.fakes import WAIT_MS


@pytest.fixture
def notices(qtbot, monkeypatch):
    for owner in (sys, threading):
        monkeypatch.setattr(owner, "excepthook", owner.excepthook)  # put back afterwards
    page = QWidget()
    qtbot.addWidget(page)
    bar = Notices(page)
    Uncaught(bar, bar).install()
    return bar


@pytest.mark.expects_log
def test_an_error_of_a_thread_without_a_guard_is_one_notice_with_a_report(notices, qtbot):
    def fail():
        raise ZeroDivisionError("odd")

    for _ in range(3):
        thread = threading.Thread(target=fail, name="inlet")
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: notices.shown_text == "Something went wrong in inlet.", timeout=WAIT_MS)
    notices.shown[0].copy.click()
    assert "ZeroDivisionError: odd" in QApplication.clipboard().text()
    qtbot.wait(20)
    assert len(notices.shown) == 1


@pytest.mark.expects_log
def test_an_error_of_the_window_is_told(notices, qtbot):
    try:
        raise RuntimeError("slot")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    qtbot.waitUntil(lambda: "Something went wrong" in notices.shown_text, timeout=WAIT_MS)
