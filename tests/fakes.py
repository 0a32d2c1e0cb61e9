"""Small real implementations of the protocols, for tests without camera, model or disk."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.face_details import CHANNELS, LIDS, FaceDetails
from fer_desktop.core.interfaces import DiskSpace, RecordingCounts
from fer_desktop.core.moment import Moment
from fer_desktop.core.sound import Sound
from fer_desktop.core.types import Analysis, Face, Found, Frame, Marker, ModelInfo, SourceInfo, TrackedFace
from fer_desktop.core.voice import Heard, joined
from fer_desktop.core.words import WordsSample
from fer_desktop.errors import Notice

MODEL = ModelInfo("fake-1", "0" * 64, "cpu")
WAIT_S = 60.0  # until a test gives up what it waits for: enough for a machine that is eight times as busy
WAIT_MS = round(WAIT_S * 1000)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another thread or process does."""
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.002)


def ahead_s(clock: Callable[[], float]) -> float:
    """How far a clock is ahead of `time.monotonic`: read often, as a busy machine may stop us between both."""
    return max(clock() - time.monotonic() for _ in range(50))


def default_signals() -> None:
    """In a program that a test is about to start: tests may run where signals are ignored, as behind a shell's `&`."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


def make_image(width: int = 32, height: int = 24, value: int = 100) -> np.ndarray:
    image = np.full((height, width, 3), value, np.uint8)
    image.flags.writeable = False
    return image


def make_frame(index: int = 0, fps: float = 30.0) -> Frame:
    return Frame(index, index / fps, make_image())


def make_scores(top: int = 1, probability: float = 0.8) -> ExpressionScores:
    values = np.full(8, (1 - probability) / 7)
    values[top] = probability
    return ExpressionScores.from_array(values)


def make_tracked(
    track_id: int = 1,
    box: Sequence[float] = (10, 20, 60, 80),
    scores: ExpressionScores | None = None,
    quality: float = 0.9,
    weakness: str = "size",
) -> TrackedFace:
    landmarks = np.zeros((468, 3), np.float32)
    pose = np.array([0.1, -0.2, 0.3], np.float32)
    face = Face(np.array(box, np.float32), landmarks, pose)
    return TrackedFace(track_id, face, make_scores(0, 0.6), scores or make_scores(), quality, weakness)


def make_details(value: float = 0.0, closed: float = 0.1, yaw: float = 0.2, moves: float = 0.5) -> FaceDetails:
    """Every unit at one value, the lids shut so far; the eyes look to the subject's left and down."""
    channels = tuple(closed if name in LIDS else value for name in CHANNELS)
    return FaceDetails(channels, (0.25, 0.3), (yaw, -0.1), 0.05, 0.1, moves)


def make_analysis(index: int = 0, faces: Sequence[TrackedFace] = (), fps: float = 30.0) -> Analysis:
    return Analysis(index, index / fps, tuple(faces), 1.0)


class ScriptedSource:
    """Gives frames; can be told to wait, to break, to fail at opening, or to end."""

    def __init__(
        self,
        n_frames: int | None = None,
        *,
        fail_open: Exception | None = None,
        fail_at: tuple[int, Exception] | None = None,
        gate: Callable[[int], None] | None = None,
        is_live: bool = True,
        fps: float = 1000.0,
    ) -> None:
        self._n_frames, self._fail_open, self._fail_at, self._gate = n_frames, fail_open, fail_at, gate
        self._info = SourceInfo("scripted", 32, 24, fps, is_live=is_live)
        self._fps = fps
        self._index = -1
        self.was_closed = threading.Event()
        self.opened_in = ""

    def open(self) -> SourceInfo:
        self.opened_in = threading.current_thread().name
        if self._fail_open is not None:
            raise self._fail_open
        return self._info

    def read(self) -> Frame | None:
        self._index += 1
        if self._gate is not None:
            self._gate(self._index)
        if self._fail_at is not None and self._index == self._fail_at[0]:
            raise self._fail_at[1]
        if self._index == self._n_frames:
            return None
        return make_frame(self._index, self._fps)

    def close(self) -> None:
        self.was_closed.set()


class FakeAnalyzer:
    """Finds one face in every frame; can wait or break."""

    model = MODEL
    notices: tuple[Notice, ...] = ()

    def __init__(self, gate: Callable[[int], object] | None = None, fail_at: int | None = None) -> None:
        self._gate, self._fail_at = gate, fail_at
        self.seen: list[int] = []
        self.was_closed = threading.Event()

    def analyze(self, frame: Frame) -> Analysis:
        return self.score(self.find(frame))

    def find(self, frame: Frame) -> Found:
        if self._gate is not None:
            self._gate(frame.index)
        if self._fail_at is not None and frame.index >= self._fail_at:
            raise ValueError("the model broke")
        self.seen.append(frame.index)
        return Found(frame, (make_tracked().face,), 1.0)

    def score(self, found: Found) -> Analysis:
        return Analysis(found.frame.index, found.frame.time_s, (make_tracked(),), found.compute_ms)

    def close(self) -> None:
        self.was_closed.set()


class FakeSink:
    """Keeps what it is given."""

    def __init__(self, fail_after: int | None = None, error: Exception | None = None) -> None:
        self._fail_after, self._error = fail_after, error
        self.began: list[Moment] = []
        self.frames: list[Frame] = []
        self.analyses: list[Analysis] = []
        self.heard = Heard()
        self.words: list[WordsSample] = []
        self.sounds: list[Sound] = []
        self.markers: list[Marker] = []
        self.names: dict[int, str] = {}
        self.counts: RecordingCounts | None = None
        self.was_closed = threading.Event()

    @property
    def location(self) -> str:
        return "somewhere"

    def begin(self, moment: Moment) -> None:
        self.began.append(moment)

    def add_frame(self, frame: Frame) -> None:
        self.frames.append(frame)

    def add_analysis(self, analysis: Analysis) -> None:
        if self._error is not None and len(self.analyses) == self._fail_after:
            raise self._error
        self.analyses.append(analysis)

    def add_heard(self, heard: Heard) -> None:
        self.heard = joined(self.heard, heard)

    def add_words(self, lines: Sequence[WordsSample]) -> None:
        self.words += lines

    def add_sound(self, sound: Sound) -> None:
        self.sounds.append(sound)

    def add_marker(self, marker: Marker) -> None:
        self.markers.append(marker)

    def name_face(self, track_id: int, name: str) -> None:
        self.names[track_id] = name

    @property
    def disk_space(self) -> DiskSpace:
        return DiskSpace(1000, 10**9)

    def close(self, counts: RecordingCounts) -> str:
        self.counts = counts
        self.was_closed.set()
        return "somewhere"

    def abandon(self, reason: str) -> str:
        self.was_closed.set()
        return ""
