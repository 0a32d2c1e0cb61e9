"""The window hears words beside a recording, shows how far it is, and finishes afterwards what was not ready."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.capture.microphone import MicrophoneSource
from fer_desktop.core.fused_timeline import RESTS_ON, TOGETHER
from fer_desktop.core.sound import Sound
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.core.words import HeardWords, Said, WordsSample
from fer_desktop.engine.hearing import Ears
from fer_desktop.errors import SpeechModelUnusable
from fer_desktop.results.fusion import fused
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS
from tests.app.helpers import close
from tests.app.test_listening import CAMERA
from tests.core.test_live_fusion import VOICE
from tests.engine.hearing_helpers import LoudPieces
from tests.fake_microphone import MICROPHONE, FakeInput, RealClock
from tests.fakes import WAIT_MS, WAIT_S, FakeAnalyzer, ScriptedSource
from tests.results.test_fusion import ANGRY
from tests.ui.helpers import destroy

SETTINGS = Settings(listen=True, hear_words=True, speech_model="/models/tiny")


class Speaker(LoudPieces):
    """Somebody who speaks all the time, in utterances of a quarter of a second."""

    def __init__(self) -> None:
        self._since: float | None = None

    def add(self, sound: Sound) -> Heard:
        self._since = sound.time_s if self._since is None else self._since
        if sound.end_s - self._since < 0.25:
            return Heard()
        one = VoiceSample(self._since, sound.end_s - self._since, True, 1, VOICE, loudness_db=-30.0)
        self._since = sound.end_s
        return Heard((one,), (one,))

    def end(self) -> Heard:
        return Heard()


class Model:
    """Hears the same words in everything, once it may."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.may.set()
        self.n = 0

    def open(self, wish: object):
        return self.hear

    def hear(self, sound: Sound) -> HeardWords:
        assert self.may.wait(WAIT_S)
        self.n += 1
        return HeardWords((WordsSample(Said(sound.time_s, sound.end_s, f"I hate it {self.n}"), "en", ANGRY),))


@pytest.fixture
def model(monkeypatch):
    made = Model()
    monkeypatch.setattr("fer_desktop.app.transcribing._open", made.open)
    return made


@pytest.fixture
def start(qtbot, monkeypatch):
    apps = []

    def make(settings: Settings = SETTINGS, microphone: FakeInput | None = None) -> App:
        def open_microphone() -> MicrophoneSource:
            fake = microphone or FakeInput(lambda t: np.full(len(t), 0.9), clock=RealClock())
            return MicrophoneSource(MICROPHONE, lambda _: fake)

        monkeypatch.setattr("fer_desktop.app.listening.ears_of", lambda *_: Ears(open_microphone, Speaker))
        monkeypatch.setattr(App, "_open_analyzer", lambda self: FakeAnalyzer())
        monkeypatch.setattr("fer_desktop.app.running.ask_for_camera", lambda parent, then, denied: then())
        app = App(WindowOptions(), settings, lambda *_: lambda: ScriptedSource(fps=100.0, is_live=False))
        apps.append(app)
        app.window.show()
        app.start(CAMERA, FORMATS[0])
        qtbot.waitUntil(app.window.user_actions.record.isEnabled, timeout=WAIT_MS)
        return app

    yield make
    for app in apps:
        app.transcribing.stop()
        close(app, qtbot)
    destroy(apps)


def record(app: App, qtbot, until) -> Path:
    app.record()
    qtbot.waitUntil(lambda: app.engine.status.recording is not None, timeout=WAIT_MS)
    qtbot.waitUntil(until, timeout=WAIT_MS)
    return stopped(app, qtbot)


def stopped(app: App, qtbot) -> Path:
    app.engine.stop_recording()
    qtbot.waitUntil(lambda: app.reporter.last_session is not None, timeout=WAIT_MS)
    assert app.reporter.last_session is not None
    return app.reporter.last_session


def grows(count: Callable[[], int], n: int) -> Callable[[], bool]:
    """Whether a count has grown by so much since this was asked for the first time."""
    seen: list[int] = []

    def has_grown() -> bool:
        seen.append(count())
        return seen[-1] >= seen[0] + n

    return has_grown


def test_what_is_said_is_in_the_window_and_in_the_session(start, model, qtbot):
    app = start()
    together = app.window.live.together
    folder = record(app, qtbot, grows(lambda: model.n, 5))
    qtbot.waitUntil(lambda: "I hate it" in together.said.text and "words" in together.said.text, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "voice" in together.decision.text, timeout=WAIT_MS)
    assert together.isVisible()
    assert "Words:" in together.queue.text
    lanes = app.window.live.timelines.streams
    qtbot.waitUntil(lambda: lanes.block is not None and TOGETHER in lanes.block.lanes, timeout=WAIT_MS)
    rests_on = lanes.block.plot(RESTS_ON.key).item
    qtbot.waitUntil(lambda: any("words" in label for label in rests_on.spans.labels), timeout=WAIT_MS)
    session = load_session(folder)
    assert session.problems == ()
    assert session.words is not None
    assert session.info.settings.words.speech_model == "tiny"
    assert (folder / "fused.csv").read_text().count("\n") > 2


