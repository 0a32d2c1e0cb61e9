"""Sound beside the pictures: in step, and never in their way."""

from __future__ import annotations

import time

import numpy as np
import pytest

from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound, SoundInfo
from fer_desktop.core.types import Frame
from fer_desktop.core.voice import Heard
from fer_desktop.engine.hearing import Ears
from fer_desktop.engine.status import (
    HearingEnded,
    HearingFailed,
    HearingStarted,
    Noticed,
    RecordingStopped,
    Stopped,
)
from fer_desktop.errors import NoSoundSystem
from tests.engine.hearing_helpers import (
    Bright,
    Camera,
    LoudPieces,
    clicks,
    first_ones,
    microphone,
)
from tests.engine.test_engine import wait_for
from tests.fake_microphone import FakeInput, RealClock
from tests.fakes import FakeSink, ScriptedSource, wait_until


def flashes_of(sink):
    return [one.time_s for one in sink.analyses if one.compute_ms > 100]


def test_a_click_and_a_flash_are_within_20_ms_live_and_in_the_recording(make_engine):
    began_s = time.monotonic() + 0.3
    fake = FakeInput(lambda t: clicks(t + fake.began_s - began_s), clock=RealClock(), drift_ppm=200, jitter_s=0.004)
    engine, sink, seen = make_engine(Bright()), FakeSink(), []
    engine.start(lambda: Camera(began_s), Ears(lambda: microphone(fake), LoudPieces))
    assert wait_for(engine, HearingStarted, seen).sound == SoundInfo("Desk microphone", rate_hz=48_000, is_live=True)
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: engine.moment() > 2.6 and any(piece.time_s > 2.0 for piece in sink.heard.pieces))
    assert engine.status.hearing.sound.name == "Desk microphone"
    engine.stop_recording()
    wait_for(engine, RecordingStopped, seen)
    heard_s = sink.heard.pieces[-1].time_s
    flashes = [flash_s for flash_s in flashes_of(sink) if flash_s < heard_s - 0.1]  # it may hear the last too late
    loud = first_ones(np.array([piece.time_s for piece in sink.heard.pieces if piece.is_speech]))
    sound = np.concatenate([one.samples for one in sink.sounds])
    starts = sink.sounds[0].time_s + np.flatnonzero(np.diff((np.abs(sound) > 0.5).astype(int)) == 1) / SOUND_RATE_HZ
    starts = first_ones(starts)
    assert len(flashes) >= 2  # a busy machine may leave some out
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
    engine, ahead_s = make_engine(), []
    engine.start(lambda: ScriptedSource(is_live=False, fps=30.0), Ears(DemoVoice, LoudPieces))

    def hear():
        captured_s = engine.status.frames_captured / 30
        ahead_s.extend(one.pieces[0].end_s - captured_s for one in engine.drain_heard())
        return len(ahead_s) > 10

    wait_until(hear)
    assert max(ahead_s) < 0.4 and min(ahead_s) > -2  # on a busy machine the ears come last


def test_the_sound_of_a_file_waits_for_pictures_that_are_late(make_engine):
    class Slow(ScriptedSource):
        """A file that the machine reads at half its pace."""

        def read(self) -> Frame | None:
            time.sleep(2 / 30)
            return super().read()

    engine, heard = make_engine(), []
    engine.start(lambda: Slow(is_live=False, fps=30.0), Ears(DemoVoice, LoudPieces))
    wait_until(lambda: heard.extend(engine.drain_heard()) or len(heard) > 24)
    captured_s = engine.status.frames_captured / 30
    assert heard[24].pieces[0].end_s == pytest.approx(captured_s, abs=0.3)
