"""Names and merging of faces."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip

from fer_desktop.session.edits import Edits
from fer_desktop.session.library import disambiguated, load_session, save_edits
from fer_desktop.session.store import PlainStore
from tests.factories import write_session
from tests.ui.review.helpers import button, crowd, merge, name_faces, open_in, rows_of


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


def test_a_long_name_leaves_the_figures_in_sight(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    name_faces(page, monkeypatch, "x" * 300)
    assert page.statistics.columnWidth(0) < 300
    assert page.statistics.item(0, 0).toolTip() == "x" * 300


def test_long_names_do_not_let_the_lists_scroll_and_are_told_by_the_mouse(page, tmp_path, monkeypatch, qtbot):
    open_in(page, crowd(tmp_path, 2))
    name_faces(page, monkeypatch, "x" * 300)
    page._pages.setCurrentIndex(2)
    qtbot.wait(20)
    rows, told = page._faces, []
    assert rows.horizontalScrollBar().maximum() == 0
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, view: told.append(text))
    for row in range(2):
        place = rows.visualItemRect(rows.item(row)).center()
        QApplication.sendEvent(rows.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, rows.mapToGlobal(place)))
    assert told == ["x" * 300]
