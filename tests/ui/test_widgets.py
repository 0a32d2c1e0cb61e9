from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Analysis, Frame, ModelInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import EngineStatus, Phase
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.choices import SIZES, SourceChoice
from fer_desktop.ui.controls import Controls
from fer_desktop.ui.jobs import Job
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.notices import Notices
from fer_desktop.ui.scores_panel import ScoresPanel
from fer_desktop.ui.timeline_plot import TimelinePlot
from fer_desktop.ui.video_view import VideoView
from tests.fakes import make_analysis, make_scores, make_tracked


def status(phase=Phase.RUNNING, is_recording=False, **changes):
    values = {
        "capture_fps": 30.0, "analysis_fps": 29.0, "latency_ms": (12.0, 20.0), "frames_captured": 100,
        "frames_skipped": 3, "frames_refused": 2, "results_refused": 1,
    }  # fmt: skip
    return EngineStatus(phase, is_recording, **{**values, **changes})


def picture(width=640, height=480):
    """Left half red, right half blue."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 255
    image[:, width // 2 :, 2] = 255
    image.flags.writeable = False
    return image


@pytest.fixture
def view(qtbot):
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(640, 480)
    return widget


def colour_at(widget, x, y):
    colour = widget.grab().toImage().pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


def test_the_picture_survives_the_array_it_came_from(view):
    frame = Frame(0, 0.0, picture())
    view.show_frame(frame)
    del frame
    assert colour_at(view, 100, 240) == (255, 0, 0)
    assert colour_at(view, 600, 240) == (0, 0, 255)


def test_the_mirror_changes_the_view_alone(view):
    frame = Frame(0, 0.0, picture())
    view.show_frame(frame)
    view.set_mirrored(True)
    assert colour_at(view, 100, 240) == (0, 0, 255)
    assert frame.image[0, 0].tolist() == [255, 0, 0]


def test_boxes_are_drawn_and_hidden_when_they_are_old(view):
    frame = Frame(30, 1.0, picture())
    view.show_frame(frame)
    bare = view.grab().toImage()
    view.show_analysis(Analysis(30, 1.0, (make_tracked(1, (200, 100, 400, 300)),), 1.0))
    assert view.grab().toImage() != bare
    view.show_analysis(Analysis(10, 0.6, (make_tracked(1, (200, 100, 400, 300)),), 1.0))
    assert view.grab().toImage() == bare


def test_a_click_selects_the_face_under_it_also_when_mirrored(view, qtbot):
    view.show_frame(Frame(0, 0.0, picture()))
    view.show_analysis(
        Analysis(0, 0.0, (make_tracked(1, (50, 50, 150, 200)), make_tracked(2, (400, 50, 500, 200))), 1.0)
    )
    for is_mirrored, x, wanted in ((False, 100, 1), (False, 450, 2), (True, 540, 1)):
        view.set_mirrored(is_mirrored)
        with qtbot.waitSignal(view.face_selected, timeout=1000) as signal:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
        assert signal.args == [wanted]


def test_a_message_takes_the_place_of_the_picture(view):
    view.show_frame(Frame(0, 0.0, picture()))
    view.show_message("No camera")
    assert colour_at(view, 10, 10) == (0x15, 0x17, 0x1A)


def test_bars_show_the_numbers(qtbot):
    panel = ScoresPanel()
    qtbot.addWidget(panel)
    panel.show_face(make_tracked(7, scores=make_scores(4, 0.65)))
    assert panel._title.text() == "Face 7"
    assert "anger 65%" in panel._bars.accessibleDescription()
    assert "Unreliable" not in panel._details.text()
    panel.show_face(make_tracked(7, quality=0.1))
    assert "Unreliable" in panel._details.text()
    panel.grab()
    panel.show_face(None)
    assert panel._title.text() == "No face"
    panel.grab()


def test_the_plot_has_a_gap_where_the_face_was_away(qtbot):
    plot = TimelinePlot()
    qtbot.addWidget(plot)
    timeline = Timeline()
    for i in range(90):
        timeline.append(make_analysis(i, [make_tracked(1, scores=make_scores(1, 0.9))] if not 30 <= i < 60 else []))
    plot.show_window(timeline.window(1, 0, 3), 3.0)
    x, y = plot._curves[1].getData()
    assert len(x) == 90
    assert np.isnan(y).nonzero()[0].tolist() == list(range(30, 60))
    assert y[0] == pytest.approx(0.9)
    plot.grab()
    plot.clear_window()
    assert plot._curves[1].getData()[0] is None or len(plot._curves[1].getData()[0]) == 0


@pytest.fixture
def controls(qtbot):
    widget = Controls()
    qtbot.addWidget(widget)
    return widget


def test_start_says_what_was_chosen(controls, qtbot):
    controls.set_sources([SourceChoice("camera", "Front camera", position=0)])
    controls.show_status(status(Phase.IDLE))
    with qtbot.waitSignal(controls.start_requested, timeout=1000) as signal:
        controls._start.click()
    assert signal.args == [SourceChoice("camera", "Front camera", position=0), SIZES[0]]


def test_without_a_camera_the_demo_is_offered(controls):
    assert controls._source.currentData().kind == "demo"


def test_buttons_follow_the_phase(controls, qtbot):
    assert not controls._record.isEnabled()
    controls.show_status(status())
    assert controls._start.text() == "Stop"
    assert not controls._source.isEnabled()
    assert not controls._record.isEnabled()
    controls.set_model_ready(True)
    assert controls._record.isEnabled()
    with qtbot.waitSignal(controls.stop_requested, timeout=1000):
        controls._start.click()
    controls.show_status(status(Phase.STOPPING))
    assert not controls._start.isEnabled()


def test_record_asks_once_and_then_ends(controls, qtbot):
    controls.set_model_ready(True)
    controls.show_status(status())
    asked = []
    controls.record_requested.connect(asked.append)
    controls._record.click()
    assert asked == [False]
    controls.show_status(status(is_recording=True))
    with qtbot.waitSignal(controls.stop_recording_requested, timeout=1000):
        controls._record.click()
    assert asked == [False]


def test_notices_wait_for_each_other_and_copy_their_report(qtbot):
    notices = Notices()
    qtbot.addWidget(notices)
    notices.show_notice("first")
    notices.show_notice("second", report="details")
    assert notices.shown_text == "first"
    notices._next()
    assert notices.shown_text == "second"
    assert not notices._copy.isHidden()
    notices._next()
    assert notices.shown_text == ""


def test_a_job_reports_its_end(qtbot, view):
    job = Job(lambda: 6 * 7, view)
    with qtbot.waitSignal(job.finished, timeout=5000) as signal:
        job.start()
    assert signal.args == [42]
    broken = Job(lambda: 1 / 0, view)
    with qtbot.waitSignal(broken.failed, timeout=5000) as signal:
        broken.start()
    assert isinstance(signal.args[0], ZeroDivisionError)


@pytest.fixture
def window(qtbot):
    widget = MainWindow()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_first_face_is_selected_and_kept_until_it_is_gone(window):
    window.show_analyses([make_analysis(0, [make_tracked(3), make_tracked(5)])])
    assert window._selected == 3
    window.show_analyses([make_analysis(10, [make_tracked(5)])])
    assert window._selected == 3
    window.show_analyses([make_analysis(100, [make_tracked(5)])])
    assert window._selected == 5
    window.begin("Opening...")
    assert window._selected == 0


def test_a_late_frame_does_not_hide_why_it_ended(window):
    window.begin("Opening...")
    window.show_frame(Frame(0, 0.0, picture()))
    window.end("Camera lost")
    window.show_frame(Frame(1, 0.1, picture()))
    assert window.video._message == "Camera lost"


def test_the_status_line_says_everything(window):
    window.show_model(ModelInfo("fer-1", "", "cpu"))
    window.show_status(status(is_recording=True))
    text = window._status.text()
    for part in ("REC", "capture 30 fps", "analysis 29 fps", "latency 12 ms", "skipped 3", "refused 3", "fer-1 on CPU"):
        assert part in text


def test_a_stalled_window_catches_up_quickly(window, qtbot):
    """A tick with 1,000 waiting results; the bound is generous, for busy machines."""
    analyses = [make_analysis(i, [make_tracked(1), make_tracked(2)]) for i in range(1000)]
    start = time.perf_counter()
    window.show_analyses(analyses)
    assert time.perf_counter() - start < 0.5


def test_the_bridge_hands_on_what_is_new(qtbot):
    bridge = Bridge(Engine(lambda: None))
    statuses = []
    bridge.status_changed.connect(statuses.append)
    bridge.tick()
    assert statuses[0].phase is Phase.IDLE
