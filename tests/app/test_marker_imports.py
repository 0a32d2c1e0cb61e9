from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from fer_desktop.session.library import load_session
from tests.app.helpers import settle
from tests.factories import write_session
from tests.fakes import WAIT_MS


@pytest.fixture
def folder(tmp_path):
    return write_session(tmp_path, "s")


def press(review, monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), ""))
    next(button for button in review.findChildren(QPushButton) if button.text() == "From a file...").click()


def test_markers_of_a_file_are_added_said_and_taken_back(tasks, window, folder, monkeypatch, qtbot):
    review = window.review
    tasks.review(folder)
    qtbot.waitUntil(lambda: review.session is not None, timeout=WAIT_MS)
    log = folder.with_name("log.csv")
    log.write_text("onset,trial_type\n0.25,film\n,film\n99,film\n")
    press(review, monkeypatch, log)
    qtbot.waitUntil(lambda: len(review.session.markers) == 2, timeout=WAIT_MS)
    assert "Markers of log.csv: 1.\nRows left out, without time or text: 1." in window.notices.shown_text
    assert "at times that the session lacks: 1." in window.notices.shown_text
    settle(qtbot, tasks.one_by_one)
    assert [one.label for one in load_session(folder).markers] == ["film", "on"]
    review.undo_stack.undo()
    settle(qtbot, tasks.one_by_one)
    assert [one.label for one in load_session(folder).markers] == ["on"]


def test_a_file_without_markers_is_the_answer(tasks, window, folder, monkeypatch, qtbot):
    review, problems = window.review, []
    monkeypatch.setattr(window.notices, "show_problem", lambda title, text: problems.append(text))
    tasks.markers.add(folder.with_name("none.csv"))  # no session is shown
    tasks.review(folder)
    qtbot.waitUntil(lambda: review.session is not None, timeout=WAIT_MS)
    press(review, monkeypatch, "")
    press(review, monkeypatch, folder.with_name("none.csv"))
    qtbot.waitUntil(lambda: bool(problems), timeout=WAIT_MS)
    assert len(problems) == 1 and "holds no markers" in problems[0]
    assert [one.label for one in load_session(folder).markers] == ["on"]
