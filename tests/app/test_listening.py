"""The window listens when it is asked to, and a recording says what was heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.sound_alone import Moments, NoFaces
from fer_desktop.capture.microphone import MicrophoneSource
from fer_desktop.engine.hearing import Ears
from fer_desktop.errors import NoSoundSystem
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.app.helpers import close
from tests.engine.hearing_helpers import LoudPieces, clicks
from tests.fake_microphone import MICROPHONE, FakeInput, RealClock
from tests.fakes import WAIT_MS, FakeAnalyzer, ScriptedSource
from tests.ui.helpers import destroy

CAMERA = SourceChoice("camera", "Front camera", device="/dev/video0", name="Front camera")


@pytest.fixture
def start(qtbot, monkeypatch):
    """An app whose microphone is this one, with its camera running."""
    apps = []

    def make(open_sound, settings: Settings, options: WindowOptions | None = None) -> tuple[App, list[str]]:
        wanted: list[str] = []

        def ears(choice: SourceChoice, microphone: str) -> Ears:
            wanted.append(microphone)
            return Ears(open_sound, LoudPieces)

        monkeypatch.setattr("fer_desktop.app.listening.ears_of", ears)
        monkeypatch.setattr(App, "_open_analyzer", lambda self: FakeAnalyzer())
        monkeypatch.setattr("fer_desktop.app.running.ask_for_camera", lambda parent, then, denied: then())
        app = App(options or WindowOptions(), settings, lambda *_: lambda: ScriptedSource(fps=100.0, is_live=False))
        apps.append(app)
        app.window.show()
        app.start(CAMERA, FORMATS[0])
        qtbot.waitUntil(lambda: app.engine.status.frames_captured > 0, timeout=WAIT_MS)
        return app, wanted

    yield make
    for app in apps:
        close(app, qtbot)
    destroy(apps)


def open_microphone() -> MicrophoneSource:
    return MicrophoneSource(MICROPHONE, lambda _: FakeInput(clicks, clock=RealClock()), RealClock())


def recorded(app: App, qtbot) -> Path:
    record = app.window.user_actions.record
    qtbot.waitUntil(record.isEnabled, timeout=WAIT_MS)
    app.record()
    qtbot.waitUntil(lambda: app.engine.status.recording is not None, timeout=WAIT_MS)
    qtbot.wait(600)
    app.engine.stop_recording()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    return app.reporter.last_session


def test_nobody_listens_unless_asked_to(start, qtbot):
    app, wanted = start(open_microphone, Settings())
    assert wanted == []
    folder = recorded(app, qtbot)
    assert load_session(folder).info.voice is None
    assert not (folder / "voice.csv").exists()


@pytest.mark.parametrize(("keep", "has_voice", "has_sound"), [("none", 0, 0), ("scores", 1, 0), ("sound", 1, 1)])
def test_a_recording_keeps_what_was_chosen(start, qtbot, keep, has_voice, has_sound):
    app, wanted = start(open_microphone, Settings(listen=True, keep_voice=keep, microphone="Desk microphone"))
    assert wanted == ["Desk microphone"]
    folder = recorded(app, qtbot)
    session = load_session(folder)
    assert session.problems == ()
    assert (folder / "voice.csv").exists() == bool(has_voice)
    assert (folder / "audio.flac").exists() == bool(has_sound)
    if has_voice:
        assert session.info.voice is not None and session.info.voice.microphone is not None
        assert session.info.voice.source == "Desk microphone"
        assert session.info.voice.has_sound == bool(has_sound)


def test_the_button_listens_at_once_and_ends_at_once(start, qtbot):
    app, _ = start(open_microphone, Settings())
    listen = app.window.user_actions.listen
    listen.trigger()
    qtbot.waitUntil(lambda: app.engine.status.hearing is not None, timeout=WAIT_MS)
    qtbot.waitUntil(app.window.open_microphone.isVisible, timeout=WAIT_MS)
    listen.trigger()
    qtbot.waitUntil(lambda: app.engine.status.hearing is None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not app.window.open_microphone.isVisible(), timeout=WAIT_MS)


@pytest.mark.expects_log
def test_without_a_sound_system_it_is_said_and_one_can_record(start, qtbot):
    def missing():
        raise NoSoundSystem("Microphones cannot be used: the library PortAudio is missing.", "Install it.")

    app, _ = start(missing, Settings(listen=True))
    folder = recorded(app, qtbot)
    assert load_session(folder).info.voice is None
    assert app.engine.status.frames_captured > 0


def test_the_command_line_listens_for_this_time_only(start, qtbot):
    app, wanted = start(open_microphone, Settings(), WindowOptions(listen=True, microphone="2"))
    assert wanted == ["2"]
    assert not app.listening.to_be_kept


def test_a_microphone_without_a_camera_is_a_session_of_sound(qtbot, monkeypatch):
    monkeypatch.setattr("fer_desktop.app.listening.ears_of", lambda *_: Ears(open_microphone, LoudPieces))
    app = App(WindowOptions(), Settings(video="plain", keep_voice="sound"))
    app.window.show()
    app.start(SourceChoice("sound", "Microphone, no camera"), FORMATS[0])
    folder = recorded(app, qtbot)
    session = load_session(folder)
    close(app, qtbot)
    destroy([app])
    assert session.problems == ()
    assert session.info.source.width_px == 0
    assert not (folder / "video.mp4").exists()
    assert session.info.voice is not None
    assert session.info.voice.has_sound
    assert session.face_ids == ()
    assert len(session.table) >= 2
    assert session.voice is not None
    assert {lane.key for lane in SessionLanes(session).of_session} >= {"voice", "loudness"}


def test_without_pictures_time_goes_on():
    moments = Moments("Microphone")
    assert moments.open().width_px == 0
    first, second = moments.read(), moments.read()
    assert (first.index, second.index) == (0, 1)
    assert second.time_s - first.time_s == pytest.approx(0.25)
    assert NoFaces().analyze(second).faces == ()
    moments.interrupt()
    assert moments.read() is None
    moments.close()
