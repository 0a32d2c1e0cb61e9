"""What `fer-desktop analyze` is to do, and how one input becomes one session folder. No window."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.images import IMAGE_SUFFIXES, ImageSource
from fer_desktop.capture.video_file import Cut, VideoFileSource
from fer_desktop.core.interfaces import FrameSource, StagedAnalyzer, notices_of
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import FerError, Notice, SourceUnreadable
from fer_desktop.offline.pipeline import OfflineResult, analyze_source
from fer_desktop.results.plot import save_plot
from fer_desktop.session.info import CutFacts, FileIdentity, SettingFacts
from fer_desktop.session.library import load_session, read_info
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import PlainStore
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

_log = logging.getLogger(__name__)

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".flv", ".ts", ".mts", ".3gp", ".gif"}
)
DEMO = "demo"


@dataclass(frozen=True, slots=True)
class AnalyzeOptions:
    """What the command line asks for.

    Attributes:
        out: Folder for the session folders.
        demo: What `demo` as an input shows.
        plot: Also draw timeline.png into each session.
    """

    out: Path
    analyzer: AnalyzerOptions
    cut: Cut
    demo: DemoOptions
    plot: bool = False

    @property
    def facts(self) -> SettingFacts:
        """What explains the data, for session.json; two analyses with the same facts and model say the same."""
        end_s = self.cut.end_s if self.cut.end_s < float("inf") else None
        cut = CutFacts(start_s=self.cut.start_s, end_s=end_s, fps=self.cut.fps, track=self.cut.track)
        return SettingFacts(max_faces=self.analyzer.max_faces, cut=cut)


@dataclass(frozen=True, slots=True)
class Job:
    """One input that becomes one session. A value: it may be handed to another process or machine.

    Attributes:
        label: What the user called it.
        name: Of the session folder; different for each job of a run.
        paths: One video, or the images of a folder.
    """

    label: str
    name: str
    kind: Literal["demo", "video", "images"]
    paths: tuple[Path, ...] = ()

    def source(self, options: AnalyzeOptions) -> FrameSource:
        """Made in the process that will read it."""
        if self.kind == "demo":
            return DemoSource(options.demo)
        if self.kind == "images":
            return ImageSource(self.paths[0].name if len(self.paths) == 1 else self.name, self.paths)
        return VideoFileSource(self.paths[0], options.cut)

    @property
    def identity(self) -> tuple[FileIdentity, ...]:
        """Of each file; empty for the demo."""
        try:
            return tuple((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in self.paths)
        except OSError:
            return tuple((path.name, -1, -1) for path in self.paths)  # opening it will say what is wrong


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that did not become a session, and why; `notices` as in `Done`."""

    input: str
    message: str
    hint: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """An input that became a session.

    Attributes:
        was_there: It was analysed by an earlier run; `result` then counts what is in the session.
        notices: What the user should know all the same, such as another device than was asked for.
    """

    input: str
    result: OfflineResult
    was_there: bool = False
    notices: tuple[str, ...] = ()


Outcome = Done | Failure


def plan(inputs: Sequence[str]) -> tuple[list[Job], list[Failure]]:
    """Jobs for the inputs, in order; folders become one job for each video and one for their images."""
    jobs: list[Job] = []
    failures: list[Failure] = []
    for text in inputs:
        try:
            jobs += _jobs_of(text)
        except FerError as error:
            failures.append(Failure(text, error.message, error.hint))
        except OSError as error:  # the name is too long, or a folder on the way may not be looked into
            reason = error.strerror or str(error)
            failures.append(Failure(text, f"{text} cannot be read: {reason}.", "Check the name and your permissions."))
    return list(_with_own_names(jobs)), failures


def _jobs_of(text: str) -> list[Job]:
    """Jobs for one input.

    Raises:
        SourceUnreadable: there is nothing to analyse.
        OSError: it cannot be looked at.
    """
    path = Path(text)
    if not text:  # Path would take it for the current folder
        raise SourceUnreadable("An input is empty.", "Name a video, an image, a folder, or demo.")
    if text == DEMO and not path.exists():
        return [Job(DEMO, DEMO, "demo")]
    if not path.is_dir():
        return [_file_job(path)]
    found = _jobs_in(path)
    if not found:
        raise SourceUnreadable("{path} holds no videos or images.", "Choose another folder.", path=path)
    return found


def _with_own_names(jobs: Sequence[Job]) -> Iterator[Job]:
    """Two inputs of one name get a number, here and not where they run: the order of ending must not matter."""
    taken: set[str] = set()
    for job in jobs:
        name, number = job.name, 2
        while name in taken:
            name, number = f"{job.name}_{number}", number + 1
        taken.add(name)
        yield Job(job.label, name, job.kind, job.paths)


