"""What the engine makes of a camera: when pictures were taken, which are missing, and how it ends."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from fer_desktop.core.moment import Moment
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.meters import RateMeter
from fer_desktop.engine.status import Failed, Phase, RecordingStopped, Stopped
from fer_desktop.errors import CameraBusy
from tests.fakes import WAIT_S, FakeAnalyzer, FakeSink, ScriptedSource, ahead_s

AGE_S = 0.2  # of the pictures when they come


class Camera(ScriptedSource):
    """Gives stamped pictures, the third with losses before it; can be told to wait for ever, and to be interrupted."""

    def __init__(self, hangs_at=None, **options):
        super().__init__(fps=100.0, **options)
        self._hangs_at, self._began_s = hangs_at, 0.0
        self.wakes = threading.Event()
        self.hangs = threading.Event()

    def read(self):
        frame = super().read()
        if frame.index == self._hangs_at:
            self.hangs.set()
            self.wakes.wait(WAIT_S)
            return None
        time.sleep(0.01)
        taken_s = time.monotonic() - AGE_S
        self._began_s = self._began_s or taken_s
        n = int(frame.index % 10 == 2)
        return replace(frame, taken_s=taken_s, time_s=taken_s - self._began_s, lost=2 * n, passed_over=n)


class PoliteCamera(Camera):
    def interrupt(self):
        self.wakes.set()


@pytest.fixture
def engine():
    engine = Engine(FakeAnalyzer)
    yield engine
    engine.stop()
    assert engine.join(WAIT_S) == []


def wait_until(is_it):
    end = time.monotonic() + WAIT_S
    while not is_it():
        assert time.monotonic() < end
        time.sleep(0.005)


def events_until(engine, kind):
    events = []
    wait_until(lambda: events.extend(engine.drain_events()) or any(isinstance(event, kind) for event in events))
    return events


def test_latency_is_counted_from_the_moment_at_which_a_picture_was_taken(engine):
    engine.start(Camera)
    wait_until(lambda: engine.status.latency_ms[0] > 0)
    assert engine.status.latency_ms[0] >= AGE_S * 1000


def test_what_a_camera_lost_is_counted_live_and_in_the_recording(engine):
    sink = FakeSink()
    engine.start(Camera)
    wait_until(lambda: engine.status.frames_captured > 5)
    engine.start_recording(lambda: sink)
    wait_until(lambda: len(sink.analyses) > 40)
    engine.stop_recording()
    events_until(engine, RecordingStopped)
    engine.stop()
    assert engine.join(WAIT_S) == []
    assert engine.status.frames_lost == 2 * engine.status.frames_passed_over >= 8
    assert sink.counts.lost == 2 * sink.counts.passed_over
    assert sink.counts.captured // 10 <= sink.counts.passed_over <= sink.counts.captured // 10 + 1
    span_s = sink.analyses[-1].time_s - sink.analyses[0].time_s  # the pace is the machine's
    assert 0.5 < sink.counts.measured_fps / (sink.counts.captured / span_s) < 2


def test_a_recording_says_when_its_time_is_zero_whatever_came_before(engine):
    sinks = []

    def open_slowly():  # as where a library is imported first
        time.sleep(0.3)
        sinks.append(FakeSink())
        return sinks[-1]

    camera = Camera()
    engine.start(lambda: camera)
    wait_until(lambda: engine.status.frames_captured > 5)
    for _ in range(2):
        engine.start_recording(open_slowly, with_video=True)
        wait_until(lambda: sinks and len(sinks[-1].frames) > 3)
        engine.stop_recording()
        wait_until(sinks[-1].was_closed.is_set)
        (began,), first = sinks[-1].began, sinks[-1].frames[0]
        assert first.time_s == 0.0
        assert began.monotonic_s == pytest.approx(first.taken_s, abs=1e-4)
        assert began.utc.timestamp() - began.monotonic_s == pytest.approx(ahead_s(time.time), abs=2e-3)
        sinks.append(FakeSink())


def test_a_source_without_stamps_counts_from_the_arrival_and_knows_no_losses(engine):
    sink = FakeSink()
    engine.start(lambda: ScriptedSource(fps=100.0, gate=lambda _: time.sleep(0.01)))
    wait_until(lambda: engine.status.frames_captured > 1)
    before_s = time.monotonic()
    engine.start_recording(lambda: sink)
    wait_until(lambda: len(sink.analyses) > 1)
    engine.stop_recording()
    events_until(engine, RecordingStopped)
    assert before_s <= sink.began[0].monotonic_s < time.monotonic()
    assert (sink.counts.lost, sink.counts.passed_over, sink.counts.measured_fps) == (None, None, None)


def test_two_clocks_are_read_together():
    now = Moment.now()
    assert now.utc.timestamp() - now.monotonic_s == pytest.approx(ahead_s(time.time), abs=1e-3)
    earlier = Moment.at(now.monotonic_s - 2.5)
    assert (now.utc - earlier.utc).total_seconds() == pytest.approx(2.5, abs=1e-3)


def test_a_camera_that_waits_is_stopped_at_once(engine):
    camera = PoliteCamera(hangs_at=5)
    engine.start(lambda: camera)
    assert camera.hangs.wait(WAIT_S)
    asked_s = time.monotonic()
    engine.stop()
    events = events_until(engine, Stopped)
    assert time.monotonic() - asked_s < 3  # with one that hangs the engine has four seconds of patience
    assert camera.was_closed.is_set()
    assert not any(isinstance(event, Failed) for event in events)


@pytest.mark.expects_log
def test_a_camera_that_hangs_in_its_driver_is_left_to_itself(engine):
    camera, other = Camera(hangs_at=5), Camera()
    engine.start(lambda: camera)
    assert camera.hangs.wait(WAIT_S)
    asked_s = time.monotonic()
    engine.stop()
    events_until(engine, Stopped)
    assert time.monotonic() - asked_s < WAIT_S / 2  # the camera hangs for all of it
    assert engine.status.phase is Phase.IDLE
    engine.start(lambda: other)
    wait_until(lambda: engine.status.frames_captured > 3)
    camera.wakes.set()
    assert camera.was_closed.wait(WAIT_S)
    captured = engine.status.frames_captured
    wait_until(lambda: engine.status.frames_captured > captured + 3)  # the other one goes on
    assert engine.status.phase is Phase.RUNNING


def test_who_stops_a_camera_that_still_opens_hears_of_no_failure(engine):
    opening, ended = threading.Event(), threading.Event()

    class Opening(ScriptedSource):
        def open(self):
            opening.set()
            ended.wait(WAIT_S)
            raise CameraBusy("gives no picture")

        def interrupt(self):
            ended.set()

    engine.start(Opening)
    assert opening.wait(WAIT_S)
    engine.stop()
    assert not any(isinstance(event, Failed) for event in events_until(engine, Stopped))
    assert engine.status.phase is Phase.IDLE


def test_a_rate_follows_the_clock():
    meter = RateMeter()
    assert meter.rate_hz(0.0) == 0.0
    for i in range(60):
        meter.tick(10 + i / 24)
    last_s = 10 + 59 / 24
    assert meter.rate_hz(last_s) == pytest.approx(24)
    assert meter.rate_hz(last_s + 0.1) == pytest.approx(24)  # one picture late is nothing yet
    assert meter.rate_hz(last_s + 0.5) == pytest.approx(2)
    assert meter.rate_hz(last_s + 1.0) == pytest.approx(1)
    assert meter.rate_hz(last_s + 3.0) == 0.0
