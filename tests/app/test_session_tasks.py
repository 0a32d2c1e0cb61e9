from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from fer_desktop.app import session_tasks
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.naming import NamingDialog
from tests.app.helpers import settle
from tests.factories import write_session
from tests.fakes import WAIT_MS


@pytest.fixture
def folder(tmp_path):
    made = write_session(tmp_path, "s")
    save_edits(PlainStore(made), Edits(title="before"))
    return made


@pytest.fixture
def gate(monkeypatch):
    """Holds up every timeline, as a long session does, until it is set."""
    opened, lanes = Event(), SessionLanes
    opened.set()

    def slow(session, *rest):
        opened.wait(WAIT_MS / 1000)
        return lanes(session, *rest)

    monkeypatch.setattr(session_tasks, "SessionLanes", slow)
    yield opened
    opened.set()


def open_in_review(tasks, folder, qtbot):
    tasks.review(folder)
    settle(qtbot, tasks.one_by_one)
    assert tasks._window.review.session.folder == folder


def answer(monkeypatch, text, notes="", meanwhile=lambda: None):
    """Answer questions for a text, and do something while the dialog is open."""

    def text_given(*_):
        meanwhile()
        return text

    monkeypatch.setattr(asking, "asked_text", text_given)

    def named(dialog):
        dialog._title.setText(f" {text} ")
        dialog._notes.setPlainText(notes)
        meanwhile()
        dialog.accept()

    monkeypatch.setattr(NamingDialog, "open", named)


def exclude(review, start_s):
    review.change(lambda edits: replace(edits, excluded=(*edits.excluded, Span(start_s, start_s + 0.1))))


def test_a_new_name_outlives_edits_in_review(tasks, review, folder, qtbot, monkeypatch):
    before = load_session(folder).edits
    open_in_review(tasks, folder, qtbot)
    answer(monkeypatch, "after", "with glasses")
    tasks.rename(folder)
    settle(qtbot, tasks.one_by_one)
    exclude(review, 0.5)
    settle(qtbot, tasks.one_by_one)
    assert load_session(folder).edits == Edits("after", "with glasses", excluded=(Span(0.5, 0.6),))
    for left in (Edits("after", "with glasses"), before):
        review.undo_stack.undo()
        settle(qtbot, tasks.one_by_one)
        assert load_session(folder).edits == left
    assert review.undo_stack.redoText() == "name and notes"


def test_edits_in_review_outlive_a_new_name(tasks, review, folder, qtbot, monkeypatch, tmp_path):
    open_in_review(tasks, folder, qtbot)
    other = write_session(tmp_path, "other")

    def meanwhile():
        exclude(review, 0.5)
        open_in_review(tasks, other, qtbot)

    answer(monkeypatch, "after", meanwhile=meanwhile)
    tasks.rename(folder)
    settle(qtbot, tasks.one_by_one)
    assert load_session(folder).edits == Edits("after", excluded=(Span(0.5, 0.6),))
    assert load_session(other).edits == Edits()


def test_a_session_that_changed_while_it_was_read_is_read_again(tasks, review, folder, gate, qtbot, monkeypatch):
    open_in_review(tasks, folder, qtbot)
    gate.clear()
    tasks.review(folder)
    exclude(review, 0.5)
    gate.set()
    settle(qtbot, tasks.one_by_one)
    exclude(review, 0.7)
    settle(qtbot, tasks.one_by_one)
    assert [span.start_s for span in load_session(folder).edits.excluded] == [0.5, 0.7]


def test_edits_in_quick_succession_are_all_kept(tasks, review, folder, gate, qtbot):
    open_in_review(tasks, folder, qtbot)
    for start_s in (0.1, 0.3):
        gate.clear()
        exclude(review, start_s)
        gate.set()
        exclude(review, start_s + 0.1)
        settle(qtbot, tasks.one_by_one)
    wanted = [0.1, 0.2, 0.3, 0.4]
    assert [span.start_s for span in load_session(folder).edits.excluded] == pytest.approx(wanted)
    assert [span.start_s for span in review.session.edits.excluded] == pytest.approx(wanted)
    assert review._excluded.count() == 4


def test_an_edit_is_not_undone_by_the_picture_of_an_older_one(tasks, review, folder, gate, qtbot, monkeypatch):
    open_in_review(tasks, folder, qtbot)
    shown = []
    monkeypatch.setattr(review.timelines, "show_session", lambda session, _: shown.append(session))
    gate.clear()
    exclude(review, 0.1)
    exclude(review, 0.3)
    newest = review.session
    gate.set()
    settle(qtbot, tasks.one_by_one)
    assert shown == [newest]
    assert review.session is newest


