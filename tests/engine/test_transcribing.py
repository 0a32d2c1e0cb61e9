"""Words beside everything else: in order, never in the way, finished afterwards, every loss counted."""

from __future__ import annotations

import os
import sys
import threading

import numpy as np
import pytest

from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.words import HeardWords, Said, WordsSample
from fer_desktop.engine import transcribing
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.hearing import Ears
from fer_desktop.engine.status import HearingStarted, RecordingStopped
from fer_desktop.engine.transcribing import Late, Transcriber
from fer_desktop.errors import SpeechModelUnusable
from tests.engine.hearing_helpers import LoudPieces, microphone
from tests.engine.test_engine import wait_for
from tests.fake_microphone import FakeInput, RealClock
from tests.fakes import WAIT_S, FakeAnalyzer, FakeSink, ScriptedSource, wait_until


def sound(time_s: float, seconds: float = 1.0) -> Sound:
    return Sound(time_s, np.zeros(round(seconds * SOUND_RATE_HZ), np.float32))


def loud(times_s: np.ndarray) -> np.ndarray:
    return np.full(len(times_s), 0.9)


def words_at(time_s: float) -> HeardWords:
    return HeardWords((WordsSample(Said(time_s, time_s + 0.5, f"at {time_s:g}"), "en"),))


