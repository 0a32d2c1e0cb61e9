"""What face, voice and words said together of late: stretches of one expression, and of the same streams."""

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fused_timeline import RESTS_ON, TOGETHER, FusedTimeline
from fer_desktop.core.live_fusion import Decision


def decision(place: int, top: str, *weights: float, face: int | None = 1) -> Decision:
    probabilities = np.full(8, 0.05)
    probabilities[EXPRESSIONS.index(top)] = 0.65
    return Decision(place / 4, face, probabilities, np.array(weights), np.zeros(3), top, "neutral")


def told(timeline: FusedTimeline, *faces: int, start_s: float = 0.0, end_s: float = 1e4):
    rows = timeline.rows(faces, start_s, end_s)
    return [
        list(zip(rows[key].starts_s.tolist(), rows[key].ends_s.tolist(), rows[key].labels, strict=True))
        for key in (TOGETHER.key, RESTS_ON.key)
    ]


def test_quarters_that_are_alike_are_one_stretch():
    timeline = FusedTimeline()
    assert len(timeline) == 0
    assert told(timeline, 1) == [[], []]
    timeline.extend(
        [decision(4, "anger", 1, 0, 0), decision(5, "anger", 0.5, 0.5, 0), decision(7, "fear", 0.5, 0.5, 0)]
    )
    top, rests_on = told(timeline, 1)
    assert top == [(1.0, 1.5, "anger"), (1.75, 2.0, "fear")]
    assert rests_on == [(1.0, 1.25, "face"), (1.25, 1.5, "face, voice"), (1.75, 2.0, "face, voice")]
    assert len(timeline) == 4
    assert told(timeline, 1, start_s=1.3, end_s=1.6)[0] == [(1.25, 1.5, "anger")]
    assert told(timeline, 1, end_s=0.5) == [[], []]


def test_a_stream_that_hardly_counts_is_not_named():
    timeline = FusedTimeline()
    timeline.extend([decision(0, "anger", 0.5, 0.05, 0.45)])
    assert told(timeline, 1)[1] == [(0.0, 0.25, "face, words")]


def test_words_that_are_known_later_take_the_place_of_what_was_known():
    timeline = FusedTimeline()
    timeline.extend(decision(place, "happiness", 1, 0, 0) for place in range(8))
    timeline.extend([decision(2, "anger", 0.2, 0, 0.8), decision(3, "anger", 0.2, 0, 0.8)])
    assert [label for *_, label in told(timeline, 1)[0]] == ["happiness", "anger", "happiness"]
    assert len(timeline) == 8


def test_it_is_about_the_selected_face_else_about_nobody():
    timeline = FusedTimeline()
    timeline.extend([decision(0, "anger", 1, 0, 0), decision(0, "fear", 1, 0, 0, face=2)])
    timeline.extend([decision(1, "sadness", 0, 1, 0, face=None)])
    assert told(timeline, 1, 2)[0] == [(0.0, 0.25, "fear"), (0.25, 0.5, "sadness")]
    assert told(timeline, 1)[0] == [(0.0, 0.25, "anger"), (0.25, 0.5, "sadness")]
    assert told(timeline)[0] == [(0.25, 0.5, "sadness")]


def test_what_is_old_is_forgotten():
    timeline = FusedTimeline(keep_s=10.0)
    timeline.extend([decision(100, "fear", 1, 0, 0, face=2)])
    timeline.extend(decision(place, "anger", 1, 0, 0) for place in range(100, 300))
    timeline.extend([decision(100, "happiness", 1, 0, 0)])  # words that come when nobody remembers
    ((start_s, end_s, label),) = told(timeline, 1, 2)[0]
    assert (end_s, label) == (75.0, "anger")
    assert 10.0 <= end_s - start_s <= 20.0
    assert 40 <= len(timeline) <= 80
    timeline.extend([decision(10_000, "anger", 1, 0, 0)])  # after a long pause
    assert told(timeline, 1)[0] == [(2500.0, 2500.25, "anger")]