def _jobs_in(folder: Path) -> list[Job]:
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    videos = [_file_job(path) for path in files if path.suffix.lower() in VIDEO_SUFFIXES]
    images = tuple(path for path in files if path.suffix.lower() in IMAGE_SUFFIXES)
    name = folder.resolve().name or "images"
    return videos + ([Job(str(folder), name, "images", images)] if images else [])


def _file_job(path: Path) -> Job:
    kind: Literal["images", "video"] = "images" if path.suffix.lower() in IMAGE_SUFFIXES else "video"
    return Job(str(path), path.stem or path.name, kind, (path,))


Watch = Callable[[float, float, float], None]
"""Told the time that a job has reached, where it began and how long it is, in seconds of its own time."""


def attempt(
    job: Job,
    options: AnalyzeOptions,
    watch: Watch = lambda time_s, start_s, duration_s: None,
    tell: Callable[[str], None] = lambda notice: None,
) -> Outcome:
    """Do one job; what goes wrong is an outcome, too.

    Args:
        watch: See `Watch`.
        tell: Told each notice at once; all of them are in the outcome as well.
    """
    notices: list[str] = []

    def note(text: str) -> None:
        notices.append(text)
        _log.info("%s: %s", job.name, text)
        tell(text)

    try:
        result = _run(job, options, watch, note)
        return Done(job.label, result, notices=tuple(notices))
    except FerError as error:
        return Failure(job.label, error.message, error.hint, tuple(notices))
    except Exception as error:  # one input must not take the others with it
        _log.exception("%s failed", job.name)
        return Failure(job.label, f"Unexpected error: {error!r}.", "Please report it, with the log file.")


def _run(job: Job, options: AnalyzeOptions, watch: Watch, note: Callable[[str], None]) -> OfflineResult:
    source = job.source(options)
    try:
        info = source.open()
        analyzer = open_analyzer(options.analyzer)
        for text in analyzer.notices:
            note(text)
        try:
            settings = replace(options.facts, input=job.identity)
            writer = SessionWriter(options.out, SessionHeader(job.name, info, analyzer.model, settings))
            start_s = options.cut.start_s if job.kind == "video" else 0.0
            some = _NotEmpty(source, lambda: _nothing_in(job, options.cut))
            result = _fill(some, analyzer, writer, lambda time_s: watch(time_s, start_s, info.duration_s))
        finally:
            analyzer.close()
    finally:
        source.close()
        for notice in notices_of(source):
            note(f"{job.label}: {notice}")
    if options.plot:
        save_plot(load_session(Path(result.location)), Path(result.location) / "timeline.png")
    return result


class _NotEmpty:
    """A source that says so when it has nothing to give: an empty session must not look like a result."""

    def __init__(self, source: FrameSource, explained: Callable[[], FerError]) -> None:
        self._source, self._explained = source, explained
        self._is_empty = True

    def open(self) -> SourceInfo:
        return self._source.open()

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is None and self._is_empty:
            raise self._explained()
        self._is_empty = False
        return frame

    @property
    def notices(self) -> tuple[Notice, ...]:
        return notices_of(self._source)

    def close(self) -> None:
        self._source.close()


def _nothing_in(job: Job, cut: Cut) -> SourceUnreadable:
    if job.kind != "video":
        return SourceUnreadable("{name} shows nothing that can be analysed.", "Choose another.", name=job.label)
    whole = VideoFileSource(job.paths[0], Cut(track=cut.track))
    duration_s = whole.open().duration_s
    whole.close()
    return SourceUnreadable(
        "Nothing lies between {start} s and {end}; {ending}.",
        "Choose another --start and --end, or leave them out.",
        start=f"{cut.start_s:g}",
        end="the end" if cut.end_s == float("inf") else f"{cut.end_s:g} s",
        ending=f"the file ends at {duration_s:.1f} s" if duration_s else "the file does not say how long it is",
    )


def _fill(
    source: FrameSource, analyzer: StagedAnalyzer, writer: SessionWriter, on_frame: Callable[[float], None]
) -> OfflineResult:
    """Analyse into the writer; what is not whole stays marked as such."""
    try:
        return analyze_source(source, analyzer, writer, on_frame)
    except KeyboardInterrupt as interrupt:
        for place in interrupt.args:
            if not read_info(PlainStore(Path(place))).frames_analysed:  # nothing was there to keep
                shutil.rmtree(place, ignore_errors=True)
                raise KeyboardInterrupt from None
        raise
    except FerError as error:
        kept = writer.abandon(error.message)
        where = f" What was analysed until then is in {kept}." if kept else ""
        raise type(error)(error.message + where, error.hint) from error
    except Exception as error:
        writer.abandon(repr(error))
        raise
