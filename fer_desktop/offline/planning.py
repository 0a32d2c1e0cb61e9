"""Inputs of `analyze` -> jobs: which files of a folder are taken, and how their sessions are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fer_desktop.capture.files import check_no_address
from fer_desktop.capture.kinds import kind_of
from fer_desktop.errors import FerError, SourceUnreadable, readable
from fer_desktop.offline.job import DEMO, Job
from fer_desktop.offline.outcome import Failed
from fer_desktop.session.files import numbered
from fer_desktop.words.transcripts import beside

_NAME_HINT = "Check the name and your permissions."
_SHOWN = 10  # names of what is left out; the others are counted


@dataclass(frozen=True, slots=True)
class Ignored:
    """What a folder holds that is no job.

    Attributes:
        folder: As the user called it.
        names: Of files and folders in it; hidden ones are not meant.
    """

    folder: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in one line; of many names the first ten, and how many more there are."""
        shown = ", ".join(self.names[:_SHOWN])
        rest = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return f"{self.folder}: left out, neither a video nor an image: {shown}{rest}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in order, and what cannot be."""

    jobs: tuple[Job, ...]
    failures: tuple[Failed, ...]
    ignored: tuple[Ignored, ...]


def plan(inputs: Sequence[str], with_sound: bool = False, with_words: bool = False) -> Plan:
    """Jobs for the inputs, in order; folders become one job for each video and one for their images.

    Args:
        with_sound: Files of sound alone become jobs, too.
        with_words: Transcripts that lie beside a job are of it, and not left out.
    """
    jobs: list[Job] = []
    failures: list[Failed] = []
    ignored: list[Ignored] = []
    for text in inputs:
        try:
            found = _found_in(text, with_sound)
        except FerError as error:
            failures.append(Failed.of(text, error))
        except OSError as error:  # the name is too long, or a folder on the way may not be looked into
            reason = error.strerror or str(error)
            values = {"path": text, "reason": reason}
            failures.append(Failed(text, "{path} cannot be read: {reason}.", _NAME_HINT, values=values))
        else:
            jobs += found.jobs
            ignored += found.ignored
    if with_words:
        ignored = [left for one in ignored if (left := _without_transcripts(one, jobs)).names]
    return Plan(tuple(_with_own_names(jobs)), tuple(failures), tuple(ignored))


def _without_transcripts(ignored: Ignored, jobs: Sequence[Job]) -> Ignored:
    """The same without the transcripts of jobs: they are read."""
    folder = Path(ignored.folder)
    read = {beside(path) for job in jobs if len(job.paths) == 1 for path in job.paths if path.parent == folder}
    return replace(ignored, names=tuple(name for name in ignored.names if folder / name not in read))


def _found_in(text: str, with_sound: bool) -> Plan:
    """What one input is.

    Raises:
        SourceUnreadable: there is nothing to analyse.
        OSError: it cannot be looked at.
    """
    path = Path(text)
    if not text:  # Path would take it for the current folder
        raise SourceUnreadable("An input is empty.", "Name a video, an image, a folder, or demo.")
    if not path.exists():
        check_no_address(text)
    if text == DEMO and not path.exists():
        return Plan((Job(DEMO, DEMO, "demo"),), (), ())
    if path.is_dir():
        return _found_in_folder(path, with_sound)
    job = _file_job(path, text)
    if job.kind == "sound" and not with_sound:
        raise SourceUnreadable("{path} holds sound alone.", "Hear voices (--voice) to analyse it.", path=path)
    return Plan((job,), (), ())


def _found_in_folder(folder: Path, with_sound: bool) -> Plan:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    kinds = {entry: None if entry.is_dir() else kind_of(entry) for entry in entries}
    alone = ("video", "animation", "sound") if with_sound else ("video", "animation")
    jobs = [_file_job(entry, str(entry)) for entry, kind in kinds.items() if kind in alone]
    images = tuple(entry for entry, kind in kinds.items() if kind == "picture")
    if images:
        jobs.append(Job(str(folder), readable(folder.resolve().name) or "images", "images", images))
    if not jobs:
        raise SourceUnreadable("{path} holds no videos or images.", "Choose another folder.", path=folder)
    others = tuple(
        entry.name + "/" * entry.is_dir() for entry, kind in kinds.items() if kind not in (*alone, "picture")
    )
    return Plan(tuple(jobs), (), (Ignored(str(folder), others),) if others else ())


def _file_job(path: Path, label: str) -> Job:
    kind = kind_of(path) or "video"  # FFmpeg knows more kinds than we know names
    return Job(label, readable(path.stem or path.name), "images" if kind == "picture" else kind, (path,))


def _with_own_names(jobs: Sequence[Job]) -> Iterator[Job]:
    """Two inputs of one name get a number, here and not where they run: the order of ending must not matter."""
    taken: set[str] = set()
    for job in jobs:
        name, number = numbered(job.name, 1), 2
        while name in taken:
            name, number = numbered(job.name, number), number + 1
        taken.add(name)
        yield replace(job, name=name)
