"""Sessions on disk: list, read, mend, delete. Nothing here changes what was recorded."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Marker
from fer_desktop.errors import SessionTooNew, SessionUnreadable, SessionUnwritable
from fer_desktop.facts import json_bytes
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits, edits_json, load_edits
from fer_desktop.session.files import LOCK_FILE, disk_errors, is_being_recorded
from fer_desktop.session.info import FaceFacts, SessionInfo, info_bytes, info_of, is_too_new, n_captured
from fer_desktop.session.store import Store, open_store
from fer_desktop.session.table import Table, read_table, whole_lines
from fer_desktop.session.vault import VAULT_FILE

_HINT = "Choose a session folder, one that holds session.json and timeline.csv."
_WRITE_HINT = "Check that the folder exists and that you may write there."


@dataclass(frozen=True, eq=False)  # no slots: the table is worked out once
class Session:
    """A session as read from disk, with the user's edits.

    Attributes:
        store: Its files.
        info: What session.json says.
        recorded: The timeline as it was recorded.
        recorded_markers: The markers as they were recorded.
        edits: What the user changed since.
    """

    store: Store
    info: SessionInfo
    recorded: Table
    recorded_markers: tuple[Marker, ...]
    edits: Edits

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.store.folder

    @cached_property
    def table(self) -> Table:
        """The timeline with merged faces."""
        return self.edits.applied(self.recorded) if self.edits.merged else self.recorded

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers, in order of time."""
        markers = self.recorded_markers if self.edits.markers is None else self.edits.markers
        return tuple(sorted(markers, key=lambda marker: marker.time_s))

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face, in the order of their numbers."""
        return self.table.face_ids

    @property
    def names(self) -> dict[int, str]:
        """What faces are called, for those that have a name."""
        given = {face.face_id: face.name for face in self.info.faces}
        names = {**given, **self.edits.names}
        return {face: name for face, name in names.items() if name}

    def name_of(self, face_id: int) -> str:
        """Name of a face, or its number; both, where other faces have the same name."""
        return self._labels.get(face_id, self.names.get(face_id, str(face_id)))

    @cached_property
    def _labels(self) -> dict[int, str]:
        return disambiguated({face: self.names.get(face, str(face)) for face in self.face_ids})

    def series(self, face_id: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times (N,) of all analysed frames and probabilities (N, 8) of one face, NaN where it is absent."""
        table = self.table
        times, place = np.unique(table["time_s"], return_inverse=True)
        values = np.full((len(times), 8), np.nan)
        mine = table["face_id"] == face_id
        values[place[mine]] = table.probabilities()[mine]
        return times, values


def disambiguated(names: Mapping[int, str]) -> dict[int, str]:
    """The names of faces; those that several have get the number of the face."""
    labels = dict(names)
    while len(set(labels.values())) < len(labels):  # again, where a name with a number is a name of another face
        uses = Counter(labels.values())
        labels = {face: f"{label} ({face})" if uses[label] > 1 else label for face, label in labels.items()}
    return labels


def list_sessions(root: Path) -> list[Path]:
    """Finished and unfinished session folders in `root`, oldest first."""
    if not root.is_dir():
        return []
    names = (schema.SESSION_FILE, VAULT_FILE)
    return sorted({path.parent for name in names for path in root.glob(f"*/{name}")})


def load_session(folder: Path, passphrase: str = "") -> Session:
    """Read a session, also an unfinished one; a last row that a crash cut short is left out.

    Raises:
        SessionUnreadable: it is not a session, or it is damaged.
        SessionTooNew: a newer version of the app wrote it.
        SessionLocked: it is encrypted, and this is not its passphrase.
    """
    store = open_store(folder, passphrase)
    info = read_info(store)
    path = store.path(schema.TIMELINE_FILE)
    try:
        table = read_table(_read(store, schema.TIMELINE_FILE), info.schema_version)
        path = store.path(schema.MARKERS_FILE)
        markers = _markers(_read(store, schema.MARKERS_FILE)) if path.exists() else ()
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
    return Session(store, info, table, markers, load_edits(store))


