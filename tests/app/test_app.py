from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel, QProgressDialog

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.bench.gui import GuiBenchOptions, bench_gui
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.types import SourceInfo
from fer_desktop.engine.status import Failed, Lagging, ModelReady, Phase, Started
from fer_desktop.errors import CameraLost
from fer_desktop.paths import sessions_dir, settings_file, window_file
from fer_desktop.session.files import SessionLock
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings, load_settings, save_settings
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.dialogs.picture import PictureDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.clips import write_clip, write_clip_of
from tests.factories import write_session
from tests.fakes import MODEL, WAIT_MS, FakeAnalyzer, ScriptedSource
from tests.ui.helpers import destroy, status

AGREED = Settings(has_agreed=True)
DEMO = SourceChoice("demo", "Demo")


def close(app, qtbot):
    app.window.ask = lambda *_: True
    app.close()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)


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
def app(open_app):
    return open_app()


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


def test_start_record_name_mark_stop_export(app, qtbot, tmp_path, monkeypatch):
    actions, live = app.window.user_actions, app.window.live
    begin_recording(app, qtbot)
    qtbot.wait(1200)
    live.cards.face_named.emit(1, "Mia")
    actions.quick_markers[2].trigger()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (" stimulus ", True))
    actions.marker.trigger()
    qtbot.wait(300)
    markers = live.timelines._lanes[1].plot("markers").item.markers
    assert [marker.label for marker in markers] == ["marker 3", "stimulus"]
    assert "written" in live.top_bar.recording_text
    actions.record.trigger()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    session = app.reporter.last_session
    table = pd.read_csv(session / "timeline.csv")
    assert table["time_s"].iloc[0] < 0.5
    assert table["time_s"].is_monotonic_increasing
    assert (table["face_id"] == 1).all()
    assert table["marker"].dropna().tolist() == ["marker 3; stimulus"]
    info = json.loads((session / "session.json").read_text())
    assert info["complete"] is True
    assert info["faces"] == [{"face_id": 1, "samples": len(table), "name": "Mia"}]
    assert info["frames_captured"] == info["frames_analysed"] + info["frames_skipped"]
    target = tmp_path / "export.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    actions.export.trigger()
    qtbot.waitUntil(lambda: bool(app.window.findChildren(ExportDialog)), timeout=WAIT_MS)
    app.window.findChildren(ExportDialog)[0].accept()
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    assert target.read_bytes() == (session / "timeline.csv").read_bytes()
    actions.start.trigger()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=WAIT_MS)


def test_what_is_asked_for_twice_at_once_is_done_once(app, qtbot):
    """The window learns of what its first press did some ticks later."""
    app.start(DEMO, FORMATS[0])
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
    app.record()
    app.record()
    qtbot.waitUntil(lambda: app.engine.moment() > 0.2, timeout=WAIT_MS)
    app.record()
    app.engine.stop_recording()
    app.engine.stop()
    app.record()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    app.record()
    assert [path.name for path in sessions_dir().iterdir()] == [app.reporter.last_session.name]


def test_a_marker_is_of_the_moment_when_it_was_asked_for(app, qtbot, monkeypatch):
    actions = app.window.user_actions
    begin_recording(app, qtbot)
    asked_at_s = []

    def answer_late(*_):
        asked_at_s.append(app.engine.moment())
        qtbot.wait(1200)
        return ("seen", True)

    monkeypatch.setattr(QInputDialog, "getText", answer_late)
    qtbot.waitUntil(lambda: app.engine.moment() > 0.2 and actions.marker.isEnabled(), timeout=WAIT_MS)
    actions.marker.trigger()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("cancelled", False))
    actions.marker.trigger()
    qtbot.waitUntil(lambda: bool(app.window.live.timelines._markers), timeout=WAIT_MS)
    actions.record.trigger()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    markers = pd.read_csv(app.reporter.last_session / "markers.csv")
    assert markers["label"].tolist() == ["seen"]
    assert abs(markers["time_s"][0] - asked_at_s[0]) < 0.5


