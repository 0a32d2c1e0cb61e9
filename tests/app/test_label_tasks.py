"""From the list of sessions to the Label page and back to the disk."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.label_tasks import LabelTasks
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.results.codes import begun_coding
from fer_desktop.session.codings import load_codings, save_coding
from fer_desktop.session.library import load_session
from fer_desktop.ui.main_window import MainWindow
from tests.app.helpers import session_tasks, settle
from tests.factories import write_session
from tests.fakes import WAIT_MS


@pytest.fixture
def window(qtbot):
    widget = MainWindow()
    yield widget
    widget.label.close_session()
    widget.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def tasks(window, qtbot):
    made = LabelTasks(window, Passphrases(window))
    yield made
    settle(qtbot, made._one_by_one)


@pytest.fixture
def folder(tmp_path):
    return write_session(tmp_path, "s", with_video=True)


def test_a_session_is_opened_coded_and_counted(tasks, window, folder, qtbot, tmp_path, monkeypatch):
    pytest.importorskip("krippendorff")
    tasks.open(folder)
    settle(qtbot, tasks._one_by_one)
    page = window.label
    assert window.pages.currentWidget() is page and page.session.folder == folder
    coding = begun_coding(page.session, [], "anna", 2, 1).coded("anger")
    page.coding_changed.emit(page.session, coding)
    settle(qtbot, tasks._one_by_one)
    assert load_codings(load_session(folder).store) == [coding]
    page.results_wanted.emit(page.session)
    settle(qtbot, tasks._one_by_one)
    assert "The app against anna" in page.results.text.toPlainText()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.html"), ""))
    page.save_wanted.emit(page.session)
    settle(qtbot, tasks._one_by_one)
    assert "GRRAS" in (tmp_path / "a.html").read_text()


def test_codes_are_imported_and_what_holds_none_is_told(tasks, window, folder, qtbot, tmp_path, monkeypatch):
    tasks.open(folder)
    settle(qtbot, tasks._one_by_one)
    table = tmp_path / "ben.csv"
    table.write_text("start_s,end_s,face,code\n0,1,1,fear\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(table)], ""))
    told = []
    monkeypatch.setattr(window.notices, "show_problem", lambda *words: told.append(words))
    tasks.ask_import(window.label.session)
    settle(qtbot, tasks._one_by_one)
    assert window.label.setup._who.item(0).text() == "ben: 1 of 1"
    tasks.ask_import(window.label.session)
    settle(qtbot, tasks._one_by_one)
    assert "ben has coded this session already" in told[0][1]


def test_a_session_that_is_deleted_is_no_longer_open(tasks, window, folder, qtbot, monkeypatch):
    sessions = session_tasks(window)
    tasks.open(folder)
    settle(qtbot, tasks._one_by_one)
    save_coding(window.label.session.store, begun_coding(window.label.session, [], "anna", 2, 1))
    monkeypatch.setattr(window, "ask", lambda *_: True)
    window.sessions.delete_requested.emit([folder])
    for _ in range(3):
        assert sessions.one_by_one.waitForDone(WAIT_MS)
        settle(qtbot, tasks._one_by_one)
    assert window.label.session is None and not folder.exists()
    sessions.close()
