"""Whose voice it is, from lips and loudness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.core.mouth import mouth_opening
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.speaker import SpeakerFinder
from fer_desktop.core.types import Analysis, TrackedFace
from fer_desktop.core.voice import Heard, VoiceSample
from tests.fakes import make_tracked

FPS = 30.0
FAST, SLOW = 5.3, 3.9  # syllables a second


def syllables(time_s: float | np.ndarray, rate_hz: float) -> np.ndarray:
    """Uneven ones, 0 to 1."""
    phase = 2 * np.pi * (rate_hz * np.asarray(time_s) + 0.35 * np.sin(2.1 * np.asarray(time_s) * rate_hz / 4))
    return 0.5 - 0.5 * np.cos(phase)


def face(track_id: int, opening: float) -> TrackedFace:
    tracked = make_tracked(track_id)
    landmarks = np.zeros((468, 3), np.float32)
    landmarks[33], landmarks[263] = (0, 0, 0), (100, 0, 0)
    landmarks[14] = (0, 100 * opening, 0)
    assert mouth_opening(landmarks) == pytest.approx(opening, abs=1e-6)
    return replace(tracked, face=replace(tracked.face, landmarks=landmarks))


def finder(
    rates: dict[int, float | None], voice_hz: float, length_s: float = 4.0, late_s: float = 0.0
) -> SpeakerFinder:
    """Faces that move their lips at these rates (None: at rest), and a voice of this one."""
    found, rng = SpeakerFinder(), np.random.default_rng(0)
    for i in range(round(length_s * FPS)):
        opened = {k: 0.02 if hz is None else 0.02 + 0.2 * float(syllables(i / FPS, hz)) for k, hz in rates.items()}
        found.see(Analysis(i, i / FPS, tuple(face(k, v) for k, v in opened.items()), 1.0))
    n = round(0.05 * SOUND_RATE_HZ)
    for i in range(round(length_s / 0.05)):
        times = i * 0.05 + np.arange(n) / SOUND_RATE_HZ - late_s
        found.hear(Sound(i * 0.05, (0.3 * syllables(times, voice_hz) * rng.standard_normal(n)).astype(np.float32)))
    return found


@pytest.mark.parametrize(("voice_hz", "speaker"), [(FAST, 1), (SLOW, 2)])
@pytest.mark.parametrize("late_s", [-0.06, 0.0, 0.06])
def test_it_is_the_face_whose_lips_move_with_the_sound(voice_hz, speaker, late_s):
    found = finder({1: FAST, 2: SLOW}, voice_hz, late_s=late_s)
    assert found.speaker(1.0, 4.0) == speaker


def test_a_face_at_rest_does_not_speak():
    assert finder({1: None, 2: None}, FAST).speaker(1.0, 4.0) is None


def test_two_faces_that_move_alike_cannot_be_told_apart():
    assert finder({1: FAST, 2: FAST}, FAST).speaker(1.0, 4.0) is None


def test_without_faces_or_sound_nobody_speaks():
    assert SpeakerFinder().speaker(0.0, 2.0) is None
    assert finder({}, FAST).speaker(1.0, 3.0) is None


def test_a_moment_is_too_little():
    assert finder({1: FAST}, FAST, length_s=0.5).speaker(-1.5, 0.5) is None


def test_whose_lips_are_at_rest_again_has_ceased_to_speak():
    """Another one goes on without a pause, who is not in the picture."""
    found = finder({1: FAST}, FAST)
    for i in range(120, 156):
        found.see(Analysis(i, i / FPS, (face(1, 0.02),), 1.0))
    n, rng = round(0.05 * SOUND_RATE_HZ), np.random.default_rng(1)
    for i in range(80, 104):
        times = i * 0.05 + np.arange(n) / SOUND_RATE_HZ
        found.hear(Sound(i * 0.05, (0.3 * syllables(times, SLOW) * rng.standard_normal(n)).astype(np.float32)))
    assert found.speaker(1.0, 5.0) == 1
    pieces = found.named(Heard((VoiceSample(3.75, 0.25, True, 1), VoiceSample(4.9, 0.25, True, 1)))).pieces
    assert [piece.speaker for piece in pieces] == [1, None]


def turn(rates: tuple[float, float], at_s: float = 4.0, length_s: float = 7.0) -> SpeakerFinder:
    """Two faces of which the second goes on to speak without a pause, each at its own rate."""
    found, rng = SpeakerFinder(), np.random.default_rng(0)
    for i in range(round(length_s * FPS)):
        opened = [0.02 + 0.2 * float(syllables(i / FPS, hz)) for hz in rates]
        rests = 1 if i / FPS < at_s else 0
        opened[rests] = 0.02
        found.see(Analysis(i, i / FPS, (face(1, opened[0]), face(2, opened[1])), 1.0))
    n = round(0.05 * SOUND_RATE_HZ)
    for i in range(round(length_s / 0.05)):
        times = i * 0.05 + np.arange(n) / SOUND_RATE_HZ
        loudness = syllables(times, rates[0] if i * 0.05 < at_s else rates[1])
        found.hear(Sound(i * 0.05, (0.3 * loudness * rng.standard_normal(n)).astype(np.float32)))
    return found


def named(found: SpeakerFinder, *at_s: float) -> list[int | None]:
    """Who speaks in the quarters of a second that begin then."""
    return [one.speaker for one in found.named(Heard(tuple(VoiceSample(t, 0.25, True, 1) for t in at_s))).pieces]


@pytest.mark.parametrize("rates", [(FAST, FAST), (FAST, SLOW), (SLOW, FAST)])
def test_whoever_goes_on_to_speak_without_a_pause_is_named_soon(rates):
    found = turn(rates)
    assert named(found, 3.5, 3.75) == [1, 1]
    assert named(found, 4.5)[0] in (None, 2)  # lips at rest do not speak
    assert named(found, 5.0, 6.0) == [2, 2]


def test_a_turn_is_told_sooner_after_another_was_named_just_now():
    rates = SLOW, FAST
    assert named(turn(rates), 4.5) == [None]
    assert named(turn(rates), 3.75, 4.5) == [1, 2]
    assert named(turn(rates), 2.0, 4.5) == [1, None]  # long ago


def test_speech_alone_gets_a_speaker():
    found = finder({1: FAST, 2: SLOW}, FAST)
    heard = Heard((VoiceSample(3.5, 0.25, True, 1), VoiceSample(3.75, 0.25, False)), (VoiceSample(1.0, 2.5, True, 1),))
    assert found.named(Heard((VoiceSample(0.5, 0.25, True, 1),))).pieces[0].speaker is None  # too little was seen
    named = found.named(heard)
    assert [piece.speaker for piece in named.pieces] == [1, None]
    assert named.utterances[0].speaker == 1


def test_sound_goes_on_after_a_gap_and_faces_that_left_are_forgotten():
    found = finder({1: FAST, 2: SLOW}, FAST)
    found.hear(Sound(9.0, np.zeros(800, np.float32)))
    assert found._rest_s >= 9.0
    found.see(Analysis(9000, 300.0, (face(2, 0.1),), 1.0))
    assert set(found._openings) == {2}


def test_a_moment_in_common_is_too_little_to_compare():
    found = finder({}, FAST, length_s=1.6)
    for i in range(39, 84):  # from 1.3 to 2.8 s
        found.see(Analysis(i, i / FPS, (face(1, 0.02 + 0.2 * float(syllables(i / FPS, FAST))),), 1.0))
    assert found.likenesses(0.0, 2.8) == {1: -1.0}
    assert found.speaker(0.0, 2.8) is None


def test_what_is_long_past_is_forgotten():
    found = finder({1: FAST}, FAST, length_s=30.0)
    assert found.speaker(1.0, 3.0) is None
    assert found.speaker(27.0, 29.5) == 1
