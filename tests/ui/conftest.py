from __future__ import annotations

import pytest

from fer_desktop.ui.live.top_bar import TopBar
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.actions import Actions


@pytest.fixture
def actions():
    return Actions(None)


@pytest.fixture
def bar(qtbot, actions):
    widget = TopBar(actions)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def window(qtbot):
    widget = MainWindow()
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    widget.close_now()
