"""The tour leads through the window of the app."""

from __future__ import annotations

import pytest

from fer_desktop.app.helping import Helping
from fer_desktop.engine.status import Phase
from fer_desktop.ui.dialogs.tour import TourDialog
from tests.fakes import WAIT_MS


@pytest.mark.slow
def test_the_tour_shows_each_place_with_a_ring_around_it(open_app, qtbot):
    app = open_app()
    window, live = app.window, app.window.live
    tour = TourDialog(window)
    helping = next(child for child in app.children() if isinstance(child, Helping))
    tour.reached.connect(lambda place: helping._on_place(place, tour))
    tour._go(0)
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)  # the demo
    places = [(live, live.video), (live, live.cards), (live, live.timelines), (live, live.top_bar.record_button)]
    for page, target in [*places, (window.sessions, window.sessions.splitter), (window.analyse, window.analyse)]:
        assert window.pages.currentWidget() is page
        assert tour._ring.area.size() == target.size()
        tour._next.click()
