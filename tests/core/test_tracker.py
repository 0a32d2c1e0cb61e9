from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fer_desktop.core.tracker import FaceTracker


def box(x: float, y: float, size: float = 100) -> np.ndarray:
    return np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2])


def test_ids_start_at_one_and_stay():
    tracker = FaceTracker()
    for i in range(100):
        assert tracker.update([box(100 + 2 * i, 100), box(500, 100 + i)], i / 30) == [1, 2]


def test_the_order_of_the_boxes_does_not_matter():
    tracker = FaceTracker()
    assert tracker.update([box(100, 100), box(500, 100)], 0) == [1, 2]
    assert tracker.update([box(502, 100), box(101, 100)], 0.1) == [2, 1]


def test_ids_survive_a_crossing():
    tracker = FaceTracker()
    for i in range(60):
        ids = tracker.update([box(100 + 8 * i, 200), box(580 - 8 * i, 260)], i / 30)
        assert ids == [1, 2], f"swapped in frame {i}"


def test_a_short_absence_keeps_the_id_a_long_one_ends_it():
    tracker = FaceTracker()
    assert tracker.update([box(100, 100)], 0) == [1]
    assert tracker.update([], 0.1) == []
    assert tracker.update([box(130, 100)], 2.0) == [1]
    assert tracker.remembered == {1}
    assert tracker.update([box(130, 100)], 60.0) == [2]
    assert tracker.remembered == {2}


def test_another_place_or_size_is_another_face():
    tracker = FaceTracker()
    assert tracker.update([box(100, 100)], 0) == [1]
    assert tracker.update([box(900, 100)], 0.1) == [2]
    assert tracker.update([box(100, 100, 260)], 0.2) == [3]


def test_forgetting_ends_all_tracks_but_never_reuses_an_id():
    tracker = FaceTracker()
    tracker.update([box(100, 100)], 0)
    tracker.forget()
    assert tracker.remembered == frozenset()
    assert tracker.update([box(100, 100)], 0.1) == [2]


@given(st.lists(st.lists(st.tuples(st.floats(0, 640), st.floats(0, 480)), max_size=4), max_size=20))
@settings(deadline=None)
def test_no_id_is_used_twice_in_a_frame(frames):
    tracker = FaceTracker()
    for i, places in enumerate(frames):
        ids = tracker.update([box(x, y, 60) for x, y in places], i / 30)
        assert len(set(ids)) == len(places)
        assert all(track_id >= 1 for track_id in ids)


def test_the_same_time_twice_does_no_harm():
    tracker = FaceTracker()
    assert tracker.update([box(10, 10)], 1.0) == tracker.update([box(12, 10)], 1.0)
