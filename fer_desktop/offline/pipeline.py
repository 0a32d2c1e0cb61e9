"""Every frame of a source, in order, into a session: reading, finding faces, and scoring and writing side by side.

The caller's thread finds faces. A reader is some frames ahead of it, a writer scores and writes behind it; both
are bounded and wait instead of losing anything, which is what sets this apart from the live
channels. Source and sink belong to those threads until they have ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from fer_desktop.core.interfaces import (
    FrameSource,
    Listening,
    RecordingCounts,
    SessionSink,
    StagedAnalyzer,
    notices_of,
)
from fer_desktop.core.types import Analysis, Found, Frame
from fer_desktop.core.voice import Heard
from fer_desktop.guard import GuardedThread

INTERRUPTED = "interrupted by the user after {end_s:.2f} s"
_FRAMES_AHEAD = _FRAMES_BEHIND = 6  # each is some megabytes
_POLL_S = 0.2  # between two looks whether it still makes sense to wait

_WAITING_BYTES = 256 * 2**20  # pictures in one queue; a photograph of 48 megapixels has 144 million

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OfflineResult:
    """What became of one source.

    Attributes:
        location: Where the session is.
        n_frames: Frames analysed.
        end_s: Time of the last one.
        n_faces: Different faces.
        n_rows_with_face: Rows that show a face.
        is_interrupted: The user ended it before the source did; the session says so.
        n_utterances: How often somebody spoke; None where nobody listened.
    """

    location: str
    n_frames: int
    end_s: float
    n_faces: int
    n_rows_with_face: int
    is_interrupted: bool = False
    n_utterances: int | None = None


def analyze_source(
    source: FrameSource,
    analyzer: StagedAnalyzer,
    sink: SessionSink,
    on_frame: Callable[[float], None],
    listening: Listening | None = None,
) -> OfflineResult:
    """Analyse an open source to its end, or until Ctrl-C, and close the session.

    Args:
        on_frame: Told the time of each frame once it is analysed and written, in the thread that writes.
        listening: Hears the sound of the source, in the thread that writes.

    Raises:
        FerError: the source broke or the session cannot be written; the sink stays open.
    """
    counts = _JobCounts()
    reason = ""

    def hear(heard: Heard) -> None:
        sink.add_heard(heard)
        counts.n_utterances += len(heard.utterances)

    def write(found: Found) -> None:
        analysis = analyzer.score(found)
        sink.add_analysis(analysis)
        counts.add(analysis)
        if listening is not None:
            hear(listening.until(analysis))
        on_frame(analysis.time_s)

    try:
        # left in the other order: first the writer, which writes all that waits, then the reader
        with _Reader(source) as frames, _Writer(write) as writer:
            for frame in frames:
                writer.put(analyzer.find(frame))
        if listening is not None:
            hear_rest(listening, hear)
    except KeyboardInterrupt:
        if listening is not None:
            hear(listening.cut())
        reason = INTERRUPTED.format(end_s=counts.end_s)
    notices = tuple(notice.message for notice in notices_of(source))
    location = sink.close(RecordingCounts(counts.n_frames, 0, 0, reason, notices))
    return counts.result(location, bool(reason), listening is not None)


def hear_rest(listening: Listening, hear: Callable[[Heard], None]) -> None:
    """Hear all that comes in a thread of its own: Ctrl-C breaks nothing in the middle, and ends it a step later.

    Raises:
        KeyboardInterrupt: after what was heard until then has been told, with the utterance that went on.
    """
    is_over, errors = Event(), list[BaseException]()

    def run() -> None:
        for heard in listening.rest():
            hear(heard)
            if is_over.is_set():
                break
        hear(listening.cut())

    thread = GuardedThread("fer-listener", run, errors.append, daemon=True)
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        is_over.set()
        thread.join()
        raise
    finally:
        if errors:
            raise errors[0]


@dataclass(slots=True)
class _JobCounts:
    """What was written; belongs to the writer until it has ended."""

    n_frames: int = 0
    end_s: float = 0.0
    n_rows_with_face: int = 0
    faces: set[int] = field(default_factory=set)
    n_utterances: int = 0

    def add(self, analysis: Analysis) -> None:
        self.n_frames += 1
        self.end_s = analysis.time_s
        self.n_rows_with_face += len(analysis.faces)
        self.faces.update(face.track_id for face in analysis.faces)

    def result(self, location: str, is_interrupted: bool, has_listened: bool) -> OfflineResult:
        return OfflineResult(
            location,
            self.n_frames,
            self.end_s,
            len(self.faces),
            self.n_rows_with_face,
            is_interrupted,
            self.n_utterances if has_listened else None,
        )


class _PictureQueue(Queue[Any]):
    """Holds so many items, and fewer when they are large; one that fills it alone is let in, too."""

    def __init__(self, length: int) -> None:
        # rounded up, so that `length` small items fill the queue and not one more
        self._least_bytes = -(-_WAITING_BYTES // length)
        self._n_bytes = 0
        super().__init__(_WAITING_BYTES)

    def _qsize(self) -> int:
        return self._n_bytes

    def _put(self, item: Frame | Found | None) -> None:
        super()._put(item)
        self._n_bytes += self._size(item)

    def _get(self) -> Frame | Found | None:
        item: Frame | Found | None = super()._get()
        self._n_bytes -= self._size(item)
        return item

    def _size(self, item: Frame | Found | None) -> int:
        frame = item.frame if isinstance(item, Found) else item
        return max(frame.image.nbytes if frame is not None else 0, self._least_bytes)


class _Beside(Generic[T]):
    """A thread and the queue between it and the caller."""

    def __init__(self, name: str, length: int) -> None:
        self._queue: Queue[T | None] = _PictureQueue(length)
        self._error: BaseException | None = None
        self._is_over = Event()
        self._thread = GuardedThread(name, self._run, self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def _keep(self, error: BaseException) -> None:
        """To be raised again in the caller's thread."""
        self._error = error

    def _run(self) -> None:
        raise NotImplementedError

    def _hand_over(self, item: T | None) -> bool:
        """Wait for room; False when nobody will take it any more."""
        while self._thread.is_alive() and not self._is_over.is_set():
            try:
                self._queue.put(item, timeout=_POLL_S)
                return True
            except Full:
                continue
        return False

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error


class _Reader(_Beside[Frame]):
    """Frames of a source, read ahead."""

    def __init__(self, source: FrameSource) -> None:
        super().__init__("fer-reader", _FRAMES_AHEAD)
        self._source = source

    def __iter__(self) -> Iterator[Frame]:
        while True:
            try:
                frame = self._queue.get(timeout=_POLL_S)
            except Empty:
                if self._thread.is_alive() or not self._queue.empty():
                    continue
                self._raise_error()
                return
            if frame is None:
                return
            yield frame

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        is_wanted = True
        while is_wanted:
            frame = self._source.read()
            is_wanted = self._hand_over(frame) and frame is not None


class _Writer(_Beside[Found]):
    """Writes in the order of `put`; leaving it waits until all is written."""

    def __init__(self, write: Callable[[Found], None]) -> None:
        super().__init__("fer-writer", _FRAMES_BEHIND)
        self._write = write

    def put(self, found: Found) -> None:
        """Write this next; raises what went wrong with one before."""
        self._raise_error()
        self._hand_over(found)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hand_over(None)
        self._thread.join()
        if error is None:
            self._raise_error()

    def _run(self) -> None:
        while (found := self._queue.get()) is not None:
            self._write(found)
