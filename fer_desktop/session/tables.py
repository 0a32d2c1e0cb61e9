"""The tables of a session one by one: what is wrong with one takes no other with it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TypeVar

from fer_desktop.core.types import Marker
from fer_desktop.errors import SessionDamaged
from fer_desktop.session import schema
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.integrity import rows_problem, timeline_problem, unreadable
from fer_desktop.session.store import Store, read_good_part
from fer_desktop.session.table import Table, read_markers, read_table

_UNREADABLE = (SessionDamaged, OSError, ValueError, KeyError, csv.Error)
_Rows = TypeVar("_Rows", Table, tuple[Marker, ...])


def read_timeline(store: Store, info: SessionInfo) -> tuple[Table | None, SessionDamaged | None]:
    """The timeline, or its good part, and what is wrong with it; None where nothing of it can be read."""
    name = schema.TIMELINE_FILE
    try:
        data, damage = read_good_part(store, name)
        table, reason = read_table(data, info.schema_version)
    except _UNREADABLE as error:
        return None, unreadable(store.path(name), error)
    return table, timeline_problem(store.path(name), data, table, reason, info) or damage


def read_marked(store: Store, info: SessionInfo) -> tuple[tuple[Marker, ...], SessionDamaged | None]:
    """The same of the markers; none where they cannot be read."""
    markers, problem = _read(store, schema.MARKERS_FILE, info, read_markers)
    return markers or (), problem


def read_beside(
    store: Store, name: str, info: SessionInfo, read: Callable[[bytes], tuple[Table, str]]
) -> tuple[Table | None, SessionDamaged | None]:
    """The same of a table beside the timeline; None also where there is none."""
    return _read(store, name, info, read)


def _read(
    store: Store, name: str, info: SessionInfo, read: Callable[[bytes], tuple[_Rows, str]]
) -> tuple[_Rows | None, SessionDamaged | None]:
    path = store.path(name)
    try:
        data, damage = read_good_part(store, name) if store.has(name) else (None, None)
        rows, reason = read(data) if data else (None, "")
    except _UNREADABLE as error:
        return None, unreadable(path, error)
    return rows, rows_problem(path, name, data, len(rows) if rows is not None else 0, reason, info) or damage
