from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray, QLocale, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget

from fer_desktop.app.camera_formats import known_cameras, offered_formats
from fer_desktop.app.task import Task
from fer_desktop.bench.stall_meter import StallMeter
from fer_desktop.core.lane import MARKERS, VALENCE
from fer_desktop.core.types import Marker, ModelInfo, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.settings import Settings
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.dialogs.help import AboutDialog, KeysDialog
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.live.choices import FORMATS, PictureFormat, SourceChoice
from fer_desktop.ui.live.top_bar import TopBar
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.theme import apply_theme, install_language
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.fitting import moved_inside
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.notices import Notices
from fer_desktop.ui.widgets.plain_text import plain_tip
from tests.fakes import WAIT_MS, make_tracked
from tests.ui.helpers import RECORDING, analysed, status

CAMERA = SourceChoice("camera", "Front camera", position=0)


def later(qtbot):
    """Wait until a press is no longer the second one of a double click, and the text has been read."""
    qtbot.wait(QApplication.doubleClickInterval() + 50)


@pytest.fixture
def actions():
    return Actions(None)


@pytest.fixture
def bar(qtbot, actions):
    widget = TopBar(actions)
    qtbot.addWidget(widget)
    return widget


def test_start_says_what_was_chosen(bar, actions, qtbot):
    bar.set_cameras([CAMERA])
    bar.show_status(status(Phase.IDLE))
    with qtbot.waitSignal(bar.start_requested, timeout=WAIT_MS) as signal:
        actions.start.trigger()
    assert signal.args == [CAMERA, FORMATS[0]]


def test_without_a_camera_the_demo_is_offered(bar):
    assert bar._source.currentData().kind == "demo"


def test_a_camera_that_is_plugged_in_shows_and_a_choice_stays(bar):
    bar._source.setCurrentIndex(3)
    bar._source.activated.emit(3)
    bar.set_cameras([CAMERA])
    assert bar._source.itemText(0) == "Front camera"
    assert bar._source.currentData().n_faces == 4
    bar.set_cameras([])
    assert bar._source.currentData().n_faces == 4


def test_a_choice_stays_with_its_camera_when_its_label_changes(bar):
    cameras = [SourceChoice("camera", f"HD ({i})", position=i, device=f"/{i}") for i in range(3)]
    bar.set_cameras(cameras)
    bar._source.setCurrentIndex(1)
    bar._source.activated.emit(1)
    bar.set_cameras([replace(cameras[1], label="HD (0)", position=0), replace(cameras[2], label="HD (1)", position=1)])
    assert bar._source.currentData().device == "/1"


FRONT = SourceChoice("camera", "Front", device="/dev/video0", name="Front")


def texts(bar):
    return [bar._source.itemText(i) for i in range(bar._source.count())]


@pytest.mark.parametrize("was_chosen", [False, True])
def test_an_unplugged_camera_stays_chosen_is_said_to_be_away_and_comes_back(bar, actions, qtbot, was_chosen):
    room = SourceChoice("camera", "Room", device="/dev/video2", name="Room")
    bar.set_cameras([FRONT, room])
    if was_chosen:
        bar._source.activated.emit(0)
    bar.show_status(status(Phase.IDLE))
    for there in ([room], [], [room]):
        bar.set_cameras(there)
        assert bar._source.currentText() == "Front (not connected)"
    with qtbot.waitSignal(bar.start_requested, timeout=1000) as signal:
        actions.start.trigger()
    assert (signal.args[0].device, signal.args[0].label) == ("/dev/video0", "Front")
    back = replace(FRONT, device="/dev/video4")  # the system may give it another number
    with qtbot.waitSignal(bar.camera_returned, timeout=1000) as signal:
        bar.set_cameras([room, back])
    assert signal.args == ["Front"]
    assert bar._source.currentData() == back
    assert texts(bar)[:2] == ["Room", "Front"]


