"""The sound of a session, in step with its pictures."""

from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.errors import SessionUnreadable
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.review.sound_player import SoundPlayer


class FakeReader:
    """Ten seconds whose samples say when they are."""

    def __init__(self) -> None:
        self.starts: list[float] = []
        self.was_closed = False

    def blocks(self, start_s: float):
        self.starts.append(start_s)
        for i in range(int(start_s * 10), 100):
            times = i / 10 + np.arange(SOUND_RATE_HZ // 10) / SOUND_RATE_HZ
            yield Sound(i / 10, (times / 20).astype(np.float32))

    def close(self) -> None:
        self.was_closed = True


class FakeLoudspeaker:
    def __init__(self) -> None:
        self.data, self.has_run_dry, self.n_starts, self.n_stops = b"", False, 0, 0

    def start(self) -> None:
        self.data, self.has_run_dry, self.n_starts = b"", False, self.n_starts + 1

    def free_bytes(self) -> int:
        return 4000

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def stop(self) -> None:
        self.n_stops += 1


@pytest.fixture
def playing(qtbot):
    player, reader, loudspeaker = Player(), FakeReader(), FakeLoudspeaker()
    # a clock that goes with the player, until it jumps
    sound = SoundPlayer(player, find_loudspeaker=lambda: loudspeaker, clock=lambda: 100.0)
    qtbot.addWidget(sound.button)
    player.open(None, 0.0, 10.0)
    sound.open(lambda: reader)
    player.seek(2.0)
    player._is_playing = True  # the clock itself is not let run
    yield player, sound, reader, loudspeaker
    player.close()
    sound.close()


def test_it_begins_where_the_picture_is_and_goes_on(playing):
    player, sound, reader, loudspeaker = playing
    player.seek(2.0)
    assert sound.is_heard
    assert reader.starts == [2.0]
    first = np.frombuffer(loudspeaker.data, "<i2")[0] / 32767 * 20
    assert first == pytest.approx(2.0, abs=0.01)
    player.seek(2.06)
    assert (reader.starts, loudspeaker.n_starts) == ([2.0], 1)
    assert len(loudspeaker.data) == 8000


def test_after_a_jump_it_begins_anew(playing):
    player, _, reader, loudspeaker = playing
    player.seek(2.0)
    player.seek(7.0)
    assert reader.starts == [2.0, 7.0]
    assert np.frombuffer(loudspeaker.data, "<i2")[0] / 32767 * 20 == pytest.approx(7.0, abs=0.01)


def test_a_loudspeaker_that_waits_begins_where_the_picture_is_by_now(playing):
    player, _, reader, loudspeaker = playing
    player.seek(2.0)
    loudspeaker.has_run_dry = True
    player.seek(2.1)
    assert reader.starts == [2.0, 2.1]


def test_a_pause_another_speed_and_the_button_are_silent(playing):
    player, sound, _, loudspeaker = playing
    player.seek(2.0)
    player.pause()
    assert not sound.is_heard and loudspeaker.n_stops == 1
    player._is_playing = True
    player.set_speed(2.0)
    player.seek(2.1)
    assert not sound.is_heard
    player.set_speed(1.0)
    player.seek(2.2)
    assert sound.is_heard
    sound.button.setChecked(False)
    player.seek(2.2)
    assert not sound.is_heard


def test_the_button_is_there_where_there_is_sound_and_works_where_it_can_be_heard(qtbot):
    player = Player()
    sound = SoundPlayer(player, find_loudspeaker=lambda: None)
    qtbot.addWidget(sound.button)
    assert sound.button.isHidden()
    reader = FakeReader()
    sound.open(lambda: reader)
    assert not sound.button.isHidden() and not sound.button.isEnabled()
    sound.open(None)
    assert sound.button.isHidden() and reader.was_closed

    def unreadable():
        raise SessionUnreadable("it cannot be read")

    sound.open(unreadable)
    assert sound.button.isHidden()