def test_names_go_into_every_later_recording_and_one_without_is_told(app, qtbot):
    live, notices, actions = app.window.live, app.window.notices, app.window.user_actions
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(actions.record.isEnabled, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: live.end_s > 0.3, timeout=WAIT_MS)
    live.cards.face_named.emit(1, "Mia")
    assert "No session is being recorded" in notices.shown_text
    notices.dismiss()
    live.cards.face_named.emit(1, "Ada")
    assert notices.shown_text == ""  # it was said
    for _ in range(2):
        before = app.reporter.last_session
        actions.record.trigger()
        qtbot.waitUntil(lambda: app.engine.status.is_recording, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: app.engine.moment() > 0.5, timeout=WAIT_MS)
        app.engine.stop_recording()
        qtbot.waitUntil(lambda b=before: app.reporter.last_session != b, timeout=WAIT_MS)
        info = json.loads((app.reporter.last_session / "session.json").read_text())
        assert [face["name"] for face in info["faces"]] == ["Ada"]
        qtbot.waitUntil(lambda: actions.record.text() == "Record" and actions.record.isEnabled(), timeout=WAIT_MS)
        read(qtbot)
    app.engine.stop()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=WAIT_MS)
    while notices.shown_text:
        notices.dismiss()
    app.start(DEMO, FORMATS[0])
    live.cards.face_named.emit(1, "Mia")
    assert "No session is being recorded" in notices.shown_text


def test_recording_waits_until_source_and_model_are_known(app):
    events = [ModelReady(MODEL, ()), Started(SourceInfo("demo", 640, 480, 30.0, is_live=False))]
    for order in (events, events[::-1]):
        app.reporter.begin()
        app.window.show_status(status())  # it runs already
        for event in order:
            assert not app.window.user_actions.record.isEnabled()
            app.reporter.show_event(event)
        assert app.window.user_actions.record.isEnabled()


def test_an_encrypted_recording_asks_for_its_passphrase_and_opens_with_it_alone(open_app, qtbot):
    app = open_app(settings=Settings(has_agreed=True, encrypt=True, video="blurred"))
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
    app.window.user_actions.record.trigger()
    (dialog,) = app.window.findChildren(PassphraseDialog)
    assert not app.engine.status.is_recording
    dialog._first.setText("short")
    assert not dialog._ok.isEnabled()
    dialog._first.setText("long enough")
    assert not dialog._ok.isEnabled()
    dialog._second.setText("long enough")
    assert dialog._ok.isEnabled()
    dialog.accept()
    qtbot.waitUntil(lambda: app.engine.status.is_recording, timeout=WAIT_MS)
    qtbot.wait(800)
    app.window.user_actions.record.trigger()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    session = app.reporter.last_session
    assert len(load_session(session, "long enough").table) > 1  # a busy machine skips frames
    qtbot.waitUntil(lambda: bool(app.window.sessions.shown_titles), timeout=WAIT_MS)
    app.session_tasks.review(session)
    asked = next(d for d in app.window.findChildren(PassphraseDialog) if d.isVisible())
    asked._first.setText("long enough")
    asked.accept()
    qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
    assert app.window.pages.currentWidget() is app.window.review


def test_a_session_is_analysed_again_with_a_bar_that_cancels(app, qtbot):
    folder = write_session(sessions_dir(), "v", with_video=True)
    app.session_tasks.reanalyse(folder)
    (dialog,) = app.window.findChildren(QProgressDialog)
    dialog.canceled.emit()
    qtbot.waitUntil(lambda: not app.window.findChildren(QProgressDialog), timeout=WAIT_MS)
    assert [path.name for path in sessions_dir().iterdir()] == ["v"]
    app.session_tasks.reanalyse(folder)
    qtbot.waitUntil((sessions_dir() / "v_again").exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Analysed again" in shown_text(app), timeout=WAIT_MS)


def test_a_session_is_analysed_again_where_the_settings_or_the_command_line_say(open_app):
    app = open_app(settings=Settings(has_agreed=True, device="cpu"))
    assert app.session_tasks.model.device == "cpu"
    app.change_settings(AGREED)
    assert app.session_tasks.model.device == "auto"
    assert open_app(WindowOptions(device="mps")).session_tasks.model.device == "mps"
    assert open_app(WindowOptions(prior="photographs")).session_tasks.model.prior == "photographs"


def test_the_window_closes_whatever_fails_on_the_way(app, qtbot, monkeypatch):
    def broken():
        raise OSError("not connected")

    monkeypatch.setattr(app.outside, "close", broken)
    with pytest.raises(OSError, match="not connected"):
        app.close()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)


