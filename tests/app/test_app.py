from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtWidgets import QLabel

from fer_desktop.app import App, WindowOptions
from fer_desktop.engine.status import Phase
from fer_desktop.settings import Settings, load_settings, save_settings
from fer_desktop.ui.choices import SIZES, SourceChoice
from fer_desktop.ui.picture_dialog import PictureDialog

WAIT_MS = 60_000  # loading torch and MediaPipe on a busy machine


@pytest.fixture
def app(qtbot):
    made = App(WindowOptions(), Settings())
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.shut_down()


def shown_text(app):
    return app.window.notices.shown_text + app.window.video._message


def test_start_record_stop_export(app, qtbot, tmp_path):
    app.start(SourceChoice("demo", "Demo"), SIZES[0])
    qtbot.waitUntil(app.window.controls._record.isEnabled, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.window._timeline.end_s > 0.3, timeout=WAIT_MS)
    app.window.controls._record.click()
    qtbot.waitUntil(lambda: app.engine.status.is_recording, timeout=5000)
    qtbot.wait(1500)
    app.engine.mark("stimulus")
    qtbot.wait(300)
    app.window.controls._record.click()
    app.engine.stop_recording()
    qtbot.waitUntil(lambda: app._last_session is not None, timeout=10_000)
    table = pd.read_csv(app._last_session / "timeline.csv")
    assert table["time_s"].iloc[0] < 0.5
    assert table["time_s"].is_monotonic_increasing
    assert (table["face_id"] == 1).all()
    assert table["marker"].dropna().tolist() == ["stimulus"]
    info = json.loads((app._last_session / "session.json").read_text())
    assert info["complete"] is True
    assert info["frames_captured"] == info["frames_analysed"] + info["frames_skipped"]
    target = tmp_path / "export.csv"
    app.export_to(app._last_session, target)
    qtbot.waitUntil(target.exists, timeout=10_000)
    assert target.read_bytes() == (app._last_session / "timeline.csv").read_bytes()
    app.window.controls._start.click()
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.IDLE, timeout=10_000)


def test_the_selected_face_is_explained(app, qtbot):
    app.start(SourceChoice("demo", "Demo"), SIZES[0])
    qtbot.waitUntil(lambda: app.window.selected_face is not None, timeout=WAIT_MS)
    qtbot.waitUntil(app.window.scores._explain.isEnabled, timeout=WAIT_MS)
    app.window.scores._explain.click()
    qtbot.waitUntil(lambda: bool(app.window.findChildren(PictureDialog)), timeout=WAIT_MS)
    (dialog,) = app.window.findChildren(PictureDialog)
    assert dialog.findChild(QLabel).pixmap().width() > 500
    dialog.close()


def test_a_file_plays_to_its_end(app, qtbot, tmp_path):
    from tests.clips import write_clip

    path = write_clip(tmp_path / "clip.mp4", [i / 30 for i in range(20)])
    app.start(SourceChoice("file", "clip.mp4", path=str(path)), SIZES[0])
    qtbot.waitUntil(lambda: "ended" in shown_text(app), timeout=WAIT_MS)
    assert app.engine.status.phase is Phase.IDLE


@pytest.mark.expects_log
def test_a_file_that_is_none_is_explained_and_start_works_again(app, qtbot, tmp_path):
    bad = tmp_path / "text.mp4"
    bad.write_text("no video")
    app.start(SourceChoice("file", "text.mp4", path=str(bad)), SIZES[0])
    qtbot.waitUntil(lambda: "not a video" in shown_text(app), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.FAILED, timeout=WAIT_MS)
    app.start(SourceChoice("demo", "Demo"), SIZES[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)


@pytest.mark.expects_log
def test_a_session_folder_that_cannot_be_written_is_explained(qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    app = App(WindowOptions(), Settings(sessions_dir=str(tmp_path / "file" / "sessions")))
    qtbot.addWidget(app.window)
    app.start(SourceChoice("demo", "Demo"), SIZES[0])
    qtbot.waitUntil(app.window.controls._record.isEnabled, timeout=WAIT_MS)
    app.record(with_video=False)
    qtbot.waitUntil(lambda: "cannot be written" in app.window.notices.shown_text, timeout=10_000)
    assert app.engine.status.phase is Phase.RUNNING
    app.shut_down()


def test_settings_survive_and_damage_does_not_stop_the_start(tmp_path, caplog):
    path = tmp_path / "deep" / "settings.json"
    save_settings(Settings(mirror=False, record_video=True), path)
    assert load_settings(path) == Settings(mirror=False, record_video=True)
    assert load_settings(tmp_path / "nowhere.json") == Settings()


@pytest.mark.expects_log
@pytest.mark.parametrize("text", ["{", "[]", '{"mirror": "yes", "unknown": 1, "sessions_dir": 7}', "\x00"])
def test_broken_settings_take_their_defaults(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert load_settings(path) == Settings()


def _environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "FER_DESKTOP_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "", **more}


def _run(arguments, environment, **options):
    command = [sys.executable, "-m", "fer_desktop", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False, **options)


def test_the_program_starts_shows_the_demo_and_ends(tmp_path):
    result = _run(["--source", "demo"], _environment(tmp_path, QT_QPA_PLATFORM="offscreen", FER_QUIT_AFTER="4"))
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_real_window_on_a_real_display(tmp_path):
    number = 90 + os.getpid() % 500
    server = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not Path(f"/tmp/.X11-unix/X{number}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        result = _run(["--source", "demo"], _environment(tmp_path, DISPLAY=f":{number}", FER_QUIT_AFTER="4"))
    finally:
        server.terminate()
        server.wait(10)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_program_says_so(tmp_path):
    result = _run([], _environment(tmp_path))
    assert result.returncode == 1
    assert "no display" in result.stderr
    assert "analyze" in result.stderr
    assert "Traceback" not in result.stderr
