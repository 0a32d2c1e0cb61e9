"""Columns of sessions that were read once. A cache: it may be deleted at any time, and is made anew.

Its names are hashes of all that was read, so that a session that changed in one byte is read again. Encrypted
sessions are never in it, nor any that something is wrong with.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.disk import OWNER_ONLY, write_file
from fer_desktop.errors import FerError
from fer_desktop.results.phrases import Phrase
from fer_desktop.session import schema
from fer_desktop.session.edits import SessionMarker, load_edits
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.library import Session, check_begun, load_session, read_info
from fer_desktop.session.store import PlainStore, is_sealed, read_file
from fer_desktop.session.table import Table, read_markers
from fer_desktop.studies.quick import read_quickly

CACHE_FOLDER = ".study-cache"
_VERSION = 1  # of what is kept; another one is another hash
_READ = (schema.SESSION_FILE, schema.TIMELINE_FILE, schema.MARKERS_FILE)
_NUMBERS = (
    *("time_s", "frame", "face_id", *EXPRESSIONS, "valence", "quality", "certainty"),
    *(name for name in schema.ALL_CALIBRATED if schema.BY_NAME[name].kind != "text"),
)
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
    if store.has(schema.DETAILS_FILE):
        return load_session(folder)  # what is kept has no details
    kept = cache / f"{_hash_of(store)}.npz"
    table = _read(kept)
    if table is None:
        quick = read_quickly(store, _NUMBERS)
        session = load_session(folder) if quick is None else quick
        if session.info.complete and not session.problems:
            _keep(session.recorded, kept)
        return session if quick is None else replace(session, recorded=_whole(session.recorded.columns))
    # with these bytes all was right
    markers = read_markers(read_file(store, schema.MARKERS_FILE))[0] if store.has(schema.MARKERS_FILE) else ()
    recorded = tuple(SessionMarker(marker.time_s, marker.label) for marker in markers)
    return Session(store, read_info(store), table, recorded, load_edits(store))


def _hash_of(store: PlainStore) -> str:
    """SHA-256 of the files from which a session is read, hexadecimal."""
    whole = hashlib.sha256(f"{_VERSION} {schema.SCHEMA_VERSION}".encode())
    for name in _READ:
        with suppress(FileNotFoundError), store.path(name).open("rb") as file:
            whole.update(name.encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _keep(table: Table, path: Path) -> None:
    """Columns that are not blank; a disk on which they cannot be written costs time alone."""
    there = {name: table[name] for name in _NUMBERS if not np.isnan(table[name]).all()}
    data = io.BytesIO()
    np.savez(data, time_s=table["time_s"], **{name: values for name, values in there.items() if name != "time_s"})
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_file(path, data.getvalue(), OWNER_ONLY)


def _read(path: Path) -> Table | None:
    """What was kept; None where that is nothing, or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if "time_s" not in found or {len(values) for values in found.values()} != {len(found["time_s"])}:
        return None
    return _whole(found)


def _whole(found: Mapping[str, NDArray[np.float64]]) -> Table:
    """With the columns that are blank, or are not counted."""
    n = len(found["time_s"])
    numbers = {name: found[name] if name in found else np.full(n, np.nan) for name in _NUMBERS}
    return Table({**numbers, **{name: np.full(n, "", dtype=object) for name in _TEXTS}})


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