def test_the_demo_starts_where_cameras_cannot_be_listed(open_app, qtbot, monkeypatch):
    def broken():
        raise RuntimeError("no library for cameras")

    told = []
    monkeypatch.setattr("fer_desktop.app.source_list._list_cameras", broken)
    monkeypatch.setattr("fer_desktop.app.source_list.unexpected", told.append)
    app = open_app(WindowOptions(source="demo"))
    app.welcome()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    assert "no library for cameras" in str(told[0])


def test_quit_closes_an_idle_window(app, qtbot):
    app.window.user_actions.quit.trigger()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)


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
    app.session_tasks.offer_expired(30)
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT_MS)
    assert folder.exists()
    app.session_tasks.offer_expired(30)
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
    app.session_tasks.offer_expired(30)
    qtbot.waitUntil(lambda: bool(notices and problems), timeout=WAIT_MS)
    lock.release()
    assert "left behind" in notices[0] and str(mixed / "thesis.txt") in notices[0]
    assert "still being recorded" in problems[0]
    assert [folder.exists() for folder in (kept, mixed, gone)] == [True, True, False]
    assert (mixed / "thesis.txt").read_text() == "mine"


def test_sessions_are_listed_reviewed_exported_reported_and_deleted(app, qtbot, tmp_path, monkeypatch):
    folder = write_session(sessions_dir(), "s", with_video=True)
    tasks, page = app.session_tasks, app.window.sessions
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


def test_a_snapshot_is_saved_and_the_face_explained(app, qtbot):
    actions = app.window.user_actions
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: app.window.live.selected_face is not None, timeout=WAIT_MS)
    qtbot.waitUntil(actions.snapshot.isEnabled, timeout=WAIT_MS)
    actions.snapshot.trigger()
    qtbot.waitUntil(lambda: "Picture saved" in shown_text(app), timeout=WAIT_MS)
    (path,) = (sessions_dir() / "snapshots").iterdir()
    assert QImage(str(path)).width() == 640
    qtbot.waitUntil(lambda: app.window.live.selected_face is not None, timeout=WAIT_MS)
    actions.explain.trigger()
    qtbot.waitUntil(lambda: bool(app.window.findChildren(PictureDialog)), timeout=WAIT_MS)
    (dialog,) = app.window.findChildren(PictureDialog)
    assert dialog.findChild(QLabel).pixmap().width() > 500
    dialog.close()


def test_closing_while_recording_asks_and_keeps_the_session(app, qtbot):
    begin_recording(app, qtbot)
    qtbot.wait(500)
    app.window.ask = lambda *_: False
    app.window.close()
    assert app.window.isVisible()
    assert app.engine.status.is_recording
    close(app, qtbot)
    (session,) = sessions_dir().glob("*/session.json")
    assert json.loads(session.read_text())["complete"] is True
    assert not session.parent.name.endswith(".partial")


def test_stop_while_recording_asks_first(app, qtbot):
    start, asked, answers = app.window.user_actions.start, [], [False, True]
    begin_recording(app, qtbot)
    qtbot.waitUntil(lambda: start.text() == "Stop", timeout=WAIT_MS)
    app.window.ask = lambda title, question, action: (asked.append(question), answers.pop(0))[1]
    read(qtbot)
    start.trigger()
    assert app.engine.status.phase is Phase.RUNNING
    assert app.engine.status.is_recording
    read(qtbot)
    start.trigger()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    assert asked == ["A session is being recorded. Finish it and stop?"] * 2
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING and start.text() == "Stop", timeout=WAIT_MS)
    read(qtbot)
    start.trigger()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=WAIT_MS)
    assert len(asked) == 2  # nothing was being recorded


def test_while_analysis_is_slow_the_picture_stays_smooth_and_says_so(app, qtbot, monkeypatch):
    analyzer = FakeAnalyzer(gate=lambda index: time.sleep(0.5))
    monkeypatch.setattr(app.engine, "_open_analyzer", lambda: analyzer)
    pictures = []
    app.bridge.picture_ready.connect(pictures.append)
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: sum(picture.behind_s > 0 for picture in pictures) > 10, timeout=WAIT_MS)
    first = len(pictures)
    qtbot.wait(2000)
    shown = pictures[first:]
    assert len(shown) > 20  # of 60; 4 were analysed
    assert all(picture.behind_s > 0.15 for picture in shown if picture.analysis)


