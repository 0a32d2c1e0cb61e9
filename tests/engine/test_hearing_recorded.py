"""What is heard is in the recording, from its beginning to its end."""

from __future__ import annotations

import threading

import pytest

from fer_desktop.capture.microphone import MicrophoneSource
from fer_desktop.capture.sound_input import CardBlock
from fer_desktop.core.sound import Sound
from fer_desktop.core.types import Frame
from fer_desktop.core.voice import Heard
from fer_desktop.engine.hearing import Ears
from fer_desktop.engine.status import (
    HearingFailed,
    HearingStarted,
    Phase,
    RecordingStopped,
    Stopped,
)
from tests.engine.hearing_helpers import (
    LoudPieces,
    microphone,
    recording_with,
)
from tests.engine.test_engine import wait_for
from tests.fake_microphone import FakeInput, RealClock
from tests.fakes import WAIT_S, FakeSink, ScriptedSource, wait_until


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
