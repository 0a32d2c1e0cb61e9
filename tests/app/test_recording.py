"""Recording in the window: names, markers, passphrases, and how it ends."""

from __future__ import annotations

import json

import pandas as pd
from PySide6.QtWidgets import QFileDialog

from fer_desktop.core.types import SourceInfo
from fer_desktop.engine.status import ModelReady, Phase, Started
from fer_desktop.paths import sessions_dir
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.live.choices import FORMATS
from tests.app.helpers import DEMO, begin_recording, close, read
from tests.fakes import MODEL, WAIT_MS
from tests.ui.helpers import status


def test_start_record_name_mark_stop_export(app, qtbot, tmp_path, monkeypatch):
    actions, live = app.window.user_actions, app.window.live
    begin_recording(app, qtbot)
    qtbot.wait(1200)
    live.cards.face_named.emit(1, "Mia")
    actions.quick_markers[2].trigger()
    monkeypatch.setattr(asking, "asked_text", lambda *_: " stimulus ")
    actions.marker.trigger()
    # a row carries the markers before it; on a busy machine it may be long in coming
    qtbot.waitUntil(lambda: len(live.timelines._lanes[1].plot("markers").item.markers) == 2, timeout=WAIT_MS)
    markers = live.timelines._lanes[1].plot("markers").item.markers
    qtbot.waitUntil(lambda: live.end_s > markers[-1].time_s, timeout=WAIT_MS)
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
        return "seen"

    monkeypatch.setattr(asking, "asked_text", answer_late)
    qtbot.waitUntil(lambda: app.engine.moment() > 0.2 and actions.marker.isEnabled(), timeout=WAIT_MS)
    actions.marker.trigger()
    monkeypatch.setattr(asking, "asked_text", lambda *_: None)
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
    qtbot.waitUntil(app.window.user_actions.marker.isEnabled, timeout=WAIT_MS)  # the window shows that it records
    qtbot.wait(800)
    app.window.user_actions.record.trigger()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    session = app.reporter.last_session
    assert len(load_session(session, "long enough").table) > 1  # a busy machine skips frames
    qtbot.waitUntil(lambda: bool(app.window.sessions.shown_titles), timeout=WAIT_MS)
    app.page_tasks.sessions.review(session)
    asked = next(d for d in app.window.findChildren(PassphraseDialog) if d.isVisible())
    asked._first.setText("long enough")
    asked.accept()
    qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
    assert app.window.pages.currentWidget() is app.window.review


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
