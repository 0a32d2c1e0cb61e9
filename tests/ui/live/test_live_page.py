from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QSlider

from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.ui.live.face_card import FaceCard
from fer_desktop.ui.live.page import LivePage
from fer_desktop.ui.theme import apply_theme
from fer_desktop.ui.widgets.actions import Actions
from tests.fakes import WAIT_MS, make_analysis, make_details, make_scores, make_tracked
from tests.ui.helpers import analysed, colour_at, picture, status


@pytest.fixture
def page(qtbot):
    widget = LivePage(Actions(None))
    qtbot.addWidget(widget)
    widget.resize(1100, 750)
    widget.show()
    widget.begin("Opening...")
    return widget


def feed(page, index, faces):
    page.show_analyses([make_analysis(index, faces)])
    page.show_analysed(analysed(index, faces))
    page.show_time(analysed(index, []).frame.time_s)


def test_the_first_face_is_selected_and_kept_until_it_is_gone(page):
    feed(page, 0, [make_tracked(3), make_tracked(5)])
    assert page.selected == (3,)
    feed(page, 10, [make_tracked(5)])
    assert page.selected == (3,)
    feed(page, 100, [make_tracked(5)])
    assert page.selected == (5,)
    page.begin("Opening...")
    assert page.selected == ()
    assert page.cards.shown_ids == ()


def test_next_goes_round_and_ctrl_adds(page):
    feed(page, 3, [make_tracked(1), make_tracked(2)])
    page.select_next()
    assert page.selected == (2,)
    page.select_next()
    assert page.selected == (1,)
    page.video.face_selected.emit(2, True)
    assert page.selected == (1, 2)
    assert len(page.timelines._lanes) == 2
    page.cards.face_selected.emit(1, True)
    assert page.selected == (2,)


def test_a_card_shows_the_face_and_why_it_is_unreliable(page):
    feed(page, 3, [make_tracked(7, scores=make_scores(4, 0.65))])
    card = page.cards.card(7)
    assert "anger 65%" in card._bars.accessibleDescription()
    assert card.warning == ""
    weak = make_tracked(7, quality=0.1, weakness="pose")
    feed(page, 9, [weak])
    assert card.warning == "Unreliable: turned away"
    page.grab()


def test_a_card_sums_up_what_was_seen_so_far(page):
    for index in range(70):
        feed(page, index, [make_tracked(7, scores=make_scores(4 if index < 30 else 1))])
    for index in range(130, 186):
        feed(page, index, [make_tracked(7, scores=make_scores(1))])
    card = page.cards.card(7)
    assert card.summary == "Seen 0:04, lost 0:02, happiness 75%, anger 25%"
    assert "Since the source was started" in card._so_far.toolTip()
    page.grab()
    card.set_folded(True)
    page.grab()


def test_cards_stand_in_the_order_of_their_numbers(page):
    page.cards.resize(400, 600)
    feed(page, 3, [make_tracked(5), make_tracked(2), make_tracked(3)])
    assert page.cards.shown_ids == (2, 3, 5)


def test_a_card_shows_the_details_that_are_measured(page):
    feed(page, 3, [make_tracked(7)])
    line = page.cards.card(7)._measured
    assert line.isHidden()
    feed(page, 9, [replace(make_tracked(7), details=make_details(0.4))])
    assert not line.isHidden()
    assert line._eyes.text == "Gaze +11°, -6°"
    assert line._units.text.count("0.4") == 4
    page.grab()
    feed(page, 15, [replace(make_tracked(7), details=make_details(0.0, closed=0.9, yaw=float("nan")))])
    assert line._eyes.text == "Eyes shut"
    assert line._units.text == ""
    feed(page, 21, [make_tracked(7)])
    assert line.isHidden()


