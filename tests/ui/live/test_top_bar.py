"""The row above the video: sources, formats, Start and Record."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QApplication

from fer_desktop.app.camera_formats import known_cameras, offered_formats
from fer_desktop.engine.status import Phase
from fer_desktop.ui.live.choices import FORMATS, PictureFormat, SourceChoice
from tests.fakes import WAIT_MS
from tests.ui.helpers import RECORDING, status

CAMERA = SourceChoice("camera", "Front camera", position=0)


def later(qtbot):
    """Wait until a press is no longer the second one of a double click, and the text has been read."""
    qtbot.wait(QApplication.doubleClickInterval() + 50)


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


def test_the_demo_offers_one_two_and_four_faces(bar):
    choices = [bar._source.itemData(row) for row in range(bar._source.count())]
    assert [choice.n_faces for choice in choices if choice.kind == "demo"] == [1, 2, 4]
