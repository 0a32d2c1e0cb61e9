"""Markers, ranges, and taking changes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget

from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import load_session
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.review.marker_dialog import MarkerDialog
from tests.factories import write_session
from tests.ui.review.helpers import answer_names, button, open_in


def test_a_marker_stands_where_its_button_was_pressed(page, tmp_path, monkeypatch):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page.player.seek(0.25)

    def text(*_):
        page.player.seek(1.0)  # it plays on behind the question
        return "smile"

    monkeypatch.setattr(asking, "asked_text", text)
    button(page, "Add here...").click()
    assert [(marker.time_s, marker.label) for marker in load_session(folder).markers] == [(0.25, "smile"), (0.5, "on")]


def test_fifty_changes_are_taken_back_and_done_again(page, tmp_path, monkeypatch):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    monkeypatch.setattr(page, "show_session", lambda *_: None)  # what is drawn is no matter here, and takes its time
    answer_names(monkeypatch, *(f"n{i}" for i in range(50)))
    for i in range(50):
        if i % 3 == 0:
            page.player.seek(i / 100)
            page.add_marker()
        elif i % 3 == 1:
            page._faces.setCurrentRow(0)
            page.rename_face()
        else:
            page.range.select(Span(i / 100, i / 100 + 0.1))
            page.exclude_span(page.range.span)
    whole = load_session(folder).edits
    assert (len(whole.markers), len(whole.excluded)) == (1 + 17, 16)
    for _ in range(50):
        page.undo_stack.undo()
    assert load_session(folder).edits == Edits()
    assert not page.undo_stack.canUndo()
    for _ in range(50):
        page.undo_stack.redo()
    assert load_session(folder).edits == whole


def test_a_step_belongs_to_its_session(page, tmp_path):
    first, second = write_session(tmp_path, "a"), write_session(tmp_path, "b")
    open_in(page, first)
    page.exclude_span(Span(0.1, 0.2))
    open_in(page, second)
    assert not page.undo_stack.canUndo()
    page.undo_stack.undo()
    assert load_session(first).edits.excluded == (Span(0.1, 0.2),)


def test_a_range_has_its_statistics_at_once_and_can_be_zoomed_looped_and_excluded(page, tmp_path):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page.setFocus()
    page.player.seek(0.2)
    QTest.keyClick(page, Qt.Key.Key_BracketLeft)
    assert page.range_bar.words.startswith("Range from")  # it is to be seen that a range has begun
    page.player.seek(0.6)
    QTest.keyClick(page, Qt.Key.Key_BracketRight)
    assert page.range.span == Span(0.2, 0.6)
    assert page.statistics.item(0, 1).text() == "selected range"
    assert float(page.statistics.item(0, 2).text()) == pytest.approx(0.4, abs=0.1)
    heads = [page.statistics.horizontalHeaderItem(column).text() for column in range(page.statistics.columnCount())]
    of_max = [page.statistics.item(1, heads.index(head)).text() for head in ("Face", "happiness", "anger", "Changes")]
    assert of_max == ["Max", "0%", "100%", "0"]  # each face by itself
    page.range_bar.zoomed.emit()
    assert page.timelines.shown_range == (0.2, 0.6)
    page.range_bar.loop.setChecked(True)
    page.player.seek(0.61)
    assert page.player.now_s == pytest.approx(0.2)
    page.range_bar.excluded.emit()
    assert load_session(folder).edits.excluded == (Span(0.2, 0.6),)
    assert page.range.span is None
    assert page.range_bar.words.startswith("Drag")


def test_nothing_moves_when_a_range_is_selected(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.resize(1180, 660)
    qtbot.wait(20)
    parts = (page.video, page.timelines, page.transport, page._pages)
    before = [part.geometry() for part in parts]
    assert not page.range_bar.loop.isEnabled()
    page.range.select(Span(0.2, 0.6))
    qtbot.wait(20)
    assert [part.geometry() for part in parts] == before
    assert page.range_bar.loop.isEnabled()


def test_drawing_the_mouse_over_the_curves_selects_a_range(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a"))
    lanes = page.timelines.blocks[0]
    qtbot.wait(50)
    box = lanes.plot("expressions").getViewBox()
    places = [lanes.area.mapFromScene(box.mapViewToScene(QPointF(time_s, 0.5))) for time_s in (0.3, 0.6, 0.9)]
    view = lanes.area.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), view.mapToGlobal(QPointF(place)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, move)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[2])
    span = page.range.span
    assert (span.start_s, span.end_s) == (pytest.approx(0.3, abs=0.05), pytest.approx(0.9, abs=0.05))


def test_a_click_on_a_marker_goes_there(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page.show()
    tabs = next(w for w in page.findChildren(QTabWidget))
    tabs.setCurrentIndex(1)
    rows = page._markers
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center())
    assert page.player.now_s == 0.5


def test_a_marker_moves_here_and_back(page, tmp_path):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page._markers.setCurrentRow(0)
    page.player.seek(1.25)
    page.move_marker_here()
    assert load_session(folder).markers[0].time_s == 1.25
    page.undo_stack.undo()
    assert load_session(folder).markers[0].time_s == 0.5


def test_a_marker_that_is_here_already_says_so_until_the_session_is_elsewhere(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page._pages.setCurrentIndex(1)
    rows = page._markers
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center())
    move = button(page, "Move here")
    entry = next(action for action in page._lists[0].menu().actions() if action.text() == "Move here")
    assert not move.isEnabled() and not entry.isEnabled()
    assert entry.toolTip() == move.toolTip() == "The marker is here already. Go where it shall be first."
    page.player.seek(1.25)
    assert move.isEnabled() and not move.toolTip()


@pytest.mark.parametrize("is_clicked", [False, True])
def test_the_menu_of_a_marker_moves_it(page, tmp_path, qtbot, is_clicked):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page._pages.setCurrentIndex(1)
    rows = page._markers
    place = rows.visualItemRect(rows.item(0)).center()
    if is_clicked:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page.player.seek(1.25)
    QTest.mousePress(rows.viewport(), Qt.MouseButton.RightButton, pos=place)
    next(action for action in page._lists[0].menu().actions() if action.text() == "Move here").trigger()
    assert load_session(folder).markers[0].time_s == 1.25
    page.undo_stack.undo()
    assert load_session(folder).markers[0].time_s == 0.5


def test_the_form_of_a_marker_keeps_a_time_that_nobody_touched(qtbot):
    dialog = MarkerDialog(SessionMarker(0.123456, "on"))
    qtbot.addWidget(dialog)
    dialog._text.setText("off")
    assert dialog.marker == SessionMarker(0.123456, "off")
    dialog._time.setValue(2.5)
    assert dialog.marker == SessionMarker(2.5, "off")
    dialog._text.setText(" ")
    assert not dialog._ok.isEnabled()