def test_cards_take_turns_and_none_waits_long(page, monkeypatch):
    faces = [make_tracked(i, scores=make_scores(4, 0.65)) for i in (1, 2, 3)]
    drawn = []
    show_face = FaceCard.show_face
    monkeypatch.setattr(
        FaceCard, "show_face", lambda self, *given: (drawn.append(given[1].track_id), show_face(self, *given))
    )
    feed(page, 0, faces)
    assert drawn == [1, 2, 3]  # new ones at once
    drawn.clear()
    for index in range(1, 31):
        before = len(drawn)
        feed(page, index, faces)
        assert len(drawn) - before <= 1
    assert {drawn.count(i) for i in (1, 2, 3)} <= {6, 7, 8, 9, 10}


def test_readings_change_without_a_new_layout(page):
    feed(page, 3, [make_tracked(7, quality=0.91)])
    readings = page.cards.card(7)._details
    room = readings.sizeHint()
    assert "Quality 0.91" in readings.text
    assert readings.accessibleDescription() == readings.text
    feed(page, 9, [make_tracked(7, quality=0.5)])
    assert "Quality 0.50" in readings.text
    assert readings.sizeHint() == room
    assert readings.fontMetrics().size(0, readings.text).width() <= room.width()


def test_cards_fold_away_and_come_back(page):
    feed(page, 3, [make_tracked(1), make_tracked(2)])
    for index in range(30, 200, 10):
        feed(page, index, [make_tracked(1)])
    assert page.cards.shown_ids == (1,)
    feed(page, 210, [make_tracked(1), make_tracked(2)])
    assert page.cards.shown_ids == (1, 2)
    for index in range(220, 1300, 10):
        feed(page, index, [make_tracked(1)])
    assert list(page.cards._cards) == [1]


def test_a_name_is_told_once_and_shown_everywhere(page, qtbot):
    feed(page, 3, [make_tracked(1)])
    named = []
    page.face_named.connect(lambda *values: named.append(values))
    edit = page.cards.card(1)._name
    qtbot.keyClicks(edit, "Mia")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert named == [(1, "Mia")]
    assert page.names == {1: "Mia"}
    assert page.timelines._lanes[1].accessibleName() == "Mia"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert named == [(1, "Mia")]


def test_other_colours_reach_cards_and_timelines_that_are_shown(page, qtbot, qapp):
    application = qapp
    apply_theme(application, "light")
    feed(page, 3, [make_tracked(1), make_tracked(2)])
    lanes, cards = page.timelines._lanes[1], [page.cards.card(i) for i in (1, 2)]
    page.grab()
    try:
        for theme in ("dark", "light"):
            apply_theme(application, theme)
            qtbot.wait(20)
            wanted = QApplication.palette()
            ground, text = wanted.color(QPalette.ColorRole.Window), wanted.color(QPalette.ColorRole.WindowText)
            assert colour_at(lanes, lanes.width() - 2, 1) == (ground.red(), ground.green(), ground.blue())
            for card in cards:
                for part in (card._bars, card._details):
                    assert part.palette().color(QPalette.ColorRole.WindowText) == text
                assert card._name.palette().color(QPalette.ColorRole.Base) == wanted.color(QPalette.ColorRole.Base)
            assert cards[0].is_selected  # still selected
    finally:
        apply_theme(application, "light")


def test_a_late_picture_does_not_hide_why_it_ended(page):
    page.show_picture(picture())
    page.end("Camera lost", "Try again")
    page.show_picture(picture(index=1, time_s=0.1))
    assert page.video.message == "Camera lost"


def test_the_switches_change_the_overlay(page, qtbot):
    page._actions.landmarks.setChecked(True)
    assert page.video._overlay.parts.landmarks
    page._actions.mirror.setChecked(True)
    assert page.video._is_mirrored


def test_full_screen_shows_the_picture_alone(page):
    page.set_video_only(True)
    assert not page.top_bar.isVisible()
    assert not page.timelines.isVisible()
    assert page.video.isVisible()
    page.set_video_only(False)
    assert page.timelines.isVisible()


