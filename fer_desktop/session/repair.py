"""Finishes sessions that a crash or a power failure cut short."""

from __future__ import annotations

import csv
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from fer_desktop.disk import is_temporary, move
from fer_desktop.errors import SessionDamaged
from fer_desktop.session import schema
from fer_desktop.session.clear_facts import clear_problem, write_clear
from fer_desktop.session.files import LOCK_FILE, disk_errors, free_name
from fer_desktop.session.info import TableFacts, info_bytes
from fer_desktop.session.library import Session, check_not_held, load_session
from fer_desktop.session.store import Store, read_file
from fer_desktop.session.table import whole_lines
from fer_desktop.session.video_times import pts_in, pts_of

_TIMES = {  # which column holds them
    schema.TIMELINE_FILE: 0,
    schema.MARKERS_FILE: 0,
    schema.FRAMES_FILE: 1,
    schema.VOICE_FILE: 0,
    schema.UTTERANCES_FILE: 0,
    schema.DETAILS_FILE: 0,
}
_MEDIA = (schema.VIDEO_FILE, schema.SOUND_FILE)
REASON = "recovered after the app ended unexpectedly"


def recover(folder: Path, passphrase: str = "") -> Path:
    """Finish a session that was cut short; returns its new folder. One that is finished stays as it is.

    Rows stay as they are, but for a last one that was cut short, and for those of `frames.csv` whose frame did not get
    into the video; session.json says what happened, and what was damaged.

    Raises:
        SessionUnreadable: there is nothing to recover, or it cannot be read.
        SessionUnwritable: it is still being recorded, or the folder cannot be written.
        DiskFull: there is no room for the counts.
    """
    check_not_held(folder)
    # read before anything is touched: what cannot be read is not mended, and stays as the crash left it
    session = load_session(folder, passphrase)
    with disk_errors(folder):
        for path in [path for path in folder.iterdir() if is_temporary(path)]:
            path.unlink(missing_ok=True)
        if not session.info.complete:
            _finish(session)
        elif clear_problem(folder, session.info):
            write_clear(folder, session.info)
        (folder / LOCK_FILE).unlink(missing_ok=True)
        return _with_final_name(folder)


def _finish(session: Session) -> None:
    """Give an unfinished session its ends and its counts."""
    store = session.store
    damage = [str(problem) for problem in session.problems if isinstance(problem, SessionDamaged)]
    info = replace(session.info, notices=tuple(dict.fromkeys((*session.info.notices, *damage))))
    if damage:
        # first: what was cut off is seen no more once the files have their ends
        store.write(schema.SESSION_FILE, info_bytes(info))
    mended = [name for name in (*_MEDIA, *_TIMES, schema.FUSED_FILE) if store.has(name) and _has_end(store, name)]
    tables = {name: _mended_table(store, name) for name in mended if name not in _MEDIA}
    info = replace(
        info,
        tables={name: facts for name, facts in tables.items() if facts is not None and name in _TIMES},
        frames_refused=None,  # counted at the end alone, which never came
        end_reason=session.info.end_reason or REASON,
        complete=True,
    )
    # after the tables, whose sums it holds: a repair that is killed in between is done again
    store.write(schema.SESSION_FILE, info_bytes(info))
    store.finish(info)


def _has_end(store: Store, name: str) -> bool:
    """Give a file its end; False where nothing of it can be read: it stays as the crash left it."""
    try:
        store.mend(name)
    except SessionDamaged:
        return False
    return True


def _mended_table(store: Store, name: str) -> TableFacts | None:
    """Remove a last line without its end, and frames that the video lacks; returns what the table holds then.

    None where it cannot be read: it stays as the crash left it.
    """
    before = read_file(store, name)
    # a line feed is the last thing that is written of a row: without one it may lack digits
    data = before[: before.rfind(b"\n") + 1]
    try:
        times_s = [_time(line, _TIMES.get(name, 0)) for line in whole_lines(data)[1:]]
    except UnicodeDecodeError:
        return None
    if name == schema.FRAMES_FILE and (there := _in_video(store)) is not None:
        head, *lines = data.splitlines(keepends=True) or [b""]
        is_there = [time_s is not None and pts_of(time_s) in there for time_s in times_s]
        data = head + b"".join(line for line, kept in zip(lines, is_there, strict=True) if kept)
        times_s = [time_s for time_s, kept in zip(times_s, is_there, strict=True) if kept]
    if data != before:
        store.write(name, data)
    first_s, last_s = (times_s[0], times_s[-1]) if times_s else (None, None)
    return TableFacts(
        rows=len(times_s), first_s=first_s, last_s=last_s, n_bytes=len(data), sha256=sha256(data).hexdigest()
    )


def _in_video(store: Store) -> frozenset[int] | None:
    """Which frames are in the video; None where there is none, or nothing of it can be read."""
    if not store.has(schema.VIDEO_FILE):
        return None
    try:
        with store.open(schema.VIDEO_FILE) as video:
            return pts_in(video)
    except SessionDamaged:
        return None


def _time(line: str, column: int) -> float | None:
    """The time in a row; None when it holds none."""
    try:
        return float(next(csv.reader([line]))[column])
    except (ValueError, IndexError, StopIteration):
        return None


def _with_final_name(folder: Path) -> Path:
    if not folder.name.endswith(schema.PARTIAL_SUFFIX):
        return folder
    name = folder.name.removesuffix(schema.PARTIAL_SUFFIX)
    final = folder.with_name(name)
    if final.exists():
        final = free_name(folder.parent, name)
    move(folder, final)
    return final
