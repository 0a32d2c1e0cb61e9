from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.core.detail_lanes import BLINKS, OF_DETAILS, SCREEN
from fer_desktop.core.face_details import UNITS
from fer_desktop.core.lane import OF_A_FACE, Spans, Stretch
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Analysis
from tests.fakes import make_analysis, make_details, make_scores, make_tracked


def test_a_window_has_one_face_and_says_where_it_was_away():
    timeline = Timeline()
    timeline.append(make_analysis(0, [make_tracked(1, scores=make_scores(1)), make_tracked(2, scores=make_scores(4))]))
    timeline.append(make_analysis(1))
    for i in (2, 3):
        timeline.append(make_analysis(i, [make_tracked(2, scores=make_scores(4))]))
    window = timeline.window(2, 0, 1)
    assert window.times_s == pytest.approx([0, 2 / 30, 3 / 30])
    assert window.probabilities[:, 4] == pytest.approx([0.8, 0.8, 0.8])
    assert window.joined.tolist() == [False, True, False]
    assert window.valence == pytest.approx(make_scores(4).valence)
    assert timeline.window(1, 0, 1).times_s.tolist() == [0]
    assert timeline.face_ids == (1, 2)


def test_windows_include_both_ends():
    timeline = Timeline()
    for i in range(10):
        timeline.append(make_analysis(i, [make_tracked()], fps=1))
    assert timeline.window(1, 2, 5).times_s.tolist() == [2, 3, 4, 5]
    for start_s, end_s in ((20, 30), (5, 2)):
        empty = timeline.window(1, start_s, end_s)
        assert len(empty.times_s) == len(empty.joined) == 0
    assert len(timeline.window(7, 0, 10).times_s) == 0
    assert timeline.end_s == 9


def test_thinned_rows_stay_the_same_while_the_window_moves():
    timeline = Timeline()
    for i in range(1000):
        timeline.append(make_analysis(i, [make_tracked()] if i != 500 else [], fps=1))
    first = timeline.window(1, 0, 599, max_rows=100)
    second = timeline.window(1, 4, 603, max_rows=100)
    assert len(first.times_s) <= 101
    assert set(second.times_s[2:90]) <= set(first.times_s)
    assert first.joined[:-1].sum() == len(first.joined) - 2  # the gap is still seen


def test_old_rows_go_and_memory_stays_flat():
    timeline = Timeline(keep_s=10)
    for i in range(20_000):
        timeline.append(make_analysis(i, [make_tracked()]))
    assert len(timeline) <= 1024
    window = timeline.window(1, timeline.end_s - 10, timeline.end_s)
    assert window.times_s[0] == pytest.approx(timeline.end_s - 10, abs=0.04)
    assert window.joined[:-1].all()


def test_without_a_limit_nothing_is_lost():
    timeline = Timeline()
    assert timeline.end_s == 0
    for i in range(5000):
        timeline.append(make_analysis(i, [make_tracked()]))
    assert len(timeline) == 5000
    assert np.diff(timeline.window(1, 0, 1e9).times_s) == pytest.approx(1 / 30)


def test_time_in_which_nothing_was_analysed_is_a_gap():
    timeline = Timeline()
    times = [0.0, 0.1, 0.2, 3.0, 3.1]
    for i, time_s in enumerate(times):
        timeline.append(Analysis(i, time_s, (make_tracked(1),), 1.0))
    assert timeline.window(1, 0, 9).joined.tolist() == [True, True, False, True, False]


def test_a_slow_stream_has_no_gaps():
    timeline = Timeline()
    for i in range(6):
        timeline.append(Analysis(i, float(i), (make_tracked(1),), 1.0))
    assert timeline.window(1, 0, 9).joined.tolist() == [True, True, True, True, True, False]


def test_it_says_from_when_on_it_has_rows():
    timeline = Timeline(keep_s=2.0)
    assert timeline.start_s == 0
    for i in range(50):
        timeline.append(make_analysis(i, [make_tracked()], fps=10))
    assert timeline.start_s == pytest.approx(2.9)


def with_details(n, **details):
    return replace(make_tracked(n), details=make_details(**details))


def test_lanes_of_details_are_there_where_they_are_measured():
    timeline = Timeline()
    timeline.append(make_analysis(0, [make_tracked(1)]))
    assert timeline.lanes == OF_A_FACE
    assert set(timeline.rows(1, OF_DETAILS, (0, 1))) == {lane.key for lane in OF_A_FACE}
    for i in range(1, 4):
        timeline.append(make_analysis(i, [with_details(2, value=0.1 * i, yaw=0.2)] if i != 2 else []))
    assert timeline.lanes == (*OF_A_FACE, *(lane for lane in OF_DETAILS if lane != SCREEN))
    rows = timeline.rows(2, timeline.lanes, (0, 1))
    assert set(rows) == {lane.key for lane in timeline.lanes}
    brows, gaze = rows["brows"], rows["gaze"]
    assert isinstance(brows, Stretch)
    assert isinstance(gaze, Stretch)
    assert brows.times_s == pytest.approx([1 / 30, 3 / 30])
    assert brows.values == pytest.approx(np.array([[0.1] * 3, [0.3] * 3]))
    assert brows.joined.tolist() == [False, False]
    assert gaze.values[0] == pytest.approx([np.degrees(0.2), np.degrees(-0.1)])
    timeline.append(make_analysis(4, [replace(make_tracked(1), details=replace(make_details(), looks_at_screen=1.0))]))
    assert SCREEN in timeline.lanes


def test_every_unit_has_a_lane():
    drawn = [curve.key for lane in OF_DETAILS for curve in lane.curves]
    assert len(set(drawn)) == len(drawn)
    assert set(UNITS) < set(drawn)


def test_blinks_are_a_lane():
    timeline = Timeline()
    for i in range(60):
        timeline.append(make_analysis(i, [with_details(1, closed=0.9 if 20 <= i < 26 else 0.0)]))
    blinks = timeline.rows(1, (BLINKS,), (0, 2))["blinks"]
    assert isinstance(blinks, Spans)
    (start_s,), (end_s,) = blinks.starts_s, blinks.ends_s
    assert start_s == pytest.approx(20 / 30, abs=0.03)
    assert end_s == pytest.approx(26 / 30, abs=0.03)
    nothing = timeline.rows(1, (BLINKS,), (1.5, 2))["blinks"]
    assert isinstance(nothing, Spans)
    assert nothing.labels == ()