def read_info(store: Store) -> SessionInfo:
    """Read session.json.

    Raises:
        SessionUnreadable: it is missing or damaged.
        SessionTooNew: a newer version of the app wrote it.
    """
    path = store.path(schema.SESSION_FILE)
    try:
        data = _read(store, schema.SESSION_FILE)
        if is_too_new(data):
            raise SessionTooNew(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=store.folder
            )
        return info_of(data)
    except (OSError, ValueError) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error


def save_edits(store: Store, edits: Edits) -> None:
    """Keep the user's changes beside the recording, whole or not at all.

    Raises:
        SessionUnwritable: the folder cannot be written.
    """
    try:
        store.write(schema.EDITS_FILE, json_bytes(edits_json(edits)))
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be written ({reason}).", _WRITE_HINT, path=store.folder, reason=error.strerror or error
        ) from error


def delete_session(folder: Path) -> None:
    """Remove a session for good.

    Raises:
        SessionUnreadable: the folder is no session; nothing is removed.
        SessionUnwritable: it is being recorded, or cannot be removed.
    """
    if folder not in list_sessions(folder.parent):
        raise SessionUnreadable("{path} is not a session.", _HINT, path=folder)
    _check_not_held(folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be removed ({reason}).", _WRITE_HINT, path=folder, reason=error.strerror or error
        ) from error


def recover(folder: Path, passphrase: str = "") -> Path:
    """Finish a session that a crash left unfinished; returns its new folder.

    Rows stay as they are, but for a last one that was cut short; session.json says what happened.

    Raises:
        SessionUnreadable: there is nothing to recover.
        SessionUnwritable: it is still being recorded, or the folder cannot be written.
        DiskFull: there is no room for the counts.
    """
    _check_not_held(folder)
    session = load_session(folder, passphrase)
    with disk_errors(folder):
        return _finished(session)


def _finished(session: Session) -> Path:
    """Give an unfinished session its ends, its counts and its final name."""
    store, folder = session.store, session.folder
    for name in (schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.FRAMES_FILE, schema.VIDEO_FILE):
        if store.path(name).exists():
            store.finish(name)
    for name in (schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.FRAMES_FILE):
        _cut_to_whole_lines(store, name)
    store.write(schema.SESSION_FILE, info_bytes(_recounted(session)))
    (folder / LOCK_FILE).unlink(missing_ok=True)
    final = folder.with_name(folder.name.removesuffix(schema.PARTIAL_SUFFIX))
    number = 2
    while final.exists() and final != folder:
        final = folder.with_name(f"{folder.name.removesuffix(schema.PARTIAL_SUFFIX)}_{number}")
        number += 1
    return folder.rename(final)


def _recounted(session: Session) -> SessionInfo:
    """What the rows tell of a session that had no time to count them."""
    info, table, names = session.info, session.recorded, session.names
    frames = np.unique(table["frame"])
    first, last = (int(frames[0]), int(frames[-1])) if len(frames) else (0, 0)
    captured = n_captured(info.settings, first, last, len(frames))
    known = {face.face_id: face for face in info.faces}
    faces = (
        replace(
            known.get(face, FaceFacts(face_id=face)),
            samples=int((table["face_id"] == face).sum()),
            name=names.get(face, ""),
        )
        for face in table.face_ids
    )
    return replace(
        info,
        frames_captured=captured,
        frames_analysed=len(frames),
        frames_skipped=captured - len(frames),
        samples=len(table),
        faces=tuple(faces),
        top_expressions=dict(Counter(name for name in table["expression"] if name).most_common()),
        duration_s=float(table["time_s"][-1]) if len(table) else 0.0,
        end_reason=info.end_reason or "recovered after the app ended unexpectedly",
        complete=True,
    )


def _check_not_held(folder: Path) -> None:
    if is_being_recorded(folder):
        raise SessionUnwritable("{path} is still being recorded.", "Stop the recording, then try again.", path=folder)


def _read(store: Store, name: str) -> bytes:
    with store.open(name) as file:
        return file.read()


def _markers(data: bytes) -> tuple[Marker, ...]:
    rows = list(csv.reader(whole_lines(data)))
    return tuple(Marker(float(time_s), label) for time_s, label in rows[1:])


def _cut_to_whole_lines(store: Store, name: str) -> None:
    """Remove a last line without its end."""
    if not store.path(name).exists():
        return
    data = _read(store, name)
    if not data.endswith(b"\n"):
        store.write(name, data[: data.rfind(b"\n") + 1])