def test_an_unplugged_camera_gives_its_place_to_no_other_of_its_name(bar):
    twin = replace(FRONT, label="Front (1)", device="/dev/video2")
    bar.set_cameras([replace(FRONT, label="Front (0)"), twin])
    bar.set_cameras([replace(twin, label="Front")])
    assert bar._source.currentData().is_away
    assert bar._source.currentData().device == "/dev/video0"
    bar.set_cameras([replace(FRONT, name="Other", label="Other"), replace(twin, label="Front")])  # at its old place
    assert bar._source.currentData().is_away


def test_the_format_that_a_camera_agreed_to_is_shown(bar):
    offered = (PictureFormat(640, 480), PictureFormat(1280, 720, 10))
    bar.set_cameras([replace(FRONT, formats=offered)])
    bar.show_agreed(PictureFormat(1280, 720, 10.0))
    assert (bar._format.currentText(), bar._format.count()) == ("1280 × 720, 10 fps", 2)
    bar.show_agreed(PictureFormat(1280, 720, 7.5))
    assert (bar._format.currentText(), bar._format.count()) == ("1280 × 720, 7.5 fps", 3)


def test_what_the_command_line_started_shows_in_the_list(bar):
    second = SourceChoice("camera", "Other camera", position=1)
    bar.set_cameras([CAMERA, second])
    bar.show_choice(second, FORMATS[1])
    assert bar._source.currentText() == "Other camera"
    assert bar._format.currentData() == FORMATS[1]
    bar.show_choice(SourceChoice("demo", "", n_faces=4), FORMATS[0])
    assert bar._source.currentText() == "Demo, four faces"
    bar.show_choice(SourceChoice("file", "clip.mp4", path="clip.mp4"), FORMATS[0])
    assert bar._source.currentData().kind == "file"
    bar.set_cameras([CAMERA])
    assert bar._source.currentData().kind == "file"


def test_a_camera_offers_its_own_formats_and_the_wanted_one_is_kept_near(bar):
    small, large, fast = PictureFormat(640, 360), PictureFormat(1920, 1080), PictureFormat(1280, 720, 60)
    bar.set_cameras([CAMERA, replace(CAMERA, label="Other", formats=(small, fast, large))])
    assert [bar._format.itemData(i) for i in range(bar._format.count())] == list(FORMATS)
    bar._format.setCurrentIndex(2)
    bar._format.activated.emit(2)
    bar._source.setCurrentIndex(1)
    assert [bar._format.itemData(i) for i in range(bar._format.count())] == [small, fast, large]
    assert bar._format.currentData() == fast
    bar.set_cameras([])
    assert bar._format.currentData() == fast


@dataclass
class FakeFormat:
    width: int
    height: int
    fps: float

    def resolution(self):
        return QSize(self.width, self.height)

    def maxFrameRate(self):
        return self.fps


@dataclass
class FakeDevice:
    path: str
    name: str
    formats: tuple = ()

    def id(self):
        return QByteArray(self.path.encode())

    def description(self):
        return self.name

    def videoFormats(self):
        return self.formats


def test_what_a_camera_offers_is_found_by_its_path_then_by_its_name():
    offers = (FakeFormat(1280, 720, 30.0), FakeFormat(640, 480, 29.97), FakeFormat(640, 480, 30.0), FakeFormat(1, 1, 1))
    known = [
        FakeDevice("/dev/video0", "Cam", offers),
        FakeDevice("/dev/video2", "Cam"),
        FakeDevice("/x", "One", offers),
    ]
    found = (PictureFormat(640, 480), PictureFormat(1280, 720))
    assert offered_formats("/dev/video0", "", known) == found
    assert offered_formats("/DEV/VIDEO0", "", known) == found
    assert offered_formats("", "One", known) == found
    assert offered_formats("/dev/video2", "Cam", known) == FORMATS  # nothing is known of it
    assert offered_formats("", "Cam", known) == FORMATS  # two have this name
    assert offered_formats("/dev/video9", "None", known) == FORMATS
    assert offered_formats("/dev/video0", "Cam", []) == FORMATS


