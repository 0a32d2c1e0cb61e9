from __future__ import annotations

import time

import pytest

from fer_desktop.errors import SessionUnwritable
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