def test_a_stalled_window_catches_up_quickly(page):
    """A tick with 1,000 waiting results, in processor time: other programs do not count."""
    analyses = [make_analysis(i, [make_tracked(1), make_tracked(2)]) for i in range(1000)]
    start = time.process_time()
    page.show_analyses(analyses)
    assert time.process_time() - start < 0.5


def test_snapshot_needs_a_picture(page):
    page.show_status(status())
    assert not page._actions.snapshot.isEnabled()
    page.show_picture(picture())
    page.show_status(status())
    assert page._actions.snapshot.isEnabled()


def test_markers_are_drawn_for_faces_that_come_later_too(page):
    page.timelines.add_marker(Marker(0.05, "stimulus"))
    feed(page, 3, [make_tracked(1)])
    assert page.timelines._lanes[1].plot("markers").item.markers == [Marker(0.05, "stimulus")]


def test_the_last_picture_stays_when_the_source_has_ended(page):
    page.begin("Opening...")
    page.show_picture(picture([make_tracked(1)]))
    before = page.video.grab().toImage()
    page.end("Stopped.", "Try again")
    assert page.video.message == "Stopped."
    assert page.video.has_picture
    assert page.video._retry.isVisibleTo(page.video)
    assert before != page.video.grab().toImage()
    assert page.video.snapshot() is not None
    page.begin("Opening...")
    assert not page.video.has_picture


def test_a_file_is_not_mirrored_and_has_a_place(page, qtbot):
    page._actions.mirror.setChecked(True)
    page.begin("", start_s=10.0)
    page.show_source(SourceInfo("clip.mp4", 640, 480, 30.0, 50.0, path="/clip.mp4"))
    assert not page.video.is_mirrored
    page.show_time(25.0)
    assert page.position.slider.value() == pytest.approx(25 / 60 * 10_000, abs=1)
    with qtbot.waitSignal(page.position.sought, timeout=WAIT_MS) as signal:
        page.position.slider.triggerAction(QSlider.SliderAction.SliderPageStepAdd)
    assert signal.args[0] > 25
    page.begin("")
    page.show_source(SourceInfo("cam", 640, 480, 30.0, is_live=True))
    assert page.video.is_mirrored
    assert page.position.isHidden()


def test_with_several_faces_the_selected_one_is_unfolded(page):
    faces = [make_tracked(i) for i in range(1, 5)]
    feed(page, 3, faces)
    page.cards.face_selected.emit(2, False)
    assert [page.cards.card(i).is_folded for i in range(1, 5)] == [True, False, True, True]
    assert page.cards.card(1).sizeHint().height() <= 120
    assert len(page.cards.card(1)._bars.shown) == 3
    assert len(page.cards.card(2)._bars.shown) == 8


def test_cards_stand_in_two_columns_where_there_is_room(page, qtbot):
    feed(page, 3, [make_tracked(i) for i in range(1, 5)])
    page.faces_splitter.setSizes([300, 700])
    qtbot.wait(20)
    lefts = {page.cards.card(i).mapTo(page.cards, QPoint()).x() for i in range(1, 5)}
    assert len(lefts) == 2
    page.faces_splitter.setSizes([700, 350])
    qtbot.wait(20)
    assert len({page.cards.card(i).mapTo(page.cards, QPoint()).x() for i in range(1, 5)}) == 1


def test_a_selected_card_has_an_edge_of_the_accent(qtbot):
    card = FaceCard(1)
    qtbot.addWidget(card)
    card.resize(300, 300)
    colour = QApplication.palette().color(QPalette.ColorRole.Highlight)
    accent = (colour.red(), colour.green(), colour.blue())
    assert colour_at(card, 1, 150) != accent
    card.set_selected(True)
    assert colour_at(card, 1, 150) == accent
    assert colour_at(card, 5, 150) != accent