def test_qt_is_asked_for_cameras(monkeypatch):
    there = [FakeDevice("/dev/video0", "Cam")]
    monkeypatch.setitem(
        sys.modules, "PySide6.QtMultimedia", SimpleNamespace(QMediaDevices=SimpleNamespace(videoInputs=lambda: there))
    )
    assert known_cameras() == there
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)  # its libraries are missing
    assert known_cameras() == []


def test_buttons_follow_the_phase(bar, actions, qtbot):
    assert not actions.record.isEnabled()
    bar.show_status(status())
    assert actions.start.text() == "Stop"
    assert bar._source.isEnabled()  # another source takes the place of the one that runs
    assert not actions.record.isEnabled()
    bar.set_can_record(True)
    assert actions.record.isEnabled()
    assert not actions.marker.isEnabled()
    later(qtbot)
    with qtbot.waitSignal(bar.stop_requested, timeout=WAIT_MS):
        actions.start.trigger()
    bar.show_status(status(Phase.STOPPING))
    assert not actions.start.isEnabled()
    assert not bar._source.isEnabled()


def test_another_source_that_is_chosen_while_one_runs_starts_at_once(bar, qtbot):
    bar.set_cameras([CAMERA])
    bar.show_status(status())
    with qtbot.waitSignal(bar.start_requested, timeout=WAIT_MS) as signal:
        bar._source.setCurrentIndex(2)
        bar._source.activated.emit(2)
    assert signal.args[0].kind == "demo"


@pytest.fixture
def asked(bar):
    """What the row above the video asks for, in order."""
    found = []
    for name in ("start", "stop", "record", "stop_recording"):
        getattr(bar, f"{name}_requested").connect(lambda *_, name=name: found.append(name))
    return found


def test_record_records_and_later_ends(bar, actions, asked, qtbot):
    bar.set_can_record(True)
    bar.show_status(status())
    actions.record.trigger()
    bar.show_status(status(recording=RECORDING))
    assert actions.marker.isEnabled()
    assert bar.recording_text == "1:02:05 \n12 MB written, 80 GB free"
    later(qtbot)
    actions.record.trigger()
    assert asked == ["record", "stop_recording"]


def test_the_second_press_of_a_double_click_undoes_nothing(bar, actions, asked, qtbot):
    bar.set_can_record(True)
    bar.show_status(status(Phase.IDLE))
    actions.start.trigger()
    bar.show_status(status())
    actions.start.trigger()
    assert asked == ["start"]
    later(qtbot)
    bar.show_status(status(Phase.FAILED))  # the button says Start, but nobody has read it yet
    actions.start.trigger()
    assert asked == ["start"]
    bar.show_status(status())
    actions.record.trigger()
    bar.show_status(status(recording=RECORDING))
    actions.record.trigger()
    assert asked == ["start", "record"]


