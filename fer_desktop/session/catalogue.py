"""One line for each session of a folder: what a list shows, without reading the timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fer_desktop.errors import FerError
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits, load_edits
from fer_desktop.session.files import is_held
from fer_desktop.session.library import list_sessions, read_info
from fer_desktop.session.store import SEALED_SUFFIX, PlainStore, is_sealed


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What a list shows.

    Attributes:
        folder: Where it is.
        title: The user's, or the name of the folder.
        notes: The user's.
        started: Local time, None when it is not known.
        top_expressions: Most frequent first.
        is_complete: False for what a crash left.
        is_held: It is being recorded right now.
        is_sealed: It is encrypted; only name and size are known without its passphrase.
        problem: Why it cannot be read; "" when it can.
    """

    folder: Path
    title: str
    notes: str = ""
    started: datetime | None = None
    duration_s: float = 0.0
    n_faces: int = 0
    top_expressions: tuple[str, ...] = ()
    n_markers: int = 0
    has_video: bool = False
    n_bytes: int = 0
    is_complete: bool = True
    is_held: bool = False
    is_sealed: bool = False
    problem: str = ""

    def matches(self, words: str) -> bool:
        """Whether every word occurs in title, notes, folder or expressions."""
        text = " ".join((self.title, self.notes, self.folder.name, *self.top_expressions)).lower()
        return all(word in text for word in words.lower().split())


def summaries(root: Path) -> list[SessionSummary]:
    """Every session of a folder, newest first."""
    found = [summary_of(folder) for folder in list_sessions(root)]
    return sorted(found, key=lambda s: s.started.timestamp() if s.started else 0.0, reverse=True)


def expired(found: Sequence[SessionSummary], days: int, now: datetime) -> list[SessionSummary]:
    """Sessions that began more than so many days ago; for one whose start is not known, its folder tells."""
    limit = now - timedelta(days=days)
    return [s for s in found if (s.started or datetime.fromtimestamp(s.folder.stat().st_mtime).astimezone()) < limit]


def summary_of(folder: Path) -> SessionSummary:
    """Summary of one session; what is wrong with it is part of it."""
    n_bytes = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    if is_sealed(folder):
        is_complete = not folder.name.endswith(schema.PARTIAL_SUFFIX)
        has_video = (folder / (schema.VIDEO_FILE + SEALED_SUFFIX)).is_file()
        return SessionSummary(
            folder,
            folder.name,
            n_bytes=n_bytes,
            is_complete=is_complete,
            is_held=is_held(folder),
            is_sealed=True,
            has_video=has_video,
        )
    store = PlainStore(folder)
    try:
        info = read_info(store)
    except FerError as error:
        return SessionSummary(folder, folder.name, n_bytes=n_bytes, is_complete=False, problem=str(error))
    try:
        edits = load_edits(store)
    except FerError:
        edits = Edits()
    tops = info.get("top_expressions")
    return SessionSummary(
        folder=folder,
        title=edits.title or folder.name,
        notes=edits.notes,
        started=_local(info),
        duration_s=float(info.get("duration_s") or 0.0),
        n_faces=len(info.get("faces") or ()),
        top_expressions=tuple(sorted(tops, key=lambda name: -tops[name])[:3]) if isinstance(tops, dict) else (),
        n_markers=len(edits.markers) if edits.markers is not None else _n_lines(folder / schema.MARKERS_FILE) - 1,
        has_video=(folder / schema.VIDEO_FILE).is_file(),
        n_bytes=n_bytes,
        is_complete=bool(info.get("complete")),
        is_held=is_held(folder),
    )


def _local(info: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(info["started_at_utc"])).astimezone()
    except (KeyError, ValueError, OverflowError):
        return None


def _n_lines(path: Path) -> int:
    try:
        return max(path.read_bytes().count(b"\n"), 1)
    except OSError:
        return 1
