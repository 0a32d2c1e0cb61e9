from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.timeline import Timeline
from tests.fakes import make_analysis, make_scores, make_tracked


def test_a_window_has_one_face_and_gaps_where_it_was_away():
    timeline = Timeline()
    timeline.append(make_analysis(0, [make_tracked(1, scores=make_scores(1)), make_tracked(2, scores=make_scores(4))]))
    timeline.append(make_analysis(1))
    timeline.append(make_analysis(2, [make_tracked(2, scores=make_scores(4))]))
    window = timeline.window(2, 0, 1)
    assert window.times_s == pytest.approx([0, 1 / 30, 2 / 30])
    assert window.probabilities[:, 4] == pytest.approx([0.8, np.nan, 0.8], nan_ok=True)
    assert np.isnan(timeline.window(1, 0, 1).probabilities[1:]).all()


def test_windows_include_both_ends():
    timeline = Timeline()
    for i in range(10):
        timeline.append(make_analysis(i, [make_tracked()], fps=1))
    assert timeline.window(1, 2, 5).times_s.tolist() == [2, 3, 4, 5]
    assert len(timeline.window(1, 20, 30).times_s) == 0
    assert timeline.end_s == 9


def test_old_rows_go_and_memory_stays_flat():
    timeline = Timeline(keep_s=10)
    for i in range(20_000):
        timeline.append(make_analysis(i, [make_tracked()]))
    assert len(timeline) <= 1024
    assert timeline.window(1, timeline.end_s - 10, timeline.end_s).times_s[0] == pytest.approx(
        timeline.end_s - 10, abs=0.04
    )


def test_without_a_limit_nothing_is_lost():
    timeline = Timeline()
    assert timeline.end_s == 0
    for i in range(5000):
        timeline.append(make_analysis(i, [make_tracked()]))
    assert len(timeline) == 5000
    assert len(timeline.window(1, 0, 1e9).times_s) == 5000
