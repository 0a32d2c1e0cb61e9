from __future__ import annotations

from typing import Any

import pytest

from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.library import save_edits
from fer_desktop.ui.review.page import ReviewPage
from fer_desktop.ui.review.player import Player


@pytest.fixture
def page(qtbot, monkeypatch):
    """The page; what is edited is saved and shown at once, and every question is answered with yes."""
    monkeypatch.setattr("fer_desktop.ui.review.questions.is_sure", lambda *_: True)
    widget = ReviewPage()
    qtbot.addWidget(widget)
    widget.resize(1180, 700)
    widget.show()

    def save(session):
        save_edits(session.store, session.edits)
        widget.show_session(session, SessionLanes(session), None)

    widget.edited.connect(save)
    yield widget
    widget.close_session()


@pytest.fixture
def player():
    """A player; what it told, and the pictures that it gave."""
    made: Any = Player()
    made.told, made.shown = [], []
    made.failed.connect(made.told.append)
    made.picture_ready.connect(made.shown.append)
    yield made
    made.close()
