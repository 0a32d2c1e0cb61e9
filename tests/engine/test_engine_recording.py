from __future__ import annotations

import os
import sys
import threading

import numpy as np
import pytest

from fer_desktop.core.sound import Sound
from fer_desktop.engine import recording as recording_module
from fer_desktop.engine.recording import Recording
from fer_desktop.engine.status import (
    Failed,
    Lagging,
    ModelReady,
    Phase,
    RecordingStarted,
    RecordingStopped,
    Started,
    Stopped,
)
from fer_desktop.errors import DiskFull
from tests.engine.helpers import gate_on, wait_for
from tests.fakes import WAIT_S, FakeAnalyzer, FakeSink, ScriptedSource, make_frame, wait_until


@pytest.mark.skipif(sys.platform != "linux", reason="niceness of single threads")
def test_analysis_recorder_and_what_they_start_come_after_the_window(make_engine):
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    seen: dict[str, int] = {}

    def in_analysis(index: int) -> None:
        helper = threading.Thread(target=lambda: seen.update(helper=niceness()))
        helper.start()
        helper.join()
        seen.update(analysis=niceness())

    def open_sink() -> FakeSink:
        seen.update(recorder=niceness())
        return FakeSink()

    go = threading.Event()
    engine = make_engine(FakeAnalyzer(gate=in_analysis))
    engine.start(lambda: ScriptedSource(5, gate=lambda i: (seen.update(capture=niceness()), gate_on(go, 1)(i))[1]))
    wait_for(engine, Started)
    engine.start_recording(open_sink)
    go.set()
    wait_for(engine, RecordingStopped)
    ours = niceness()
    assert seen == {"capture": ours, "analysis": ours + 2, "helper": ours + 2, "recorder": ours + 2}


@pytest.mark.expects_log
def test_a_broken_model_releases_the_camera_and_closes_the_recording(make_engine):
    recorded = threading.Event()
    source, sink, seen = ScriptedSource(gate=gate_on(recorded, 3)), FakeSink(), []
    engine = make_engine(FakeAnalyzer(fail_at=40))
    engine.start(lambda: source)
    wait_for(engine, Started)
    engine.start_recording(lambda: sink)
    recorded.set()
    wait_for(engine, Stopped, seen)
    assert any(isinstance(event, Failed) and event.stage == "analysis" for event in seen)
    assert source.was_closed.is_set()
    assert sink.was_closed.wait(WAIT_S)
    assert "the model broke" in sink.counts.reason


def test_recording_needs_a_running_source(make_engine):
    assert not make_engine().start_recording(FakeSink)


def test_a_recording_begins_at_zero_and_accounts_for_every_frame(make_engine):
    sink, engine, begin, end = FakeSink(), make_engine(), threading.Event(), threading.Event()

    def pace(i: int) -> None:
        if i == 20:
            assert begin.wait(WAIT_S)
        if i == 60:
            assert end.wait(WAIT_S)

    engine.start(lambda: ScriptedSource(gate=pace))
    seen = []
    wait_for(engine, Started, seen)
    wait_until(lambda: engine.status.frames_captured >= 20)
    engine.start_recording(lambda: sink, with_video=True)
    wait_for(engine, RecordingStarted, seen)
    begin.set()
    wait_until(lambda: engine.status.frames_captured >= 60)
    asked_at_s = engine.moment()
    engine.mark("stimulus")
    engine.mark("seen before", at_s=asked_at_s / 2)
    assert engine.name_face(1, "Mia")
    engine.stop_recording()
    assert not engine.name_face(1, "too late")
    end.set()
    assert wait_for(engine, RecordingStopped, seen).location == "somewhere"
    assert [frame.index for frame in sink.frames] == list(range(40))
    assert sink.frames[0].time_s == 0
    assert sink.counts.captured == 40
    assert sink.counts.refused == 0
    assert len(sink.analyses) + sink.counts.skipped == 40
    assert all(analysis.frame_index >= 0 for analysis in sink.analyses)
    assert sink.markers[0].label == "stimulus"
    assert 39 / 1000 <= asked_at_s <= sink.markers[0].time_s <= 39 / 1000 + 0.5
    assert sink.markers[1].time_s == asked_at_s / 2
    assert sink.names == {1: "Mia"}
    assert engine.status.phase is Phase.RUNNING


