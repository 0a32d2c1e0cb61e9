"""The menu of live curves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.timeline import Timeline
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.fakes import WAIT_MS, make_analysis, make_scores, make_tracked


@pytest.fixture
def view(qtbot):
    widget = TimelineView(Actions(None))
    qtbot.addWidget(widget)
    widget.resize(900, 300)
    widget.show()
    timeline = Timeline()
    for i in range(300):
        timeline.append(make_analysis(i, [make_tracked(1, scores=make_scores(1 if i < 150 else 4, 0.9))]))
    widget.begin(timeline)
    widget.set_faces((1,), {1: "Mia"})
    widget.show_time(9.9)
    return widget


def entry(menu: QMenu, *words: str):
    """An action, by its words and those of the menus that it is in."""
    for word in words[:-1]:
        inner = next(action.menu() for action in menu.actions() if action.text() == word)
        assert isinstance(inner, QMenu)
        menu = inner
    return next(action for action in menu.actions() if action.text() == words[-1])


def test_a_right_click_on_the_curves_opens_it(view, monkeypatch):
    opened = []
    monkeypatch.setattr("fer_desktop.ui.timeline.view_menu.open_at", lambda menu, place: opened.append(place))
    view._lanes[1].menu_wanted.emit(3.0, QPoint(10, 10))
    assert opened == [QPoint(10, 10)]


def test_expressions_are_shown_and_hidden(view):
    entry(view.menu.menu(), "Expressions", "fear").trigger()
    assert view.legend.shown == frozenset(EXPRESSIONS) - {"fear"}
    assert view._lanes[1].plot("expressions").item.shown == view.legend.shown
    assert not entry(view.menu.menu(), "Expressions", "fear").isChecked()
    entry(view.menu.menu(), "Expressions", "All").trigger()
    assert view.legend.shown == frozenset(EXPRESSIONS)


def test_the_time_shown_and_the_lanes_are_chosen_and_pause_holds(view):
    assert entry(view.menu.menu(), "Time shown", "1 min").isChecked()
    entry(view.menu.menu(), "Time shown", "2 min").trigger()
    assert view.span_s == 120
    entry(view.menu.menu(), "Lanes", "Valence").trigger()
    assert not any(plot.lane.key == "valence" for plot in view._lanes[1].plots)
    entry(view.menu.menu(), "Pause").trigger()
    assert not view.is_following


def test_the_curves_are_copied_and_saved_as_they_stood_when_that_was_asked_for(view, qtbot):
    entry(view.menu.menu(), "Copy the curves as a picture").trigger()
    picture = QApplication.clipboard().image()
    assert picture.width() > 900
    with qtbot.waitSignal(view.menu.drawing_requested, timeout=WAIT_MS) as signal:
        entry(view.menu.menu(), "Save the curves (PNG, SVG)...").trigger()
    drawing = signal.args[0]
    before = drawing(".svg")
    view.set_span(10)
    view.show_time(5.0)
    assert drawing(".svg") == before
    assert before.count(b"<path") + before.count(b"<polyline") > 4  # lines, not pixels
    assert b"<image" not in before
    assert drawing(".png").startswith(b"\x89PNG")
