"""What `fer-desktop analyze` is to do: inputs become jobs, one for each session that is to be made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.images import IMAGE_SUFFIXES, ImageSource
from fer_desktop.capture.video_file import Cut, VideoFileSource
from fer_desktop.core.interfaces import FrameSource
from fer_desktop.errors import FerError, SourceUnreadable
from fer_desktop.offline.outcome import Failed
from fer_desktop.session.info import CutFacts, FileIdentity, SettingFacts
from fer_desktop.vision.analyzer import AnalyzerOptions

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


def plan(inputs: Sequence[str]) -> tuple[list[Job], list[Failed]]:
    """Jobs for the inputs, in order; folders become one job for each video and one for their images."""
    jobs: list[Job] = []
    failures: list[Failed] = []
    for text in inputs:
        try:
            jobs += _jobs_of(text)
        except FerError as error:
            failures.append(Failed(text, error.message, error.hint))
        except OSError as error:  # the name is too long, or a folder on the way may not be looked into
            reason = error.strerror or str(error)
            failures.append(Failed(text, f"{text} cannot be read: {reason}.", "Check the name and your permissions."))
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
