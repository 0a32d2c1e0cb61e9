"""What goes wrong is said, and nothing is lost."""

from __future__ import annotations

import json
import threading

import pytest

from fer_desktop.app.options import WindowOptions
from fer_desktop.engine.status import Failed, Lagging, Phase
from fer_desktop.errors import CameraLost
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.app.helpers import AGREED, DEMO, shown_text
from tests.fakes import WAIT_MS, WAIT_S, FakeAnalyzer, ScriptedSource


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


def test_while_analysis_is_slow_the_picture_stays_smooth_and_says_so(app, qtbot, monkeypatch):
    may_go_on = threading.Event()
    analyzer = FakeAnalyzer(gate=lambda index: index == 0 or may_go_on.wait(WAIT_S))
    monkeypatch.setattr(app.engine, "_open_analyzer", lambda: analyzer)
    pictures = []
    app.bridge.picture_ready.connect(pictures.append)
    app.start(DEMO, FORMATS[0])
    qtbot.waitUntil(lambda: sum(picture.behind_s > 0 for picture in pictures) > 10, timeout=WAIT_MS)
    first = len(pictures)
    qtbot.waitUntil(lambda: len(pictures) > first + 20, timeout=WAIT_MS)
    assert all(picture.behind_s > 0.15 for picture in pictures[first:] if picture.analysis)
    may_go_on.set()


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


@pytest.mark.expects_log
def test_settings_that_cannot_be_saved_are_told(app, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "file" / "home"))
    app.change_settings(AGREED)
    assert "cannot be saved" in shown_text(app)
