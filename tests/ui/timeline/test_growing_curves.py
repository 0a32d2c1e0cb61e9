"""Live curves: smooth, and drawn piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import CURVES, Stretch
from fer_desktop.core.timeline import Timeline
from fer_desktop.ui.timeline.curves import GROWING, QUICK, Drawn, Pens
from fer_desktop.ui.timeline.growing_curves import GrowingCurvesItem
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.fakes import WAIT_MS, make_analysis, make_scores, make_tracked

SPAN_S = 20.0


def rows_until(end_s: float, rate: float = 10.0) -> Stretch:
    times = np.arange(0.0, end_s, 1 / rate)
    values = np.stack([0.5 + 0.5 * np.sin(times + i) for i in range(len(EXPRESSIONS))], axis=1)
    return Stretch(times, values, np.append(np.ones(len(times) - 1, bool), False))


@pytest.fixture
def lanes(qtbot):
    widget = TimelineLanes(1, (CURVES,), stroke=GROWING)
    qtbot.addWidget(widget)
    widget.resize(700, 200)
    widget.show()
    return widget


def item_of(lanes) -> GrowingCurvesItem:
    return lanes.plots[0].item


def show(lanes, end_s: float) -> QImage:
    """What stands there after a painting, or after as many as it takes."""
    lanes.show_rows({"expressions": rows_until(end_s)})
    lanes.set_range(max(end_s - SPAN_S, 0.0), max(end_s, SPAN_S))
    image = lanes.area.grab().toImage()
    for _ in range(20):
        image = lanes.area.grab().toImage()
    return image


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def test_pieces_look_like_the_curves_drawn_as_a_whole(lanes):
    for end_s in (15.0, 30.0, 33.3):
        pieces = pixels(show(lanes, end_s))
        lanes.plots[0].set_kept(False)
        whole = pixels(lanes.area.grab().toImage())
        lanes.plots[0].set_kept(True)
        # a piece stands on whole pixels, so that a steep line may be half a pixel beside its place
        assert np.abs(pieces - whole).mean() < 4
        assert np.abs(pieces.mean(axis=(1, 2)) - whole.mean(axis=(1, 2))).max() < 6


def test_as_time_goes_on_only_what_is_new_is_drawn(lanes, monkeypatch):
    show(lanes, 40.0)
    made = []
    piece = GrowingCurvesItem._piece

    def counted(self, place, rows):
        made.append(place)
        return piece(self, place, rows)

    monkeypatch.setattr(GrowingCurvesItem, "_piece", counted)
    for end_s in np.arange(40.1, 42.0, 0.1):
        made.clear()
        lanes.show_rows({"expressions": rows_until(end_s)})
        lanes.set_range(end_s - SPAN_S, end_s)
        lanes.area.grab()
        assert len(made) <= 3  # the newest, the one that has just become whole, the oldest in sight
    assert item_of(lanes).n_kept < 20


def test_another_span_or_height_or_other_curves_are_drawn_anew(lanes):
    before = show(lanes, 40.0)
    lanes.set_shown(frozenset({"fear"}))
    assert item_of(lanes).n_kept == 0
    alone = show(lanes, 40.0)
    assert pixels(alone).std() < pixels(before).std()
    lanes.resize(700, 260)
    assert show(lanes, 40.0).height() > alone.height()
    lanes.set_range(30.0, 40.0)
    lanes.area.grab()
    assert item_of(lanes).n_kept <= 4  # so many at a time; quick lines stand there until all are


def test_what_is_drawn_quickly_at_first_becomes_smooth_by_itself(lanes, qtbot):
    lanes.show_rows({"expressions": rows_until(40.0)})
    lanes.set_range(20.0, 40.0)
    lanes.area.grab()
    assert item_of(lanes).n_kept == 4
    qtbot.waitUntil(lambda: item_of(lanes).n_kept > 8, timeout=WAIT_MS)


def test_without_rows_nothing_is_drawn(lanes):
    show(lanes, 40.0)
    lanes.show_rows({"expressions": Stretch(np.zeros(0), np.zeros((0, 8)), np.zeros(0, bool))})
    lanes.area.grab()
    assert item_of(lanes).boundingRect().isEmpty()
    assert item_of(lanes).path("fear").isEmpty()


def test_the_top_expression_is_drawn_strong():
    timeline = Timeline()
    for i in range(300):
        timeline.append(make_analysis(i, [make_tracked(1, scores=make_scores(1 if i < 150 else 4, 0.9))]))
    window = timeline.window(1, 0, 10)
    rows = Stretch(window.times_s, window.probabilities, window.joined)
    for stroke in (QUICK, GROWING):
        tops = Drawn.of(rows, Pens(CURVES.curves, stroke, CURVES.has_top)).tops
        assert set(tops) == {"happiness", "anger"}
        assert tops["happiness"].elementCount() + tops["anger"].elementCount() <= 302
        assert tops["anger"].elementAt(0).x == pytest.approx(5.0, abs=0.04)


def test_the_faces_of_the_live_page_have_them(qtbot):
    view = TimelineView(Actions(None))
    qtbot.addWidget(view)
    view.set_faces((1,), {})
    assert isinstance(view._lanes[1].plot("expressions").item, GrowingCurvesItem)
