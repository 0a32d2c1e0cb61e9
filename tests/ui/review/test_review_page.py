from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog, QTabWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.errors import SessionDamaged
from fer_desktop.offline.session_video import video_of
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import disambiguated, load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.review.marker_dialog import MarkerDialog
from fer_desktop.ui.review.page import ReviewPage
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.timeline.legend import Chip
from tests.factories import write_session
from tests.fakes import MODEL, WAIT_MS, make_analysis, make_tracked


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


def open_in(page, folder):
    session = load_session(folder)
    page.show_session(session, SessionLanes(session), video_of(session))


def crowd(root, n_faces):
    header = SessionHeader("crowd", SourceInfo("cam", 640, 480, 30.0, is_live=True), MODEL)
    writer = SessionWriter(root, header, WriterOptions())
    for i in range(4):
        writer.add_analysis(make_analysis(i, [make_tracked(face) for face in range(1, n_faces + 1)]))
    return Path(writer.close(RecordingCounts(4, 0, 0)))


def button(page, text):
    return next(b for b in page.findChildren(QAbstractButton) if b.text() == text)


def rows_of(rows):
    return [rows.item(row).text() for row in range(rows.count())]


def answer_names(monkeypatch, *names):
    """Name faces with these words, one after the other."""
    left = iter(names)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (next(left), True))


def name_faces(page, monkeypatch, *names):
    answer_names(monkeypatch, *names)
    for row in range(len(names)):
        page._faces.setCurrentRow(row)
        page.rename_face()


def merge(page, monkeypatch, row, label):
    """Merge the face in a row into the one that is called so; gives the choices."""
    offered = []

    def item(_, title, question, choices, *rest):
        offered.extend(choices)
        return label, True

    monkeypatch.setattr(QInputDialog, "getItem", item)
    page._faces.setCurrentRow(row)
    page.merge_face()
    return offered


def test_nothing_is_carried_into_the_next_session(page, tmp_path):
    first, second = write_session(tmp_path, "a"), write_session(tmp_path, "b")
    open_in(page, first)
    page.timelines.show_range(0.2, 0.4)
    page.exclude()
    page.transport.play.click()
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Pause", "Exclude until here")
    open_in(page, second)
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Play", "Exclude from here")
    assert not page.player.is_playing
    assert page.timelines.shown_range == pytest.approx((0, 44 / 30))
    page.exclude()
    assert load_session(second).edits == Edits()  # the first press: a stretch begins


def test_a_closed_session_leaves_nothing_behind(page, tmp_path):
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.player.seek(1.0)
    page.exclude()
    page.transport.play.click()
    page.close_session()
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Play", "Exclude from here")
    assert [rows.count() for rows in (page._markers, page._faces, page._excluded)] == [0, 0, 0]
    assert page.statistics.rowCount() == 0
    assert page.timelines.blocks == ()
    assert page.timelines.title == page.transport.place.text() == ""
    assert page.transport.slider.value() == 0
    assert not any(part.isEnabled() for part in (page.timelines, page.transport, page.statistics))


def test_no_picture_of_the_session_before_comes_late(player):
    player.open(None, 0.0, 1.0)
    player._pictures.put(Frame(0, 0.0, np.zeros((4, 4, 3), np.uint8)))
    player.open(None, 0.0, 1.0)
    player._tick()
    assert player.shown == []


def test_the_page_says_which_session_is_open(page, tmp_path):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    assert page.timelines.title == folder.name
    save_edits(PlainStore(folder), Edits(title="Pilot"))
    open_in(page, folder)
    assert page.timelines.title == "Pilot"