@pytest.fixture
def notices(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return Notices(page)


def test_notices_are_shown_together_and_copy_their_report(notices):
    notices.show_notice("first")
    notices.show_notice("second", report="details")
    notices.show_notice("first")  # once is enough
    assert notices.shown_text == "second\nfirst"
    assert [notice.copy.isHidden() for notice in notices.shown] == [False, True]
    notices.shown[0].copy.click()
    assert QApplication.clipboard().text() == "details"
    notices.dismiss()
    notices.dismiss()
    assert notices.shown_text == ""
    assert notices.isHidden()


def test_what_passes_gives_way_and_losses_stay_in_red_until_they_are_sent_away(notices, qtbot):
    notices.show_loss("3 frames", "video")
    for word in ("a", "b", "c", "d"):
        notices.show_notice(word)
    notices.show_loss("5 frames", "video")
    assert notices.shown_text == "b\nc\nd\n5 frames"
    for notice in notices.shown:
        if not notice.stays:
            notice.closed.emit()  # its time is over
    assert notices.shown_text == "5 frames"
    assert notices.shown[0].property("isLoss")


def test_notices_lie_over_the_page_and_stay_in_its_corner(notices):
    page = notices.parentWidget()
    notices.show_notice("word " * 60)
    page.resize(500, 400)
    assert page.rect().contains(notices.geometry())


def test_a_job_reports_its_end(qtbot, bar):
    task = Task(lambda: 6 * 7, bar)
    with qtbot.waitSignal(task.finished, timeout=WAIT_MS) as signal:
        task.start()
    assert signal.args == [42]
    broken = Task(lambda: 1 / 0, bar)
    with qtbot.waitSignal(broken.failed, timeout=WAIT_MS) as signal:
        broken.start()
    assert isinstance(signal.args[0], ZeroDivisionError)


@pytest.fixture
def window(qtbot):
    widget = MainWindow()
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    widget.close_now()


def test_the_status_line_says_everything(window):
    window.show_model(ModelInfo("fer-1", "", "cpu"))
    window.show_source(SourceInfo("cam", 1280, 720, 30.0, is_live=True))
    window.show_status(status(recording=RECORDING))
    wanted = (
        "1280 × 720",
        "capture 30 fps",
        "analysis 29 fps",
        "latency 12 ms",
        "skipped 3",
        "dropped 3",
        "fer-1 on CPU",
    )
    for part in wanted:
        assert part in window.status_text
    assert window.health_text == "Live, 29 fps, 12 ms, 3 frames lost"


def test_the_dot_says_how_the_run_is_on_the_live_page_alone(window):
    well = {"frames_refused": 0, "results_refused": 0}
    for state, changes in (
        ("well", {}),
        ("slow", {"analysis_fps": 9.0}),
        ("slow", {"latency_ms": (400.0, 500.0)}),
        ("lossy", {"frames_lost": 1}),
    ):
        window.show_status(status(**{**well, **changes}))
        assert window._health.state == state
    window.show_status(status(Phase.IDLE))
    assert window._health.state == "rest"
    assert window.statusBar().isVisible()
    window.show_page(window.sessions)
    assert not window.statusBar().isVisible()


def test_full_screen_and_escape(window, qtbot):
    window.user_actions.full_screen.trigger()
    assert window.isFullScreen()
    assert not window.live.top_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.live.top_bar.isVisible()


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


def test_closing_asks_somebody_else(window, qtbot):
    with qtbot.waitSignal(window.closing, timeout=WAIT_MS):
        window.close()
    assert window.isVisible()


def test_every_action_has_its_own_key_and_words(actions):
    keys = [action.shortcut().toString() for action in actions.all if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    actions.set_marker_labels(tuple("abcdefghi"))
    assert all(action.text() and action.whatsThis() for action in actions.all)
    for action in actions.all:
        if not action.shortcut().isEmpty():
            assert "(" in action.toolTip()


@pytest.mark.parametrize("size", [(1280, 720), (900, 600), (2560, 1440)])
def test_the_window_fits(window, size):
    window.resize(*size)
    window.grab()
    assert (window.width(), window.height()) == size


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


def test_names_of_files_are_never_html(window, monkeypatch, qtbot):
    text = "<h1>name</h1>"
    window.notices.show_notice(text)
    assert window.notices.shown[0].label.textFormat() == Qt.TextFormat.PlainText
    shown = []

    def answer(box):
        shown.append((box.text(), box.textFormat()))
        return QMessageBox.StandardButton.Ok

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window.ask("Delete", text, "Delete")
    window.notices.show_problem("Delete", text)
    assert shown == [(text, Qt.TextFormat.PlainText)] * 2
    assert plain_tip("a & b") == "a & b"
    assert "&lt;h1&gt;" in plain_tip(text)


def test_a_key_that_is_held_is_one_wish(actions):
    assert not any(action.autoRepeat() for action in actions.all)


def test_about_names_versions_and_the_model(qtbot):
    dialog = AboutDialog(ModelInfo("fer-9", "abc", "cpu"), "# Card")
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QTextBrowser

    text = dialog.findChild(QTextBrowser).toPlainText()
    for part in ("fer-9", "CPU", "abc", "torch 2.", "BSD-3-Clause", "Card", "PySide6"):
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


def test_the_bridge_hands_on_what_is_new(qtbot):
    ticks_ms = []
    bridge = Bridge(Engine(lambda: None), meter=ticks_ms.append)
    statuses = []
    bridge.status_changed.connect(statuses.append)
    with qtbot.waitSignal(bridge.status_changed, timeout=WAIT_MS):  # in the last part of the tick
        bridge.tick()
    assert statuses[0].phase is Phase.IDLE
    qtbot.waitUntil(lambda: len(ticks_ms) == 3, timeout=WAIT_MS)


def test_the_stall_meter_sees_a_stall(qtbot):
    import time

    meter = StallMeter()
    meter.start()
    qtbot.wait(50)
    time.sleep(0.1)
    qtbot.wait(50)
    meter.stop()
    assert 80 < max(meter.stalls_ms) < 1000


def test_chinese_is_installed_and_an_unknown_language_is_english(qtbot, qapp, monkeypatch):
    from fer_desktop.paths import assets_dir
    from fer_desktop.ui.widgets.translation import expression_name

    application = qapp
    folder = assets_dir() / "translations"
    assert install_language(application, "en", folder) == "en"
    assert install_language(application, "zh_CN", folder) == "zh_CN"
    from PySide6.QtCore import QTranslator

    try:
        assert expression_name("happiness") != "happiness"
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
    assert expression_name("happiness") == "happiness"
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("fr_FR"))
    assert install_language(application, "system", folder) == "en"


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


def test_the_passphrase_can_be_typed_at_once(qtbot):
    dialog = PassphraseDialog("x" * 300)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog._first
    assert dialog.width() < 800


def test_nothing_in_the_row_above_the_video_moves_when_a_recording_starts(window, qtbot):
    window.show()
    bar = window.live.top_bar
    bar.set_can_record(True)

    def places(state):
        bar.show_status(state)
        qtbot.wait(20)
        return [child.geometry() for child in bar.findChildren(QWidget) if child.isVisible()]

    at_rest = places(status(Phase.IDLE))
    assert places(status()) == at_rest
    assert places(status(recording=RECORDING)) == at_rest


def test_a_new_source_begins_without_the_values_of_the_last_one(window):
    window.live.timelines.point_at(3.0)
    assert window.live.timelines.values_text
    window.live.begin("Opening...")
    assert window.live.timelines.values_text == ""


def test_nothing_can_be_asked_about_a_face_before_there_is_one(window):
    assert not window.user_actions.explain.isEnabled()
    assert not window.user_actions.next_face.isEnabled()


def test_a_dialog_that_would_open_beside_the_screen_opens_on_it():
    screen = QRect(0, 0, 1366, 768)
    assert moved_inside(QRect(-50, 700, 400, 300), screen) == QRect(0, 468, 400, 300)
    assert moved_inside(QRect(1200, -20, 400, 900), screen) == QRect(966, 0, 400, 900)


def test_full_screen_is_the_picture_to_the_edge(window, qtbot):
    window.show()
    window.user_actions.full_screen.trigger()
    layout = window.live.layout()
    assert layout.contentsMargins().isNull()
    window.user_actions.full_screen.trigger()
    assert not layout.contentsMargins().isNull()


def test_the_demo_offers_one_two_and_four_faces(bar):
    choices = [bar._source.itemData(row) for row in range(bar._source.count())]
    assert [choice.n_faces for choice in choices if choice.kind == "demo"] == [1, 2, 4]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_icons_and_fields_can_be_seen_on_light_and_on_dark(qtbot, theme):
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme)
    try:
        pictured = icon("marker").pixmap(32, 32).toImage()
        inked = next(c for x in range(32) for y in range(32) if (c := pictured.pixelColor(x, y)).alpha() == 255)
        ground = application.palette().button().color()
        assert abs(inked.lightness() - ground.lightness()) > 100
        frame = application.palette(QLineEdit()).window().color().darker(140)
        assert abs(frame.lightness() - application.palette().base().color().lightness()) > 50
    finally:
        apply_theme(application, "light")