def test_fusion_is_switched_off_by_itself(start, model, qtbot):
    """Voice and words are heard, shown and kept; nothing is said of all together."""
    app = start(replace(SETTINGS, fusion=False))
    folder = record(app, qtbot, grows(lambda: model.n, 5))
    live = app.window.live
    qtbot.waitUntil(lambda: "I hate it" in live.together.said.text, timeout=WAIT_MS)
    assert live.together.decision.text == ""
    assert live.timelines.streams.block is None or TOGETHER not in live.timelines.streams.block.lanes
    session = load_session(folder)
    assert session.voice is not None and session.words is not None
    assert len(session.words)
    assert fused(session) is None
    assert not (folder / "fused.csv").exists()
    app.change_settings(replace(SETTINGS, fusion=True))
    qtbot.waitUntil(lambda: "voice" in live.together.decision.text, timeout=WAIT_MS)


@pytest.mark.expects_log
def test_a_microphone_unplugged_while_recording_ends_words_and_fusion_there(start, model, qtbot):
    microphone = FakeInput(lambda t: np.full(len(t), 0.9), clock=RealClock())
    app = start(microphone=microphone)
    app.record()
    qtbot.waitUntil(lambda: app.engine.status.recording is not None, timeout=WAIT_MS)
    qtbot.waitUntil(grows(lambda: model.n, 5), timeout=WAIT_MS)
    microphone.dies_s = 0.0
    qtbot.waitUntil(lambda: app.engine.status.hearing is None, timeout=WAIT_MS)
    gone_s = app.engine.moment()
    qtbot.waitUntil(lambda: app.engine.moment() > gone_s + 2.0, timeout=WAIT_MS)
    assert app.window.live.together.decision.text == ""
    assert "Desk microphone" in app.window.notices.shown_text
    session = load_session(stopped(app, qtbot))
    assert session.problems == ()
    words, table = pd.read_csv(session.folder / "words.csv"), pd.read_csv(session.folder / "fused.csv")
    voice = pd.read_csv(session.folder / "voice.csv")
    assert len(words) >= 2 and words["end_s"].max() < session.info.duration_s - 1.5
    assert voice["time_s"].max() <= words["end_s"].max()
    after = table[table["time_s"] > words["end_s"].max()]
    assert len(after) >= 4 and (after["weight_face"] == 1).all()
    assert after[["moved_voice", "moved_words"]].isna().all(axis=None)
    assert table["weight_words"].max() > 0


def test_what_is_not_ready_at_the_end_is_finished_afterwards(start, model, qtbot):
    app = start()
    model.may.clear()
    waiting = app.window.live.together.queue
    folder = record(app, qtbot, grows(lambda: app.transcribing.look().waiting, 3))
    assert "wait" in waiting.text
    assert load_session(folder).words is None
    done = []
    app.transcribing.completed.connect(done.append)
    model.may.set()
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT_MS)
    session = load_session(folder)
    assert len(session.words) >= 2
    assert session.words["end_s"].max() <= session.info.duration_s + 0.5
    assert session.problems == ()
    assert "All that was said" in app.window.notices.shown_text


def test_the_window_waits_for_the_words_when_it_closes(start, model, qtbot):
    app = start()
    model.may.clear()
    folder = record(app, qtbot, lambda: app.engine.moment() > 1.0)
    app.close()
    qtbot.wait(300)
    assert app.window.isVisible()
    model.may.set()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)
    assert load_session(folder).words is not None


def test_whoever_closes_again_does_not_wait(start, model, qtbot):
    app = start()
    model.may.clear()
    folder = record(app, qtbot, lambda: app.engine.moment() > 1.0)
    app.close()
    qtbot.wait(150)
    app.close()
    model.may.set()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)
    assert load_session(folder).info.complete


@pytest.mark.expects_log
def test_a_model_that_is_missing_is_said_and_all_else_goes_on(start, monkeypatch, qtbot):
    def fail(wish):
        raise SpeechModelUnusable("Speech cannot be recognised: faster-whisper is not installed.", "Install it.")

    monkeypatch.setattr("fer_desktop.app.transcribing._open", fail)
    app = start()
    qtbot.waitUntil(lambda: "not installed" in app.window.notices.shown_text, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.window.live.together.queue.text == "Words: not heard", timeout=WAIT_MS)
    folder = record(app, qtbot, lambda: app.engine.moment() > 0.3)
    session = load_session(folder)
    assert session.words is None
    assert session.info.voice is not None


def test_nobody_hears_words_unless_asked_to(start, model, qtbot):
    app = start(Settings(listen=True, speech_model="/models/tiny"))
    folder = record(app, qtbot, lambda: app.engine.moment() > 0.5)
    assert model.n == 0
    assert not app.window.live.together.queue.isVisible()
    assert load_session(folder).info.settings.words is None


def test_the_settings_switch_it_on_while_somebody_listens(start, model, qtbot):
    app = start(Settings(listen=True))
    app.change_settings(SETTINGS)
    qtbot.waitUntil(lambda: model.n > 0, timeout=WAIT_MS)
    app.change_settings(Settings(listen=True))
    assert app.transcribing.transcriber is None
    qtbot.waitUntil(lambda: app.transcribing.look() is None and app.transcribing._all[-1].has_ended, timeout=WAIT_MS)