def test_the_legend_names_the_curves_and_hides_them_also_after_an_edit(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    keys = {chip.text(): chip for chip in page.timelines.findChildren(Chip)}
    assert list(keys) == list(EXPRESSIONS)
    keys["anger"].with_ctrl = True
    keys["anger"].click()
    name_faces(page, monkeypatch, "P01")
    for lanes in page.timelines.blocks:
        assert lanes.plot("expressions").item.shown == frozenset(EXPRESSIONS) - {"anger"}
    keys["anger"].click()
    assert page.timelines.blocks[0].plot("expressions").item.shown == frozenset(EXPRESSIONS)


def test_the_row_over_the_curves_wraps_in_a_narrow_window(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a"))
    keys = page.timelines.findChildren(Chip)
    page.resize(1600, 700)
    qtbot.wait(20)
    assert len({key.y() for key in keys}) == 1
    page.resize(620, 560)
    qtbot.waitUntil(lambda: len({key.y() for key in keys}) > 1, timeout=WAIT_MS)


def test_the_page_says_when_not_every_face_is_shown(page, tmp_path):
    open_in(page, crowd(tmp_path, 10))
    assert page.timelines._n_faces.isVisible()
    assert page.timelines._n_faces.text() == "8 of 10 faces are shown"
    open_in(page, write_session(tmp_path, "a"))
    assert not page.timelines._n_faces.isVisible()


def test_the_place_is_still_shown_after_an_edit(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    page.player.seek(0.7)
    name_faces(page, monkeypatch, "P01")
    for lanes in page.timelines.blocks:
        for plot in lanes.plots:
            assert plot.cursor.isVisible()
            assert plot.cursor.value() == pytest.approx(0.7)


def test_a_merge_can_be_undone(page, tmp_path):
    folder = write_session(tmp_path, "a")
    save_edits(PlainStore(folder), Edits(names={2: ""}, merged={1: 2}))
    open_in(page, folder)
    assert rows_of(page._faces) == ["2", "    1 → 2"]
    names = ("Rename...", "Merge into...", "Separate")
    rename, join, separate = (next(b for b in page._faces.parent().children() if _says(b, text)) for text in names)
    for row, works in ((0, (True, False, False)), (1, (False, False, True))):
        page._faces.setCurrentRow(row)
        assert (rename.isEnabled(), join.isEnabled(), separate.isEnabled()) == works
    separate.click()
    assert rows_of(page._faces) == ["1", "2"]
    assert not separate.isEnabled()
    assert load_session(folder).face_ids == (1, 2)
    page.separate_face()  # no merged face is chosen
    assert load_session(folder).edits.merged == {}


def _says(widget, text):
    return isinstance(widget, QAbstractButton) and widget.text() == text


def test_a_merge_keeps_the_name_and_separating_loses_none(page, tmp_path, monkeypatch):
    folder = write_session(tmp_path, "a")  # face 2 is called Max
    open_in(page, folder)
    assert merge(page, monkeypatch, 1, "1") == ["1"]
    assert load_session(folder).names[1] == "Max"
    assert rows_of(page._faces) == ["Max", "    Max (2) → Max"]
    page._faces.setCurrentRow(1)
    page.separate_face()
    assert load_session(folder).names == {1: "Max", 2: "Max"}  # nobody knows which of them was given by hand


def test_a_name_of_the_target_stays(page, tmp_path, monkeypatch):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    name_faces(page, monkeypatch, "Mia")
    merge(page, monkeypatch, 1, "Mia")
    assert load_session(folder).names[1] == "Mia"
    page._faces.setCurrentRow(1)
    page.separate_face()
    assert load_session(folder).names == {1: "Mia", 2: "Max"}


def test_faces_with_one_name_are_told_apart(page, tmp_path, monkeypatch):
    folder = crowd(tmp_path, 3)
    open_in(page, folder)
    name_faces(page, monkeypatch, "P01", "P01")
    assert rows_of(page._faces) == ["P01 (1)", "P01 (2)", "3"]
    assert merge(page, monkeypatch, 2, "P01 (2)") == ["P01 (1)", "P01 (2)"]
    assert load_session(folder).edits.merged == {3: 2}
    assert rows_of(page._faces) == ["P01 (1)", "P01 (2)", "    3 → P01 (2)"]


def test_a_name_that_looks_like_a_number_is_told_apart():
    assert disambiguated({1: "a", 2: "b"}) == {1: "a", 2: "b"}
    labels = disambiguated({1: "P", 2: "P", 5: "P (2)"})
    assert labels == {1: "P (1)", 2: "P (2) (2)", 5: "P (2) (5)"}


def test_a_damaged_video_is_told_and_the_rest_works(page, tmp_path, qtbot):
    folder = write_session(tmp_path, "a", with_video=True)
    (folder / "video.mp4").write_bytes(b"no video")
    open_in(page, folder)
    qtbot.waitUntil(lambda: "video.mp4 cannot be read" in page.video.message, timeout=WAIT_MS)
    page.player.seek(1.0)
    page.transport.play.click()
    assert page.player.is_playing
    assert page.statistics.rowCount() == 4
    open_in(page, write_session(tmp_path, "b", with_video=True))
    assert page.video.message == ""
    qtbot.waitUntil(lambda: page.video._frame is not None, timeout=WAIT_MS)


class Damaged:
    """A video that can be opened, with a picture at each even second alone."""

    def __init__(self, error=None):
        self._error = error

    def frame_at(self, time_s):
        if round(time_s) % 2 == 0:
            return Frame(0, time_s, np.zeros((4, 4, 3), np.uint8))
        if self._error:
            raise self._error
        return None

    def close(self):
        pass


def test_a_place_that_cannot_be_read_is_told_until_there_is_a_picture(player, qtbot):
    player.open(Damaged, 1.0, 9.0)
    qtbot.waitUntil(lambda: bool(player.told), timeout=WAIT_MS)
    assert player.told[0].message == "The video cannot be read here."
    player.seek(2.0)
    qtbot.waitUntil(lambda: bool(player.shown), timeout=WAIT_MS)
    n_told = len(player.told)
    player.seek(3.0)
    qtbot.wait(100)
    assert len(player.told) == n_told  # the picture before it stays


def test_an_encrypted_video_that_was_changed_does_not_end_the_pictures(player, qtbot):
    player.open(lambda: Damaged(SessionDamaged("changed")), 1.0, 9.0)
    qtbot.waitUntil(lambda: bool(player.told), timeout=WAIT_MS)
    player.seek(2.0)
    qtbot.waitUntil(lambda: bool(player.shown), timeout=WAIT_MS)
    assert player.told[0].message == "changed"


def test_a_marker_stands_where_its_button_was_pressed(page, tmp_path, monkeypatch):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page.player.seek(0.25)

    def text(*_, **__):
        page.player.seek(1.0)  # it plays on behind the question
        return "smile", True

    monkeypatch.setattr(QInputDialog, "getText", text)
    button(page, "Add here...").click()
    assert [(marker.time_s, marker.label) for marker in load_session(folder).markers] == [(0.25, "smile"), (0.5, "on")]


def test_two_faces_that_were_seen_together_are_merged_after_a_question(page, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("fer_desktop.ui.review.questions.is_sure", lambda *words: asked.append(words[1]) or False)
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    merge(page, monkeypatch, 0, "Max")
    assert "45 frames" in asked[0]
    assert load_session(folder).edits == Edits()


def test_with_one_face_the_button_says_why_nothing_can_be_merged(page, tmp_path):
    open_in(page, crowd(tmp_path, 1))
    page._faces.setCurrentRow(0)
    merging = button(page, "Merge into...")
    assert not merging.isEnabled()
    assert "only one face" in merging.toolTip()


def test_playing_stays_in_the_zoomed_view_and_takes_it_along(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page.timelines.show_range(0.2, 0.4)
    page.player.play()
    page.player.seek(0.9)
    assert page.timelines.shown_range == pytest.approx((0.9, 1.1))
    page.player.pause()
    page.player.seek(0.1)  # a look at another place moves nothing
    assert page.timelines.shown_range == pytest.approx((0.9, 1.1))


def test_nothing_before_the_beginning_can_be_dragged_into_sight(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    box = page.timelines.blocks[0].plot("valence").getViewBox()
    box.setXRange(-5, 0.5, padding=0)
    assert box.viewRange()[0][0] >= 0


def test_a_long_name_leaves_the_figures_in_sight(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    name_faces(page, monkeypatch, "x" * 300)
    assert page.statistics.columnWidth(0) < 300
    assert page.statistics.item(0, 0).toolTip() == "x" * 300


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


def test_keys_move_by_frame_and_by_second_and_play(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page.setFocus()
    press = partial(QTest.keyClick, page)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert page.player.now_s == pytest.approx(2 / 30, abs=1e-5)
    press(Qt.Key.Key_Left)
    assert page.player.now_s == pytest.approx(1 / 30, abs=1e-5)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.player.now_s == pytest.approx(1 + 1 / 30, abs=1e-5)
    press(Qt.Key.Key_End)
    assert page.player.now_s == pytest.approx(44 / 30, abs=1e-5)
    press(Qt.Key.Key_Home)
    assert page.player.now_s == 0
    press(Qt.Key.Key_Space)
    assert page.player.is_playing


def test_a_range_has_its_statistics_at_once_and_can_be_zoomed_looped_and_excluded(page, tmp_path):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    page.setFocus()
    page.player.seek(0.2)
    QTest.keyClick(page, Qt.Key.Key_BracketLeft)
    assert page.range_bar.isVisible()  # it is to be seen that a range has begun
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
    assert page.range_bar.isHidden()


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


def test_faces_are_drawn_over_the_video_as_they_were_found(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.player.seek(0.5)
    qtbot.waitUntil(lambda: len(page.video._faces) == 2, timeout=WAIT_MS)
    face = page.video._faces[1]
    assert face.face.box.tolist() == [10, 20, 60, 80]
    assert (face.scores.top, page.video._overlay.names[2]) == ("anger", "Max")


def test_a_session_of_sound_alone_opens(page, tmp_path):
    facts = VoiceFacts(source="talk.wav", track=1, model=ModelFacts(model_id="voice-test"))
    source = SourceInfo("talk.wav", 0, 0, 0.0)
    writer = SessionWriter(tmp_path, SessionHeader("talk", source, ModelInfo("", "", ""), voice=facts))
    writer.add_heard(Heard((VoiceSample(0.0, 0.25, False), VoiceSample(0.25, 0.25, True, 1))))
    open_in(page, Path(writer.close(RecordingCounts(0, 0, 0))))
    assert page.isVisible()


def test_statistics_are_copied_as_numbers_for_a_spreadsheet(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    name_faces(page, monkeypatch, "=SUM(A1)\tb")
    lines = [line.split("\t") for line in page.statistics.text().splitlines()]
    assert {len(line) for line in lines} == {page.statistics.columnCount()}
    assert lines[1][0] == "'=SUM(A1) b"
    assert float(lines[1][2]) == pytest.approx(1.5, abs=0.1)
    assert float(lines[1][4]) == 1.0  # happiness
    page.statistics.selectRow(1)
    page.statistics.actions()[1].trigger()
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == [lines[0][0], "Max"]


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


def test_the_form_of_a_marker_keeps_a_time_that_nobody_touched(qtbot):
    dialog = MarkerDialog(SessionMarker(0.123456, "on"))
    qtbot.addWidget(dialog)
    dialog._text.setText("off")
    assert dialog.marker == SessionMarker(0.123456, "off")
    dialog._time.setValue(2.5)
    assert dialog.marker == SessionMarker(2.5, "off")
    dialog._text.setText(" ")
    assert not dialog._ok.isEnabled()


def test_the_menu_of_the_curves_acts_where_the_mouse_is(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    entries = {entry.text: entry for entry in page.menus.of_curves(0.8)}
    assert "Go to 0:00.80" in entries
    assert "Export the range..." not in entries
    entries["A range begins here"].do()
    page.player.seek(1.2)
    page.range.end()
    assert page.range.span == Span(0.8, 1.2)
    assert "Export the range..." in [entry.text for entry in page.menus.of_curves(0.9)]
    assert page.menus.of_picture() == []


def test_the_lists_have_the_menus_of_their_buttons(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page._markers.setCurrentRow(0)
    menu = page._lists[0].menu()
    assert [action.text() for action in menu.actions()] == ["Add here...", "Change...", "Move here", "Remove"]
    menu.actions()[3].trigger()
    assert page.session.markers == ()


def test_an_empty_page_offers_recent_sessions_and_without_video_there_is_no_pane(page, tmp_path, qtbot):
    folders = [write_session(tmp_path, name) for name in ("a", "b")]
    page.show_recent([(folders[1], "Pilot"), (folders[0], "a")])
    assert page.video.isVisible()
    with qtbot.waitSignal(page.review_requested, timeout=WAIT_MS) as signal:
        button(page, "Pilot").click()
    assert signal.args == [folders[1]]
    open_in(page, folders[1])
    assert not page.video.isVisible()
    open_in(page, write_session(tmp_path, "v", with_video=True))
    assert page.video.isVisible()
    page.close_session()
    assert button(page, "Pilot").isEnabled()
