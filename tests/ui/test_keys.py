"""Keys: what they do, where, and what they leave alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QWidget

from fer_desktop.session.catalogue import summaries
from fer_desktop.studies.study import StudyFacts
from fer_desktop.ui.dialogs.conditions import ConditionsDialog
from fer_desktop.ui.widgets.fitting import Scrolled
from fer_desktop.ui.widgets.own_keys import belongs_to
from tests.factories import write_session
from tests.fakes import WAIT_MS, make_tracked
from tests.ui.helpers import analysed


@pytest.fixture
def done(window, qtbot):
    """What the keys do, in order; the window takes them."""
    texts = []
    for action in window.user_actions.all:
        action.setEnabled(True)
        action.triggered.connect(lambda _=False, a=action: texts.append(a.shortcut().toString()))
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=WAIT_MS)
    return texts


LIVE_KEYS = [getattr(Qt.Key, f"Key_{name}") for name in ("Space", *"RMSNEP", "End", *"IBTLO123456789")]


def test_keys_of_the_live_page_do_nothing_on_other_pages(window, done, qtbot):
    for page in (window.sessions, window.review, window.live):
        window.show_page(page)
        done.clear()
        for key in LIVE_KEYS:
            qtbot.keyClick(window, key)
        assert len(done) == (len(LIVE_KEYS) if page is window.live else 0)
    window.show_page(window.review)
    window.user_actions.record.trigger()  # as the menu does
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert done[-2:] == ["R", "Ctrl+E"]


def test_space_presses_the_button_that_has_the_focus_on_other_pages(window, done, qtbot):
    window.show_page(window.review)
    window.review.setEnabled(True)  # as with a session
    button = QPushButton(window.review)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.clicked, timeout=WAIT_MS):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == []


def test_typing_is_only_typing(window, done, qtbot):
    window.live.begin("")
    window.live.show_analysed(analysed(0, [make_tracked(1)]))
    name = window.live.cards.card(1)._name
    fields = [(window.live, name)]
    fields += [(page, field) for page in (window.sessions, window.review) for field in page.findChildren(QLineEdit)]
    assert len(fields) > 1
    window.review.setEnabled(True)
    for page, field in fields:
        window.show_page(page)
        field.setFocus()
        for key in LIVE_KEYS:
            qtbot.keyClick(field, key)
        assert done == []
    assert name.text() == " rmsnepibtlo123456789"


def test_every_action_has_its_own_key_and_words(actions):
    keys = [action.shortcut().toString() for action in actions.all if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    actions.set_marker_labels(tuple("abcdefghi"))
    assert all(action.text() and action.whatsThis() for action in actions.all)
    for action in actions.all:
        if not action.shortcut().isEmpty():
            assert "(" in action.toolTip()


def test_a_key_that_is_held_is_one_wish(actions):
    assert not any(action.autoRepeat() for action in actions.all)


def test_keys_belong_to_the_control_that_has_the_focus(window, qtbot):
    window.show()
    pressed = []
    actions = window.user_actions
    for action in (actions.start, actions.mirror, actions.settings):
        action.setEnabled(True)
        action.triggered.connect(lambda _=False, action=action: pressed.append(action.text()))
    button = QPushButton("Save", window.live)
    button.clicked.connect(lambda: pressed.append("Save"))
    button.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_I)
    QTest.keyClick(button, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["Save", "Settings..."]
    window.live.setFocus()
    QTest.keyClick(window.live, Qt.Key.Key_Space)
    QTest.keyClick(window.live, Qt.Key.Key_I)
    assert pressed[2:] == ["Start", "Mirror"]


def test_the_window_opens_with_its_keys_at_work(window, qtbot):
    window.show()
    qtbot.waitUntil(lambda: window.focusWidget() is window.live, timeout=2000)


def test_delete_in_the_list_of_sessions_asks_about_the_selected_one(window, qtbot, tmp_path):
    """The list was thought to need the key for itself."""
    write_session(tmp_path, "one")
    window.show_page(window.sessions)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=WAIT_MS)
    window.sessions.show_summaries(summaries(tmp_path))
    window.sessions._table.setFocus()
    with qtbot.waitSignal(window.sessions.delete_requested, timeout=WAIT_MS) as signal:
        qtbot.keyClick(window.sessions._table, Qt.Key.Key_Delete)
    assert signal.args == [[one.folder for one in window.sessions.selected]]


def test_delete_stays_with_the_field_in_which_one_writes(window, qtbot):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert belongs_to(QLineEdit(), event)
    assert not belongs_to(window.sessions._table, event)


def test_tab_leaves_every_table_at_once(window, qtbot):
    """Where it went from cell to cell, a list of sessions could not be left without a mouse."""
    dialog = ConditionsDialog(StudyFacts(study_version=1), [], window)
    pages = (window.analyse, window.sessions, window.review, window.label, window.studies, dialog)
    tables = [table for page in pages for table in page.findChildren(QTableView)]
    assert len(tables) == 6
    assert not [table.accessibleName() for table in tables if table.tabKeyNavigation()]


def test_from_the_list_of_sessions_tab_goes_to_its_buttons(window, tmp_path, qtbot):
    write_session(tmp_path, "a")
    write_session(tmp_path, "b")
    window.show_page(window.sessions)
    window.sessions.show_summaries(summaries(tmp_path))
    window.activateWindow()
    table = window.sessions._table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.sessions._buttons["review"]


def test_tab_stops_at_an_area_only_where_it_can_be_scrolled(qtbot):
    tall = QWidget()
    tall.setMinimumHeight(400)
    area = Scrolled(tall)
    qtbot.addWidget(area)
    area.resize(200, 500)
    area.show()
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    area.resize(200, 100)
    assert area.focusPolicy() == Qt.FocusPolicy.StrongFocus
