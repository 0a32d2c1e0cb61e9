"""Which files of a folder are those of a session: only these are ever removed."""

from __future__ import annotations

import json
from pathlib import Path

from fer_desktop.disk import is_temporary
from fer_desktop.errors import SessionUnreadable, SessionUnwritable
from fer_desktop.session import schema
from fer_desktop.session.clear_facts import CLEAR_FILE
from fer_desktop.session.codings import is_codes_file
from fer_desktop.session.contents import CONTENTS_FILE
from fer_desktop.session.files import LOCK_FILE, is_being_recorded
from fer_desktop.session.lost_info import is_headless
from fer_desktop.session.sealed_store import CONTENTS_LOCK, SEALED_SUFFIX
from fer_desktop.session.vault import VAULT_FILE

PLOT_FILE = "timeline.png"
_CONTENT = (
    schema.SESSION_FILE,
    schema.TIMELINE_FILE,
    schema.MARKERS_FILE,
    schema.VIDEO_FILE,
    schema.FRAMES_FILE,
    schema.ORIGINAL_FILE,
    schema.VOICE_FILE,
    schema.UTTERANCES_FILE,
    schema.WORDS_FILE,
    schema.FUSED_FILE,
    schema.DETAILS_FILE,
    schema.SOUND_FILE,
    schema.EDITS_FILE,
)
_OURS = frozenset(
    {
        *_CONTENT,
        *(name + SEALED_SUFFIX for name in _CONTENT),
        *(name + ".tmp" for name in _CONTENT),  # of older versions
        PLOT_FILE,
        VAULT_FILE,
        CLEAR_FILE,
        CONTENTS_FILE,
        CONTENTS_LOCK,
        LOCK_FILE,
    }
)
_OLD_TEMPORARY = "tmp"  # a folder in which older versions sealed files
_MOST_BYTES = 16 * 2**20


def is_unfinished(folder: Path) -> bool:
    """Whether a recording began in it and was not finished: it is named so, and holds nothing but files of ours."""
    if not folder.name.endswith(schema.PARTIAL_SUFFIX) or not folder.is_dir() or folder.is_symlink():
        return False
    try:
        return all(_is_ours(path) for path in folder.iterdir())
    except OSError:
        return False


def is_empty(folder: Path) -> bool:
    """Whether a recording ended in it before anything was recorded: it has no `session.json` yet."""
    head = schema.SESSION_FILE
    if not is_unfinished(folder) or any((folder / name).exists() for name in (head, head + SEALED_SUFFIX)):
        return False
    return not _has_rows(folder / schema.TIMELINE_FILE)


def _has_rows(table: Path) -> bool:
    try:
        with table.open("rb") as file:
            return bool(file.readline() and file.readline())
    except OSError:
        return False


def delete_session(folder: Path) -> tuple[Path, ...]:
    """Remove a session for good, file by file; returns what is not ours and was left.

    Raises:
        SessionUnreadable: the folder is no session; nothing is removed.
        SessionUnwritable: it is being recorded, or cannot be removed.
    """
    if not is_session(folder):
        raise SessionUnreadable("{path} is not a session.", "Nothing was removed.", path=folder)
    if is_being_recorded(folder):
        raise SessionUnwritable("{path} is still being recorded.", "Stop the recording, then try again.", path=folder)
    try:
        return _remove_ours(folder)
    except FileNotFoundError:
        return ()  # another program has removed it meanwhile
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be removed ({reason}).",
            "Check that the folder exists and that you may write there.",
            path=folder,
            reason=error.strerror or error,
        ) from error


def _remove_ours(folder: Path) -> tuple[Path, ...]:
    old = folder / _OLD_TEMPORARY
    if old.is_dir() and not old.is_symlink():
        for path in [path for path in old.iterdir() if path.name in _OURS]:
            path.unlink()
        if not any(old.iterdir()):
            old.rmdir()
    # what makes it a session goes last: after a kill in between it can still be deleted
    ours = sorted(
        (path for path in folder.iterdir() if _is_ours(path) and path.name != _OLD_TEMPORARY),
        key=lambda path: path.name in (schema.SESSION_FILE, VAULT_FILE),
    )
    for path in ours:
        path.unlink(missing_ok=True)
    left = tuple(sorted(folder.iterdir()))
    if not left:
        folder.rmdir()
    return left


def _is_ours(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        return path.name == _OLD_TEMPORARY and all(inner.name in _OURS for inner in path.iterdir())
    return path.name in _OURS or is_codes_file(path.name.removesuffix(SEALED_SUFFIX)) or is_temporary(path)


def is_session(folder: Path) -> bool:
    """Whether a folder is ours to delete; its name and one file that any program may write are not enough."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    if is_unfinished(folder):
        return True
    if is_headless(folder):
        return True
    # either file alone is a name that others use, too
    has_head = any((folder / name).is_file() for name in (schema.SESSION_FILE, VAULT_FILE))
    has_table = any((folder / name).is_file() for name in _timelines())
    says_so = _says(folder / schema.SESSION_FILE, "schema_version", "session_id")
    return (has_head and has_table) or says_so or _says(folder / VAULT_FILE, "vault_version", "salt")


def _timelines() -> tuple[str, str]:
    return schema.TIMELINE_FILE, schema.TIMELINE_FILE + SEALED_SUFFIX


def _says(path: Path, *names: str) -> bool:
    """Whether a file is a JSON object with these names."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return False
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(values, dict) and all(name in values for name in names)
