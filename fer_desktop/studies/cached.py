"""Columns of sessions that were read once. A cache: it may be deleted at any time, and is made anew.

An entry is named by the folder of its session and by a hash of all that was read, so that a session that changed in one
byte is read again, and takes the place of what it was. Encrypted sessions are never in it, nor any that something is
wrong with.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.disk import write_file
from fer_desktop.errors import FerError
from fer_desktop.results.details import COUNTED
from fer_desktop.results.phrases import Phrase
from fer_desktop.session import schema
from fer_desktop.session.details_schema import DETAILS_HEADER
from fer_desktop.session.edits import SessionMarker, load_edits, lost_edits
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.library import Session, check_begun, load_session, read_info
from fer_desktop.session.store import PlainStore, is_sealed, read_file
from fer_desktop.session.table import Table, read_markers
from fer_desktop.studies.quick import read_quickly

CACHE_FOLDER = ".study-cache"
_BETWEEN, _ENDING = "-", ".npz"  # of the names of entries
_VERSION = 2  # of what is kept; another one is another hash
_READ = (schema.SESSION_FILE, schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.DETAILS_FILE)
_NUMBERS = (
    *("time_s", "frame", "face_id", *EXPRESSIONS, "valence", "quality", "certainty"),
    *(name for name in schema.ALL_CALIBRATED if schema.BY_NAME[name].kind != "text"),
)
_DETAIL_NUMBERS = ("time_s", "frame", "face_id", *COUNTED)
_OF_DETAILS = "details."  # before the names of columns of details
_TEXTS = ("expression", "calibrated_expression", "marker")  # are not counted, and stay blank


def read_session(folder: Path, passphrase: str, cache: Path) -> Session:
    """A session, of a cached one only what is counted: see `_NUMBERS`.

    Raises:
        SessionError: it cannot be read, as `load_session` says.
    """
    if is_sealed(folder) or is_being_recorded(folder):
        return load_session(folder, passphrase)
    check_begun(folder)
    store = PlainStore(folder)
    kept = cache / f"{_key_of(folder, cache)}{_BETWEEN}{_hash_of(store)}{_ENDING}"
    found = _read(kept) if lost_edits(store) is None else None
    if found is None:
        quick = read_quickly(store, _NUMBERS, _DETAIL_NUMBERS)
        session = load_session(folder) if quick is None else quick
        if session.info.complete and not session.problems:
            _keep(session, kept)
        return session if quick is None else _whole(quick)
    # with these bytes all was right
    markers = read_markers(read_file(store, schema.MARKERS_FILE))[0] if store.has(schema.MARKERS_FILE) else ()
    recorded = tuple(SessionMarker(marker.time_s, marker.label) for marker in markers)
    table, details = found
    return _whole(Session(store, read_info(store), table, recorded, load_edits(store), details=details))


def n_kept(cache: Path) -> int:
    """How many sessions are in it."""
    return sum(1 for _ in cache.glob(f"*{_ENDING}"))


def keep_alone(folders: Iterable[Path], cache: Path) -> None:
    """Take out what is of none of these folders: a session that was taken out of the study, or is elsewhere now.

    What is of a folder that is not there at the moment stays: its disk may come back.
    """
    keys = {_key_of(folder, cache) for folder in folders}
    for entry in cache.glob(f"*{_ENDING}"):
        if entry.name.split(_BETWEEN)[0] not in keys:
            with suppress(OSError):
                entry.unlink()


def empty_cache(cache: Path) -> int:
    """Take everything out; returns how many bytes that were. Files that are not of the cache stay, and their folder.

    Raises:
        OSError: something cannot be taken out.
    """
    n_bytes = 0
    for entry in cache.glob(f"*{_ENDING}"):
        n_bytes += entry.stat().st_size
        entry.unlink()
    if cache.is_dir() and not any(cache.iterdir()):
        cache.rmdir()
    return n_bytes


def _key_of(folder: Path, cache: Path) -> str:
    """Of a folder as seen from the cache, so that a study may be moved with its sessions."""
    try:
        seen = os.path.relpath(folder.resolve(), cache.resolve())
    except ValueError:  # on another drive of Windows
        seen = str(folder.resolve())
    return hashlib.sha256(Path(seen).as_posix().encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _hash_of(store: PlainStore) -> str:
    """SHA-256 of the files from which a session is read, hexadecimal."""
    whole = hashlib.sha256(f"{_VERSION} {schema.SCHEMA_VERSION}".encode())
    for name in _READ:
        with suppress(FileNotFoundError), store.path(name).open("rb") as file:
            whole.update(name.encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _keep(session: Session, path: Path) -> None:
    """Columns that are not blank; a disk on which they cannot be written costs time alone."""
    found = _not_blank(session.recorded, _NUMBERS)
    if session.details is not None:
        of_details = _not_blank(session.details, _DETAIL_NUMBERS)
        found |= {f"{_OF_DETAILS}{name}": values for name, values in of_details.items()}
    data = io.BytesIO()
    np.savez(data, **found)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_file(path, data.getvalue())
        for before in path.parent.glob(f"{path.name.split(_BETWEEN)[0]}{_BETWEEN}*{_ENDING}"):
            if before != path:  # the session as it was
                before.unlink()


def _not_blank(table: Table, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    return {name: table[name] for name in names if name == "time_s" or not np.isnan(table[name]).all()}


def _read(path: Path) -> tuple[Table, Table | None] | None:
    """What was kept of the timeline and the details; None where that is nothing, or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    recorded = {name: values for name, values in found.items() if not name.startswith(_OF_DETAILS)}
    details = {name.removeprefix(_OF_DETAILS): values for name, values in found.items() if name not in recorded}
    if not _is_table(recorded) or (details and not _is_table(details)):
        return None
    return Table(recorded), Table(details) if details else None


def _is_table(columns: Mapping[str, NDArray[np.float64]]) -> bool:
    return "time_s" in columns and {len(values) for values in columns.values()} == {len(columns["time_s"])}


def _whole(session: Session) -> Session:
    """With the columns that are blank, or are not counted."""
    recorded = _with_blank(session.recorded, _NUMBERS)
    texts = {name: np.full(len(recorded), "", dtype=object) for name in _TEXTS}
    details = None if session.details is None else _with_blank(session.details, DETAILS_HEADER)
    return replace(session, recorded=recorded.replaced(**texts), details=details)


def _with_blank(table: Table, names: Sequence[str]) -> Table:
    blank = np.full(len(table), np.nan)
    return Table({name: table.columns.get(name, blank) for name in names})


def read_or_reason(folder: Path, passphrase: str, cache: Path) -> tuple[Session | None, str]:
    """A session, or why there is none: without its folder, which may say whose computer this is."""
    try:
        if not folder.is_dir():
            return None, Phrase("there is no such session")
        return read_session(folder, passphrase, cache), ""
    except FerError as error:
        return None, Phrase(error.template, **{name: _shown(value, folder) for name, value in error.values.items()})
    except OSError as error:
        return None, Phrase("it cannot be read ({reason})", reason=error.strerror)


def _shown(value: object, folder: Path) -> object:
    """A value of an error without the folder of the session."""
    if str(value) == str(folder):
        return Phrase("it")
    return str(value).replace(f"{folder}{os.sep}", "").replace(str(folder), "it")