def test_a_file_plays_to_its_end(app, qtbot, tmp_path):
    from tests.clips import write_clip

    path = write_clip(tmp_path / "clip.mp4", [i / 30 for i in range(20)])
    app.start(SourceChoice("file", "clip.mp4", path=str(path)), FORMATS[0])
    qtbot.waitUntil(lambda: "ended" in shown_text(app), timeout=WAIT_MS)
    assert app.engine.status.phase is Phase.IDLE


@pytest.mark.expects_log
def test_a_file_that_is_none_is_explained_and_start_works_again(app, qtbot, tmp_path):
    bad = tmp_path / "text.mp4"
    bad.write_text("no video")
    app.start(SourceChoice("file", "text.mp4", path=str(bad)), FORMATS[0])
    qtbot.waitUntil(lambda: "not a video" in shown_text(app), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.FAILED, timeout=WAIT_MS)
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)


@pytest.mark.expects_log
def test_a_lost_camera_says_so_keeps_the_session_and_can_be_tried_again(app, qtbot, monkeypatch):
    lost = CameraLost("The camera {name!r} stopped giving frames.", "Check the cable, then press Start.", name="Front")
    sources = [ScriptedSource(fail_at=(60, lost), fps=60, is_live=False), ScriptedSource(fps=60, is_live=False)]
    monkeypatch.setattr(app, "_open_source", lambda choice, wanted: lambda: sources.pop(0))
    app.start(SourceChoice("camera", "Front"), FORMATS[0])
    qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
    app.record()
    qtbot.waitUntil(lambda: "stopped giving frames" in app.window.live.video.message, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    info = json.loads((app.reporter.last_session / "session.json").read_text())
    assert info["complete"] is True
    assert "stopped giving frames" in info["end_reason"]
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.FAILED, timeout=WAIT_MS)
    app.window.live.video._retry.click()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)


@pytest.mark.expects_log
def test_try_again_waits_for_a_model_that_is_still_loading(app, qtbot, monkeypatch):
    lost = CameraLost("The camera {name!r} stopped giving frames.", "Check the cable, then press Start.", name="Front")
    sources = [ScriptedSource(fail_at=(1, lost), is_live=True), ScriptedSource(fps=60, is_live=False)]
    is_loaded = threading.Event()
    monkeypatch.setattr(app, "_open_source", lambda choice, wanted: lambda: sources.pop(0))
    monkeypatch.setattr(app.engine, "_open_analyzer", lambda: is_loaded.wait(WAIT_MS / 1000) and FakeAnalyzer())
    app.start(SourceChoice("camera", "Front"), FORMATS[0])
    qtbot.waitUntil(lambda: "stopped giving frames" in app.window.live.video.message, timeout=WAIT_MS)
    assert app.engine.status.phase is Phase.STOPPING
    app.window.live.video._retry.click()
    assert "Opening" in app.window.live.video.message
    is_loaded.set()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)


@pytest.mark.expects_log
def test_a_session_folder_that_cannot_be_written_is_explained(open_app, qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    app = open_app(settings=Settings(has_agreed=True, sessions_dir=str(tmp_path / "file" / "sessions")))
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
    app.record()
    qtbot.waitUntil(lambda: "cannot be written" in app.window.notices.shown_text, timeout=WAIT_MS)
    assert app.engine.status.phase is Phase.RUNNING


def test_an_unexpected_error_offers_a_report(app):
    app.reporter.show_event(Failed("analysis", ValueError("the model broke")))
    assert "Something went wrong" in shown_text(app)
    assert "the model broke" in app.window.notices.shown[0].report
    app.reporter.show_event(Lagging(7))
    app.window.notices.dismiss()
    assert "7 video frames" in app.window.notices.shown_text


def test_nothing_starts_before_the_user_agrees(open_app, qtbot):
    app = open_app(WindowOptions(source="demo"), Settings())
    app.welcome()
    (dialog,) = app.window.findChildren(WelcomeDialog)
    qtbot.wait(300)
    assert app.engine.status.phase is Phase.IDLE
    dialog.accept()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    assert load_settings(settings_file()).has_agreed


def test_changed_settings_act_at_once_and_are_kept(app, qtbot, tmp_path):
    app.window.user_actions.settings.trigger()
    (dialog,) = app.window.findChildren(SettingsDialog)
    dialog._labels[0].setText("baseline")
    dialog._folder.setText(str(tmp_path / "elsewhere"))
    dialog._theme.setCurrentIndex(dialog._theme.findData("dark"))
    dialog.accept()
    assert app.window.user_actions.quick_markers[0].text() == "baseline"
    assert str(tmp_path / "elsewhere") in app.window._place.text
    kept = load_settings(settings_file())
    assert kept.theme == "dark"
    assert kept.marker_labels[0] == "baseline"
    app.change_settings(AGREED)


@pytest.mark.expects_log
def test_settings_that_cannot_be_saved_are_told(app, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "file" / "home"))
    app.change_settings(AGREED)
    assert "cannot be saved" in shown_text(app)


