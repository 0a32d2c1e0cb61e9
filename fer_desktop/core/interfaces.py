"""What the engine and the app expect of the parts around them. No implementation here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from fer_desktop.core.moment import Moment
from fer_desktop.core.sound import CardFacts, Sound, SoundInfo
from fer_desktop.core.types import Analysis, Found, Frame, Marker, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import WordsSample
from fer_desktop.errors import Notice


class FrameSource(Protocol):
    """Where frames come from. Made, read and closed in one thread."""

    def open(self) -> SourceInfo:
        """Get ready; may take seconds.

        Raises:
            SourceError: frames cannot be had; everything is released.
        """

    def read(self) -> Frame | None:
        """Next frame, or None at the end.

        Raises:
            SourceError: the source is lost or damaged.
        """

    def close(self) -> None:
        """Release everything; harmless when called twice or without `open`."""


class SoundSource(Protocol):
    """Where sound that need not be waited for comes from. Made, read and closed in one thread."""

    def open(self) -> SoundInfo | None:
        """Get ready; None where there is no sound.

        Raises:
            SourceError: it cannot be read.
        """

    def blocks(self) -> Iterator[Sound]:
        """All of it, in order of time."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was left out; complete when `blocks` has ended."""

    def close(self) -> None:
        """Release everything; harmless when called twice or without `open`."""


@runtime_checkable
class LiveSound(SoundSource, Protocol):
    """Sound that is waited for, as of a microphone; `blocks` gives it as it comes.

    Attributes:
        facts: What became of it until now.
    """

    facts: CardFacts

    def interrupt(self) -> None:
        """End a wait within a moment; `blocks` then ends. The one method of a source that is for any thread."""


class SoundAnalyzer(Protocol):
    """Sound in, what is known of the voice out; keeps the past of the stream between calls."""

    @property
    def model(self) -> ModelInfo:
        """Which model scores expressions; its name is "" without one."""

    def add(self, sound: Sound) -> Heard:
        """What more sound brought; it comes in order of time."""

    def end(self) -> Heard:
        """The stream ends: what is left of it."""


class Listening(Protocol):
    """What hears the sound beside the pictures of a file."""

    def until(self, analysis: Analysis) -> Heard:
        """What was heard up to an analysed picture, since the last call; pictures come in order of time."""

    def rest(self) -> Iterator[Heard]:
        """What was heard after the last picture, some seconds at a time; `cut` comes after it."""

    def cut(self) -> Heard:
        """The end of what was heard: of an utterance that goes on, what was heard of it."""


class HasNotices(Protocol):
    """What some sources have as well: they may have to leave out something, or to guess."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know, so far; complete when `read` has given None. They name no folder."""


def notices_of(source: FrameSource | HasNotices) -> tuple[Notice, ...]:
    """The notices of any source."""
    return getattr(source, "notices", ())


@runtime_checkable
class Interruptible(Protocol):
    """A source whose `open` and `read` may wait for long, as for a camera."""

    def interrupt(self) -> None:
        """End a wait within a moment; `read` then gives None. The one method of a source that is for any thread."""


class FrameAnalyzer(Protocol):
    """Frame in, analysis out; keeps the identity and the past of each face between calls."""

    @property
    def model(self) -> ModelInfo:
        """Which model makes the scores."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know of how it started, such as a device that failed."""

    def analyze(self, frame: Frame) -> Analysis:
        """Everything found in the frame; frames come in order of time."""

    def close(self) -> None:
        """Release models and threads; nothing may be analysed afterwards."""


class StagedAnalyzer(FrameAnalyzer, Protocol):
    """An analyzer whose two halves may run side by side, each in a thread of its own, on successive frames."""

    def find(self, frame: Frame) -> Found:
        """The first half; frames come in order of time."""

    def score(self, found: Found) -> Analysis:
        """The second half, in the same order."""


@dataclass(frozen=True, slots=True)
class RecordingCounts:
    """What happened to the frames of one recording.

    Attributes:
        captured: Frames that the source gave while recording.
        skipped: Captured frames that were never analysed because analysis was busy.
        refused: Captured frames that the video writer had no room for.
        reason: Why the recording ended, for people; "" when the user ended it.
        notices: What the source left out or guessed.
        markers_refused: Markers that came too fast to be taken.
        lost: Of a camera: pictures that it made while recording and that never came, or came damaged; None where
            nobody knows.
        passed_over: Of a camera: pictures that waited so long that there was a newer one.
        measured_fps: Of a camera: rate at which its frames were taken.
        sound: What became of the sound of a microphone; None without one.
    """

    captured: int
    skipped: int
    refused: int
    reason: str = ""
    notices: tuple[str, ...] = ()
    markers_refused: int = 0
    lost: int | None = None
    passed_over: int | None = None
    measured_fps: float | None = None
    sound: CardFacts | None = None


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """Bytes that a recording has used, and bytes that are free where it goes."""

    used_bytes: int
    free_bytes: int


class PictureReader(Protocol):
    """Frames of a recorded video by time. Made, asked and closed in one thread."""

    def frame_at(self, time_s: float) -> Frame | None:
        """The last frame at or before a time."""

    def close(self) -> None:
        """Release the file."""


class SoundByTime(Protocol):
    """Recorded sound from any second on. Belongs to one thread."""

    def blocks(self, start_s: float) -> Iterator[Sound]:
        """All of it from a second on."""

    def close(self) -> None:
        """Release the file."""


class SessionSink(Protocol):
    """Where a recording goes. Made, fed and closed in one thread."""

    @property
    def location(self) -> str:
        """Where the session will be once it is closed."""

    def begin(self, moment: Moment) -> None:
        """Say when `time_s` is 0: at the first frame, which may come long after the sink was made."""

    def add_frame(self, frame: Frame) -> None:
        """Store a frame of the video."""

    def add_analysis(self, analysis: Analysis) -> None:
        """Store the rows of one analysis.

        Raises:
            SessionError: it cannot be written; what was written so far is kept.
        """

    def add_heard(self, heard: Heard) -> None:
        """Store what was heard."""

    def add_sound(self, sound: Sound) -> None:
        """Store the sound itself, where that is wanted; what is missing before it becomes silence."""

    def add_marker(self, marker: Marker) -> None:
        """Store a marker, its time counted from the first frame of the recording."""

    def name_face(self, track_id: int, name: str) -> None:
        """Store what the user calls a face; the last name counts, "" takes it back."""

    @property
    def disk_space(self) -> DiskSpace:
        """Disk space, as of about a second ago."""

    def close(self, counts: RecordingCounts) -> str:
        """Finish; returns where the session is.

        Raises:
            SessionError: it cannot be finished; what was written is kept, marked as not whole.
        """

    def abandon(self, reason: str) -> str:
        """Let go of everything after an error, keeping what was written, marked as not whole.

        Never fails; returns where that is, "" when nothing was written.
        """


class LiveSink(SessionSink, Protocol):
    """Where a live recording goes; what is said in it is heard meanwhile."""

    def add_words(self, lines: Sequence[WordsSample]) -> None:
        """Store lines; they may be older than those before."""
