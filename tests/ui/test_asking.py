"""Questions for a text, one of several, a number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QProxyStyle, QStyle, QWidget

from fer_desktop.ui.dialogs import asking

_WAIT_MS = 50


class _WithIcons(QProxyStyle):
    """Draws icons beside OK and Cancel, as many a Linux desktop does."""

    def styleHint(self, hint, *rest):
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *rest)


@pytest.fixture
def with_icons(qapp):
    before = qapp.style().objectName()
    qapp.setStyle(_WithIcons(before))
    yield
    qapp.setStyle(before)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def answer(do):
    """Do something with the next dialog; gives a list of which of its buttons have an icon."""
    have_icons = []

    def go():
        dialog = QApplication.activeModalWidget()
        have_icons.extend(not one.icon().isNull() for one in dialog.findChild(QDialogButtonBox).buttons())
        do(dialog)

    QTimer.singleShot(_WAIT_MS, go)
    return have_icons


def test_a_text_is_asked_for_without_icons_of_the_style(window, with_icons):
    have_icons = answer(lambda dialog: (dialog.setTextValue(dialog.textValue() + "!"), dialog.accept()))
    assert asking.asked_text("Title", "Question", window, "before") == "before!"
    assert have_icons == [False, False]
    answer(lambda dialog: dialog.reject())
    assert asking.asked_text("Title", "Question", window) is None


def test_one_of_several_and_a_number_are_asked_for(window, with_icons):
    have_icons = answer(lambda dialog: dialog.accept())
    assert asking.asked_choice("Title", "Question", ["Mia", "Max"], window) == "Mia"
    assert have_icons == [False, False]
    answer(lambda dialog: dialog.reject())
    assert asking.asked_choice("Title", "Question", ["Mia", "Max"], window) is None
    have_icons = answer(lambda dialog: (dialog.setDoubleValue(29.97), dialog.accept()))
    assert asking.asked_number("Title", "Question", window, 25.0, (0.001, 1000.0)) == 29.97
    assert have_icons == [False, False]
