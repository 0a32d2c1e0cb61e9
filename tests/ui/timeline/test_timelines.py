from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import CURVES, Lane
from fer_desktop.core.timeline import Timeline
from fer_desktop.ui.timeline.lane_menu import LaneMenu
from tests.fakes import WAIT_MS, make_analysis, make_details, make_tracked
from tests.ui.timeline.helpers import filled


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
    assert "0:02.00" in view.values_text
    assert "Mia: happiness 0.90" in view.values_text
    view.point_at(8.0)
    assert "anger 0.90" in view.values_text
    view.point_at(500.0)
    assert view.values_text == "8:20.00"


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


def test_lanes_that_are_offered_again_leave_no_menu_behind(qtbot):
    menu = LaneMenu([])
    qtbot.addWidget(menu)
    counts = []
    for _ in range(4):
        menu.offer((CURVES,), (CURVES, Lane(EXPRESSIONS[0], EXPRESSIONS[0])))
        counts.append((len(menu.findChildren(QMenu)), len(menu.findChildren(QAction))))
    assert counts == counts[:1] * 4 and counts[0][0] == 2
    assert not menu._over_faces.isEmpty()
