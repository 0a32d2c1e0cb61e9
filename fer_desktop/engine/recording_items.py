"""What a recording takes, what it costs to keep it waiting, and how its time is counted."""

from __future__ import annotations

import time
from dataclasses import dataclass

from fer_desktop.core.interfaces import LiveSink
from fer_desktop.core.moment import Moment
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.types import Analysis, Frame, Marker
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import HeardWords

_LONGEST_STEP_S = 0.5  # a marker is at most so much later than the newest frame


@dataclass(frozen=True, slots=True)
class FaceName:
    """What the user calls a face from now on."""

    track_id: int
    name: str


Item = Frame | Analysis | Marker | FaceName | Moment | Heard | HeardWords | Sound


def cost(item: Item) -> int:
    """Bytes; only frames and sound are big: samples, markers and names are never refused."""
    if isinstance(item, Sound):
        return item.samples.nbytes
    return item.image.nbytes if isinstance(item, Frame) else 0


def put(item: Item, sink: LiveSink) -> None:
    """Hand an item on to where it belongs."""
    match item:
        case Moment():
            sink.begin(item)
        case Frame():
            sink.add_frame(item)
        case Analysis():
            sink.add_analysis(item)
        case Heard():
            sink.add_heard(item)
        case HeardWords():
            sink.add_words(item.lines)
        case Sound():
            sink.add_sound(item)
        case Marker():
            sink.add_marker(item)
        case FaceName():
            sink.name_face(item.track_id, item.name)


@dataclass(frozen=True, slots=True)
class Origin:
    """The first frame of a recording, as the source counts it."""

    index: int
    time_s: float


@dataclass(frozen=True, slots=True)
class RecordingClock:
    """How late it is: the second of the newest frame, and when that was on the clock of `time.monotonic`."""

    second_s: float = 0.0
    at_s: float = 0.0

    def now_s(self) -> float:
        """Second of the recording that it is now; not much later than the newest frame."""
        return self.second_s + min(max(time.monotonic() - self.at_s, 0.0), _LONGEST_STEP_S)


@dataclass(slots=True)
class Losses:
    """What a camera says of pictures that are no frames; written by the capture thread."""

    lost: int = 0
    passed_over: int = 0

    def add(self, frame: Frame) -> None:
        """What is missing before a frame."""
        self.lost += frame.lost
        self.passed_over += frame.passed_over


def kept_part(sound: Sound, origin_s: float) -> Sound | None:
    """The part of a block that was heard since the origin, its time counted from there; None without one."""
    time_s = sound.time_s - origin_s
    n_before = max(round(-time_s * SOUND_RATE_HZ), 0)
    if n_before >= len(sound.samples):
        return None
    return Sound(time_s + n_before / SOUND_RATE_HZ, sound.samples[n_before:])
