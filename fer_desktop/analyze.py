"""`fer-desktop analyze`: videos, images and folders in, one session folder each out, no window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fer_desktop.capture.demo import DemoOptions, DemoSource
from fer_desktop.capture.images import IMAGE_SUFFIXES, ImageSource
from fer_desktop.capture.video_file import Cut, VideoFileSource
from fer_desktop.core.interfaces import FrameAnalyzer, FrameSource
from fer_desktop.engine.offline import OfflineResult, analyze_source
from fer_desktop.errors import FerError
from fer_desktop.progress import Progress
from fer_desktop.session.library import load_session
from fer_desktop.session.plot import save_plot
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

_log = logging.getLogger(__name__)

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".flv", ".ts", ".mts", ".3gp", ".gif"}
)
DEMO = "demo"
INTERRUPTED = 130  # exit code of a program ended by Ctrl-C


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


@dataclass(frozen=True, slots=True)
class Job:
    """One input that becomes one session."""

    label: str
    name: str
    open_source: Callable[[], FrameSource]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that did not become a session, and why."""

    input: str
    message: str
    hint: str


def plan(inputs: Sequence[str], options: AnalyzeOptions) -> tuple[list[Job], list[Failure]]:
    """Jobs for the inputs, in order; folders become one job for each video and one for their images."""
    jobs: list[Job] = []
    failures: list[Failure] = []
    for text in inputs:
        path = Path(text)
        if text == DEMO and not path.exists():
            jobs.append(Job(DEMO, DEMO, lambda: DemoSource(options.demo)))
        elif path.is_dir():
            found = _jobs_in(path, options)
            jobs += found
            if not found:
                failures.append(Failure(text, f"{path} holds no videos or images.", "Choose another folder."))
        else:
            jobs.append(_file_job(path, options))
    return jobs, failures


def _jobs_in(folder: Path, options: AnalyzeOptions) -> list[Job]:
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    videos = [_file_job(path, options) for path in files if path.suffix.lower() in VIDEO_SUFFIXES]
    images = [path for path in files if path.suffix.lower() in IMAGE_SUFFIXES]
    name = folder.resolve().name or "images"
    return videos + ([Job(str(folder), name, lambda: ImageSource(name, images))] if images else [])


def _file_job(path: Path, options: AnalyzeOptions) -> Job:
    def open_source() -> FrameSource:
        is_image = path.suffix.lower() in IMAGE_SUFFIXES
        return ImageSource(path.name, [path]) if is_image else VideoFileSource(path, options.cut)

    return Job(str(path), path.stem or path.name, open_source)


def run_analyze(inputs: Sequence[str], options: AnalyzeOptions) -> tuple[int, dict[str, Any]]:
    """Do all jobs; what fails does not stop the others.

    Returns:
        Exit code (0 all done, 1 some failed, 130 interrupted) and a summary ready for JSON.
    """
    jobs, failures = plan(inputs, options)
    for failure in failures:
        _report(failure)
    done: list[dict[str, Any]] = []
    is_interrupted = False
    for number, job in enumerate(jobs, 1):
        try:
            result = _run_job(job, options, f"[{number}/{len(jobs)}] {job.label}")
            done.append({"input": job.label, **asdict(result)})
        except FerError as error:
            failures.append(Failure(job.label, error.message, error.hint))
            _report(failures[-1])
        except Exception as error:  # one input must not take the others with it
            _log.exception("%s failed", job.name)
            failures.append(Failure(job.label, f"Unexpected error: {error!r}.", "Please report it, with the log file."))
            _report(failures[-1])
        except KeyboardInterrupt as interrupt:
            print(f"Interrupted. Kept: {interrupt or 'the sessions finished before'}", file=sys.stderr)
            is_interrupted = True
            break
    summary = {"sessions": done, "failed": [asdict(failure) for failure in failures], "interrupted": is_interrupted}
    code = INTERRUPTED if is_interrupted else int(bool(failures))
    return code, summary


def _run_job(job: Job, options: AnalyzeOptions, title: str) -> OfflineResult:
    source = job.open_source()
    try:
        info = source.open()
        analyzer = open_analyzer(options.analyzer)
        for notice in analyzer.notices:
            print(f"{job.label}: {notice}", file=sys.stderr)
        try:
            settings = {"max_faces": options.analyzer.max_faces, "cut": _finite(asdict(options.cut))}
            writer = SessionWriter(options.out, SessionHeader(job.name, info, analyzer.model, settings))
            result = _fill(source, analyzer, writer, Progress(title, options.cut.start_s, info.duration_s))
        finally:
            analyzer.close()
    finally:
        source.close()
    if options.plot:
        save_plot(load_session(Path(result.location)), Path(result.location) / "timeline.png")
    print(f"{job.label}: {result.n_frames} frames, {result.n_faces} face(s) -> {result.location}", file=sys.stderr)
    return result


def _fill(source: FrameSource, analyzer: FrameAnalyzer, writer: SessionWriter, progress: Progress) -> OfflineResult:
    """Analyse into the writer; what is not whole stays marked as such."""
    try:
        with progress:
            return analyze_source(source, analyzer, writer, progress.reached)
    except FerError as error:
        kept = writer.abandon(error.message)
        where = f" What was analysed until then is in {kept}." if kept else ""
        raise type(error)(error.message + where, error.hint) from error
    except Exception as error:
        writer.abandon(repr(error))
        raise


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no infinity: an open end is null."""
    return {name: None if value == float("inf") else value for name, value in values.items()}


def _report(failure: Failure) -> None:
    print(f"{failure.input}: {failure.message} {failure.hint}".strip(), file=sys.stderr)
