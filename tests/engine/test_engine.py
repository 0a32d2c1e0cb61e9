from __future__ import annotations

import threading
import time

import pytest

from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import (
    Failed,
    ModelReady,
    Phase,
    Started,
    Stopped,
)
from fer_desktop.errors import CameraBusy, CameraLost, FerError
from tests.engine.helpers import gate_on, wait_for
from tests.fakes import WAIT_S, FakeAnalyzer, ScriptedSource, wait_until


def test_each_part_is_opened_in_its_own_thread_and_released(make_engine):
    source, analyzer = ScriptedSource(3), FakeAnalyzer()
    engine, seen = make_engine(analyzer), []
    engine.start(lambda: source)
    assert wait_for(engine, Stopped, seen) == Stopped(at_end=True)
    kinds = [type(event) for event in seen]
    assert kinds.count(Started) == kinds.count(ModelReady) == 1
    assert source.opened_in == "fer-capture"
    assert source.was_closed.is_set()
    assert analyzer.was_closed.is_set()
    assert engine.status.phase is Phase.IDLE


def test_the_newest_frame_wins_and_every_loss_is_counted(make_engine):
    go = threading.Event()
    analyzer = FakeAnalyzer(gate=gate_on(go, 0))
    started = threading.Event()

    def pace(i: int) -> None:
        if i == 1:
            wait_until(lambda: bool(analyzer.seen or engine.status.frames_captured))
            started.set()
        if i == 50:
            go.set()

    engine = make_engine(analyzer)
    engine.start(lambda: ScriptedSource(50, gate=pace))
    wait_for(engine, Stopped)
    status = engine.status
    assert status.frames_captured == 50
    assert len(analyzer.seen) + status.frames_skipped == 50
    assert analyzer.seen[-1] == 49
    assert analyzer.seen == sorted(analyzer.seen)
    assert [a.frame_index for a in engine.drain_results()] == analyzer.seen


@pytest.mark.expects_log
@pytest.mark.parametrize("source", [
    ScriptedSource(fail_open=CameraBusy("busy", "close the other")),
    ScriptedSource(fail_at=(5, CameraLost("lost", "check the cable"))),
])  # fmt: skip
def test_a_broken_source_is_told_released_and_can_be_started_again(make_engine, source):
    engine, seen = make_engine(), []
    engine.start(lambda: source)
    wait_for(engine, Stopped, seen)
    failed = next(event for event in seen if isinstance(event, Failed))
    assert failed.stage == "capture"
    assert isinstance(failed.error, FerError)
    assert failed.error.hint
    assert source.was_closed.is_set()
    assert engine.status.phase is Phase.FAILED
    engine.start(lambda: ScriptedSource(2))
    assert wait_for(engine, Stopped) == Stopped(at_end=True)
    assert engine.status.phase is Phase.IDLE


def test_stop_while_opening(make_engine):
    opening, go = threading.Event(), threading.Event()

    def open_source():
        opening.set()
        assert go.wait(WAIT_S)
        return ScriptedSource()

    engine = make_engine()
    engine.start(open_source)
    assert opening.wait(WAIT_S)
    assert engine.status.phase is Phase.OPENING
    engine.stop()
    go.set()
    wait_for(engine, Stopped)
    assert engine.status.phase is Phase.IDLE


def test_two_starts_at_once_are_refused(make_engine):
    engine = make_engine()
    engine.start(ScriptedSource)
    with pytest.raises(RuntimeError, match="cannot start"):
        engine.start(ScriptedSource)


def test_a_file_is_played_at_its_own_pace_and_waits_for_the_model(make_engine):
    ready = threading.Event()

    def slow_model():
        assert ready.wait(WAIT_S)
        return FakeAnalyzer()

    engine = Engine(slow_model)
    engine.start(lambda: ScriptedSource(10, is_live=False, fps=50))
    wait_for(engine, Started)
    assert engine.status.frames_captured == 0
    began = time.monotonic()
    ready.set()
    wait_for(engine, Stopped)
    assert time.monotonic() - began >= 9 / 50
    assert engine.status.frames_captured == 10
    assert engine.join(WAIT_S) == []


def test_a_window_that_stalls_loses_results_it_is_told_of(make_engine):
    engine, seen = make_engine(), []
    engine.start(lambda: ScriptedSource(600, is_live=False, fps=4000))
    wait_for(engine, Stopped, seen)
    status = engine.status
    got = engine.drain_results()
    assert len(got) <= 256
    assert len(got) + status.results_refused + status.frames_skipped == 600
