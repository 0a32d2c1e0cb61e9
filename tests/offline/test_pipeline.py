from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from fer_desktop.core.sound import Sound
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.errors import SessionUnwritable
from fer_desktop.guard import GuardedThread
from fer_desktop.offline.pipeline import analyze_source
from tests.fakes import FakeAnalyzer, FakeSink, ScriptedSource


def test_offline_takes_every_frame_in_order():
    source, sink, times = ScriptedSource(25), FakeSink(), []
    source.open()
    result = analyze_source(source, FakeAnalyzer(), sink, times.append)
    assert [analysis.frame_index for analysis in sink.analyses] == list(range(25))
    assert (result.n_frames, result.n_faces, result.n_rows_with_face) == (25, 1, 25)
    assert len(times) == 25
    assert sink.counts.captured == 25


def test_offline_reading_is_a_few_frames_ahead_and_no_more():
    ahead: list[int] = []
    reads: list[int] = []
    source = ScriptedSource(40, gate=reads.append)

    class Slow(FakeAnalyzer):
        def find(self, frame):
            deadline = time.monotonic() + 5
            while len(reads) < min(frame.index + 3, 40) and time.monotonic() < deadline:
                time.sleep(0.001)
            ahead.append(len(reads) - frame.index)
            return super().find(frame)

    analyze_source(source, Slow(), FakeSink(), lambda _: None)
    assert max(ahead[:-3]) >= 3
    assert max(ahead) <= 8


@pytest.mark.parametrize("broken", ["source", "finder", "scorer", "sink", "on_frame"])
def test_offline_errors_come_through_and_what_came_before_is_written(broken):
    def maybe(who: str, i: int) -> None:
        if who == broken and i == 30:
            raise SessionUnwritable("broken")

    class Analyzer(FakeAnalyzer):
        def find(self, frame):
            maybe("finder", frame.index)
            return super().find(frame)

        def score(self, found):
            maybe("scorer", found.frame.index)
            return super().score(found)

    class Sink(FakeSink):
        def add_analysis(self, analysis):
            maybe("sink", analysis.frame_index)
            super().add_analysis(analysis)

    times: list[float] = []

    def on_frame(time_s: float) -> None:
        maybe("on_frame", len(times))
        times.append(time_s)

    sink = Sink()
    with pytest.raises(SessionUnwritable, match="broken"):
        analyze_source(ScriptedSource(500, gate=lambda i: maybe("source", i)), Analyzer(), sink, on_frame)
    assert len(times) == 30
    assert len(sink.analyses) == 30 + (broken == "on_frame")
    assert sink.counts is None


def test_interrupting_offline_work_keeps_what_is_done():
    def interrupt(i: int) -> None:
        if i == 7:
            raise KeyboardInterrupt

    source, sink = ScriptedSource(25, gate=interrupt), FakeSink()
    result = analyze_source(source, FakeAnalyzer(), sink, lambda _: None)
    assert (result.is_interrupted, result.n_frames, len(sink.analyses)) == (True, 7, 7)
    assert "interrupted" in sink.counts.reason


class Talk:
    """Somebody who speaks without a pause; implements `Listening`."""

    def until(self, analysis: Analysis) -> Heard:
        return Heard()

    def rest(self) -> Iterator[Heard]:
        for i in range(1000):
            yield Heard((VoiceSample(float(i), 1.0, True, 1),))

    def cut(self) -> Heard:
        return Heard(utterances=(VoiceSample(0.0, 5.0, True, 1),))


def test_an_interrupt_keeps_the_utterance_that_goes_on():
    def interrupt(i: int) -> None:
        if i == 7:
            raise KeyboardInterrupt

    sink = FakeSink()
    result = analyze_source(ScriptedSource(25, gate=interrupt), FakeAnalyzer(), sink, lambda _: None, Talk())
    assert (result.is_interrupted, result.n_utterances, len(sink.heard.utterances)) == (True, 1, 1)


def test_an_interrupt_of_what_is_heard_after_the_pictures_breaks_nothing(monkeypatch):
    join, sink = GuardedThread.join, FakeSink()

    def interrupted(thread: GuardedThread, timeout: float | None = None) -> None:
        if thread.name == "fer-listener" and sink.sounds == []:
            sink.sounds.append(Sound(0.0, np.zeros(1, np.float32)))
            raise KeyboardInterrupt
        join(thread, timeout)

    monkeypatch.setattr(GuardedThread, "join", interrupted)
    result = analyze_source(ScriptedSource(5), FakeAnalyzer(), sink, lambda _: None, Talk())
    assert result.is_interrupted
    assert len(sink.heard.utterances) >= 1
    assert 1 <= len(sink.heard.pieces) <= 1000


def test_an_error_of_what_is_heard_after_the_pictures_is_raised():
    class Broken(Talk):
        def rest(self) -> Iterator[Heard]:
            raise SessionUnwritable("broken")

    with pytest.raises(SessionUnwritable, match="broken"):
        analyze_source(ScriptedSource(5), FakeAnalyzer(), FakeSink(), lambda _: None, Broken())
