from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from fer_desktop.core.detail_lanes import OF_DETAILS
from fer_desktop.core.lane import Curve, Lane, Spans, Stretch
from fer_desktop.core.timeline import Timeline
from fer_desktop.ui.timeline.items import stretches as stretches_of
from fer_desktop.ui.timeline.key_item import KeyItem
from fer_desktop.ui.timeline.lanes import TimelineLanes
from tests.ui.timeline.helpers import filled, rows_of


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


def test_numbers_of_a_low_lane_do_not_run_into_each_other(qtbot):
    lanes = TimelineLanes(1, (Lane("loudness", "Loudness", "dB", (Curve("x", "x"),), (-60.0, 0.0), (-60, -30, 0)),))
    qtbot.addWidget(lanes)
    picture, found = QPixmap(10, 10), []
    painter = QPainter(picture)
    wanted = [["-60", "-30", "0"], ["-60", "0"]]
    lanes.setMinimumHeight(0)
    for height_px in (200, 54):
        lanes.resize(600, height_px)
        lanes.show()
        lanes.grab()
        texts = lanes.plot("loudness").getAxis("left").generateDrawSpecs(painter)[2]
        found.append([text for _, _, text in texts])
    painter.end()
    assert found == wanted


def test_curves_are_named_in_full_where_there_is_room(qtbot):
    item, metrics = KeyItem(OF_DETAILS[0].curves), QFontMetricsF(QFont())
    assert item.names_in(4000.0, metrics)[0] == "AU01 inner brow raiser"
    assert item.names_in(300.0, metrics)[0] == "AU01 inner brow…"


def test_the_band_is_blank_where_nothing_is_known_and_has_the_largest_of_what_is():
    nan = np.nan
    values = np.array([[0.1, 0.9], [nan, nan], [0.3, nan], [nan, 0.2]])
    rows = Stretch(np.arange(4.0), values, np.array([True, True, True, False]))
    assert [(area.left(), curve) for area, curve in stretches_of(rows)] == [(0.0, 1), (2.0, 0), (3.0, 1)]


def test_excluded_stretches_are_gray_in_every_lane_and_one_item_draws_them(qtbot):
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    lanes.resize(900, 300)
    lanes.set_range(0.0, 60.0)
    lanes.show()
    n_items, before = len(lanes.plot("expressions").items), lanes.grab().toImage()
    lanes.show_excluded([(float(i), i + 0.5) for i in range(10, 60, 2)] + [(100.0, 200.0)])
    assert len(lanes.plot("expressions").items) == n_items
    after = lanes.grab().toImage()
    for plot in lanes.plots:
        box = plot.getViewBox()
        seconds = np.arange(0.25, 60, 0.5)
        places = [
            lanes.area.mapTo(lanes, box.mapViewToScene(QPointF(s, box.viewRect().center().y())).toPoint())
            for s in seconds
        ]
        grayed = [after.pixelColor(place) != before.pixelColor(place) for place in places]
        assert grayed == [s >= 10 and s % 2 < 0.5 for s in seconds]
    lanes.show_excluded([])
    assert lanes.grab().toImage() == before


def test_excluded_stretches_that_overlap_are_as_gray_as_one(qtbot):
    lanes = TimelineLanes(1)
    qtbot.addWidget(lanes)
    lanes.resize(900, 300)
    lanes.set_range(0.0, 60.0)
    lanes.show()
    lanes.show_excluded([(10.0, 50.0)])
    one = lanes.grab().toImage()
    lanes.show_excluded([(30.0, 50.0), (10.0, 40.0), (20.0, 25.0)])
    assert lanes.grab().toImage() == one
