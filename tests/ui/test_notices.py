"""What passes and what stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from fer_desktop.ui.widgets.notices import Notices, Offer


@pytest.fixture
def notices(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return Notices(page)


def test_notices_are_shown_together_and_copy_their_report(notices):
    notices.show_notice("first")
    notices.show_notice("second", report="details")
    notices.show_notice("first")  # once is enough
    assert notices.shown_text == "second\nfirst"
    assert [notice.copy.isHidden() for notice in notices.shown] == [False, True]
    notices.shown[0].copy.click()
    assert QApplication.clipboard().text() == "details"
    notices.dismiss()
    notices.dismiss()
    assert notices.shown_text == ""
    assert notices.isHidden()


def test_what_passes_gives_way_and_losses_stay_in_red_until_they_are_sent_away(notices, qtbot):
    notices.show_loss("3 frames", "video")
    for word in ("a", "b", "c", "d"):
        notices.show_notice(word)
    notices.show_loss("5 frames", "video")
    assert notices.shown_text == "b\nc\nd\n5 frames"
    for notice in notices.shown:
        if not notice.stays:
            notice.closed.emit()  # its time is over
    assert notices.shown_text == "5 frames"
    assert notices.shown[0].is_loss


def test_notices_lie_over_the_page_and_stay_in_its_corner(notices):
    page = notices.parentWidget()
    notices.show_notice("word " * 60)
    page.resize(500, 400)
    assert page.rect().contains(notices.geometry())


def test_a_notice_can_offer_what_to_do_about_it_and_goes_when_that_is_done(notices):
    done = []
    notices.show_notice("saved", offer=Offer("Review", lambda: done.append("review")))
    assert notices.shown[0].act.text() == "Review"
    notices.show_notice("plain")
    assert notices.shown[1].act.isHidden()
    notices.shown[0].act.click()
    assert done == ["review"]
    assert notices.shown_text == "plain"
