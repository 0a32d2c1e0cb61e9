"""Sessions in the window: listed, analysed again, exported, deleted."""

from __future__ import annotations

import json

import pandas as pd
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from fer_desktop.app.options import WindowOptions
from fer_desktop.paths import sessions_dir
from fer_desktop.session.files import SessionLock
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.export import ExportDialog
from tests.app.helpers import AGREED, shown_text
from tests.factories import write_session
from tests.fakes import WAIT_MS


def test_a_session_is_analysed_again_with_a_bar_that_cancels(app, qtbot):
    folder = write_session(sessions_dir(), "v", with_video=True)
    app.page_tasks.sessions.reanalyse(folder)
    (dialog,) = app.window.findChildren(QProgressDialog)
    dialog.canceled.emit()
    qtbot.waitUntil(lambda: not app.window.findChildren(QProgressDialog), timeout=WAIT_MS)
    assert [path.name for path in sessions_dir().iterdir()] == ["v"]
    app.page_tasks.sessions.reanalyse(folder)
    qtbot.waitUntil((sessions_dir() / "v_again").exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Analysed again" in shown_text(app), timeout=WAIT_MS)


def test_a_session_is_analysed_again_where_the_settings_or_the_command_line_say(open_app):
    app = open_app(settings=Settings(has_agreed=True, device="cpu"))
    assert app.page_tasks.sessions.model.device == "cpu"
    app.change_settings(AGREED)
    assert app.page_tasks.sessions.model.device == "auto"
    assert open_app(WindowOptions(device="mps")).page_tasks.sessions.model.device == "mps"
    assert open_app(WindowOptions(prior="photographs")).page_tasks.sessions.model.prior == "photographs"


def test_old_sessions_are_asked_about_when_the_window_opens(open_app, qtbot):
    folder = write_session(sessions_dir(), "old")
    info = json.loads((folder / "session.json").read_text())
    (folder / "session.json").write_text(json.dumps({**info, "started_at_utc": "2020-01-01T00:00:00+00:00"}))
    asked = []
    app = open_app(settings=Settings(has_agreed=True, keep_days=30))
    app.window.ask = lambda title, question, action: asked.append(question)
    app.welcome()
    assert not app.window.pages.has("sessions")  # the window is shown first
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT_MS)
    assert "old" in asked[0] and folder.exists()


def test_old_sessions_go_only_after_a_yes(open_app, qtbot):
    folder = write_session(sessions_dir(), "old")
    info = json.loads((folder / "session.json").read_text())
    (folder / "session.json").write_text(json.dumps({**info, "started_at_utc": "2020-01-01T00:00:00+00:00"}))
    write_session(sessions_dir(), "new")
    answers, asked = [False, True], []
    app = open_app()

    def answer(title, question, action):
        asked.append(question)
        return answers.pop(0)

    app.window.ask = answer
    app.page_tasks.sessions.offer_expired(30)
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT_MS)
    assert folder.exists()
    app.page_tasks.sessions.offer_expired(30)
    qtbot.waitUntil(lambda: not folder.exists(), timeout=WAIT_MS)
    assert "old" in asked[0]
    assert (sessions_dir() / "new").exists()


def test_of_several_sessions_each_that_can_be_deleted_is_and_what_is_left_behind_is_said(open_app, qtbot, monkeypatch):
    kept, mixed, gone = (write_session(sessions_dir(), name) for name in ("a", "b", "c"))
    for folder in (kept, mixed, gone):
        info = json.loads((folder / "session.json").read_text())
        (folder / "session.json").write_text(json.dumps({**info, "started_at_utc": "2020-01-01T00:00:00+00:00"}))
    (mixed / "thesis.txt").write_text("mine")
    lock = SessionLock(kept)
    app = open_app()
    notices, problems = [], []
    monkeypatch.setattr(app.window.notices, "show_notice", notices.append)
    monkeypatch.setattr(app.window.notices, "show_problem", lambda title, text: problems.append(text))
    app.window.ask = lambda *_: True
    app.page_tasks.sessions.offer_expired(30)
    qtbot.waitUntil(lambda: bool(notices and problems), timeout=WAIT_MS)
    lock.release()
    assert "left behind" in notices[0] and str(mixed / "thesis.txt") in notices[0]
    assert "still being recorded" in problems[0]
    assert [folder.exists() for folder in (kept, mixed, gone)] == [True, True, False]
    assert (mixed / "thesis.txt").read_text() == "mine"


def test_sessions_are_listed_reviewed_exported_reported_and_deleted(app, qtbot, tmp_path, monkeypatch):
    folder = write_session(sessions_dir(), "s", with_video=True)
    tasks, page = app.page_tasks.sessions, app.window.sessions
    tasks.refresh()
    qtbot.waitUntil(lambda: page.shown_titles == ["s"], timeout=WAIT_MS)
    page.select(folder)
    page._buttons["review"].click()
    qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
    app.window.review.player.seek(1.0)
    app.window.review.exclude()
    app.window.review.player.seek(1.2)
    app.window.review.exclude()
    qtbot.waitUntil((folder / "edits.json").exists, timeout=WAIT_MS)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "out.html"), "HTML (*.html)"))
    page._buttons["report"].click()
    qtbot.waitUntil((tmp_path / "out.html").exists, timeout=WAIT_MS)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "out.csv"), ""))
    page._buttons["export"].click()
    qtbot.waitUntil(lambda: bool(app.window.findChildren(ExportDialog)), timeout=WAIT_MS)
    app.window.findChildren(ExportDialog)[0].accept()
    qtbot.waitUntil((tmp_path / "out.csv").exists, timeout=WAIT_MS)
    assert pd.read_csv(tmp_path / "out.csv")["time_s"].max() > 1.2
    app.window.ask = lambda *_: True
    page.select(folder)
    page._buttons["delete"].click()
    qtbot.waitUntil(lambda: not folder.exists(), timeout=WAIT_MS)
    assert app.window.review.session is None
