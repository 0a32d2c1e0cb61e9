"""Five points of the screen: who looks at them, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fer_desktop.app.reporter import Reporter
from fer_desktop.app.screens import Screens
from fer_desktop.core.screen_gaze import ENOUGH, POINTS
from fer_desktop.core.types import ModelInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.dialogs import screen_points
from fer_desktop.ui.dialogs.screen_points import ScreenPointsDialog
from fer_desktop.ui.main_window import MainWindow
from tests.core.test_screen_gaze import direction
from tests.fakes import MODEL, WAIT_MS, FakeAnalyzer, make_analysis, make_details, make_tracked


class Stage:
    """A window, the screens of its faces, and what the engine was told."""

    def __init__(self, qtbot) -> None:
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.engine = Engine(FakeAnalyzer)
        self.told: list[dict] = []
        self.engine.set_screens = lambda screens: self.told.append(dict(screens))
        self.bridge = Bridge(self.engine)
        self.reporter = Reporter(self.engine, self.window)
        self.reporter.model = replace(MODEL, eyes=ModelInfo("eyes", "", "cpu"))
        self.screens = Screens(self.engine, self.window, self.bridge, self.reporter)
        self.window.live.begin("")
        self.window.live.show_analyses([make_analysis(0, [make_tracked(1)])])

    def look(self, qtbot, seen: bool = True, at_once: int = 12) -> ScreenPointsDialog:
        """At each point as it is shown; so many pictures come each time one looks."""
        dialog = self.window.findChildren(ScreenPointsDialog)[-1]
        looked = set()

        def is_over() -> bool:
            point = dialog.collecting
            if point is not None and (point not in looked or at_once < 12):
                looked.add(point)
                gaze = direction(*POINTS[point]) if seen else (float("nan"), 0.0)
                face = replace(make_tracked(1), details=replace(make_details(), gaze=gaze))
                self.bridge.analyses_ready.emit([make_analysis(i, [face]) for i in range(at_once)])
            return not dialog._buttons.isHidden()

        qtbot.waitUntil(is_over, timeout=WAIT_MS)
        return dialog


@pytest.fixture
def stage(qtbot, monkeypatch):
    monkeypatch.setattr(screen_points, "_SETTLE_MS", 5)
    monkeypatch.setattr(screen_points, "_COLLECT_MS", 30)
    monkeypatch.setattr(screen_points, "_MORE_MS", 10)
    monkeypatch.setattr(screen_points, "_MOST_MS", 400)
    return Stage(qtbot)


def test_who_looked_at_the_points_has_a_screen(stage, qtbot):
    stage.screens.ask()
    dialog = stage.look(qtbot)
    assert dialog._use.isEnabled()
    dialog.grab()
    dialog.accept()
    (told,) = stage.told
    assert told[1].is_good
    stage.screens.begin()
    stage.screens.ask()  # a new run, and it can be asked again
    stage.window.findChildren(ScreenPointsDialog)[-1].reject()
    assert stage.told == [told]


def test_a_slow_computer_has_time_enough_at_each_point(stage, qtbot):
    stage.screens.ask()
    assert stage.look(qtbot, at_once=1)._use.isEnabled()
    assert all(len(of_point) >= ENOUGH for of_point in stage.screens._seen)


def test_the_points_cover_the_screen(stage):
    stage.screens.ask()
    assert stage.window.findChildren(ScreenPointsDialog)[-1].geometry() == stage.window.screen().geometry()


def test_eyes_that_are_not_seen_are_said_and_it_can_be_repeated(stage, qtbot):
    stage.screens.ask()
    dialog = stage.look(qtbot, seen=False)
    assert not dialog._use.isEnabled()
    assert "not seen" in dialog._words.text()
    dialog._repeat()
    assert stage.look(qtbot)._use.isEnabled()
    dialog.reject()
    assert stage.told == []


def test_without_details_it_says_what_to_turn_on(stage):
    stage.reporter.model = MODEL
    stage.screens.ask()
    assert not stage.window.findChildren(ScreenPointsDialog)
    assert "Gaze is not measured" in stage.window.notices.shown_text