class Hearer:
    """Says when an utterance began, once it may."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.may.set()

    def open(self):
        return self.hear

    def hear(self, spoken: Sound) -> HeardWords:
        assert self.may.wait(WAIT_S)
        return words_at(spoken.time_s) if spoken.time_s >= 0 else HeardWords()


class Recording:
    """Takes words until it is over; began at 10 s."""

    def __init__(self, is_over: bool = False) -> None:
        self.is_over, self.taken = is_over, []

    def offer_words(self, words: HeardWords) -> bool:
        if not self.is_over:
            self.taken.append(self.own_words(words))
        return not self.is_over

    def own_words(self, words: HeardWords) -> HeardWords:
        return words.since(10.0)


@pytest.fixture
def make():
    made = []

    def start(hearer: Hearer) -> Transcriber:
        made.append(Transcriber(hearer.open))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.stop()
        assert one.join(WAIT_S)


def texts(words: HeardWords) -> list[str]:
    return [line.said.text for line in words.lines]


def drained(transcriber: Transcriber, n: int) -> list:
    found: list = []
    wait_until(lambda: found.extend(transcriber.results.drain()) or len(found) >= n)
    return found


def test_utterances_are_heard_one_after_the_other(make):
    hearer, recording = Hearer(), Recording()
    hearer.may.clear()
    transcriber = make(hearer)
    for time_s in (9.0, 11.0, -1.0, 12.0):
        transcriber.offer(sound(time_s), recording)
    transcriber.offer(sound(13.0), None)
    wait_until(lambda: transcriber.status.state == "ready")
    assert transcriber.status.waiting == 5
    wait_until(lambda: transcriber.status.behind_s > 0.02)
    hearer.may.set()
    assert [texts(one) for one in drained(transcriber, 4)] == [["at 9"], ["at 11"], ["at 12"], ["at 13"]]
    wait_until(lambda: transcriber.status.waiting == 0)
    assert transcriber.status.behind_s == 0
    kept = HeardWords.joined(recording.taken)
    assert [(line.said.start_s, line.said.text) for line in kept.lines] == [(1.0, "at 11"), (2.0, "at 12")]
    (cut,) = words_at(9.8).since(10.0).lines
    assert (cut.said.start_s, cut.said.end_s) == pytest.approx((0.0, 0.3))


def test_what_is_not_ready_at_the_end_is_given_afterwards(make):
    hearer, recording = Hearer(), Recording()
    hearer.may.clear()
    transcriber = make(hearer)
    transcriber.offer(sound(11.0), recording)
    transcriber.offer(sound(12.0), recording)
    recording.is_over = True
    transcriber.close_recording("here")
    transcriber.close_recording("there")
    hearer.may.set()
    *_, late, nothing = drained(transcriber, 4)
    assert isinstance(late, Late)
    assert (late.location, texts(late.words), late.refused) == ("here", ["at 11", "at 12"], 0)
    assert late.words.lines[0].said.start_s == 1.0
    assert (nothing.location, nothing.words.lines) == ("there", ())


def test_what_there_is_no_room_for_is_counted(make, monkeypatch):
    monkeypatch.setattr(transcribing, "BUDGET_BYTES", 3 * SOUND_RATE_HZ * 4)
    hearer = Hearer()
    hearer.may.clear()
    transcriber = make(hearer)
    transcriber.offer(sound(0.0), None)
    wait_until(lambda: transcriber.status.state == "ready" and transcriber._items._held == 0)
    for time_s in (1.0, 2.0, 3.0, 4.0, 5.0):
        transcriber.offer(sound(time_s), None)
    assert (transcriber.status.waiting, transcriber.status.refused) == (4, 2)
    transcriber.close_recording("x")
    hearer.may.set()
    assert drained(transcriber, 5)[-1].refused == 2


def test_it_finishes_what_waits_or_stops_at_once(make):
    finishing, stopping, hearer = Hearer(), Hearer(), Hearer()
    for one in (finishing, stopping):
        one.may.clear()
    first, second = make(finishing), make(stopping)
    for transcriber in (first, second):
        for time_s in (1.0, 2.0):
            transcriber.offer(sound(time_s), None)
    first.finish()
    second.stop()
    for one in (finishing, stopping, hearer):
        one.may.set()
    assert first.join(WAIT_S)
    assert second.join(WAIT_S)
    assert first.has_ended
    assert len(first.results.drain()) == 2
    assert second.results.drain() == []
    assert second.status.waiting == 0


@pytest.mark.expects_log
@pytest.mark.parametrize("error", [SpeechModelUnusable("no model"), ValueError("broke")])
def test_a_model_that_fails_is_said_and_nothing_waits_for_it(error):
    def fail():
        raise error

    transcriber = Transcriber(fail)
    transcriber.offer(sound(0.0), None)
    transcriber.start()
    assert transcriber.join(WAIT_S)
    assert transcriber.status.state == "failed"
    assert transcriber.status.error is error
    transcriber.offer(sound(1.0), None)
    assert transcriber.status.waiting == 0


def test_what_is_heard_beside_a_camera_gets_into_the_recording():
    class Utters(LoudPieces):
        """An utterance for each block."""

        def add(self, block: Sound):
            heard = super().add(block)
            return type(heard)(heard.pieces, tuple(piece for piece in heard.pieces if piece.is_speech))

    transcriber = Transcriber(Hearer().open)
    transcriber.start()
    engine, sink, seen = Engine(FakeAnalyzer), FakeSink(), []
    ears = Ears(lambda: microphone(FakeInput(loud, clock=RealClock())), Utters, transcriber)
    engine.start(ScriptedSource, ears)
    wait_for(engine, HearingStarted, seen)
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: len(sink.words) > 0)
    engine.stop()
    wait_for(engine, RecordingStopped, seen)
    assert engine.join(WAIT_S) == []
    transcriber.stop()
    assert transcriber.join(WAIT_S)
    assert all(line.said.start_s >= 0 for line in sink.words)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness of threads")
def test_only_the_threads_of_the_model_come_after_all_others():
    """Who calls them holds Python's lock at times, and all wait for him: he is no slower than the analysis."""

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    seen: dict[str, int] = {}

    def open_model():
        seen["model"] = niceness()

        def hear(spoken: Sound) -> HeardWords:
            seen["caller"] = niceness()
            return HeardWords(())

        return hear

    transcriber = Transcriber(open_model)
    transcriber.start()
    transcriber.offer(sound(0.0), None)
    transcriber.finish()
    assert transcriber.join(WAIT_S)
    assert seen["caller"] <= niceness() + 2
    assert seen["model"] == min(seen["caller"] + 8, 19)