def test_before_the_first_frame_of_a_recording_its_clock_stands_at_zero(make_engine):
    go, engine, sink, seen = threading.Event(), make_engine(), FakeSink(), []
    assert engine.moment() == 0
    assert not engine.name_face(1, "Mia")
    engine.start(lambda: ScriptedSource(5, gate=gate_on(go, 1)))
    wait_for(engine, Started, seen)
    wait_until(lambda: engine.status.frames_captured >= 1)
    assert not engine.name_face(1, "Mia")
    engine.start_recording(lambda: sink)
    assert engine.moment() == 0
    engine.mark("too early")
    go.set()
    wait_for(engine, RecordingStopped, seen)
    assert sink.markers == []


def test_a_slow_disk_refuses_frames_counts_them_and_never_stops_the_camera(make_engine, monkeypatch):
    monkeypatch.setattr(recording_module, "VIDEO_BUDGET_BYTES", 5 * 32 * 24 * 3)
    go, recording, stopped = threading.Event(), threading.Event(), threading.Event()
    sink = FakeSink()
    slow = FakeSink.add_frame

    def add_frame(frame):
        assert go.wait(WAIT_S)
        slow(sink, frame)

    sink.add_frame = add_frame

    def pace(i: int) -> None:
        if i == 5:
            assert recording.wait(WAIT_S)
        if i == 105:
            go.set()
            assert stopped.wait(WAIT_S)

    engine, seen = make_engine(), []
    engine.start(lambda: ScriptedSource(gate=pace))
    wait_for(engine, Started, seen)
    engine.start_recording(lambda: sink, with_video=True)
    wait_for(engine, RecordingStarted, seen)
    recording.set()
    assert go.wait(WAIT_S)  # the camera reached frame 105 although not one frame was stored
    engine.stop_recording()
    stopped.set()
    wait_for(engine, RecordingStopped, seen)
    assert len(sink.frames) + sink.counts.refused == sink.counts.captured
    assert sink.counts.refused > 80
    assert any(event.count for event in seen if isinstance(event, Lagging))


@pytest.mark.parametrize("error", [DiskFull("full", "free some"), OSError("odd")])
@pytest.mark.expects_log
def test_a_failing_disk_ends_the_recording_not_the_camera(make_engine, error):
    sink, engine, seen = FakeSink(fail_after=3, error=error), make_engine(), []
    engine.start(ScriptedSource)
    wait_for(engine, Started, seen)
    engine.start_recording(lambda: sink)
    failed = wait_for(engine, Failed, seen)
    assert failed.stage == "recorder"
    assert sink.was_closed.wait(WAIT_S)
    if isinstance(error, DiskFull):
        stopped = wait_for(engine, RecordingStopped, seen)
        assert "full" in stopped.reason
        assert stopped.recorded_s == sink.analyses[-1].time_s  # not what was captured, or waited
    wait_until(lambda: not engine.status.is_recording)
    assert engine.status.phase is Phase.RUNNING
    engine.start_recording(FakeSink)
    wait_for(engine, RecordingStarted)


def test_a_camera_that_never_answers_again_keeps_no_session_open(make_engine):
    blocked = threading.Event()
    engine = make_engine()
    sink = FakeSink()
    seen: list = []
    engine.start(lambda: ScriptedSource(gate=gate_on(blocked, 40), fps=30.0))
    wait_for(engine, Started, seen)
    wait_for(engine, ModelReady, seen)
    engine.start_recording(lambda: sink)
    wait_until(lambda: engine.status.frames_captured >= 40)
    engine.stop()
    wait_for(engine, RecordingStopped, seen)
    assert not blocked.is_set()
    assert engine.status.phase is Phase.STOPPING
    blocked.set()
    wait_for(engine, Stopped, seen)


def test_a_source_that_ends_while_a_recording_begins_ends_it_too(make_engine, monkeypatch):
    engine = make_engine()
    seen: list = []
    go_on = threading.Event()
    start = recording_module.Recording.start

    def slow_start(recording):
        go_on.set()
        wait_for(engine, Stopped, seen)
        start(recording)

    monkeypatch.setattr(recording_module.Recording, "start", slow_start)
    engine.start(lambda: ScriptedSource(n_frames=30, gate=gate_on(go_on, 29)))
    wait_for(engine, Started, seen)
    engine.start_recording(FakeSink)
    wait_for(engine, RecordingStopped, seen)


def test_sound_after_the_end_is_no_lost_frame():
    recording = Recording(FakeSink, False, lambda _: None)
    recording.offer_frame(make_frame(0), 0.0)
    recording._items.close()  # the writer has gone, the sound thread does not know yet
    recording.offer_sound(Sound(1.0, np.zeros(1600, np.float32)))
    assert recording.refused == 0
