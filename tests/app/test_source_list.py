"""Which camera a choice stands for, while cameras come and go."""

from __future__ import annotations

from typing import Any

import pytest

from fer_desktop.app import source_list
from fer_desktop.app.source_list import SourceList
from fer_desktop.capture.camera import CameraDevice
from fer_desktop.errors import CameraNotFound
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.fakes import WAIT_MS

FACE = CameraDevice("Face cam", 0, 200, "/dev/video0")
ROOM = CameraDevice("Room cam", 2, 200, "/dev/video2")


@pytest.fixture
def cameras(qapp, monkeypatch):
    """A list that is told which cameras there are; gives the choices that it then offers."""
    monkeypatch.setattr(source_list, "known_cameras", list)
    sources: Any = SourceList()
    offered = []
    sources.changed.connect(offered.append)

    def connect(*devices):
        sources._on_listed(devices)
        return offered[-1]

    sources.connect_only = connect
    return sources


def opened(sources, choice):
    """The camera that a choice opens."""
    return sources.factory(choice, FORMATS[0])()._device


def test_a_choice_opens_its_own_camera_wherever_it_is_in_the_list(cameras):
    face, room = cameras.connect_only(FACE, ROOM)
    assert (face.device, room.device, room.position) == ("/dev/video0", "/dev/video2", 1)
    assert opened(cameras, face) == FACE
    assert opened(cameras, room) == ROOM
    cameras.connect_only(ROOM)
    assert opened(cameras, room) == ROOM
    with pytest.raises(CameraNotFound, match="'Face cam' is not connected") as caught:
        opened(cameras, face)
    assert "Connect it" in caught.value.hint


def test_a_camera_that_comes_back_under_another_path_is_known_by_its_name(cameras):
    face, _ = cameras.connect_only(FACE, ROOM)
    back = CameraDevice("Face cam", 4, 200, "/dev/video4")
    cameras.connect_only(CameraDevice("Room cam", 0, 200, "/dev/video0"), back)
    assert opened(cameras, face) == back


def test_of_two_cameras_of_one_name_the_path_decides(cameras):
    twin = CameraDevice("Face cam", 2, 200, "/dev/video2")
    first, second = cameras.connect_only(FACE, twin)
    assert (first.label, second.label) == ("Face cam (0)", "Face cam (1)")
    cameras.connect_only(twin)
    assert opened(cameras, second) == twin
    with pytest.raises(CameraNotFound):
        opened(cameras, first)
    with pytest.raises(CameraNotFound):  # which of the two is not known
        cameras.connect_only(FACE, twin)
        opened(cameras, SourceChoice("camera", "Face cam"))


def test_a_camera_without_a_path_is_known_by_its_name(cameras):
    (virtual,) = cameras.connect_only(CameraDevice("Virtual", 1, 700))
    assert opened(cameras, virtual).name == "Virtual"
    twins = CameraDevice("Virtual", 1, 700), CameraDevice("Virtual", 2, 700)
    assert [opened(cameras, choice) for choice in cameras.connect_only(*twins)] == list(twins)
    cameras.connect_only()
    with pytest.raises(CameraNotFound):
        opened(cameras, virtual)


def test_where_cameras_cannot_be_listed_there_are_none(qtbot, monkeypatch):
    def broken():
        raise RuntimeError("no library for cameras")

    told = []
    monkeypatch.setattr(source_list, "unexpected", told.append)
    monkeypatch.setattr(source_list, "_list_cameras", broken)
    sources = SourceList()
    with qtbot.waitSignal(sources.changed, timeout=WAIT_MS) as first:
        sources.look()
    assert first.args == [[]]
    assert sources.named("demo").kind == "demo"
    assert [str(error) for error in told] == ["no library for cameras"]
