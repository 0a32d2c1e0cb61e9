"""What the bridge hands on; that it does at all is in test_window.py."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from fer_desktop.engine.loops import Analysed
from fer_desktop.ui.bridge import Bridge
from tests.fakes import make_analysis, make_frame, make_scores, make_tracked


class Outputs:
    """What an engine gives out, set by hand."""

    def __init__(self):
        self.results, self.analysed, self.preview = [], None, None

    def drain_events(self):
        return []

    def drain_heard(self):
        return []

    def drain_results(self):
        results, self.results = self.results, []
        return results

    def take_analysed(self):
        analysed, self.analysed = self.analysed, None
        return analysed

    def take_preview(self):
        return self.preview


@pytest.fixture
def engine():
    return Outputs()


@pytest.fixture
def shown(engine, qtbot):
    bridge = Bridge(engine)
    bridge.set_response("cnn")
    seen = SimpleNamespace(analyses=[], pictures=[], bridge=bridge)
    bridge.analyses_ready.connect(seen.analyses.extend)
    bridge.picture_ready.connect(seen.pictures.append)
    yield seen
    bridge.stop()


def analysis(index):
    face = make_tracked(1, scores=make_scores(1, 0.9))  # its CNN alone says neutral, 0.6
    return make_analysis(index, [replace(face, raw=make_scores(0, 0.6))])


@pytest.mark.parametrize("is_late", [False, True])
def test_every_part_is_shown_the_same_analysis(engine, shown, is_late):
    """The frame may come with its result, or a tick later."""
    found = analysis(3)
    engine.results = [analysis(2), found]
    if is_late:
        shown.bridge.tick()
    engine.preview, engine.analysed = make_frame(3), Analysed(make_frame(3), found)
    shown.bridge.tick()
    assert [a.faces[0].scores.top for a in shown.analyses] == ["neutral", "neutral"]
    (picture,) = shown.pictures
    assert picture.analysis is shown.analyses[1]


def test_a_new_run_forgets_what_was_shown(engine, shown):
    engine.results = [analysis(3)]
    shown.bridge.tick()
    shown.bridge.begin_run()
    assert not shown.bridge._shown
