from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.core.response import RESPONSES, Response
from tests.fakes import make_analysis, make_scores, make_tracked


def switch(kind, fps, at_s=1.0, end_s=3.0):
    """Happiness, then anger from `at_s` on, through a response; the shown analyses."""
    response = Response(kind)
    analyses = [
        make_analysis(i, [make_tracked(scores=make_scores(1 if i / fps < at_s else 4))], fps=fps)
        for i in range(int(end_s * fps))
    ]
    return [response.apply(analysis) for analysis in analyses]


def test_the_gru_is_shown_as_it_is():
    analysis = make_analysis(0, [make_tracked()])
    assert Response("gru").apply(analysis) is analysis


def test_the_cnn_alone_is_shown():
    (face,) = Response("cnn").apply(make_analysis(0, [make_tracked()])).faces
    assert face.scores is face.raw


@pytest.mark.parametrize("fps", [10, 60])
def test_smoothing_has_its_time_constant_at_any_rate(fps):
    shown = switch("smooth", fps)
    later = [a.faces[0].scores.probabilities[4] for a in shown if a.time_s >= 1.0 + 0.5 - 1 / fps - 1e-9]
    low, high = make_scores(1).probabilities[4], make_scores(4).probabilities[4]
    assert later[0] == pytest.approx(low + (high - low) * (1 - np.exp(-1)), abs=0.01)


def test_smoothing_starts_anew_after_an_absence():
    response = Response("smooth")
    response.apply(make_analysis(0, [make_tracked(scores=make_scores(1))]))
    shown = response.apply(make_analysis(60, [make_tracked(scores=make_scores(4))]))
    assert shown.faces[0].scores.probabilities[4] == pytest.approx(0.8)


def test_what_is_recorded_never_changes():
    analysis = make_analysis(0, [make_tracked()])
    before = analysis.faces[0].scores.probabilities.copy()
    for kind in RESPONSES:
        Response(kind).apply(analysis)
    assert (analysis.faces[0].scores.probabilities == before).all()


def test_calibrated_scores_are_shown_where_they_are_wanted():
    face = replace(make_tracked(), calibrated=make_scores(4))
    analysis = make_analysis(0, [face, make_tracked(2)])
    shown = Response("gru").apply(analysis).faces
    assert shown[0].scores.top == "anger" and shown[0].calibrated is not None and shown[1].scores.top == "happiness"
    for response in (Response("gru", calibrated=False), Response("cnn")):
        plain = response.apply(analysis).faces[0]
        assert plain.scores.top != "anger" and plain.calibrated is None
    assert Response("smooth").apply(analysis).faces[0].scores.top == "anger"
