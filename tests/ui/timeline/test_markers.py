from __future__ import annotations

import gc
import time
import tracemalloc

from PySide6.QtGui import QFontMetricsF

from fer_desktop.core.lane import CURVES, MARKERS
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Marker
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.fakes import make_analysis, make_tracked


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


def test_the_last_label_ends_with_its_lane(qtbot):
    """Else it is cut off in the middle of a letter, without a sign that it goes on."""
    lanes = TimelineLanes(1, (MARKERS, CURVES))
    qtbot.addWidget(lanes)
    (drawn,) = drawn_markers(lanes, [Marker(52, "a rather long name of a marker")])
    item = lanes.plot("markers").item
    assert drawn.label.endswith("…")
    assert drawn.area.right() <= item.sceneTransform().mapRect(item.viewRect()).right()


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


def test_flags_of_markers_stand_once_above_all_faces(view):
    view.set_faces((1, 2), {})
    assert [lanes.has(MARKERS) for lanes in view._lanes.values()] == [True, False]
    view.set_faces((2,), {})
    assert [lanes.has(MARKERS) for lanes in view._lanes.values()] == [True]
