"""One recording while it runs: what capture and analysis offer, and the thread that writes it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fer_desktop.core.interfaces import DiskSpace, LiveSink, RecordingCounts
from fer_desktop.core.moment import Moment
from fer_desktop.core.sound import CardFacts, Sound
from fer_desktop.core.types import Analysis, Frame, Marker
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import HeardWords
from fer_desktop.engine.channels import Backlog, Closed
from fer_desktop.engine.marker_gate import MarkerGate, shortened
from fer_desktop.engine.priority import lower_priority
from fer_desktop.engine.recording_items import FaceName, Item, Losses, Origin, RecordingClock, cost, kept_part, put
from fer_desktop.engine.status import (
    Event,
    Failed,
    Lagging,
    Marked,
    MarkersRefused,
    RecordingStarted,
    RecordingStatus,
    RecordingStopped,
)
from fer_desktop.errors import SessionError
from fer_desktop.guard import GuardedThread
from fer_desktop.log import log_failure

_log = logging.getLogger(__name__)

_LAST_HEARD_S = 4.0  # for the last that is heard: a microphone that stalls is given up after three
_SLICE_S = 0.25
VIDEO_BUDGET_BYTES = 256 * 2**20  # about three seconds of 720p at 30 fps


class Recording:
    """Counts from the first frame captured after it was asked for; its clock starts at 0 there.

    `offer_frame` is called by the capture thread, `offer_analysis` by the analysis thread, `offer_sound` and
    `offer_heard` by the one that listens, `offer_words` by the one that hears words, the rest by the thread that owns
    the engine.
    """

    def __init__(self, open_sink: Callable[[], LiveSink], with_video: bool, announce: Callable[[Event], None]) -> None:
        self._open_sink, self._with_video, self._announce = open_sink, with_video, announce
        self._items: Backlog[Item] = Backlog(VIDEO_BUDGET_BYTES, cost)
        self._origin: Origin | None = None
        self._captured = self._analysed = self._announced_refused = self._announced_markers = 0
        self._gate = MarkerGate()
        self._analysed_s = self._written_s = 0.0  # of the last analysis that was taken in, and written
        self._clock = RecordingClock()  # replaced as a whole: other threads read it
        self._losses: Losses | None = None  # of a camera alone
        self._card: CardFacts | None = None  # of a microphone alone
        self._sound_refused = 0
        self._reason = ""
        self._is_finished = False
        self._ends_at_s = np.inf  # on the clock of `time.monotonic`, at the latest
        self._disk_space: DiskSpace | None = None
        self.has_failed = False
        self._sink: LiveSink | None = None
        self._thread = GuardedThread("fer-recorder", self._run, self._fail)

    @property
    def refused(self) -> int:
        """Frames that the video had no room for."""
        return self._items.refused - self._sound_refused

    @property
    def is_running(self) -> bool:
        """False once the session is written or has failed."""
        return self._thread.is_alive() and not self.has_failed

    @property
    def is_open(self) -> bool:
        """Whether what is heard now is of it."""
        return not self._items.is_closed

    @property
    def status(self) -> RecordingStatus | None:
        """How far it is; None when it is over."""
        if not self.is_running:
            return None
        return RecordingStatus(self._clock.second_s, self._disk_space, self._analysed_s)

    def start(self) -> None:
        """Begin; the sink is opened in the recorder's own thread."""
        self._thread.start()

    def offer_frame(self, frame: Frame, at_s: float) -> None:
        """Count a captured frame, and store it when the video is wanted.

        Args:
            at_s: When it was taken, or else arrived, on the clock of `time.monotonic`.
        """
        if self._is_finished:
            return
        if self._origin is None:
            # the analysis thread may read it from now on; it is never changed again
            self._origin = Origin(frame.index, frame.time_s)
            self._losses = None if frame.taken_s is None else Losses()
            self._items.offer(Moment.at(at_s))
        elif self._losses is not None:
            self._losses.add(frame)
        self._captured += 1
        second_s = frame.time_s - self._origin.time_s
        self._clock = RecordingClock(second_s, at_s)
        if self._with_video:
            index = frame.index - self._origin.index
            if not self._items.offer(replace(frame, index=index, time_s=second_s)):
                self._announce_lag()

    def offer_analysis(self, analysis: Analysis) -> None:
        """Store an analysis, unless its frame is older than the recording."""
        origin = self._origin
        # analyses lag: those of frames from before the recording still arrive
        if self._is_finished or origin is None or analysis.frame_index < origin.index:
            return
        self._analysed += 1
        index, time_s = analysis.frame_index - origin.index, analysis.time_s - origin.time_s
        if self._items.offer(replace(analysis, frame_index=index, time_s=time_s)):
            self._analysed_s = time_s

    def offer_sound(self, sound: Sound, facts: CardFacts | None = None) -> None:
        """Store a block of sound, unless it is older than the recording.

        Args:
            facts: What became of the sound of a microphone until now.
        """
        origin = self._origin
        if origin is None:
            return
        self._card = facts
        kept = kept_part(sound, origin.time_s)
        # what there was no room for becomes silence, and what follows stays in step
        if kept is not None and not self._items.offer(kept) and not self._items.is_closed:
            self._sound_refused += 1  # a channel that is closed refuses nothing, and counts nothing

    def offer_heard(self, heard: Heard) -> None:
        """Store what was heard, but for what was heard before the recording."""
        origin = self._origin
        if origin is not None:
            self._items.offer(heard.since(origin.time_s))

    def offer_words(self, words: HeardWords) -> bool:
        """Store what was said, but for what was said before the recording; False when it is too late for that."""
        return self._items.offer(self.own_words(words))

    def own_words(self, words: HeardWords) -> HeardWords:
        """Those that were said since it began, with times counted from there."""
        return HeardWords() if self._origin is None else words.since(self._origin.time_s)

    @property
    def moment(self) -> float:
        """Second of the recording that it is now, by the capture clock; 0 before the first frame."""
        return 0.0 if self._origin is None else self._clock.now_s()

    def mark(self, label: str, at_s: float | None = None) -> None:
        """Store a marker at this second or now, from any thread; before the first frame it is ignored."""
        origin = self._origin
        if self._is_finished or origin is None:
            return
        if not self._gate.lets_through():
            self._announce_markers()
            return
        marker = Marker(self.moment if at_s is None else at_s, shortened(label))
        self._items.offer(marker)
        self._announce(Marked(replace(marker, time_s=marker.time_s + origin.time_s)))

    def name_face(self, track_id: int, name: str) -> bool:
        """Store what the user calls a face; False when it is too late for that."""
        if not self._is_finished:
            self._items.offer(FaceName(track_id, name))
        return not self._is_finished

    def finish(self, reason: str = "", cut: Callable[[Callable[[], None]], None] | None = None) -> None:
        """Take nothing more; what waits is written and the session closed, in the recorder's thread.

        Args:
            cut: Ends the utterance that somebody listens to, and then calls what it is given; until then, what is
                heard is still taken. None where nobody listens.
        """
        # the first reason is the cause; what follows from it comes later
        self._reason = self._reason or reason
        # in this order: `name_face` looks at the flag after its offer, and never says yes to what was ignored
        self._is_finished = True
        if cut is None:
            self._items.close()
        else:
            self._ends_at_s = min(self._ends_at_s, time.monotonic() + _LAST_HEARD_S)
            cut(self._items.close)

    def join(self, timeout_s: float) -> bool:
        """Wait for the recorder; True when it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _announce_lag(self) -> None:
        # the first at once, then a quarter more each time: the news of a flood must not be one
        if self.refused - self._announced_refused >= max(1, self._announced_refused // 4):
            self._announce(Lagging(self.refused - self._announced_refused))
            self._announced_refused = self.refused

    def _announce_markers(self) -> None:
        """Not at each: that would be another flood."""
        if (new := self._gate.refused - self._announced_markers) >= max(1, self._announced_markers // 4):
            self._announced_markers += new
            self._announce(MarkersRefused(new))

    def _run(self) -> None:
        lower_priority()
        self._sink = self._open_sink()
        self._announce(RecordingStarted(self._sink.location))
        self._write(self._sink)

    def _fail(self, error: BaseException) -> None:
        """Whatever it is, what is written is kept, and the user is told."""
        log_failure(_log, "recorder", error)
        self.has_failed = True
        self.finish(str(error))
        kept = self._sink.abandon(str(error)) if self._sink is not None else ""
        self._announce(Failed("recorder", error, kept))

    def _write(self, sink: LiveSink) -> None:
        """Write until the end; after an error the session is closed with what it has."""
        failure: SessionError | None = None
        try:
            self._write_items(sink)
        except SessionError as error:
            failure = error
            self.finish(str(error))
        try:
            location = sink.close(self._counts())
        except Exception as error:
            if failure is None:
                raise
            raise failure from error  # what went wrong first is what the user must know
        if failure is not None:
            self._announce(Failed("recorder", failure, location))
        self._announce(RecordingStopped(location, self._reason, self._written_s))

    def _counts(self) -> RecordingCounts:
        skipped = max(self._captured - self._analysed, 0)
        counts = RecordingCounts(
            self._captured, skipped, self.refused, self._reason, markers_refused=self._gate.refused, sound=self._card
        )
        if self._losses is None:
            return counts
        seconds = self._clock.second_s
        fps = round((self._captured - 1) / seconds, 2) if seconds > 0 else None
        return replace(counts, lost=self._losses.lost, passed_over=self._losses.passed_over, measured_fps=fps)

    def _write_items(self, sink: LiveSink) -> None:
        while True:
            try:
                item = self._items.take(_SLICE_S)
            except Closed:
                return
            if item is None:
                if time.monotonic() > self._ends_at_s:
                    self._items.close()
                continue
            put(item, sink)
            if isinstance(item, Analysis):
                self._written_s = item.time_s
            self._disk_space = sink.disk_space
