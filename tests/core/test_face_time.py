from __future__ import annotations

import pytest

from fer_desktop.core.face_time import FaceTime, SoFar
from fer_desktop.core.timeline import Timeline
from tests.fakes import make_analysis, make_scores, make_tracked


def test_a_row_counts_until_the_next_one():
    face_time = FaceTime()
    assert face_time.so_far == SoFar()
    for time_s, top in ((0.0, 0), (0.3, 1), (0.4, 1), (0.5, 4)):
        face_time.add(time_s, top, longest_s=0.5)
    found = face_time.so_far
    assert found.seen_s == pytest.approx(0.5)
    assert found.shares[:2] == pytest.approx((0.6, 0.4))
    assert sum(found.shares) == pytest.approx(1)
    assert found.lost_s == 0


def test_a_gap_is_lost_and_counts_for_no_expression():
    face_time = FaceTime()
    for time_s in (0.0, 0.2, 3.2, 3.4):
        face_time.add(time_s, 2, longest_s=0.5)
    found = face_time.so_far
    assert found.seen_s == pytest.approx(0.4)
    assert found.lost_s == pytest.approx(3.0)
    assert found.shares[2] == 1


def test_a_timeline_tallies_each_face_and_forgets_nothing_that_it_drops():
    timeline = Timeline(keep_s=1)
    for index in range(3000):
        faces = [make_tracked(1, scores=make_scores(index // 1500))]
        timeline.append(make_analysis(index, faces if index < 2000 else [*faces, make_tracked(2)]))
    first, second = timeline.so_far(1), timeline.so_far(2)
    assert first.seen_s == pytest.approx(2999 / 30)
    assert first.shares[:2] == pytest.approx((0.5, 0.5), abs=0.001)
    assert second.seen_s == pytest.approx(999 / 30)
    assert timeline.so_far(3) == SoFar()


def test_slow_analysis_is_no_gap():
    timeline = Timeline()
    for index in range(5):
        timeline.append(make_analysis(index, [make_tracked(1)], fps=1))
    assert timeline.so_far(1).lost_s == 0
    assert timeline.so_far(1).seen_s == pytest.approx(4)
