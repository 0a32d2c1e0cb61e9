from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget

from fer_desktop.app.task import Task
from fer_desktop.bench.stall_meter import StallMeter
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.theme import apply_theme, install_language, remove_languages
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.plain_text import plain_tip
from tests.fakes import WAIT_MS
from tests.ui.helpers import RECORDING, status


def test_a_job_reports_its_end(qtbot, bar):
    task = Task(lambda: 6 * 7, bar)
    with qtbot.waitSignal(task.finished, timeout=WAIT_MS) as signal:
        task.start()
    assert signal.args == [42]
    broken = Task(lambda: 1 / 0, bar)
    with qtbot.waitSignal(broken.failed, timeout=WAIT_MS) as signal:
        broken.start()
    assert isinstance(signal.args[0], ZeroDivisionError)


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
        ("slow", {"capture_fps": 0.0, "analysis_fps": 0.0}),  # a camera that stands still
        ("well", {"capture_fps": 0.0, "analysis_fps": 0.0, "frames_captured": 0}),  # sound alone
        ("lossy", {"frames_lost": 1}),
    ):
        window.show_status(status(**{**well, **changes}))
        assert window._health.state == state
    window.show_status(status(capture_fps=0.0))
    assert window.health_text == "Live, but no picture comes"
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


def test_closing_asks_somebody_else(window, qtbot):
    with qtbot.waitSignal(window.closing, timeout=WAIT_MS):
        window.close()
    assert window.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (900, 600), (2560, 1440)])
def test_the_window_fits(window, size):
    window.resize(*size)
    window.grab()
    assert (window.width(), window.height()) == size


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
    from fer_desktop.ui.widgets.translation import expression_name, listed, source_name

    application = qapp
    folder = assets_dir() / "translations"
    assert install_language(application, "en", folder) == "en"
    assert install_language(application, "zh_CN", folder) == "zh_CN"

    try:
        assert expression_name("happiness") != "happiness"
        assert (source_name("Demo"), source_name("Front camera")) == ("演示", "Front camera")
        assert listed(("a", "b")) == "a、b"
    finally:
        remove_languages(application)
    assert expression_name("happiness") == "happiness"
    assert (source_name("Demo"), listed(("a", "b"))) == ("Demo", "a, b")
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("fr_FR"))
    assert install_language(application, "system", folder) == "en"


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


def test_at_the_first_size_all_chips_stand_in_one_row(window, qtbot):
    """One chip alone in a second row takes the height of it from the curves."""
    window.resize(1180, 800)
    window.show()
    for page, legend in (
        (window.live, window.live.timelines.legend),
        (window.review, window.review.timelines.legend),
    ):
        window.show_page(page)
        qtbot.wait_until(lambda page=page: page.isVisible())
        qtbot.wait(20)
        assert len({chip.y() for chip in legend.chips}) == 1
        assert sum(chip.sizeHint().width() for chip in legend.chips) < page.width()


def test_nothing_can_be_asked_about_a_face_before_there_is_one(window):
    assert not window.user_actions.explain.isEnabled()
    assert not window.user_actions.next_face.isEnabled()


def test_full_screen_is_the_picture_to_the_edge(window, qtbot):
    window.show()
    window.user_actions.full_screen.trigger()
    layout = window.live.layout()
    assert layout.contentsMargins().isNull()
    window.user_actions.full_screen.trigger()
    assert not layout.contentsMargins().isNull()


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
