"""One line for each session of a folder: what a list shows, without reading the timelines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from fer_desktop.errors import FerError, SessionUnreadable, readable
from fer_desktop.session import schema
from fer_desktop.session.clear_facts import read_clear
from fer_desktop.session.edits import Edits, load_edits
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.library import check_begun, list_sessions, read_info
from fer_desktop.session.ownership import is_empty
from fer_desktop.session.store import SEALED_SUFFIX, PlainStore, is_sealed

Stream = Literal["voice", "sound", "words", "details"]
_STREAMS: dict[Stream, str] = {
    "voice": schema.VOICE_FILE,
    "sound": schema.SOUND_FILE,
    "words": schema.WORDS_FILE,
    "details": schema.DETAILS_FILE,
}


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """What became of the frames; `SessionInfo` says what each is. None where nobody knows."""

    captured: int
    analysed: int
    skipped: int
    refused: int | None
    lost: int | None = None
    passed_over: int | None = None
    markers_refused: int = 0


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What a list shows.

    Attributes:
        folder: Where it is.
        title: The user's, or the name of the folder.
        notes: The user's.
        started: Local time, None when it is not known.
        duration_s: None where that cannot be known, as of an unfinished session.
        n_faces, n_markers: The same; of an encrypted session, too.
        top_expressions: Most frequent first.
        source, model: What it was made of, and with; "" where that is not known.
        faces: Their names, numbers of those without one.
        frames: None where that is not known.
        streams: What is kept beside the faces.
        end_reason: Why it ended before it should have; "" where it did not.
        has_file: The video that it was made of is there: a copy in its folder, or the file where it was.
        is_blurred: The heads in its video are blurred; not known of an encrypted session.
        n_bytes, table_bytes: Of all its files, and of its timeline.
        is_complete: False for what a crash left.
        is_being_recorded: It is being recorded right now.
        is_sealed: It is encrypted; only name, size, start and length are known without its passphrase.
        problem: Why it cannot be read; "" when it can.
    """

    folder: Path
    title: str
    notes: str = ""
    started: datetime | None = None
    duration_s: float | None = None
    n_faces: int | None = None
    top_expressions: tuple[str, ...] = ()
    n_markers: int | None = None
    source: str = ""
    model: str = ""
    faces: tuple[str, ...] = ()
    frames: FrameCounts | None = None
    streams: tuple[Stream, ...] = ()
    end_reason: str = ""
    has_video: bool = False
    has_file: bool = False
    is_blurred: bool = False
    n_bytes: int = 0
    table_bytes: int = 0
    is_complete: bool = True
    is_being_recorded: bool = False
    is_sealed: bool = False
    problem: str = ""

    def matches(self, words: str) -> bool:
        """Whether every word occurs in title, notes, folder or expressions."""
        text = " ".join((self.title, self.notes, self.folder.name, *self.top_expressions)).lower()
        return all(word in text for word in words.lower().split())


def summaries(root: Path) -> list[SessionSummary]:
    """Every session of a folder, newest first; one that is removed while it is read is left out."""
    found: dict[Path, SessionSummary] = {}
    # looked at again: a recording that ends while it is read takes its final name, and is found under that
    while new := [folder for folder in list_sessions(root) if folder not in found]:
        found.update((folder, summary_of(folder)) for folder in new)
        found = {folder: summary for folder, summary in found.items() if folder.is_dir()}
    # what has no start, being encrypted or damaged, comes last
    return sorted(found.values(), key=lambda s: s.started.timestamp() if s.started else 0.0, reverse=True)


def expired(found: Sequence[SessionSummary], days: int, now: datetime) -> list[SessionSummary]:
    """Sessions that began more than so many days ago; for one whose start is not known, its folder tells."""
    limit = now - timedelta(days=days)
    return [summary for summary in found if (summary.started or _changed(summary.folder) or now) < limit]


def summary_of(folder: Path) -> SessionSummary:
    """Summary of one session; what is wrong with it is part of it."""
    try:
        return _summary(folder)
    except FerError as error:
        problem = str(error)
    except OSError as error:  # the folder may not be looked into, or is there no more
        problem = str(SessionUnreadable("{path} cannot be read ({reason}).", path=folder, reason=error.strerror))
    return SessionSummary(folder, readable(folder.name), n_bytes=_size(folder), is_complete=False, problem=problem)


