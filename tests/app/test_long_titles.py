"""Titles of 300 characters: nothing gets wider than the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.session_exports import SessionExports
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.store import PlainStore
from tests.app.helpers import settle
from tests.factories import write_session

_SIZE_PX = (1366, 768)


@pytest.mark.parametrize("title", ["W" * 300, "Word " * 60, "测" * 300], ids=["one word", "words", "Chinese"])
def test_a_long_title_makes_nothing_wider_than_the_window(window, tasks, tmp_path, qtbot, monkeypatch, title):
    widths, suggested = [], []

    def no(box):
        box.show()
        widths.append(box.width())
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", no)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (suggested.append(given[2]) or "", ""))
    folder = write_session(tmp_path, "s")
    save_edits(PlainStore(folder), Edits(title=title))
    window.resize(*_SIZE_PX)
    window.show()
    tasks.review(folder)
    settle(qtbot, tasks.one_by_one)
    window.sessions.show_summaries(summaries(tmp_path))
    window.label.show_session(load_session(folder), (), None, False)
    window.review.show_recent([(folder, title)])
    for page in (window.sessions, window.review, window.label):
        window.show_page(page)
        qtbot.wait(10)
        assert page.minimumSizeHint().width() <= page.width() <= window.width()
        assert (window.width(), window.height()) == _SIZE_PX
    head = window.label.setup._title
    assert max(map(head.fontMetrics().horizontalAdvance, head.text().split())) <= head.width()
    window.sessions.delete_requested.emit([folder])
    settle(qtbot, tasks.one_by_one)
    SessionExports(window, Passphrases(window)).ask_report([folder])
    assert widths[0] <= _SIZE_PX[0]
    assert suggested == [str(tmp_path / "s.html")]
