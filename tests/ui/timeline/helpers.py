from __future__ import annotations

from fer_desktop.core.lane import Stretch
from fer_desktop.core.timeline import Timeline
from tests.fakes import make_analysis, make_scores, make_tracked


def filled(n=300, away=range(0), change_at=150):
    timeline = Timeline()
    for i in range(n):
        scores = make_scores(1 if i < change_at else 4, 0.9)
        timeline.append(make_analysis(i, [] if i in away else [make_tracked(1, scores=scores)]))
    return timeline


def rows_of(timeline):
    window = timeline.window(1, 0, 10)
    return Stretch(window.times_s, window.probabilities, window.joined)
