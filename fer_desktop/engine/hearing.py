"""What is heard beside the pictures of a run, and the thread that listens. It never stops the pictures."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag
from threading import Lock

import numpy as np

from fer_desktop.core.interfaces import LiveSound, SoundAnalyzer, SoundSource
from fer_desktop.core.sound import AROUND_S, CardFacts, RecentSound, Sound
from fer_desktop.core.speaker import SpeakerFinder
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard
from fer_desktop.engine.channels import Backlog
from fer_desktop.engine.clock import FrameClock
from fer_desktop.engine.meters import LatencyMeter
from fer_desktop.engine.priority import lower_priority
from fer_desktop.engine.recording import Recording
from fer_desktop.engine.status import Event, HearingEnded, HearingFailed, HearingStarted, HearingStatus, Noticed
from fer_desktop.engine.transcribing import Transcriber
from fer_desktop.errors import FerError
from fer_desktop.guard import GuardedThread

_log = logging.getLogger(__name__)

_RESULTS = 512  # blocks that may wait for the window, some ten seconds
_SEEN = 256  # analyses that may wait to be asked who speaks
_UTTERANCE_S = 20.0  # of sound that is kept for what hears words: no utterance with its pause is longer
_SLICE_S = 0.1
_FALLS_DB_PER_S = 20.0  # of the level that is shown
_SILENT_DB = -90.0


@dataclass(frozen=True, slots=True)
class Ears:
    """How to listen; both are called in the thread that will own what they make.

    Attributes:
        open_sound: Makes the source of sound.
        open_voice: Makes what listens to it.
        transcriber: What hears the words of each utterance; None for nobody.
    """

    open_sound: Callable[[], SoundSource]
    open_voice: Callable[[], SoundAnalyzer]
    transcriber: Transcriber | None = None


class Hearing:
    """One source of sound, from its opening to its end.

    `see` is called by the analysis thread; the rest by the thread that owns the engine.

    Args:
        clock: Of the frames: what is heard gets their times.
        recording: Gives the recording of the moment, if any.
        before: What listened until now; it is waited for, since two cannot have one microphone.
    """

    def __init__(
        self,
        ears: Ears,
        clock: FrameClock,
        recording: Callable[[], Recording | None],
        announce: Callable[[Event], None],
        before: Hearing | None = None,
    ) -> None:
        self._ears, self._clock, self._recording, self._announce = ears, clock, recording, announce
        self._before = before
        self.results: Backlog[Heard] = Backlog(_RESULTS)
        self._seen: Backlog[Analysis] = Backlog(_SEEN)
        self._speakers = SpeakerFinder()
        self._recent = RecentSound(_UTTERANCE_S) if ears.transcriber is not None else None
        self._stop = Flag()
        self._source: SoundSource | None = None
        self._status: HearingStatus | None = None  # replaced as a whole: other threads read it
        self._level_db = _SILENT_DB
        self._latency = LatencyMeter()
        self._cuts: list[Callable[[], None]] | None = []  # None once nobody listens
        self._cuts_lock = Lock()
        self._thread = GuardedThread("fer-sound", self._run, self._fail, self._end, daemon=True)

    @property
    def status(self) -> HearingStatus | None:
        """What is heard right now; None while nothing is open."""
        return self._status

    def start(self) -> None:
        """Begin; everything is opened in the thread that listens."""
        self._thread.start()

    def see(self, analysis: Analysis) -> None:
        """Faces of a frame: one of them may speak."""
        self._seen.offer(analysis)

    def finish(self) -> None:
        """Listen no more; ends within a moment."""
        self._stop.set()
        if isinstance(self._source, LiveSound):
            self._source.interrupt()

    def cut(self, then: Callable[[], None]) -> None:
        """Let the utterance that goes on end here, and another one begin; from any thread.

        Args:
            then: Called once all that was heard until then has been given, in the thread that listens or at once.
        """
        with self._cuts_lock:
            if self._cuts is not None and self._status is not None:  # else nothing was heard yet
                self._cuts.append(then)
                return
        then()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True when it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- in the thread that listens

    def _run(self) -> None:
        lower_priority()
        if self._before is not None:
            self._before.join(_SLICE_S * 50)
            self._before = None
        voice = self._ears.open_voice()
        source = self._source = self._ears.open_sound()
        try:
            info = source.open()
            if info is None or self._stop.is_set():
                return
            self._announce(HearingStarted(info, voice.model))
            self._status = HearingStatus(info)
            try:
                self._listen(source, voice, info.is_live)
            except FerError:  # a microphone that dies in the middle of an utterance
                self._give(self._with_speakers(voice.end()))
                raise
            self._give(self._with_speakers(voice.end()))
        finally:
            source.close()

    def _listen(self, source: SoundSource, voice: SoundAnalyzer, is_live: bool) -> None:
        n_told = 0
        for block in source.blocks():
            sound = self._in_step(block, voice, is_live)
            if self._stop.is_set():
                return
            self._make_cuts(voice)
            if sound is not None:
                self._hear(voice, sound)
            for notice in source.notices[n_told:]:
                self._announce(Noticed(notice))
            n_told = len(source.notices)

    def _make_cuts(self, voice: SoundAnalyzer) -> None:
        with self._cuts_lock:
            cuts, self._cuts = self._cuts or [], []
        if cuts:
            self._give(self._with_speakers(voice.end()))
        for then in cuts:
            then()

    def _in_step(self, block: Sound, voice: SoundAnalyzer, is_live: bool) -> Sound | None:
        """The block on the clock of the frames, at the moment when it is heard; None before there are frames."""
        if is_live:
            origin_s = self._clock.origin_s
            return None if origin_s is None else Sound(block.time_s - origin_s, block.samples)
        origin_s = None
        while origin_s is None and not self._stop.is_set():
            origin_s = self._clock.wait(_SLICE_S)
        if origin_s is None:
            return None
        sound = Sound(block.time_s - self._clock.file_offset_s, block.samples)
        if sound.end_s <= self._clock.first_s:  # of a file that is played from another place on
            return None
        while (left_s := self._due_in(origin_s + sound.end_s)) > 0 and not self._stop.wait(min(left_s, _SLICE_S)):
            self._make_cuts(voice)  # of an utterance before a pause in the file
        return sound

    def _due_in(self, moment_s: float) -> float:
        """Seconds until sound of a file is due that ends at a moment; it waits for pictures that are late."""
        return moment_s + self._clock.late_s - time.monotonic()

    def _hear(self, voice: SoundAnalyzer, sound: Sound) -> None:
        facts = self._source.facts if isinstance(self._source, LiveSound) else None
        recording = self._recording()
        if recording is not None:
            recording.offer_sound(sound, facts)
        self._speakers.hear(sound)
        if self._recent is not None:
            self._recent.add(sound)
        self._give(self._with_speakers(voice.add(sound)))
        self._note(sound, facts or CardFacts())

    def _with_speakers(self, heard: Heard) -> Heard:
        if not (heard.pieces or heard.utterances):
            return heard
        for analysis in self._seen.drain():
            self._speakers.see(analysis)
        return self._speakers.named(heard)

    def _give(self, heard: Heard) -> None:
        if not (heard.pieces or heard.utterances):
            return
        recording = self._recording()
        if recording is not None:
            recording.offer_heard(heard)
        if heard.pieces and self._clock.origin_s is not None:
            now_s = time.monotonic()
            due_s = self._clock.origin_s + self._clock.late_s + heard.pieces[-1].end_s
            self._latency.add(now_s, (now_s - due_s) * 1000)
        self.results.offer(heard)
        if self._ears.transcriber is not None and self._recent is not None:
            recording = recording if recording is not None and recording.is_open else None
            for one in heard.utterances:
                spoken = self._recent.between(one.time_s - AROUND_S, one.end_s + AROUND_S)
                self._ears.transcriber.offer(spoken, recording)

    def _note(self, sound: Sound, facts: CardFacts) -> None:
        """How loud it is: up at once, down slowly, as meters do."""
        mean_square = float(np.mean(np.square(sound.samples, dtype=np.float64))) if len(sound.samples) else 0.0
        now_db = max(10 * float(np.log10(mean_square)), _SILENT_DB) if mean_square > 0 else _SILENT_DB
        self._level_db = max(now_db, self._level_db - _FALLS_DB_PER_S * sound.duration_s)
        assert self._status is not None
        self._status = HearingStatus(self._status.sound, self._level_db, facts, self._latency.p50_p95_ms)

    def _fail(self, error: BaseException) -> None:
        is_known = isinstance(error, FerError)
        _log.error("sound: %s", error, exc_info=None if is_known else error)
        if not (self._stop.is_set() and is_known):  # whoever stops a source need not hear that it gives nothing
            self._announce(HearingFailed(error))

    def _end(self) -> None:
        self._status = None
        with self._cuts_lock:
            cuts, self._cuts = self._cuts or [], None
        for then in cuts:
            then()
        self._announce(HearingEnded())
