"""Where nothing is yet, a page says what one may begin with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from fer_desktop.session.catalogue import summaries
from fer_desktop.ui.video.offers import OfferButtons
from tests.factories import write_session


def offered(place):
    return {button.text(): button for button in place.findChildren(QPushButton) if button.isVisible()}


@pytest.mark.parametrize(("text", "wanted"), [("Record", "live"), ("Analyse files", "analyse")])
def test_a_list_without_sessions_leads_to_where_they_come_from(window, text, wanted, tmp_path, qtbot):
    window.show_page(window.sessions)
    window.sessions.show_summaries([])
    with qtbot.waitSignal(window.sessions.page_wanted) as asked:
        offered(window.sessions)[text].click()
    assert asked.args == [wanted]
    write_session(tmp_path, "a")
    window.sessions.show_summaries(summaries(tmp_path))
    assert text not in offered(window.sessions)
    window.sessions._search.setText("no session is called so")
    assert text not in offered(window.sessions)


def test_review_without_any_session_leads_there_too(window, tmp_path, qtbot):
    window.show_page(window.review)
    with qtbot.waitSignal(window.review.page_wanted) as asked:
        offered(window.review.findChild(OfferButtons))["Analyse files"].click()
    assert asked.args == ["analyse"]
    window.review.show_recent([(tmp_path, "Pilot")])
    qtbot.waitUntil(lambda: "Pilot" in offered(window.review.findChild(OfferButtons)))
    with qtbot.waitSignal(window.review.review_requested) as asked:
        offered(window.review.findChild(OfferButtons))["Pilot"].click()
    assert asked.args == [tmp_path]


def test_no_heads_stand_over_an_empty_table(window):
    window.show_page(window.review)
    assert window.review.statistics.horizontalHeader().isHidden()
