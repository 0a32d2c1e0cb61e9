"""Sound beside the pictures: in step, recorded, and never in their way."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.capture.microphone import MicrophoneSource
from fer_desktop.capture.sound_input import CardBlock
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound, SoundInfo
from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.hearing import Ears
from fer_desktop.engine.status import (
    HearingEnded,
    HearingFailed,
    HearingStarted,
    Noticed,
    Phase,
    RecordingStopped,
    Stopped,
)
from fer_desktop.errors import NoSoundSystem
from tests.engine.test_engine import wait_for
from tests.fake_microphone import MICROPHONE, FakeInput, RealClock
from tests.fakes import WAIT_S, FakeAnalyzer, FakeSink, ScriptedSource, make_image, wait_until

FPS = 50.0
CLICKS_S = (0.5, 1.1, 1.7, 2.3)


class LoudPieces:
    """A stand-in for the analysis of voices: one piece for each block, loud ones are speech."""

    model = ModelInfo("ears-1", "0" * 64, "cpu")

    def add(self, sound: Sound) -> Heard:
        is_loud = float(np.abs(sound.samples).max()) > 0.5
        place = int(np.abs(sound.samples).argmax())
        at_s = sound.time_s + place / SOUND_RATE_HZ
        return Heard(
            (VoiceSample(at_s if is_loud else sound.time_s, sound.duration_s, is_loud, 1 if is_loud else None),)
        )

    def end(self) -> Heard:
        return Heard(utterances=(VoiceSample(9.0, 1.0, True, 1),))


class Camera:
    """Flashes with the clicks; each frame is stamped as it is taken."""

    def __init__(self, began_s: float) -> None:
        self._began_s, self._index, self._is_wanted = began_s, -1, True
        self._first_s = 0.0

    def open(self) -> SourceInfo:
        return SourceInfo("cam", 32, 24, FPS, is_live=True)

    def read(self) -> Frame | None:
        self._index += 1
        due_s = self._began_s + self._index / FPS
        time.sleep(max(due_s - time.monotonic(), 0))
        since_s = due_s - self._began_s
        is_lit = any(abs(since_s - click_s) < 0.5 / FPS for click_s in CLICKS_S)
        image = make_image(value=255 if is_lit else 0)
        return Frame(self._index, since_s, image, taken_s=due_s) if self._is_wanted else None

    def interrupt(self) -> None:
        self._is_wanted = False

    def close(self) -> None:
        """Nothing is held."""


class Bright:
    """Says of each frame how bright it is, in the place of what computing took."""

    model = FakeAnalyzer.model
    notices: tuple[str, ...] = ()

    def analyze(self, frame: Frame) -> Analysis:
        return Analysis(frame.index, frame.time_s, (), float(frame.image.mean()))

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def make_engine():
    engines = []

    def make(analyzer=None):
        engines.append(Engine(lambda: analyzer or FakeAnalyzer()))
        return engines[-1]

    yield make
    for engine in engines:
        engine.stop()
        assert engine.join(WAIT_S) == []


def clicks(times_s: np.ndarray) -> np.ndarray:
    sound = np.full(len(times_s), 1e-3)
    for click_s in CLICKS_S:
        sound[(times_s >= click_s) & (times_s < click_s + 0.003)] = 0.9
    return sound


def first_ones(times_s: np.ndarray) -> np.ndarray:
    """Of moments that lie together the first."""
    return times_s[np.diff(times_s, prepend=-1) > 0.1]


def microphone(fake: FakeInput) -> MicrophoneSource:
    return MicrophoneSource(MICROPHONE, lambda _: fake, fake.clock)


def test_a_click_and_a_flash_are_within_20_ms_live_and_in_the_recording(make_engine):
    began_s = time.monotonic() + 0.3
    fake = FakeInput(lambda t: clicks(t + fake.began_s - began_s), clock=RealClock(), drift_ppm=200, jitter_s=0.004)
    engine, sink, seen = make_engine(Bright()), FakeSink(), []
    engine.start(lambda: Camera(began_s), Ears(lambda: microphone(fake), LoudPieces))
    assert wait_for(engine, HearingStarted, seen).sound == SoundInfo("Desk microphone", rate_hz=48_000, is_live=True)
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: engine.moment() > 2.6)
    assert engine.status.hearing.sound.name == "Desk microphone"
    engine.stop_recording()
    wait_for(engine, RecordingStopped, seen)
    flashes = [a.time_s for a in sink.analyses if a.compute_ms > 100]
    loud = first_ones(np.array([piece.time_s for piece in sink.heard.pieces if piece.is_speech]))
    sound = np.concatenate([one.samples for one in sink.sounds])
    starts = sink.sounds[0].time_s + np.flatnonzero(np.diff((np.abs(sound) > 0.5).astype(int)) == 1) / SOUND_RATE_HZ
    starts = first_ones(starts)
    assert len(flashes) >= 3  # a busy machine may leave one out
    for flash_s in flashes:
        assert np.abs(loud - flash_s).min() < 0.020
        assert np.abs(starts - flash_s).min() < 0.020
    assert all(piece.time_s >= 0 for piece in sink.heard.pieces)
    card = sink.counts.sound
    assert (card.clock, card.clock_offset_s) == ("driver", 12.5)


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("fake", "kind"),
    [
        (FakeInput(refuses=OSError(16, "busy")), "MicrophoneBusy"),
        (FakeInput(dies_s=0.4, clock=RealClock()), "MicrophoneLost"),
    ],
)
def test_a_microphone_that_fails_is_said_and_the_pictures_go_on(make_engine, fake, kind):
    engine, seen = make_engine(), []
    engine.start(ScriptedSource, Ears(lambda: microphone(fake), LoudPieces))
    failed = wait_for(engine, HearingFailed, seen)
    assert type(failed.error).__name__ == kind
    wait_for(engine, HearingEnded, seen)
    before = engine.status.frames_captured
    wait_until(lambda: engine.status.frames_captured > before + 20)
    assert engine.status.hearing is None
    assert fake.was_closed


@pytest.mark.expects_log
def test_without_a_sound_system_everything_else_works(make_engine):
    def missing():
        raise NoSoundSystem("no PortAudio", "install it")

    engine, seen = make_engine(), []
    engine.start(ScriptedSource, Ears(missing, LoudPieces))
    assert isinstance(wait_for(engine, HearingFailed, seen).error, NoSoundSystem)
    wait_until(lambda: engine.status.frames_captured > 5)


@pytest.mark.expects_log
def test_a_fault_in_the_ears_is_no_end_of_the_pictures(make_engine):
    class Broken(LoudPieces):
        def add(self, sound: Sound) -> Heard:
            raise ValueError("the ears broke")

    engine, seen = make_engine(), []
    engine.start(ScriptedSource, Ears(lambda: microphone(FakeInput(clock=RealClock())), Broken))
    assert "broke" in repr(wait_for(engine, HearingFailed, seen).error)
    before = engine.status.frames_captured
    wait_until(lambda: engine.status.frames_captured > before)


def test_one_can_begin_and_end_to_listen_while_pictures_come(make_engine):
    engine, seen = make_engine(), []
    engine.start(ScriptedSource)
    wait_until(lambda: engine.status.frames_captured > 0)
    first, second = FakeInput(clock=RealClock()), FakeInput(clock=RealClock())
    engine.listen(Ears(lambda: microphone(first), LoudPieces))
    wait_until(lambda: engine.status.hearing is not None)
    engine.listen(Ears(lambda: microphone(second), LoudPieces))
    wait_until(lambda: first.was_closed and engine.status.hearing is not None)
    wait_until(lambda: len(engine.drain_heard()) > 0)
    engine.listen(None)
    wait_until(lambda: second.was_closed and engine.status.hearing is None)
    assert not any(isinstance(event, HearingFailed) for event in engine.drain_events())
    assert engine.status.phase.value == "running"
    assert seen == []


def test_silence_of_a_muted_microphone_is_said_once(make_engine):
    engine, seen = make_engine(), []
    fake = FakeInput()  # its own clock runs as fast as it is read
    engine.start(ScriptedSource, Ears(lambda: microphone(fake), LoudPieces))
    notice = wait_for(engine, Noticed, seen)
    assert "silence" in str(notice.notice)
    engine.stop()
    wait_for(engine, Stopped, seen)
    assert sum(isinstance(event, Noticed) for event in seen) == 1


def test_the_demo_speaks_at_the_pace_of_its_pictures(make_engine):
    engine, heard = make_engine(), []
    engine.start(lambda: ScriptedSource(is_live=False, fps=30.0), Ears(DemoVoice, LoudPieces))
    wait_until(lambda: heard.extend(engine.drain_heard()) or len(heard) > 10)
    captured_s = engine.status.frames_captured / 30
    assert heard[10].pieces[0].end_s == pytest.approx(captured_s, abs=0.4)


def recording_with(make_engine, fake: FakeInput, source: ScriptedSource | None = None, voice: type = LoudPieces):
    """An engine that has recorded some sound."""
    engine, sink, seen = make_engine(), FakeSink(), []
    engine.start(lambda: source or ScriptedSource(), Ears(lambda: microphone(fake), voice))
    wait_for(engine, HearingStarted, seen)
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: len(sink.sounds) > 3)
    return engine, sink, seen


def test_the_last_utterance_is_recorded_when_the_recording_ends(make_engine):
    engine, sink, seen = recording_with(make_engine, FakeInput(clock=RealClock()))
    before = len(sink.heard.utterances)
    engine.stop_recording()
    wait_for(engine, RecordingStopped, seen)
    assert len(sink.heard.utterances) == before + 1
    assert engine.status.hearing is not None
    wait_until(lambda: len(engine.drain_heard()) > 0)


def test_the_last_utterance_is_recorded_when_the_source_ends(make_engine):
    is_over = threading.Event()

    class Ending(ScriptedSource):
        def read(self) -> Frame | None:
            return None if is_over.wait(0.002) else super().read()

    engine, sink, seen = recording_with(make_engine, FakeInput(clock=RealClock()), Ending())
    before = len(sink.heard.utterances)
    is_over.set()
    wait_for(engine, RecordingStopped, seen)
    assert len(sink.heard.utterances) == before + 1


@pytest.mark.expects_log
def test_the_last_utterance_is_recorded_when_the_microphone_dies(make_engine):
    is_gone = threading.Event()

    class Dying(FakeInput):
        def next(self, timeout_s: float) -> CardBlock | None:
            if is_gone.is_set():
                raise OSError(19, "gone")
            return super().next(timeout_s)

    engine, sink, seen = recording_with(make_engine, Dying(clock=RealClock()))
    before = len(sink.heard.utterances)
    is_gone.set()
    wait_for(engine, HearingFailed, seen)
    wait_until(lambda: engine.status.hearing is None)
    engine.stop_recording()
    wait_for(engine, RecordingStopped, seen)
    assert len(sink.heard.utterances) == before + 1


def test_an_utterance_that_goes_on_is_of_a_recording_from_its_beginning_on(make_engine):
    """Or it would have begun before, and be in none of its tables."""
    said = []

    class Counted(LoudPieces):
        def end(self) -> Heard:
            said.append(1)
            return super().end()

    _, sink, _ = recording_with(make_engine, FakeInput(clock=RealClock()), voice=Counted)
    assert len(said) == 1
    assert len(sink.sounds) > 3


def test_a_recording_does_not_wait_for_ears_that_are_not_open_yet(make_engine, monkeypatch):
    monkeypatch.setattr("fer_desktop.engine.recording._LAST_HEARD_S", 10 * WAIT_S)
    gate = threading.Event()

    def slow() -> MicrophoneSource:
        assert gate.wait(WAIT_S)
        return microphone(FakeInput(clock=RealClock()))

    engine, sink = make_engine(), FakeSink()
    engine.start(ScriptedSource, Ears(slow, LoudPieces))
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: len(sink.analyses) > 0)
    engine.stop_recording()
    wait_for(engine, RecordingStopped)
    gate.set()


def test_a_recording_ends_though_nothing_is_heard_any_more(make_engine, monkeypatch):
    monkeypatch.setattr("fer_desktop.engine.recording._LAST_HEARD_S", 0.1)
    gate, is_stuck = threading.Event(), threading.Event()

    class Stuck(LoudPieces):
        def add(self, sound: Sound) -> Heard:
            if is_stuck.is_set():
                assert gate.wait(WAIT_S)
            return super().add(sound)

    engine, sink, seen = recording_with(make_engine, FakeInput(clock=RealClock()), voice=Stuck)
    is_stuck.set()
    engine.stop_recording()
    wait_for(engine, RecordingStopped, seen)
    assert sink.was_closed.is_set()
    gate.set()


@pytest.mark.expects_log
def test_a_lost_microphone_is_not_said_to_whoever_has_stopped(make_engine):
    class Slow(FakeInput):
        def next(self, timeout_s: float):
            if engine.status.phase is Phase.STOPPING:
                raise OSError(19, "gone")
            return super().next(timeout_s)

    engine, seen = make_engine(), []
    engine.start(ScriptedSource, Ears(lambda: microphone(Slow(clock=RealClock())), LoudPieces))
    wait_for(engine, HearingStarted, seen)
    engine.stop()
    wait_for(engine, Stopped, seen)
    assert not any(isinstance(event, HearingFailed) for event in seen)