def test_a_second_press_removes_no_other_marker(tasks, review, folder, gate, qtbot, monkeypatch):
    open_in_review(tasks, folder, qtbot)
    answer(monkeypatch, "smile")
    for time_s in (0.7, 0.9):
        review.player.seek(time_s)
        review.add_marker()
    settle(qtbot, tasks.one_by_one)
    gate.clear()
    review._markers.setCurrentRow(0)
    review.remove_marker()
    assert [review._markers.item(row).text() for row in range(2)] == ["0:00.70   smile", "0:00.90   smile"]
    review.remove_marker()
    review._markers.setCurrentRow(1)
    gate.set()
    settle(qtbot, tasks.one_by_one)
    assert [marker.time_s for marker in load_session(folder).markers] == [0.7, 0.9]
    assert review._markers.currentRow() == 1  # chosen while the timelines were made


def test_a_session_that_was_closed_stays_closed(tasks, review, folder, gate, qtbot):
    open_in_review(tasks, folder, qtbot)
    gate.clear()
    exclude(review, 0.5)
    review.close_session()
    gate.set()
    settle(qtbot, tasks.one_by_one)
    assert review.session is None
    assert load_session(folder).edits.excluded == (Span(0.5, 0.6),)


def test_answers_for_one_session_change_no_other(tasks, review, folder, qtbot, monkeypatch, tmp_path):
    other = write_session(tmp_path, "other")
    open_in_review(tasks, folder, qtbot)
    review.exclude()  # begins a stretch

    def meanwhile():
        open_in_review(tasks, other, qtbot)

    def changed(marker, _):
        meanwhile()
        return replace(marker, label="Mia")

    answer(monkeypatch, "Mia", meanwhile=meanwhile)
    monkeypatch.setattr("fer_desktop.ui.review.editing.other_marker", changed)
    for rows, ask in ((review._faces, review.rename_face), (review._markers, review.edit_marker)):
        open_in_review(tasks, folder, qtbot)
        rows.setCurrentRow(0)
        ask()

    def merged(*_):
        meanwhile()
        return "Max"

    monkeypatch.setattr(asking, "asked_choice", merged)
    monkeypatch.setattr("fer_desktop.ui.review.questions.is_sure", lambda *_: True)
    open_in_review(tasks, folder, qtbot)
    review._faces.setCurrentRow(0)
    review.merge_face()
    review.exclude()  # the first press for this session: a stretch begins
    settle(qtbot, tasks.one_by_one)
    assert load_session(other).edits == Edits()
    assert load_session(folder).edits == Edits("before")


def test_a_session_that_is_repaired_while_it_is_reviewed_can_be_edited_on(tasks, window, review, folder, qtbot):
    partial = folder.rename(folder.with_name("s.partial"))
    tasks.review(partial)
    qtbot.waitUntil(lambda: review.session is not None, timeout=WAIT_MS)
    tasks.repair(partial)
    qtbot.waitUntil(lambda: review.session.folder == folder, timeout=WAIT_MS)
    review.change(lambda edits: replace(edits, notes="seen"))
    settle(qtbot, tasks.one_by_one)
    assert load_session(folder).edits.notes == "seen"


def cut_short(folder):
    """What a crash leaves."""
    info = folder / "session.json"
    info.write_text(info.read_text().replace('"complete": true', '"complete": false'))
    return folder.rename(folder.with_name(f"{folder.name}.partial"))


def test_what_a_crash_cut_short_is_said_at_the_start_and_repaired_from_there(tasks, window, folder, tmp_path, qtbot):
    partial = cut_short(folder)
    tasks.set_root(tmp_path)
    qtbot.waitUntil(lambda: bool(window.notices.shown), timeout=WAIT_MS)
    (notice,) = window.notices.shown
    assert "cut short" in notice.label.text() and notice.stays and notice.act.text() == "Repair"
    tasks.refresh()
    settle(qtbot, tasks.one_by_one)
    assert window.notices.shown == (notice,)  # it is said once
    notice.act.click()
    qtbot.waitUntil(lambda: folder.is_dir() and not partial.exists(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Repaired" in window.notices.shown_text, timeout=WAIT_MS)
    assert notice not in window.notices.shown


def test_several_that_were_cut_short_are_one_notice_and_whole_ones_none(tasks, window, folder, tmp_path, qtbot):
    for name in ("a", "b"):
        cut_short(write_session(tmp_path, name))
    tasks.set_root(tmp_path)
    qtbot.waitUntil(lambda: bool(window.notices.shown), timeout=WAIT_MS)
    assert "2 sessions were cut short" in window.notices.shown_text and len(window.notices.shown) == 1
    window.notices.shown[0].act.click()
    assert window.sessions.isVisibleTo(window) and not window.notices.shown
