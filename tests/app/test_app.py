from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from fer_desktop.app.options import WindowOptions
from fer_desktop.bench.gui import GuiBenchOptions, bench_gui
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.engine.status import Phase
from fer_desktop.paths import sessions_dir, settings_file
from fer_desktop.settings import Settings, load_settings
from fer_desktop.ui.dialogs.picture import FittedPicture, PictureDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.app.helpers import AGREED, DEMO, shown_text
from tests.clips import write_clip, write_clip_of
from tests.fakes import WAIT_MS


def test_quit_closes_an_idle_window(app, qtbot):
    app.window.user_actions.quit.trigger()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)


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
    assert dialog.findChild(FittedPicture).area.width() > 500
    dialog.close()


def test_a_file_plays_to_its_end(app, qtbot, tmp_path):

    path = write_clip(tmp_path / "clip.mp4", [i / 30 for i in range(20)])
    app.start(SourceChoice("file", "clip.mp4", path=str(path)), FORMATS[0])
    qtbot.waitUntil(lambda: "ended" in shown_text(app), timeout=WAIT_MS)
    assert app.engine.status.phase is Phase.IDLE


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


def test_the_window_is_measured(qtbot):
    figures = bench_gui(GuiBenchOptions(seconds=2.0, n_faces=1))
    assert figures["session_complete"]
    assert figures["capture_fps"] > 5
    assert 0 < figures["tick_median_ms"] <= figures["tick_p95_ms"] <= figures["tick_max_ms"]


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
