from __future__ import annotations

import errno
import itertools
import threading

import numpy as np
import pytest

from fer_desktop.capture import portaudio
from fer_desktop.capture.microphone import MicrophoneSource, find_microphone
from fer_desktop.capture.sound_clock import SoundClock
from fer_desktop.capture.sound_input import Microphone
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.errors import (
    MicrophoneBusy,
    MicrophoneForbidden,
    MicrophoneLost,
    MicrophoneNotFound,
    NoSoundSystem,
)
from tests.fake_microphone import MICROPHONE, FakeInput

EVERY_S = 60.0


def clicks_each_minute(times_s: np.ndarray) -> np.ndarray:
    return np.where(times_s % EVERY_S < 0.003, 0.9, 0.001)


def opened(fake: FakeInput) -> MicrophoneSource:
    source = MicrophoneSource(MICROPHONE, lambda _: fake, fake.clock)
    source.open()
    return source


def until(source: MicrophoneSource, end_s: float) -> list[Sound]:
    found = []
    for sound in source.blocks():
        found.append(sound)
        if sound.end_s >= end_s:
            break
    return found


def loud_moments(sounds: list[Sound]) -> np.ndarray:
    """When each click begins."""
    times = np.concatenate([s.time_s + np.flatnonzero(s.samples > 0.5) / SOUND_RATE_HZ for s in sounds])
    return times[np.diff(times, prepend=-1) > 1]


@pytest.mark.parametrize("drift_ppm", [200, -200])
@pytest.mark.parametrize("has_stamps", [True, False])
def test_over_an_hour_a_card_that_drifts_stays_within_20_ms(drift_ppm, has_stamps):
    fake = FakeInput(
        clicks_each_minute,
        drift_ppm=drift_ppm,
        jitter_s=0.008,
        block_s=0.1,
        rate_hz=SOUND_RATE_HZ,
        has_stamps=has_stamps,
    )
    source = opened(fake)
    sounds = until(source, fake.began_s + 3601)
    found = loud_moments(sounds) - fake.began_s
    assert len(found) == 61
    off_s = found - np.arange(61) * EVERY_S
    assert np.abs(off_s).max() < 0.020
    assert off_s[5:].std() < 0.002
    starts = np.array([s.time_s for s in sounds])
    ends = np.array([s.end_s for s in sounds])
    assert np.abs(starts[1:] - ends[:-1]).max() < 1e-9  # nothing is missing, nothing comes twice
    assert source.facts.drift_ppm == pytest.approx(drift_ppm, abs=15)
    assert source.facts.n_gaps == 0
    assert source.facts.clock == ("driver" if has_stamps else "arrival")


def test_another_rate_and_two_channels_become_one_at_16_khz():
    def tone(times_s: np.ndarray) -> np.ndarray:
        return 0.5 * np.sin(2 * np.pi * 440 * times_s)

    source = opened(FakeInput(tone, rate_hz=44_100, channels=2))
    samples = np.concatenate([s.samples for s in until(source, 103.0)])
    spectrum = np.abs(np.fft.rfft(samples[: 2 * SOUND_RATE_HZ]))
    assert spectrum.argmax() / 2 == pytest.approx(440, abs=1)
    assert np.sqrt((samples**2).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.02)


def test_what_a_stall_loses_is_a_gap_and_what_follows_is_in_step():
    fake = FakeInput(lambda t: np.where((t >= 5) & (t < 5.01), 0.9, 0.001), stalls=[(2.0, 1.0)])
    source = opened(fake)
    sounds = until(source, fake.began_s + 6)
    gaps = [after.time_s - before.end_s for before, after in itertools.pairwise(sounds)]
    assert max(gaps) == pytest.approx(1.0, abs=0.02)
    assert sum(gap > 1e-6 for gap in gaps) == 1
    assert loud_moments(sounds)[0] - fake.began_s == pytest.approx(5.0, abs=0.01)
    assert (source.facts.n_lost, source.facts.n_gaps) == (50, 1)
    assert source.facts.missing_s == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("goes_quietly", [True, False])
def test_a_microphone_that_is_gone_is_said_and_released(goes_quietly):
    fake = FakeInput(dies_s=1.0, goes_quietly=goes_quietly)
    source = opened(fake)
    with pytest.raises(MicrophoneLost, match="Desk microphone"):
        until(source, np.inf)
    assert fake.was_closed


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, MicrophoneForbidden),
        (errno.EBUSY, MicrophoneBusy),
        (errno.ENODEV, MicrophoneNotFound),
        (errno.EIO, MicrophoneBusy),
    ],
)
def test_a_microphone_that_cannot_be_opened_says_why(number, kind):
    with pytest.raises(kind):
        opened(FakeInput(refuses=OSError(number, "no")))


def test_one_that_gives_nothing_at_all_is_said():
    with pytest.raises(MicrophoneBusy, match="no sound"):
        opened(FakeInput(dies_s=0.0, goes_quietly=True))


def test_nothing_but_zeros_is_said_once_and_a_quiet_room_is_not():
    muted = opened(FakeInput())
    until(muted, 105.0)
    assert muted.notices == ()
    until(muted, 115.0)
    assert len(muted.notices) == 1
    quiet = opened(FakeInput(lambda t: 1e-4 * np.sin(1e3 * t)))
    until(quiet, 120.0)
    assert quiet.notices == ()


def test_whoever_waits_for_sound_can_be_told_to_stop():
    source = opened(FakeInput())
    found = source.blocks()
    next(found)
    threading.Thread(target=source.interrupt).start()
    assert sum(1 for _ in found) < 1e6


def test_stamps_that_jump_back_never_give_the_same_time_twice():
    clock = SoundClock()
    clock.place(0.02, 10.0)
    assert clock.place(0.02, 10.02) == 0
    assert clock.place(0.02, 9.0) == 0
    assert clock.end_s == pytest.approx(9.02)
    assert clock.place(0.02, 9.5) == pytest.approx(0.48)


def test_microphones_are_found_by_number_name_and_as_the_standard_one():
    known = (Microphone("Webcam", 3, 48_000, 2), Microphone("Headset of Mia", 5, 44_100, 1, is_standard=True))
    assert find_microphone("0", known) is known[0]
    assert find_microphone("headset", known) is known[1]
    assert find_microphone("default", known) is find_microphone("", known) is known[1]
    with pytest.raises(MicrophoneNotFound, match="0: Webcam, 1: Headset of Mia"):
        find_microphone("studio", known)
    with pytest.raises(MicrophoneNotFound, match="No microphone"):
        find_microphone("", ())


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch):
    def missing(name, *rest):
        raise OSError("PortAudio library not found")

    monkeypatch.setattr("builtins.__import__", missing)
    with pytest.raises(NoSoundSystem) as found:
        portaudio.library()
    assert "libportaudio2" in found.value.hint
