"""Plain sessions of which hashes say that they are as the recorder wrote them: only what is counted is read of them.

The careful way (`load_session`) looks at each cell, because a crash or a hand may have changed it, and reads every
table. Where a hash says that nothing has, numpy reads the numbers of the columns that are wanted, about seven times as
fast.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fer_desktop.session import schema
from fer_desktop.session.details_schema import DETAILS_HEADER
from fer_desktop.session.edits import SessionMarker, load_edits, lost_edits
from fer_desktop.session.integrity import sound_problem
from fer_desktop.session.library import Session, read_info
from fer_desktop.session.store import PlainStore, read_file
from fer_desktop.session.table import Table, read_markers

_HASHED = (schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.VOICE_FILE, schema.UTTERANCES_FILE, schema.DETAILS_FILE)
_LOOKED_AT = (schema.SOUND_FILE, schema.WORDS_FILE)  # with their own ways to be wrong


def read_quickly(store: PlainStore, names: Sequence[str], of_details: Sequence[str] = ()) -> Session | None:
    """The session with these columns of numbers in its tables alone; None where it has to be read with care.

    Args:
        names, of_details: Of timeline.csv and of details.csv.

    Raises:
        SessionUnreadable, SessionTooNew: as `read_info` says.
        OSError: a file cannot be read.
    """
    info = read_info(store)
    edits = load_edits(store)
    is_missed = sound_problem(store.path(schema.SOUND_FILE), store.has(schema.SOUND_FILE), info) or lost_edits(store)
    if not info.complete or is_missed or edits.transcript is not None or any(map(store.has, _LOOKED_AT)):
        return None
    tables = {name: read_file(store, name) for name in _HASHED if store.has(name)}
    expected = {name: facts for name, facts in info.tables.items() if name in _HASHED}
    if set(tables) != set(expected) or not all(expected[name].are_of(data) for name, data in tables.items()):
        return None
    wanted = {schema.TIMELINE_FILE: (schema.HEADERS[info.schema_version], names)}
    if schema.DETAILS_FILE in tables:
        wanted[schema.DETAILS_FILE] = (DETAILS_HEADER, of_details)
    read = {}
    for name, (header, columns) in wanted.items():
        numbers = numbers_of(tables.get(name, b""), header, columns)
        if numbers is None or len(numbers["time_s"]) != expected[name].rows:
            return None
        read[name] = Table(dict(numbers))
    marked = read_markers(tables[schema.MARKERS_FILE])[0] if schema.MARKERS_FILE in tables else ()
    recorded = tuple(SessionMarker(marker.time_s, marker.label) for marker in marked)
    details = read.get(schema.DETAILS_FILE)
    return Session(store, info, read[schema.TIMELINE_FILE], recorded, edits, details=details)


def numbers_of(data: bytes, header: Sequence[str], names: Sequence[str]) -> dict[str, NDArray[np.float64]] | None:
    """Columns (N,) of a table as it is in its file, NaN for blank; None where it is no such table."""
    head, _, rows = data.partition(b"\n")
    if head.decode("utf-8", "replace").rstrip("\r").split(",") != list(header) or not rows:
        return None
    there = [name for name in names if name in header]
    blanks = rows.replace(b",,", b",nan,").replace(b",,", b",nan,")  # two that touch are seen one after the other
    blanks = blanks.replace(b",\n", b",nan\n")  # and the last of a row
    try:
        values = np.loadtxt(
            io.BytesIO(blanks),
            delimiter=",",
            usecols=[header.index(name) for name in there],
            quotechar='"',
            comments=None,
            ndmin=2,
            encoding="utf-8",
        )
    except ValueError:
        return None
    columns = {name: np.ascontiguousarray(values[:, i]) for i, name in enumerate(there)}
    return {name: columns.get(name, np.full(len(values), np.nan)) for name in names}
