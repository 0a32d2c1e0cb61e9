from __future__ import annotations

import gc
import time
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from PySide6.QtTest import QTest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import CURVES, MARKERS, Curve, Lane, Spans, Stretch
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.items import stretches as stretches_of
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.fakes import WAIT_MS, make_analysis, make_details, make_scores, make_tracked


def filled(n=300, away=range(0), change_at=150):
    timeline = Timeline()
    for i in range(n):
        scores = make_scores(1 if i < change_at else 4, 0.9)
        timeline.append(make_analysis(i, [] if i in away else [make_tracked(1, scores=scores)]))
    return timeline


def rows_of(timeline):
    window = timeline.window(1, 0, 10)
    return Stretch(window.times_s, window.probabilities, window.joined)


@pytest.fixture
def view(qtbot):
    widget = TimelineView(Actions(None))
    qtbot.addWidget(widget)
    widget.resize(900, 300)
    widget.show()
    widget.begin(filled())
    widget.set_faces((1,), {1: "Mia"})
    widget.show_time(9.9)
    return widget


def test_curves_have_gaps_and_the_band_too(qtbot):
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    window = rows_of(filled(away=range(100, 130)))
    lanes.show_rows({"expressions": window, "top": window})
    path = lanes.plot("expressions").item.path("happiness")
    assert path.elementCount() == 270
    assert path.elementAt(0).y == pytest.approx(0.9)
    assert [i for i in range(270) if path.elementAt(i).isMoveTo()] == [0, 100]
    assert np.flatnonzero(~window.joined).tolist() == [99, 269]
    stretches = stretches_of(window)
    assert [curve for _, curve in stretches] == [1, 1, 4]
    assert stretches[0][0].right() == pytest.approx(99 / 30)
    assert stretches[1][0].left() == pytest.approx(130 / 30)
    assert stretches[1][0].right() == pytest.approx(stretches[2][0].left())
    lanes.grab()


def test_an_empty_window_draws_nothing(qtbot):
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    window = rows_of(Timeline())
    lanes.show_rows({"expressions": window, "top": window})
    assert lanes.plot("top").item.boundingRect().isEmpty()
    lanes.grab()


def test_cursors_are_as_wide_as_a_pixel_of_the_window(qtbot, monkeypatch):
    monkeypatch.setattr(TimelineLanes, "devicePixelRatioF", lambda self: 2.0)
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    pens = [plot.cursor.pen for plot in lanes.plots]
    assert [(pen.width(), pen.isCosmetic()) for pen in pens] == [(2, True)] * 3
    lanes.grab()


def drawn_markers(lanes, markers, start_s=0.0, end_s=60.0):
    lanes.resize(900, 300)
    lanes.show()
    lanes.set_range(start_s, end_s)
    lanes.set_markers(markers)
    lanes.grab()
    item = lanes.plot("markers").item
    return list(item.drawn(item.sceneTransform().mapRect(item.viewRect()), QFontMetricsF(lanes.font())))


def test_labels_of_near_markers_are_not_drawn_over_each_other(qtbot):
    lanes = TimelineLanes(1, (MARKERS, CURVES))
    qtbot.addWidget(lanes)
    drawn = drawn_markers(lanes, [Marker(10 + i / 2, f"stimulus {i}") for i in range(6)])
    areas = [marker.area for marker in drawn if marker.label]
    assert (len(drawn), len(areas)) == (6, 1)  # the last one has room; each has its flag
    drawn = drawn_markers(lanes, [Marker(10 + 4 * i, f"stimulus {i}") for i in range(6)])
    areas = [marker.area for marker in drawn if marker.label]
    assert len(areas) == 6
    assert not any(one.intersects(other) for i, one in enumerate(areas) for other in areas[:i])


