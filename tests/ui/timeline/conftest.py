from __future__ import annotations

import pytest

from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.ui.timeline.helpers import filled


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
