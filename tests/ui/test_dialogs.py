"""Windows that ask or tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPixmap, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMessageBox, QScrollArea, QTabWidget, QWidget

from fer_desktop.core.baseline import Baseline
from fer_desktop.core.lane import MARKERS, VALENCE
from fer_desktop.core.neutral_stretch import Reference
from fer_desktop.core.types import Marker, ModelInfo
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.help import AboutDialog, KeysDialog
from fer_desktop.ui.dialogs.neutral import PICTURE_PX, Measured, NeutralDialog
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.dialogs.picture import FittedPicture
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen, moved_inside, narrowed
from tests.fakes import WAIT_MS


def test_the_keys_sheet_lists_every_key(actions, qtbot):
    dialog = KeysDialog(actions)
    qtbot.addWidget(dialog)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for action in actions.all:
        assert action.whatsThis() in text or action.shortcut().isEmpty()


def test_labels_of_markers_are_never_html_nor_keys_of_a_menu(actions, qtbot):
    label = "<b>R&D</b> {x}"
    actions.set_marker_labels((label, *"bcdefghi"))
    dialog = KeysDialog(actions)
    qtbot.addWidget(dialog)
    document = QTextDocument()
    document.setHtml(dialog.findChild(QLabel).text())
    assert f'Mark this moment with "{label}"' in document.toPlainText()
    action = actions.quick_markers[0]
    document.setHtml(action.toolTip())
    assert label in document.toPlainText()
    assert (action.text(), action.data()) == ("<b>R&&D</b> {x}", label)
    lanes = TimelineLanes(1, (MARKERS, VALENCE))
    qtbot.addWidget(lanes)
    lanes.set_range(0, 1)
    lanes.set_markers([Marker(0.5, label)])
    lanes.grab()
    (drawn,) = lanes.plot("markers").item.drawn(QRectF(0, 0, 300, 20), QFontMetricsF(lanes.font()))
    assert drawn.label == label


def test_about_names_versions_and_the_model(qtbot):
    dialog = AboutDialog(ModelInfo("fer-9", "abc", "cpu"), "# Card")
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QTextBrowser

    text = dialog.findChild(QTextBrowser).toPlainText()
    for part in ("fer-9", "CPU", "abc", "of the weights: MIT", "torch 2.", "BSD-3-Clause", "Card", "PySide6"):
        assert part in text


def test_the_settings_come_back_as_they_were_or_as_changed(qtbot, tmp_path):
    before = Settings(has_agreed=True, max_faces=2, theme="dark", mirror=False)
    dialog = SettingsDialog(before, tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.chosen == before
    dialog._video.setCurrentIndex(dialog._video.findData("plain"))
    dialog._response.setCurrentIndex(dialog._response.findData("smooth"))
    dialog._prior.setCurrentIndex(dialog._prior.findData("photographs"))
    dialog._labels[0].setText("baseline")
    dialog._labels[1].setText("  ")
    chosen = dialog.chosen
    assert chosen.video == "plain"
    assert chosen.response == "smooth"
    assert chosen.prior == "photographs"
    assert chosen.marker_labels[:2] == ("baseline", "marker 2")


def test_the_first_screen_can_be_agreed_to_or_left(qtbot):
    dialog = WelcomeDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for part in ("not what a person feels", "AI Act", "Nothing leaves this computer"):
        assert part in text
    with qtbot.waitSignal(dialog.rejected, timeout=WAIT_MS):
        dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_question_says_what_its_button_does_and_enter_means_no(window, qtbot, key):
    seen = []

    def answer():
        box = window.findChild(QMessageBox)
        seen.append({button.text() for button in box.buttons()})
        QTest.keyClick(box, key)

    QTimer.singleShot(0, answer)
    assert not window.ask("Delete", "Pilot (2026-01-02 10:00)", "Delete")
    assert seen == [{"Delete", "Cancel"}]


def test_the_button_of_a_question_does_it(window):
    def answer():
        buttons = window.findChild(QMessageBox).buttons()
        next(button for button in buttons if button.text() == "Delete").click()

    QTimer.singleShot(0, answer)
    assert window.ask("Delete", "Pilot", "Delete")


def test_the_passphrase_can_be_typed_at_once(qtbot):
    dialog = PassphraseDialog("x" * 300)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog._first
    assert dialog.width() < 800


def test_a_dialog_that_would_open_beside_the_screen_opens_on_it():
    screen = QRect(0, 0, 1366, 768)
    assert moved_inside(QRect(-50, 700, 400, 300), screen) == QRect(0, 468, 400, 300)
    assert moved_inside(QRect(1200, -20, 400, 900), screen) == QRect(966, 0, 400, 900)


def test_buttons_have_none_of_the_icons_of_the_style(qtbot, tmp_path):
    dialog = SettingsDialog(Settings(), tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    buttons = dialog.findChild(QDialogButtonBox).buttons()
    assert len(buttons) == 2 and all(button.icon().isNull() for button in buttons)


def test_no_page_of_the_settings_is_wider_than_the_dialog(qtbot, tmp_path):
    dialog = SettingsDialog(Settings(), tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    tabs = dialog.findChild(QTabWidget)
    for i in range(tabs.count()):
        tabs.setCurrentIndex(i)
        bars = [area.horizontalScrollBar() for area in tabs.widget(i).findChildren(QScrollArea)]
        assert not [bar for bar in bars if bar.isVisible()]


def test_what_keys_do_is_never_cut_off(actions, qtbot):
    dialog = KeysDialog(actions)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.findChild(QScrollArea).horizontalScrollBar().isVisible()


def test_a_dialog_opens_over_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(200, 150, 500, 400)
    window.show()
    dialog = QDialog(window)
    fit_to_screen(dialog, QSize(200, 100))
    dialog.show()
    middle = dialog.geometry().center() - window.geometry().center()
    assert middle.manhattanLength() <= 4


def test_a_dialog_follows_a_window_that_the_system_places_only_now(qtbot, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    dialog = QDialog(window)
    fit_to_screen(dialog, QSize(200, 100))
    dialog.show()
    window.move(220, 160)  # the window opened at another place than was known
    assert (dialog.geometry().center() - window.geometry().center()).manhattanLength() <= 4
    monkeypatch.setattr("fer_desktop.ui.widgets.fitting._PLACING_MS", 0)
    place = dialog.pos()
    window.move(100, 100)  # by the user, later
    assert dialog.pos() == place


def test_a_picture_keeps_its_proportions(qtbot):
    picture = FittedPicture(QPixmap(400, 200))
    qtbot.addWidget(picture)
    picture.resize(300, 300)
    assert picture.area == QRectF(0, 75, 300, 150)
    picture.grab()


@pytest.mark.parametrize(
    ("room", "widths"),
    [(200, [100, 60, 20]), (150, [70, 60, 20]), (110, [50, 40, 20]), (50, [50, 10, 10]), (0, [50, 10, 10])],
)
def test_the_widest_columns_give_way_first(room, widths):
    assert narrowed([100, 60, 20], [50, 10, 10], room) == widths


@pytest.mark.parametrize("n_faces", [1, 2])
def test_refused_neutral_faces_need_not_scroll_sideways(qtbot, n_faces):
    picture = QPixmap(PICTURE_PX, PICTURE_PX)
    looks = Reference(Baseline((-2.0,) * 8, 20, "asked"), ("smile", "expression"))
    dialog = NeutralDialog(may_remove=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_measured([Measured(i, f"Person {i}", picture, looks, can_be_kept=True) for i in range(n_faces)])
    (area,) = dialog.findChildren(Scrolled)
    qtbot.wait_until(area.isVisible)
    qtbot.wait(20)
    assert area.horizontalScrollBar().maximum() == 0