def test_markers_in_sight_are_drawn_as_lines_with_labels(qtbot):
    lanes = TimelineLanes(1, (MARKERS, CURVES))
    qtbot.addWidget(lanes)
    drawn = drawn_markers(lanes, [Marker(t, f"m{t}") for t in range(0, 100, 10)], 15, 45)
    assert [marker.label for marker in drawn] == ["m20", "m30", "m40"]
    picture = lanes.grab().toImage()
    reds = {
        x
        for x in range(picture.width())
        for y in range(picture.height() // 2)
        if picture.pixelColor(x, y).red() > 150 and picture.pixelColor(x, y).blue() < 120
    }
    assert all(min(abs(x - marker.x_px) for x in reds) < 2 for marker in drawn)


def test_a_long_label_is_shortened(qtbot):
    lanes = TimelineLanes(1, (MARKERS, CURVES))
    qtbot.addWidget(lanes)
    (drawn,) = drawn_markers(lanes, [Marker(10, "word " * 60)])
    assert drawn.label.endswith("…")
    assert drawn.area.width() < 250


def test_any_number_of_markers_is_drawn_at_once(qtbot):
    """In processor time: other programs do not count."""
    lanes = TimelineLanes(1, (MARKERS, CURVES))
    qtbot.addWidget(lanes)
    markers = [Marker(i / 100, f"marker {i}") for i in range(100_000)]
    start_s = time.process_time()
    drawn = drawn_markers(lanes, markers, 0, 1000)
    assert time.process_time() - start_s < 2
    assert len(drawn) <= lanes.width()


def test_a_marker_costs_little_memory(view):
    """A line and a label of the plot library for each cost 50 kB, and made each picture slower."""
    n_items = len(view._lanes[1].area.scene().items())
    gc.collect()
    tracemalloc.start()
    for i in range(2000):
        view.add_marker(Marker(i * 0.004, f"stimulus {i}"))
    gc.collect()
    grown_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown_bytes / 2000 < 500
    assert len(view._lanes[1].area.scene().items()) == n_items


def test_markers_older_than_the_timeline_are_forgotten(qtbot):
    view = TimelineView(Actions(None))
    qtbot.addWidget(view)
    timeline = Timeline(keep_s=60)
    view.begin(timeline)
    for i in range(100):
        timeline.append(make_analysis(i * 30, [make_tracked(1)]))
        view.add_marker(Marker(float(i), "m"))
    view.add_marker(Marker(50.0, "typed for a long time"))
    assert [marker.time_s for marker in view._markers] == [*range(39, 51), 50, *range(51, 100)]


@pytest.mark.parametrize("height_px", [130, 400])
def test_the_scales_can_be_read_to_their_ends(qtbot, height_px):
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    lanes.resize(600, height_px)
    lanes.show()
    lanes.grab()
    picture = QPixmap(10, 10)
    painter = QPainter(picture)
    words = [
        [text for _, _, text in lane.getAxis("left").generateDrawSpecs(painter)[2]]
        for lane in (lanes.plot("expressions"), lanes.plot("valence"))
    ]
    painter.end()
    assert words == [["0", "0.5", "1"], ["-1", "0", "+1"]]


def test_many_faces_scroll(view):
    one = view.minimumSizeHint()
    view.set_faces((1, 2, 3, 4), {})
    assert view.minimumSizeHint() == one
    assert all(lanes.minimumHeight() >= 100 for lanes in view._lanes.values())


def test_it_follows_until_the_user_moves_and_then_again(view):
    view._span.setCurrentIndex(0)
    assert view.shown_range == pytest.approx((0, 10))
    view.show_time(25.0)
    assert view.shown_range == pytest.approx((15, 25))
    view._on_range_chosen(2.0, 4.0)
    view.show_time(26.0)
    assert view.shown_range == (2.0, 4.0)
    assert view._actions.follow.isEnabled()
    view._actions.follow.trigger()
    assert view.is_following
    assert not view._actions.follow.isEnabled()


def test_pause_holds_still(view):
    view._span.setCurrentIndex(0)
    view._actions.pause.trigger()
    view.show_time(40.0)
    assert view.shown_range[1] == pytest.approx(10)
    view._actions.pause.trigger()
    view.show_time(40.0)
    assert view.shown_range[1] == pytest.approx(40)


def test_the_legend_hides_curves(view):
    (chip,) = (chip for chip in view.legend.chips if chip.text() == "fear")
    curves = view._lanes[1].plot("expressions").item
    chip.click()
    assert curves.shown == {"fear"}  # alone
    chip.click()
    assert curves.shown == frozenset(EXPRESSIONS)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert curves.shown == frozenset(EXPRESSIONS) - {"fear"}
    assert view._shown == frozenset(EXPRESSIONS) - {"fear"}


def test_the_legend_has_the_values_of_the_moment(view):
    values = {chip.expression: chip.value_text for chip in view.legend.chips}
    assert values["anger"] == "0.90"
    assert values["happiness"] == "0.01"
    view.begin(Timeline())
    assert {chip.value_text for chip in view.legend.chips} == {""}


def test_the_cursor_reads_values(view):
    view.point_at(2.0)
    assert "2.00 s" in view.values_text
    assert "Mia: happiness 0.90" in view.values_text
    view.point_at(8.0)
    assert "anger 0.90" in view.values_text
    view.point_at(500.0)
    assert view.values_text == "500.00 s"


def test_wheel_and_drag_go_through_the_plot(view):
    box = view._lanes[1].plot("valence").getViewBox()
    box.setXRange(1, 3, padding=0)
    box.sigRangeChangedManually.emit(box.mouseEnabled())
    assert view.shown_range == pytest.approx((1, 3))


def test_light_and_dark(view, qtbot, qapp):

    from fer_desktop.ui.theme import apply_theme

    axis = view._lanes[1].plot("valence").getAxis("bottom")
    application = qapp
    apply_theme(application, "dark")
    qtbot.waitUntil(lambda: axis.textPen().color().lightnessF() > 0.7, timeout=WAIT_MS)
    apply_theme(application, "light")
    qtbot.waitUntil(lambda: axis.textPen().color().lightnessF() < 0.3, timeout=WAIT_MS)


def drawn_lane(qtbot, lane, rows):
    """A lane by itself with these rows, and how much of its plot is not empty."""
    lanes = TimelineLanes(1, (lane,))
    qtbot.addWidget(lanes)
    lanes.resize(700, 200)
    lanes.show()
    lanes.set_range(0, 10)
    before = lanes.grab().toImage()
    lanes.show_rows({lane.key: rows})
    after = lanes.grab().toImage()
    changed = sum(before.pixel(x, y) != after.pixel(x, y) for x in range(100, 690, 3) for y in range(20, 190, 2))
    return lanes, changed


def test_any_lane_is_drawn_from_its_value_alone(qtbot):
    times, joined = np.arange(0, 10, 0.1), np.ones(100, bool)
    curve = Lane("gaze", "Gaze", "°", (Curve("x", "across"), Curve("y", "up", "#b08968")), (-30.0, 30.0), (-30, 0, 30))
    values = np.stack([20 * np.sin(times), np.where(times < 5, 10.0, np.nan)], axis=1)
    lanes, changed = drawn_lane(qtbot, curve, Stretch(times, values, joined))
    assert changed > 50
    assert lanes.plot("gaze").item.path("y").elementCount() == 50
    words = Lane("words", "Words", "", (Curve("word", "word"),), painter="spans", share=0)
    spans = Spans(np.array([1.0, 4.0]), np.array([3.0, 8.0]), ("hello", "happiness"))
    assert drawn_lane(qtbot, words, spans)[1] > 50
    band = Lane("state", "State", "", curve.curves, painter="band", share=0)
    assert drawn_lane(qtbot, band, Stretch(times, values, joined))[1] > 50


def test_a_curve_of_unknown_values_has_gaps(qtbot):
    lanes = TimelineLanes(1, (Lane("pitch", "Pitch", "Hz", (Curve("pitch_hz", "pitch"),), (0.0, 300.0)),))
    qtbot.addWidget(lanes)
    values = np.array([100, 110, np.nan, np.nan, 120, 130.0])[:, None]
    lanes.show_rows({"pitch": Stretch(np.arange(6.0), values, np.array([True] * 5 + [False]))})
    path = lanes.plot("pitch").item.path("pitch_hz")
    assert [path.elementAt(i).x for i in range(4)] == [0, 1, 4, 5]
    assert [path.elementAt(i).isMoveTo() for i in range(4)] == [True, False, True, False]


def test_flags_of_markers_stand_once_above_all_faces(view):
    view.set_faces((1, 2), {})
    assert [lanes.has(MARKERS) for lanes in view._lanes.values()] == [True, False]
    view.set_faces((2,), {})
    assert [lanes.has(MARKERS) for lanes in view._lanes.values()] == [True]


def test_lanes_of_details_are_chosen_like_the_others(view, qtbot):
    keys = lambda: [lane.key for lane in view._lanes[1].lanes]  # noqa: E731
    standard = ["markers", "expressions", "top", "valence"]
    assert keys() == standard
    assert "brows" not in view.lane_menu._actions
    timeline = Timeline()
    for i in range(30):
        timeline.append(make_analysis(i, [replace(make_tracked(1), details=make_details(0.02 * i))]))
    view.begin(timeline)
    view.set_faces((1,), {1: "Mia"})
    assert keys() == standard
    view.lane_menu._actions["brows"].trigger()
    view.lane_menu._actions["top"].trigger()
    view.lane_menu._actions["gaze"].trigger()
    assert keys() == ["markers", "expressions", "valence", "brows", "gaze"]
    assert view._lanes[1].title == "Mia"
    assert view._lanes[1].plot("brows").item.path("AU01").elementCount() == 30
    for action in view.lane_menu._actions.values():
        if action.isChecked():
            action.trigger()
    assert keys() == ["markers", "expressions"]  # something has to be drawn
    view.grab()


def test_details_that_come_later_are_offered_then(view):
    timeline = filled(3)
    view.begin(timeline)
    view.lane_menu.choose({"lips", "valence"})
    view.set_faces((1,), {})
    assert [lane.key for lane in view._lanes[1].lanes] == ["markers", "valence"]
    timeline.append(make_analysis(3, [replace(make_tracked(1), details=make_details())]))
    view.show_time(0.1)
    assert [lane.key for lane in view._lanes[1].lanes] == ["markers", "valence", "lips"]
