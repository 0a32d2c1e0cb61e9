"""On a screen of 683 x 384 (1366 x 768 at twice the size) everything can be reached, in both languages."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from fer_desktop.core.types import Frame, ModelInfo
from fer_desktop.paths import assets_dir
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.dialogs.help import AboutDialog, KeysDialog
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.dialogs.picture import PictureDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.theme import apply_theme, install_language, remove_languages
from fer_desktop.ui.video.face_overlay import FaceOverlay, Placement
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.heading import make_warning
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.thumbnail import THUMBNAIL_PX, thumbnail
from tests.factories import write_session
from tests.fakes import WAIT_MS, make_analysis, make_tracked
from tests.ui.helpers import RECORDING, analysed, status

SCREEN = QRect(0, 0, 683, 384)
FACES = [make_tracked(i, (90 * i, 20, 90 * i + 70, 80)) for i in range(1, 5)]


class SmallScreen:
    def availableGeometry(self):
        return SCREEN


@pytest.fixture(params=["en", "zh_CN"])
def language(request, qtbot, qapp):
    application = qapp
    assert install_language(application, request.param, assets_dir() / "translations") == request.param
    yield request.param
    remove_languages(application)


@pytest.fixture
def small_screen(monkeypatch):
    monkeypatch.setattr(QWidget, "screen", lambda self: SmallScreen())


@pytest.fixture
def window(language, small_screen, qtbot):
    """A window that records four selected faces."""
    widget = MainWindow()
    qtbot.addWidget(widget)
    widget.user_actions.set_marker_labels(tuple("123456789"))
    widget.show()
    widget.live.begin("")
    widget.live.show_analyses([make_analysis(0, FACES)])
    widget.live.show_analysed(analysed(3, FACES))
    widget.live.show_time(analysed(3, []).frame.time_s)
    for face in FACES[1:]:
        widget.live.cards.face_selected.emit(face.track_id, True)
    widget.show_status(status(recording=RECORDING))
    widget.live.timelines.point_at(0.0)
    yield widget
    widget.close_now()


def scroll_bars(area):
    return [bar for bar in (area.horizontalScrollBar(), area.verticalScrollBar()) if bar.maximum() > bar.minimum()]


def test_the_window_has_room_with_four_faces_and_its_pages_need_not_scroll(window, qtbot):
    assert len(window.live.selected) == 4
    assert SCREEN.width() - 20 < window.width() <= SCREEN.width()
    assert window.height() < SCREEN.height()
    area = next(area for area in window.findChildren(Scrolled) if area.isAncestorOf(window.pages))
    qtbot.waitUntil(lambda: not scroll_bars(area), timeout=WAIT_MS)
    least = window.minimumSizeHint()
    assert least.width() <= SCREEN.width()
    assert least.height() <= SCREEN.height()
    window.notices.show_notice("late " * 10)
    qtbot.wait(50)
    assert window.height() < SCREEN.height()
    assert window.statusBar().geometry().bottom() < window.height()


def test_four_faces_do_not_make_the_window_higher(window, qtbot):
    four = window.pages.minimumSizeHint()
    window.live.cards.face_selected.emit(1, False)
    assert window.pages.minimumSizeHint() == four


def test_full_screen_has_room_too(window, qtbot):
    window.user_actions.full_screen.trigger()
    assert window.minimumSizeHint().width() <= SCREEN.width()
    assert window.minimumSizeHint().height() <= SCREEN.height()
    assert window.pages.minimumSizeHint().height() <= SCREEN.height()
    qtbot.keyClick(window, Qt.Key.Key_Escape)


def png(width, height):
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


def dialogs(window, folder):
    yield WelcomeDialog(window)
    yield SettingsDialog(Settings(), folder, window)
    yield KeysDialog(window.user_actions, window)
    yield AboutDialog(ModelInfo("fer-9", "abc", "cpu"), "# Card\n\n" + "words " * 900, window)
    yield PassphraseDialog(parent=window)
    yield PassphraseDialog("a session", window)
    yield ExportDialog(load_session(write_session(folder, "s")), parent=window)
    yield PictureDialog("Face 1", png(900, 700), window)


def test_every_dialog_fits_and_shows_its_buttons_and_whole_lines(window, qtbot, tmp_path):
    for dialog in dialogs(window, tmp_path):
        dialog.open()
        assert dialog.width() <= SCREEN.width(), dialog
        assert dialog.height() <= SCREEN.height() - 24, dialog  # a title bar comes on top
        buttons = dialog.findChild(QDialogButtonBox)
        assert dialog.rect().contains(buttons.geometry()), dialog
        assert all(button.visibleRegion().boundingRect() == button.rect() for button in buttons.buttons())
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        dialog.close()


def test_dialogs_need_not_scroll_where_there_is_room(language, qtbot, tmp_path):
    room = QGuiApplication.primaryScreen().availableGeometry()
    for dialog in (
        WelcomeDialog(),
        ExportDialog(load_session(write_session(tmp_path, "s"))),
        SettingsDialog(Settings(), tmp_path),
    ):
        qtbot.addWidget(dialog)
        dialog.show()
        assert room.width() >= dialog.width()
        for area in dialog.findChildren(QScrollArea):
            assert not area.isVisible() or not scroll_bars(area)


def test_a_window_gets_its_size_where_there_is_room(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    fit_to_screen(widget, QSize(200, 100))
    assert widget.size() == QSize(200, 100)


@pytest.fixture
def row(qtbot):
    """Three buttons of 100 pixels, and a line that takes the rest."""
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = FlowRow(widget)
    for _ in range(3):
        button = QPushButton()
        button.setFixedSize(100, 20)
        layout.addWidget(button)
    layout.addWidget(ElidedLabel())
    return widget


def test_a_row_asks_for_sizes_once_until_one_is_another(row, qtbot):
    button, asked = row.layout().itemAt(0).widget(), []

    class Counting(QPushButton):
        def sizeHint(self):
            asked.append(self.text())
            return QSize(100 + 10 * len(self.text()), 20)

    counting = Counting()
    row.layout().addWidget(counting)
    row.resize(1200, 20)
    row.show()
    qtbot.wait(20)
    n_asked = len(asked)
    for width in (1100, 1000, 900, 800):
        row.resize(width, 20)
    assert len(asked) == n_asked
    counting.setText("longer")
    qtbot.waitUntil(lambda: counting.width() == 160, timeout=WAIT_MS)
    button.hide()
    qtbot.waitUntil(lambda: row.layout().itemAt(1).widget().x() == 0, timeout=WAIT_MS)


def test_a_row_goes_on_below_and_comes_back(row, qtbot):
    children = [row.layout().itemAt(i).widget() for i in range(4)]
    widget = row
    widget.resize(600, 20)
    widget.show()
    assert len({child.geometry().center().y() for child in children}) == 1
    assert children[3].geometry().right() == 599
    widget.resize(230, 20)
    qtbot.waitUntil(lambda: widget.minimumSizeHint().height() > 40, timeout=WAIT_MS)
    assert children[2].y() > children[1].y()
    assert children[2].x() == 0
    assert children[3].geometry().right() == 229
    children[0].hide()
    qtbot.waitUntil(lambda: children[1].x() == 0, timeout=WAIT_MS)
    widget.resize(600, 20)
    qtbot.waitUntil(lambda: widget.minimumSizeHint().height() <= 22, timeout=WAIT_MS)
    assert widget.layout().itemAt(9) is None
    assert widget.layout().takeAt(9) is None


def test_a_line_that_is_too_long_is_cut_but_known(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text("word " * 50)
    label.resize(120, 20)
    assert label.minimumSizeHint().width() < 120
    assert label.text == "word " * 50
    label.grab()


def overlapping(areas):
    return [(a, b) for i, a in enumerate(areas) for b in areas[:i] if a.intersects(b)]


@pytest.mark.parametrize("scale", [1.0, 0.55, 0.4])
def test_labels_of_four_faces_do_not_cover_each_other(qtbot, scale):
    picture = QPixmap(round(480 * scale), round(200 * scale))
    painter = QPainter(picture)
    where = Placement(picture.rect().toRectF(), scale, False)
    labels = FaceOverlay(names={1: "Mia"}).place_labels(painter, FACES, where)
    assert not overlapping([area for area, _ in labels])
    assert labels[0][1].startswith("Mia")
    assert all(area.right() <= picture.width() + 1 for area, _ in labels)
    short = FaceOverlay().place_labels(painter, FACES, where, [picture.rect().toRectF()])
    assert [text for _, text in short] == ["1", "2", "3", "4"]
    painter.end()


def test_the_picture_of_a_face_is_as_sharp_as_the_screen():
    frame = Frame(0, 0.0, np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8))
    for pixel_ratio in (1.0, 1.5, 2.0):
        pixmap = thumbnail(frame, make_tracked(1, (200, 100, 400, 300)), THUMBNAIL_PX, pixel_ratio)
        assert pixmap.width() == round(64 * pixel_ratio)
        assert pixmap.deviceIndependentSize().toSize() == QSize(64, 64)


def contrast(one, other):
    """Of two colours, as WCAG 2 defines it."""

    def luminance(colour):
        parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.getRgbF()[:3]]
        return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_notes_can_be_read(qtbot, tmp_path, theme, qapp):
    application = qapp
    apply_theme(application, theme)
    dialog = SettingsDialog(Settings(), tmp_path)
    qtbot.addWidget(dialog)
    notes = [label for label in dialog.findChildren(QLabel) if label.wordWrap()]
    assert len(notes) > 5
    for label in notes:
        assert label.isEnabled()
        ground = label.palette().color(QPalette.ColorRole.Window)
        assert contrast(label.palette().color(label.foregroundRole()), ground) >= 4.5
    field = dialog._folder.palette()
    assert contrast(field.color(QPalette.ColorRole.PlaceholderText), field.color(QPalette.ColorRole.Base)) >= 4.5
    apply_theme(application, "light")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_warnings_can_be_read_also_after_a_change_of_theme(qtbot, theme, qapp):
    warning = QLabel("Unreliable: too dark")
    qtbot.addWidget(warning)
    make_warning(warning)
    apply_theme(qapp, theme)
    ground = warning.palette().color(QPalette.ColorRole.Window)
    assert contrast(warning.palette().color(warning.foregroundRole()), ground) >= 4.5
    apply_theme(qapp, "light")
