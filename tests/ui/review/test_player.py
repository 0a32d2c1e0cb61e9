"""Moving through a session: the video, what is drawn over it, keys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.errors import SessionDamaged
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.factories import write_session
from tests.fakes import WAIT_MS
from tests.ui.review.helpers import open_in


def test_no_picture_of_the_session_before_comes_late(player):
    player.open(None, 0.0, 1.0)
    player._pictures.put(Frame(0, 0.0, np.zeros((4, 4, 3), np.uint8)))
    player.open(None, 0.0, 1.0)
    player._tick()
    assert player.shown == []


def test_a_damaged_video_is_told_and_the_rest_works(page, tmp_path, qtbot):
    folder = write_session(tmp_path, "a", with_video=True)
    (folder / "video.mp4").write_bytes(b"no video")
    open_in(page, folder)
    qtbot.waitUntil(lambda: "video.mp4 cannot be read" in page.video.message, timeout=WAIT_MS)
    page.player.seek(1.0)
    page.transport.play.click()
    assert page.player.is_playing
    assert page.statistics.rowCount() == 4
    open_in(page, write_session(tmp_path, "b", with_video=True))
    assert page.video.message == ""
    qtbot.waitUntil(lambda: page.video._frame is not None, timeout=WAIT_MS)


class Damaged:
    """A video that can be opened, with a picture at each even second alone."""

    def __init__(self, error=None):
        self._error = error

    def frame_at(self, time_s):
        if round(time_s) % 2 == 0:
            return Frame(0, time_s, np.zeros((4, 4, 3), np.uint8))
        if self._error:
            raise self._error
        return None

    def close(self):
        pass


def test_a_place_that_cannot_be_read_is_told_until_there_is_a_picture(player, qtbot):
    player.open(Damaged, 1.0, 9.0)
    qtbot.waitUntil(lambda: bool(player.told), timeout=WAIT_MS)
    assert player.told[0].message == "The video cannot be read here."
    player.seek(2.0)
    qtbot.waitUntil(lambda: bool(player.shown), timeout=WAIT_MS)
    n_told = len(player.told)
    player.seek(3.0)
    qtbot.wait(100)
    assert len(player.told) == n_told  # the picture before it stays


def test_an_encrypted_video_that_was_changed_does_not_end_the_pictures(player, qtbot):
    player.open(lambda: Damaged(SessionDamaged("changed")), 1.0, 9.0)
    qtbot.waitUntil(lambda: bool(player.told), timeout=WAIT_MS)
    player.seek(2.0)
    qtbot.waitUntil(lambda: bool(player.shown), timeout=WAIT_MS)
    assert player.told[0].message == "changed"


def test_playing_stays_in_the_zoomed_view_and_takes_it_along(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page.timelines.show_range(0.2, 0.4)
    page.player.play()
    page.player.seek(0.9)
    assert page.timelines.shown_range == pytest.approx((0.9, 1.1))
    page.player.pause()
    page.player.seek(0.1)  # a look at another place moves nothing
    assert page.timelines.shown_range == pytest.approx((0.9, 1.1))


def test_nothing_before_the_beginning_can_be_dragged_into_sight(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    box = page.timelines.blocks[0].plot("valence").getViewBox()
    box.setXRange(-5, 0.5, padding=0)
    assert box.viewRange()[0][0] >= 0


def test_keys_move_by_frame_and_by_second_and_play(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page.setFocus()
    press = partial(QTest.keyClick, page)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert page.player.now_s == pytest.approx(2 / 30, abs=1e-5)
    press(Qt.Key.Key_Left)
    assert page.player.now_s == pytest.approx(1 / 30, abs=1e-5)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.player.now_s == pytest.approx(1 + 1 / 30, abs=1e-5)
    press(Qt.Key.Key_End)
    assert page.player.now_s == pytest.approx(44 / 30, abs=1e-5)
    press(Qt.Key.Key_Home)
    assert page.player.now_s == 0
    press(Qt.Key.Key_Space)
    assert page.player.is_playing


def test_faces_are_drawn_over_the_video_as_they_were_found(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.player.seek(0.5)
    qtbot.waitUntil(lambda: len(page.video._faces) == 2, timeout=WAIT_MS)
    face = page.video._faces[1]
    assert face.face.box.tolist() == [10, 20, 60, 80]
    assert (face.scores.top, page.video._overlay.names[2]) == ("anger", "Max")


def test_a_session_of_sound_alone_opens(page, tmp_path):
    facts = VoiceFacts(source="talk.wav", track=1, model=ModelFacts(model_id="voice-test"))
    source = SourceInfo("talk.wav", 0, 0, 0.0)
    writer = SessionWriter(tmp_path, SessionHeader("talk", source, ModelInfo("", "", ""), voice=facts))
    writer.add_heard(Heard((VoiceSample(0.0, 0.25, False), VoiceSample(0.25, 0.25, True, 1))))
    open_in(page, Path(writer.close(RecordingCounts(0, 0, 0))))
    assert page.isVisible()