def _summary(folder: Path) -> SessionSummary:
    n_bytes = _size(folder)
    # in this order: asking whether it is recorded removes a folder with nothing but a lock
    if is_empty(folder) and is_being_recorded(folder):  # at its very start
        started = _named_start(folder.name)
        return SessionSummary(
            folder, readable(folder.name), started=started, n_bytes=n_bytes, is_complete=False, is_being_recorded=True
        )
    check_begun(folder)
    if is_sealed(folder):
        return _sealed_summary(folder, n_bytes)
    store = PlainStore(folder)
    info = read_info(store)
    try:
        edits = load_edits(store)
    except FerError:
        edits = Edits()
    tops = info.top_expressions
    return SessionSummary(
        folder=folder,
        title=edits.title or readable(folder.name),
        notes=edits.notes,
        started=info.started,
        # counted at its end
        duration_s=info.duration_s if info.complete else None,
        n_faces=len(_faces(info, edits)) if info.complete else None,
        top_expressions=tuple(sorted(tops, key=lambda name: -tops[name])[:3]),
        source=info.source.name,
        model=info.model.model_id,
        faces=_faces(info, edits),
        frames=_frames(info) if info.complete else None,
        streams=_streams(folder),
        end_reason=info.end_reason,
        n_markers=len(edits.markers) if edits.markers is not None else _n_lines(folder / schema.MARKERS_FILE) - 1,
        has_video=(folder / schema.VIDEO_FILE).is_file(),
        has_file=(folder / schema.ORIGINAL_FILE).is_file() or _is_file(info.source.path),
        is_blurred=info.is_blurred,
        n_bytes=n_bytes,
        table_bytes=info.tables[schema.TIMELINE_FILE].n_bytes if schema.TIMELINE_FILE in info.tables else n_bytes,
        is_complete=info.complete,
        is_being_recorded=is_being_recorded(folder),
    )


def _sealed_summary(folder: Path, n_bytes: int) -> SessionSummary:
    """What names and sizes of files say, and what stands beside them in the clear."""
    is_complete = not folder.name.endswith(schema.PARTIAL_SUFFIX)
    clear = read_clear(folder) if is_complete else None
    has_video = (folder / (schema.VIDEO_FILE + SEALED_SUFFIX)).is_file()
    return SessionSummary(
        folder,
        readable(folder.name),
        started=(None if clear is None else clear.started) or _named_start(folder.name),
        duration_s=None if clear is None else clear.duration_s,
        n_bytes=n_bytes,
        is_complete=is_complete,
        is_being_recorded=is_being_recorded(folder),
        is_sealed=True,
        has_video=has_video,
        streams=_streams(folder, SEALED_SUFFIX),
    )


def _faces(info: SessionInfo, edits: Edits) -> tuple[str, ...]:
    """Names, those that were given later first; a face that was merged is counted under the other."""
    names = {one.face_id: edits.names.get(one.face_id, one.name) for one in info.faces}
    kept = dict.fromkeys(edits.target_of(face) for face in names)
    return tuple(names.get(face) or str(face) for face in kept)


def _frames(info: SessionInfo) -> FrameCounts:
    return FrameCounts(
        info.frames_captured,
        info.frames_analysed,
        info.frames_skipped,
        info.frames_refused,
        info.frames_lost,
        info.frames_passed_over,
        info.markers_refused,
    )


def _streams(folder: Path, suffix: str = "") -> tuple[Stream, ...]:
    return tuple(stream for stream, name in _STREAMS.items() if (folder / (name + suffix)).is_file())


def _named_start(name: str) -> datetime | None:
    """When a recording began, in local time, after the name of its folder; None where the name does not say so."""
    found = re.match(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d", name)
    try:
        return datetime.strptime(found[0], "%Y-%m-%d_%H-%M-%S").astimezone() if found else None
    except ValueError:  # such as of a 13th month
        return None


def _changed(folder: Path) -> datetime | None:
    """When something was added to a folder or removed from it; None when it is there no more."""
    try:
        return datetime.fromtimestamp(folder.stat().st_mtime).astimezone()
    except OSError:
        return None


def _size(folder: Path) -> int:
    """Bytes of its files, of those that are still there when they are looked at."""
    n_bytes = 0
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                n_bytes += path.stat().st_size if path.is_file() else 0
    return n_bytes


def _is_file(path: str) -> bool:
    """Whether there is such a file; "" and what cannot be looked at are none."""
    try:
        return bool(path) and Path(path).is_file()
    except (OSError, ValueError):
        return False


def _n_lines(path: Path) -> int:
    try:
        return max(path.read_bytes().count(b"\n"), 1)
    except OSError:
        return 1
