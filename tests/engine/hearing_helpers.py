"""Ears, cameras and recordings of the tests that listen."""

from __future__ import annotations

import time

import numpy as np

from fer_desktop.capture.microphone import MicrophoneSource
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.engine.hearing import Ears
from fer_desktop.engine.status import HearingStarted
from tests.engine.test_engine import wait_for
from tests.fake_microphone import MICROPHONE, FakeInput
from tests.fakes import FakeAnalyzer, FakeSink, ScriptedSource, make_image, wait_until

FPS = 50.0
CLICKS_S = (0.5, 1.1, 1.7, 2.3)


class LoudPieces:
    """A stand-in for the analysis of voices: one piece for each block, loud ones are speech."""

    model = ModelInfo("ears-1", "0" * 64, "cpu")

    def add(self, sound: Sound) -> Heard:
        is_loud = float(np.abs(sound.samples).max()) > 0.5
        place = int(np.abs(sound.samples).argmax())
        at_s = sound.time_s + place / SOUND_RATE_HZ
        return Heard(
            (VoiceSample(at_s if is_loud else sound.time_s, sound.duration_s, is_loud, 1 if is_loud else None),)
        )

    def end(self) -> Heard:
        return Heard(utterances=(VoiceSample(9.0, 1.0, True, 1),))


class Camera:
    """Flashes with the clicks; each frame is stamped as it is taken."""

    def __init__(self, began_s: float) -> None:
        self._began_s, self._index, self._is_wanted = began_s, -1, True
        self._first_s = 0.0

    def open(self) -> SourceInfo:
        return SourceInfo("cam", 32, 24, FPS, is_live=True)

    def read(self) -> Frame | None:
        self._index += 1
        due_s = self._began_s + self._index / FPS
        time.sleep(max(due_s - time.monotonic(), 0))
        since_s = due_s - self._began_s
        is_lit = any(abs(since_s - click_s) < 0.5 / FPS for click_s in CLICKS_S)
        image = make_image(value=255 if is_lit else 0)
        return Frame(self._index, since_s, image, taken_s=due_s) if self._is_wanted else None

    def interrupt(self) -> None:
        self._is_wanted = False

    def close(self) -> None:
        """Nothing is held."""


class Bright:
    """Says of each frame how bright it is, in the place of what computing took."""

    model = FakeAnalyzer.model
    notices: tuple[str, ...] = ()

    def analyze(self, frame: Frame) -> Analysis:
        return Analysis(frame.index, frame.time_s, (), float(frame.image.mean()))

    def close(self) -> None:
        """Nothing is held."""


def clicks(times_s: np.ndarray) -> np.ndarray:
    sound = np.full(len(times_s), 1e-3)
    for click_s in CLICKS_S:
        sound[(times_s >= click_s) & (times_s < click_s + 0.003)] = 0.9
    return sound


def first_ones(times_s: np.ndarray) -> np.ndarray:
    """Of moments that lie together the first."""
    return times_s[np.diff(times_s, prepend=-1) > 0.1]


def microphone(fake: FakeInput) -> MicrophoneSource:
    return MicrophoneSource(MICROPHONE, lambda _: fake, fake.clock)


def recording_with(make_engine, fake: FakeInput, source: ScriptedSource | None = None, voice: type = LoudPieces):
    """An engine that has recorded some sound."""
    engine, sink, seen = make_engine(), FakeSink(), []
    engine.start(lambda: source or ScriptedSource(), Ears(lambda: microphone(fake), voice))
    wait_for(engine, HearingStarted, seen)
    wait_until(lambda: engine.start_recording(lambda: sink))
    wait_until(lambda: len(sink.sounds) > 3)
    return engine, sink, seen
