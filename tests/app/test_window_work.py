"""Work behind the window."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from fer_desktop.app import window_work
from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import StudyUnreadable
from tests.fakes import WAIT_MS


def test_the_bar_of_work_that_fails_never_lies_over_what_is_said_of_it(window, qtbot, monkeypatch):
    def fail(progress):
        raise StudyUnreadable("There is no study.")

    monkeypatch.setattr(window_work, "_PATIENCE_MS", 50)
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append((box.text(), [one.isVisible() for one in window.findChildren(QProgressDialog)]))
        box.accept()

    window.show()
    QTimer.singleShot(600, look)
    work = WindowWork(window, window)
    work._run_long(fail, lambda _: None, "Results", "Working it out...")
    qtbot.waitUntil(lambda: bool(seen), timeout=WAIT_MS)
    assert seen == [("There is no study.", [False])]


def test_the_bar_is_gone_before_the_result_is_shown(window, qtbot, monkeypatch):
    monkeypatch.setattr(window_work, "_PATIENCE_MS", 50)
    seen = []

    def show(result):
        qtbot.wait(300)  # as a question does
        seen.append((result, [one.isVisible() for one in window.findChildren(QProgressDialog)]))

    window.show()
    work = WindowWork(window, window)
    work._run_long(lambda progress: 5, show, "Results", "Working it out...")
    qtbot.waitUntil(lambda: bool(seen), timeout=WAIT_MS)
    assert [one for one in seen[0][1] if one] == []
    assert seen[0][0] == 5
