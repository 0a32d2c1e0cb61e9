"""Whether the tables of a session are what was written, and what a session that was cut short holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from fer_desktop.errors import SessionDamaged
from fer_desktop.session.info import FaceFacts, SessionInfo, TableFacts, VoiceFacts, n_captured
from fer_desktop.session.schema import TIMELINE_FILE
from fer_desktop.session.table import Table

_HINT = "Restore it from a copy, or use what is left."
_CHANGED = "it was changed after it was written"
_EXACT_S = 1e-5


def timeline_problem(path: Path, data: bytes, table: Table, reason: str, info: SessionInfo) -> SessionDamaged | None:
    """What is wrong with a timeline; None when it is as it was written, or the session unfinished and it makes sense.

    Args:
        data: The bytes of the file.
        table: What could be read of them.
        reason: What is wrong with the first row that could not be read; "" when all could.
        info: What session.json says.
    """
    # an unfinished session has no sums yet; of it only rows that make no sense are said
    if not reason and info.complete:
        reason = _difference(data, len(table), info.tables.get(TIMELINE_FILE)) or _count_difference(table, info)
    if not reason:
        return None
    until_s = float(table["time_s"][-1]) if len(table) else 0.0
    return SessionDamaged(
        "{path} is damaged: {reason}. {rows} rows, up to {time} s, can be used.",
        _HINT,
        path=path,
        reason=reason,
        rows=len(table),
        time=f"{until_s:.2f}",
    )


def rows_problem(
    path: Path, name: str, data: bytes | None, n_rows: int, reason: str, info: SessionInfo
) -> SessionDamaged | None:
    """The same for another table of the session; `data` is None when the file is not there.

    Args:
        name: Of the table.
        n_rows: How many could be read.
    """
    facts = info.tables.get(name)
    if data is None:
        return None if facts is None else SessionDamaged("{path} is missing.", _HINT, path=path)
    if not reason and info.complete:
        reason = _difference(data, n_rows, facts)
    if not reason:
        return None
    return SessionDamaged(
        "{path} is damaged: {reason}. {rows} rows can be used.", _HINT, path=path, reason=reason, rows=n_rows
    )


def unreadable(path: Path, error: Exception, hint: str = _HINT) -> SessionDamaged:
    """That nothing of a table can be read."""
    if isinstance(error, SessionDamaged):
        return error
    return SessionDamaged("{path} cannot be read ({reason}).", hint, path=path, reason=error)


def sound_problem(path: Path, is_there: bool, info: SessionInfo) -> SessionDamaged | None:
    """What is wrong where the sound was kept and is not there."""
    is_wanted = info.complete and info.voice is not None and info.voice.has_sound
    return SessionDamaged("{path} is missing.", _HINT, path=path) if is_wanted and not is_there else None


def _difference(data: bytes, n_rows: int, facts: TableFacts | None) -> str:
    """How a table differs from what was written; "" when it does not, or nobody knows."""
    if facts is None or facts.are_of(data):
        return ""
    return f"it has {n_rows} of {facts.rows} rows" if n_rows != facts.rows else _CHANGED


def _count_difference(table: Table, info: SessionInfo) -> str:
    """The same by the counts that sessions of every version have."""
    if len(table) != info.samples:
        return f"it has {len(table)} of {info.samples} rows"
    return _CHANGED if len(table) and abs(table["time_s"][-1] - info.duration_s) > _EXACT_S else ""


def recounted(
    info: SessionInfo, table: Table, voice: Table | None, utterances: Table | None, has_sound: bool
) -> SessionInfo:
    """What the rows tell of a session that had no time to count them."""
    heard = _recounted_voice(info.voice, voice, utterances)
    heard = heard and replace(heard, has_sound=has_sound)
    end_s = float(table["time_s"][-1]) if len(table) else (heard.duration_s or 0.0) if heard is not None else 0.0
    # one row for each face: a frame with three has three
    frames = np.unique(table["frame"])
    first, last = (int(frames[0]), int(frames[-1])) if len(frames) else (0, 0)
    captured = n_captured(info.settings, first, last, len(frames))
    known = {face.face_id: face for face in info.faces}
    faces = (
        replace(known.get(face, FaceFacts(face_id=face)), samples=int((table["face_id"] == face).sum()))
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
        duration_s=end_s,
        voice=heard,
    )


def _recounted_voice(facts: VoiceFacts | None, voice: Table | None, utterances: Table | None) -> VoiceFacts | None:
    if facts is None or voice is None:
        return facts
    return replace(
        facts,
        utterances=len(utterances) if utterances is not None else 0,
        speech_s=float(voice["duration_s"][voice["is_speech"] == 1].sum()),
        duration_s=float(voice["time_s"][-1] + voice["duration_s"][-1]) if len(voice) else None,
    )
