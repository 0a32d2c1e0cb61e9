"""Pages are made when somebody wants them, and stand in their place from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fer_desktop.paths import assets_dir
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.theme import apply_theme, install_language, remove_languages

NAMES = ("live", "analyse", "sessions", "review", "label", "studies")


def made(window):
    return [name for name in NAMES if window.pages.has(name)]


def test_only_live_is_there_at_first(window):
    assert made(window) == ["live"]
    assert window.pages.count() == len(NAMES)
    assert [window.pages.tabText(place) for place in range(6)] == [
        "Live", "Analyse", "Sessions", "Review", "Label", "Studies",
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(1, len(NAMES)))
def test_a_page_comes_with_its_tab_and_with_its_key(window, qtbot, place):
    tips = [window.pages.tabToolTip(i) for i in range(6)]
    if place % 2:
        window.pages.tabBar().setCurrentIndex(place)
    else:
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.ControlModifier)
    page = getattr(window, NAMES[place])
    assert made(window) == ["live", NAMES[place]]
    assert window.pages.currentWidget() is page and page.isVisible()
    assert window.pages.indexOf(page) == place
    assert window.pages.count() == len(NAMES)
    assert [window.pages.tabToolTip(i) for i in range(6)] == tips
    assert getattr(window, NAMES[place]) is page
    window.show_page(window.live)
    assert window.live.isVisible() and not page.isVisible()


def test_a_page_that_is_wanted_behind_another_one_leaves_that_in_front(window):
    changes = []
    window.pages.currentChanged.connect(changes.append)
    window.show_page(window.studies)
    changes.clear()
    assert window.analyse is not None and window.review is not None
    assert window.pages.currentWidget() is window.studies
    assert window.studies.isVisible() and not window.review.isVisible()
    assert changes == []


def test_the_mirror_that_was_switched_before_holds_for_a_page_that_comes_later(window):
    mirror = window.user_actions.mirror
    mirror.setChecked(False)
    assert window.live.video._is_mirrored is False
    assert window.review.video._is_mirrored is False
    mirror.setChecked(True)
    assert window.review.video._is_mirrored is True


def test_the_keys_of_a_page_that_comes_later_work_at_once(window):
    window.activateWindow()
    window.pages.setCurrentIndex(NAMES.index("review"))
    focused = QApplication.focusWidget()
    assert focused is window.review or window.review.isAncestorOf(focused)
    assert not window.statusBar().isVisible()


def test_a_page_that_comes_later_has_the_colours_of_the_others(window, qapp):
    try:
        apply_theme(qapp, "dark")
        qapp.processEvents()
        window.show_page(window.studies)
        label = window.studies.findChildren(QLabel)[0]
        assert label.palette().window().color() == window.live.palette().window().color()
        assert label.palette().window().color().lightness() < 128
    finally:
        apply_theme(qapp, "light")


def test_a_page_that_comes_later_speaks_the_language_of_the_window(qtbot, qapp):
    assert install_language(qapp, "zh_CN", assets_dir() / "translations") == "zh_CN"
    try:
        widget = MainWindow()
        qtbot.addWidget(widget)
        widget.show_page(widget.analyse)
        texts = {button.text() for button in widget.analyse.findChildren(QPushButton)} - {""}
        assert texts and not any(text.isascii() for text in texts)
        widget.close_now()
    finally:
        remove_languages(qapp)
