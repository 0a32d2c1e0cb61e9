"""What the engine says of itself: a snapshot to look at, and events in order. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from fer_desktop.core.interfaces import DiskSpace
from fer_desktop.core.sound import CardFacts, SoundInfo
from fer_desktop.core.types import Marker, ModelInfo, SourceInfo
from fer_desktop.errors import Notice

STALLED_FPS = 0.7  # a source that gives less shows no moving picture


class Phase(Enum):
    """IDLE -> OPENING -> RUNNING -> STOPPING -> IDLE.

    After an error FAILED takes the place of IDLE: everything is released there, too.
    """

    IDLE = "idle"
    OPENING = "opening"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"

    @property
    def is_at_rest(self) -> bool:
        """True when a source can be started."""
        return self in (Phase.IDLE, Phase.FAILED)


ALLOWED = {
    Phase.IDLE: {Phase.OPENING},
    Phase.OPENING: {Phase.RUNNING, Phase.STOPPING},
    Phase.RUNNING: {Phase.STOPPING},
    Phase.STOPPING: {Phase.IDLE, Phase.FAILED},
    Phase.FAILED: {Phase.OPENING},
}


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """How far a recording is.

    Attributes:
        elapsed_s: Second of the newest frame.
        analysed_s: Second of the newest frame that was analysed: what the session holds, or soon will.
        disk_space: None until the session folder exists.
    """

    elapsed_s: float
    disk_space: DiskSpace | None
    analysed_s: float = 0.0


@dataclass(frozen=True, slots=True)
class HearingStatus:
    """What is heard right now.

    Attributes:
        sound: Where it comes from.
        level_db: How loud it is, falling slowly; 0 is a square wave of full scale.
        facts: What became of the sound of a microphone until now.
        latency_ms: Median and 95th percentile from the end of a quarter of a second to its answer.
    """

    sound: SoundInfo
    level_db: float = -90.0
    facts: CardFacts = field(default_factory=CardFacts)
    latency_ms: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One moment of the engine.

    Attributes:
        recording: None when nothing is recorded.
        capture_fps, analysis_fps: Over the last two seconds.
        latency_ms: Median and 95th percentile from the moment at which a frame was taken, or arrived where that is
            not known, to its result.
        frames_captured: Since the start.
        frames_skipped: Captured but not analysed, because analysis was busy.
        frames_refused: Not stored in the video, because the disk was too slow.
        results_refused: Not shown, because the window was too slow.
        frames_lost: Made by the camera, but never came, or came damaged.
        frames_passed_over: Came from the camera, but had waited so long that there was a newer one.
        hearing: None where nobody listens.
    """

    phase: Phase
    recording: RecordingStatus | None
    capture_fps: float
    analysis_fps: float
    latency_ms: tuple[float, float]
    frames_captured: int
    frames_skipped: int
    frames_refused: int
    results_refused: int
    frames_lost: int = 0
    frames_passed_over: int = 0
    hearing: HearingStatus | None = None

    @property
    def is_recording(self) -> bool:
        """Whether a session is being written."""
        return self.recording is not None

    @property
    def is_stalled(self) -> bool:
        """Whether pictures came and come no more, though the source runs."""
        return self.phase is Phase.RUNNING and self.frames_captured > 0 and self.capture_fps < STALLED_FPS


@dataclass(frozen=True, slots=True)
class Started:
    """The source gives frames."""

    source: SourceInfo


@dataclass(frozen=True, slots=True)
class ModelReady:
    """The models are loaded; `notices` are for the user."""

    model: ModelInfo
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Source and models are released; `at_end` when the source had no more frames."""

    at_end: bool


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """From the next frame on, all is kept; `location` is where the session will be."""

    location: str


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    """The session is closed.

    Attributes:
        location: Where it is.
        reason: Why it ended early, "" when nothing but the user or the source ended it.
        recorded_s: Second of the last frame that it holds.
    """

    location: str
    reason: str
    recorded_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Marked:
    """A marker was recorded; its time is that of the source, not of the session."""

    marker: Marker


@dataclass(frozen=True, slots=True)
class Lagging:
    """Frames of the video were refused since the last such event."""

    count: int


@dataclass(frozen=True, slots=True)
class MarkersRefused:
    """Markers came faster than a recording takes them, since the last such event."""

    count: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """The source had to leave out something, or to guess."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class HearingStarted:
    """There is sound, and this listens to it; the name of `model` is "" where expressions are not told."""

    sound: SoundInfo
    model: ModelInfo


@dataclass(frozen=True, slots=True)
class HearingFailed:
    """There is no sound, or no more of it; the pictures go on."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class HearingEnded:
    """Whatever was listened to is released."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A stage ended with an error: "capture", "analysis" or "recorder".

    Attributes:
        kept: Of the recorder: where that is which was recorded until then; "" when nothing was.
    """

    stage: str
    error: BaseException
    kept: str = ""


Event = (
    Started
    | ModelReady
    | Stopped
    | RecordingStarted
    | RecordingStopped
    | Marked
    | Lagging
    | MarkersRefused
    | Noticed
    | HearingStarted
    | HearingFailed
    | HearingEnded
    | Failed
)
