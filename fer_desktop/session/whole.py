"""Writes a session whose tables are all there already, as what another program made."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from fer_desktop.disk import move
from fer_desktop.session import schema
from fer_desktop.session.files import claim_folder, disk_errors, locked_or_removed
from fer_desktop.session.info import SessionInfo, TableFacts, info_bytes
from fer_desktop.session.store import new_store
from fer_desktop.session.table import Table, table_bytes


def write_whole_session(root: Path, name: str, info: SessionInfo, tables: Mapping[str, Table], passphrase: str) -> Path:
    """Write a session into a new folder; returns that.

    Args:
        name: Of the folder; a number is added when it is taken.
        info: All but its tables.
        tables: The timeline and what else there is, by the names of their files.
        passphrase: It is encrypted with this; "" leaves it plain.

    Raises:
        DiskFull, SessionUnwritable: it cannot be written; nothing is left of it.
    """
    markers = io.StringIO()
    csv.writer(markers, lineterminator="\n").writerow(schema.MARKERS_HEADER)
    files = {file: table_bytes(table) for file, table in tables.items()}
    facts = {file: _facts(files[file], table) for file, table in tables.items()}
    files[schema.MARKERS_FILE] = markers.getvalue().encode()
    facts[schema.MARKERS_FILE] = _facts(files[schema.MARKERS_FILE], None)
    with disk_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        final, folder = claim_folder(root, name)
    with disk_errors(folder), locked_or_removed(folder) as lock:
        store = new_store(folder, passphrase)
        for file, data in files.items():
            store.write(file, data)
        store.write(schema.SESSION_FILE, info_bytes(replace(info, tables=facts)))
        store.finish(info)
        lock.release()
        move(folder, final)
    return final


def _facts(data: bytes, table: Table | None) -> TableFacts:
    times_s = np.round(table["time_s"], 6) if table is not None and len(table) else None
    return TableFacts(
        rows=0 if table is None else len(table),
        first_s=None if times_s is None else float(times_s[0]),
        last_s=None if times_s is None else float(times_s[-1]),
        n_bytes=len(data),
        sha256=sha256(data).hexdigest(),
    )
