"""How one job becomes one session folder. What goes wrong is an outcome, too."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fer_desktop.capture.container import is_sound_alone
from fer_desktop.capture.cut import Cut
from fer_desktop.core.interfaces import FrameSource, notices_of
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import FerError, Notice, SourceUnreadable, Told
from fer_desktop.offline.fusing import write_fused
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.listening import analyze_sound, beside, filled
from fer_desktop.offline.neutral import CalibratingSink, given_wish
from fer_desktop.offline.outcome import CutShort, Done, Failed, Outcome
from fer_desktop.offline.pipeline import OfflineResult, analyze_source
from fer_desktop.offline.wording import put_words, transcript_of
from fer_desktop.results.plot import save_plot
from fer_desktop.session.library import load_session
from fer_desktop.session.original import keep_original
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.vision.analyzer import open_analyzer

_log = logging.getLogger(__name__)


class Listener:
    """Told how far the jobs of this process are, while they run; this one does not care.

    `reached` is called by the thread that writes, the others by the one that asked for the work.
    """

    def begun(self, job: Job, number: int, total: int) -> None:
        """The job with this number, from 1, of so many has begun."""

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        """The job has come to a time; it began at `start_s` and takes `duration_s`, 0 when that is unknown.

        All are in seconds of the job's own time.
        """

    def noticed(self, text: str) -> None:
        """Something that the user should know although nothing failed."""


def attempt(job: Job, options: AnalyzeOptions, listener: Listener | None = None) -> Outcome:
    """Do one job. Whatever goes wrong is an outcome, an interrupt by the user included."""
    listener = listener or Listener()
    notices: list[str] = []

    def note(text: str) -> None:
        notices.append(text)
        _log.info("%s: %s", job.name, text)
        listener.noticed(text)

    try:
        result = run_job(job, options, listener, note)
    except FerError as error:
        return Failed.of(job.label, error, tuple(notices))
    except KeyboardInterrupt:  # before there was a session, or after it was closed
        return CutShort(job.label)
    except Exception as error:  # one input must not take the others with it
        _log.exception("%s failed", job.name)
        what = {"error": repr(error)}
        return Failed(job.label, "Unexpected error: {error}.", "Please report it, with the log file.", values=what)
    if result.is_interrupted:
        return CutShort(job.label, _kept(result))
    return Done(job.label, result, tuple(notices))


def run_job(job: Job, options: AnalyzeOptions, listener: Listener, note: Callable[[str], None]) -> OfflineResult:
    """Do one job; after Ctrl-C the result says that it was interrupted.

    Args:
        note: Told what the user should know although nothing failed.

    Raises:
        FerError: it cannot be done.
    """
    if job.kind == "video" and options.voice and is_sound_alone(job.paths[0]):
        job = replace(job, kind="sound")  # its name and its first bytes promised a video
    said = transcript_of(job.paths, options.words, note)  # before the long work: it may not be readable
    if job.kind == "sound":
        start_s = options.cut.start_s
        result = analyze_sound(job, options, lambda time_s, length_s: listener.reached(time_s, start_s, length_s), note)
    else:
        result = _analyze_pictures(job, options, listener, note)
    if not result.is_interrupted:
        put_words(Path(result.location), job.sound_path, said, options.words, note)
        if options.copy_video and job.kind == "video":
            keep_original(job.paths[0], Path(result.location))
        if options.voice or options.words.keep:
            write_fused(load_session(Path(result.location)))
        if options.plot:
            save_plot(load_session(Path(result.location)), Path(result.location) / "timeline.png")
    return result


def _analyze_pictures(
    job: Job, options: AnalyzeOptions, listener: Listener, note: Callable[[str], None]
) -> OfflineResult:
    source = job.source(options)
    try:
        info = source.open()
        analyzer = open_analyzer(options.analyzer)
        for notice in analyzer.notices:
            note(Told(notice))
        try:
            with beside(job, options, info.clock_offset_s, note) as listening:
                settings = replace(options.facts, input=job.identity)
                facts = None if listening is None else listening.facts
                wish = given_wish(options.neutral, options.analyzer, analyzer.model)
                writer = SessionWriter(options.out, SessionHeader(job.name, info, analyzer.model, settings, facts))
                sink = CalibratingSink(writer, options.neutral, wish, analyzer.model, note)
                start_s = options.cut.start_s if job.has_times else 0.0
                some = _NotEmpty(source, lambda: _nothing_in(job, options))

                def on_frame(time_s: float) -> None:
                    listener.reached(time_s, start_s, info.duration_s)

                result = filled(writer, lambda: analyze_source(some, analyzer, sink, on_frame, listening))
        finally:
            analyzer.close()
    finally:
        # also after a failure: what the source left out may be the reason
        source.close()
        for notice in notices_of(source):
            note(Told(notice, job.label))
    return result


def _kept(result: OfflineResult) -> str:
    """Where the session is that an interrupt cut short; one without a frame is not worth keeping."""
    if result.n_frames or result.n_utterances:
        return result.location
    shutil.rmtree(result.location, ignore_errors=True)
    return ""


class _NotEmpty:
    """A source that says so when it has nothing to give: an empty session must not look like a result."""

    def __init__(self, source: FrameSource, emptiness: Callable[[], FerError]) -> None:
        self._source, self._emptiness = source, emptiness
        self._is_empty = True

    def open(self) -> SourceInfo:
        return self._source.open()

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is None and self._is_empty:
            raise self._emptiness()
        self._is_empty = False
        return frame

    @property
    def notices(self) -> tuple[Notice, ...]:
        return notices_of(self._source)

    def close(self) -> None:
        self._source.close()


def _nothing_in(job: Job, options: AnalyzeOptions) -> SourceUnreadable:
    cut = options.cut
    if not job.has_times:
        return SourceUnreadable("{name} shows nothing that can be analysed.", "Choose another.", name=job.label)
    whole = job.source(replace(options, cut=Cut(track=cut.track)))
    duration_s = whole.open().duration_s
    whole.close()
    return SourceUnreadable(
        "Nothing lies between {start} s and {end}; {ending}.",
        "Choose another --start and --end, or leave them out.",
        start=f"{cut.start_s:g}",
        end="the end" if cut.end_s == float("inf") else f"{cut.end_s:g} s",
        ending=f"the file ends at {duration_s:.1f} s" if duration_s else "the file does not say how long it is",
    )
