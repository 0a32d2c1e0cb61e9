"""Hears the sound of a job: beside its pictures, or alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.files import fingerprint
from fer_desktop.core.interfaces import RecordingCounts, SoundSource
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound, SoundInfo
from fer_desktop.core.speaker import SpeakerFinder
from fer_desktop.core.types import Analysis, ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, joined
from fer_desktop.errors import FerError, Notice, SourceUnreadable, Told, readable
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.pipeline import INTERRUPTED, OfflineResult, hear_rest
from fer_desktop.paths import voice_weights_dir
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.voice.analyzer import VoiceAnalyzer, open_voice

_STEP_S = 5.0  # of sound alone, between two looks at how far it is


class SoundOfJob:
    """The sound of one source, cut as its pictures are; implements `Listening`.

    Args:
        source: Open.
        info: What it says of itself.
        cut: Which part is wanted.
    """

    def __init__(self, source: SoundSource, info: SoundInfo, voice: VoiceAnalyzer, cut: Cut) -> None:
        self._blocks = _cut(source.blocks(), cut)
        self._next = next(self._blocks, None)
        self._voice, self._speakers = voice, SpeakerFinder()
        self.facts = VoiceFacts(source=info.name, track=info.track, model=ModelFacts.of(voice.model))

    def until(self, analysis: Analysis) -> Heard:
        """See `Listening`."""
        heard = self.up_to(analysis.time_s)
        self._speakers.see(analysis)
        return heard

    def up_to(self, end_s: float) -> Heard:
        """What was heard in blocks that begin before a time, since the last call."""
        heard = Heard()
        while self._next is not None and self._next.time_s < end_s:
            self._speakers.hear(self._next)
            heard = joined(heard, self._speakers.named(self._voice.add(self._next)))
            self._next = next(self._blocks, None)
        return heard

    def rest(self) -> Iterator[Heard]:
        """See `Listening`."""
        while self._next is not None:
            yield self.up_to(self._next.time_s + _STEP_S)

    def cut(self) -> Heard:
        """See `Listening`."""
        return self._speakers.named(self._voice.end())


def _cut(blocks: Iterator[Sound], cut: Cut) -> Iterator[Sound]:
    """The wanted part: what was heard before the first picture is not of it."""
    for block in blocks:
        first = max(round((cut.start_s - block.time_s) * SOUND_RATE_HZ), 0)
        last = len(block.samples)
        if block.end_s > cut.end_s:
            last = max(round((cut.end_s - block.time_s) * SOUND_RATE_HZ), 0)
        if first < last:
            yield Sound(block.time_s + first / SOUND_RATE_HZ, block.samples[first:last])
        # after the block was given: it may reach into the part and beyond its end
        if block.time_s >= cut.end_s:
            return


@contextmanager
def beside(
    job: Job, options: AnalyzeOptions, origin_s: float, note: Callable[[str], None]
) -> Iterator[SoundOfJob | None]:
    """The sound of a job with pictures; None where it has none, or nobody wants it.

    Args:
        origin_s: What is time 0 on the clock of the file.
        note: Told what the user should know.

    Raises:
        SourceUnreadable, WeightsMissing, WeightsMismatch: it cannot be listened to.
    """
    source = job.sound(options, origin_s)
    if source is None:
        yield None
        return
    with _opened(source, job.label, note) as info:
        if info is None:
            note(Told(Notice("it has no sound."), job.label))
            yield None
            return
        if info.n_tracks > 1:
            some = Notice(
                "it holds {n_tracks} sounds; number {track} is taken (--audio-track).",
                n_tracks=info.n_tracks,
                track=info.track,
            )
            note(Told(some, job.label))
        yield SoundOfJob(source, info, _voice(note), options.cut)


def analyze_sound(
    job: Job, options: AnalyzeOptions, on_time: Callable[[float, float], None], note: Callable[[str], None]
) -> OfflineResult:
    """Make a session of a file of sound alone: its timeline has no rows.

    Args:
        on_time: Told how far it is, and how long it takes; both in seconds.

    Raises:
        FerError: it cannot be read, holds no sound, or the session cannot be written.
    """
    source = job.sound(options)
    assert source is not None
    with _opened(source, job.label, note) as info:
        if info is None:
            raise SourceUnreadable("{name} holds no sound.", "Choose another.", name=job.label)
        sound = SoundOfJob(source, info, _voice(note), options.cut)
        length_s = options.cut.length_s(info.duration_s)
        header = SessionHeader(
            job.name,
            SourceInfo(info.name, 0, 0, 0.0, length_s),
            ModelInfo("", "", ""),
            replace(options.facts, input=job.identity),
            _with_file(sound.facts, job.paths[0]),
        )
        writer = SessionWriter(options.out, header)
        return filled(writer, lambda: _listen(sound, writer, lambda time_s: on_time(time_s, length_s)))


def _with_file(facts: VoiceFacts, path: Path) -> VoiceFacts:
    """With where the file is, and by what it is known again."""
    return replace(facts, path=readable(str(path.absolute())), fingerprint=fingerprint(path))


def _voice(note: Callable[[str], None]) -> VoiceAnalyzer:
    voice = open_voice(voice_weights_dir())
    if not voice.model.model_id:
        note(Told(Notice("No recogniser of the voice is installed: its expressions stay blank.")))
    return voice


def filled(writer: SessionWriter, work: Callable[[], OfflineResult]) -> OfflineResult:
    """Do what fills a session; what is not whole stays marked as such."""
    try:
        return work()
    except FerError as error:
        kept = writer.abandon(error.message)
        where = f" What was analysed until then is in {kept}." if kept else ""
        raise type(error)(error.message + where, error.hint) from error
    except Exception as error:
        writer.abandon(repr(error))
        raise


def _listen(sound: SoundOfJob, writer: SessionWriter, on_time: Callable[[float], None]) -> OfflineResult:
    n_utterances, end_s, reason = 0, 0.0, ""

    def hear(heard: Heard) -> None:
        nonlocal n_utterances, end_s
        writer.add_heard(heard)
        n_utterances += len(heard.utterances)
        end_s = heard.pieces[-1].end_s if heard.pieces else end_s
        on_time(end_s)

    try:
        hear_rest(sound, hear)
    except KeyboardInterrupt:
        reason = INTERRUPTED.format(end_s=end_s)
    location = writer.close(RecordingCounts(0, 0, 0, reason))
    return OfflineResult(location, 0, end_s, 0, 0, bool(reason), n_utterances)


@contextmanager
def _opened(source: SoundSource, label: str, note: Callable[[str], None]) -> Iterator[SoundInfo | None]:
    """Open a source of sound, and say in the end what it left out."""
    try:
        yield source.open()
    finally:
        source.close()
        for notice in source.notices:
            note(Told(notice, label))