def test_the_window_is_measured(qtbot):
    figures = bench_gui(GuiBenchOptions(seconds=2.0, n_faces=1))
    assert figures["session_complete"]
    assert figures["capture_fps"] > 5
    assert 0 < figures["tick_median_ms"] <= figures["tick_p95_ms"] <= figures["tick_max_ms"]


def _environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    home = tmp_path / "home"
    save_settings(AGREED, home / "settings.json")
    return {**kept, "FER_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "", **more}


def _run(arguments, environment, **options):
    command = [sys.executable, "-m", "fer_desktop", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False, **options)


def test_the_program_starts_shows_the_demo_and_ends(tmp_path):
    result = _run(["--source", "demo"], _environment(tmp_path, QT_QPA_PLATFORM="offscreen", FER_QUIT_AFTER="4"))
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_real_window_on_a_real_display(tmp_path):
    number = 90 + os.getpid() % 500
    server = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 200
        while not Path(f"/tmp/.X11-unix/X{number}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        result = _run(["--source", "demo"], _environment(tmp_path, DISPLAY=f":{number}", FER_QUIT_AFTER="4"))
    finally:
        server.terminate()
        server.wait(200)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("arguments", [[], ["bench", "--gui"]])
def test_without_a_display_the_program_says_so(tmp_path, arguments):
    result = _run(arguments, _environment(tmp_path))
    assert result.returncode == 1
    assert "no display" in result.stderr
    assert "analyze" in result.stderr
    assert "Traceback" not in result.stderr


def test_recording_unattended(tmp_path):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    result = _run(["--source", "demo", "--record-for", "1.5"], environment)
    assert result.returncode == 0, result.stderr
    (session,) = (Path(environment["FER_DESKTOP_HOME"]) / "sessions").glob("*")
    info = json.loads((session / "session.json").read_text())
    assert info["complete"]
    assert 1.5 <= info["duration_s"] < 4


def test_unattended_less_than_was_asked_for_is_a_failure_and_said(tmp_path):
    """Whatever the clock on the wall says: the session counts."""
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    write_clip(tmp_path / "short.mp4", [i / 10 for i in range(60)])
    result = _run(["--source", str(tmp_path / "short.mp4"), "--record-for", "20"], environment)
    assert result.returncode == 1
    assert re.search(r"Only [0-5]\.\d of 20 s were recorded", result.stderr), result.stderr
    (session,) = (Path(environment["FER_DESKTOP_HOME"]) / "sessions").glob("*/session.json")
    assert json.loads(session.read_text())["complete"]


def test_recording_unattended_is_encrypted_with_the_passphrase_of_a_file_or_says_so(tmp_path):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    home = Path(environment["FER_DESKTOP_HOME"])
    save_settings(Settings(has_agreed=True, encrypt=True), home / "settings.json")
    command = ["--source", "demo", "--record-for", "1"]
    result = _run(command, environment)
    assert (result.returncode, "--passphrase-file" in result.stderr) == (1, True)
    word = tmp_path / "word.txt"
    word.write_text("short\n")
    result = _run([*command, "--passphrase-file", str(word)], environment)
    assert (result.returncode, "too short" in result.stderr) == (1, True)
    assert not (home / "sessions").exists()
    word.write_text("long enough\n")
    result = _run([*command, "--passphrase-file", str(word)], environment)
    assert result.returncode == 0, result.stderr
    (session,) = (home / "sessions").iterdir()
    assert len(load_session(session, "long enough").table) > 1  # a busy machine skips frames


@pytest.mark.parametrize(
    ("source", "message"),
    [("nosuch", "no camera"), ("{home}/text.mp4", "text.mp4 is not a video"), ("demo", "cannot be written")],
)
def test_unattended_it_ends_when_it_cannot_record(tmp_path, source, message):
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    home = Path(environment["FER_DESKTOP_HOME"])
    (home / "text.mp4").write_text("no video")
    if source == "demo":
        (home / "sessions").write_text("a file, where the folder should be")
    result = _run(["--source", source.format(home=home), "--record-for", "1.5"], environment)
    assert result.returncode == 1
    assert message in result.stderr.lower()
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends a program by a signal")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_finishes_the_session(tmp_path, name):
    number = getattr(signal, name)
    environment = _environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    command = [sys.executable, "-m", "fer_desktop", "--source", "demo", "--record-for", "60"]
    sessions = Path(environment["FER_DESKTOP_HOME"]) / "sessions"
    options: Any = {"stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    options["preexec_fn"] = lambda: signal.signal(number, signal.SIG_DFL)  # tests may run where it is ignored
    with subprocess.Popen(command, env=environment, **options) as program:
        deadline = time.monotonic() + 200
        while not any(path.stat().st_size > 5000 for path in sessions.glob("*.partial/timeline.csv")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        os.killpg(program.pid, number)  # the demo's process hears of it, too
        _, errors = program.communicate(timeout=200)
    assert program.returncode == 1, errors  # less than was asked for
    assert "Traceback" not in errors
    (session,) = sessions.glob("*/session.json")
    info = json.loads(session.read_text())
    assert info["complete"]
    assert info["end_reason"] == ""


def test_another_source_takes_the_place_of_the_one_that_runs(app, qtbot, tmp_path, monkeypatch):
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    path = write_clip_of(tmp_path / "clip.mp4", DemoSource(DemoOptions(1, 160, 120, duration_s=20.0)))
    app.start(SourceChoice("file", "clip.mp4", path=str(path)), FORMATS[0])
    qtbot.waitUntil(lambda: not app.window.live.position.isHidden(), timeout=WAIT_MS)
    app.running.seek(15.0)
    qtbot.waitUntil(lambda: app.window.live.end_s > 15.0, timeout=WAIT_MS)
    assert app.window.live.position._duration_s == pytest.approx(20.0, abs=0.1)
    qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
    app.record()
    qtbot.waitUntil(lambda: app.engine.status.is_recording, timeout=WAIT_MS)
    asked = []
    monkeypatch.setattr(app.window, "ask", lambda *words: asked.append(words))
    app.start(DEMO, FORMATS[0])
    assert len(asked) == 1
    assert app.running.retry.last[0].kind == "file"


def test_the_window_looks_as_last_time(open_app, qtbot):
    app = open_app()
    app.window.resize(1000, 700)
    app.window.show()
    app.window.live.timelines.set_span(120)
    app.window.live.faces_splitter.setSizes([500, 500])
    app.window.live.is_shared_by_hand = True
    app.window.review.timelines.lane_menu.choose({"valence", "pose"})
    app.window.live.timelines.lane_menu.choose({"valence", "brows"})
    app.window.live.top_bar.folder = "/videos"
    app.start(SourceChoice("demo", "Demo", n_faces=4), FORMATS[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    sizes = app.window.live.faces_splitter.sizes()
    app.close(is_sure=True)
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)
    other = open_app()
    other.view.restore()
    other.window.show()
    qtbot.wait(20)
    assert other.window.live.timelines.span_s == 120
    assert other.window.live.faces_splitter.sizes()[1] == sizes[1]
    assert other.window.review.timelines.lane_menu.chosen == {"valence", "pose"}
    assert other.window.live.timelines.lane_menu.chosen == {"valence", "brows"}
    assert other.window.live.top_bar.folder == "/videos"
    qtbot.waitUntil(lambda: other.window.live.top_bar._source.currentData().n_faces == 4, timeout=WAIT_MS)


def test_a_damaged_file_of_the_view_is_as_at_the_first_time(open_app):
    app = open_app()
    window_file().parent.mkdir(parents=True, exist_ok=True)
    window_file().write_text("[General]\ngeometry=@ByteArray(x)\n[live]\nspan=soon\nsource=\\x\n[splitters]\nfaces=1\n")
    app.view.restore()
    assert app.window.live.timelines.span_s == 60
