"""What is left of session.json where it holds nothing, or is gone: what the files beside it tell."""

from __future__ import annotations

import csv
from pathlib import Path

from fer_desktop.errors import SessionDamaged
from fer_desktop.session import schema
from fer_desktop.session.info import ModelFacts, SessionInfo, SourceFacts, VoiceFacts
from fer_desktop.session.setting_facts import SettingFacts
from fer_desktop.session.store import PlainStore, Store
from fer_desktop.session.vault import VAULT_FILE

_HINT = "Restore it from a copy, or repair the session: what its tables tell is kept."
REASON = "what described it was lost"


def lost_info(store: Store) -> SessionDamaged | None:
    """That session.json is lost, beside a timeline that is one of ours."""
    path = store.path(schema.SESSION_FILE)
    # after a power failure a file system may give back zeros
    is_lost = not path.read_bytes().strip(b"\0") if path.is_file() else _version(store) is not None
    if not is_lost:
        return None
    return SessionDamaged(
        "{path} is empty or missing: what it said of source, model and settings is lost.", _HINT, path=path
    )


def is_headless(folder: Path) -> bool:
    """Whether a folder holds a timeline of ours, and nothing that says of what."""
    if any((folder / name).exists() for name in (schema.SESSION_FILE, VAULT_FILE)):
        return False
    return _version(PlainStore(folder)) is not None


def remaining_info(store: Store) -> SessionInfo:
    """What can be told all the same, before anything is counted: see `recounted`. The rest is not known."""
    has_sound = store.has(schema.SOUND_FILE)
    return SessionInfo(
        schema_version=_version(store) or schema.SCHEMA_VERSION,
        session_id=store.folder.name,
        app_version="",
        started_at_utc="",
        model=ModelFacts(),
        source=SourceFacts(name=""),
        settings=SettingFacts(),
        frames_captured=0,
        frames_analysed=0,
        frames_skipped=0,
        samples=0,
        faces=(),
        duration_s=0.0,
        end_reason=REASON,
        has_video=store.has(schema.VIDEO_FILE),
        voice=VoiceFacts(source="", model=ModelFacts(), has_sound=has_sound) if store.has(schema.VOICE_FILE) else None,
        complete=False,
    )


def _version(store: Store) -> int | None:
    """Of the format, as the heads of the columns tell; None without a timeline, or with another one."""
    try:
        with store.open(schema.TIMELINE_FILE) as file:
            head = tuple(next(csv.reader([file.readline().decode("utf-8")]), ()))
    except (SessionDamaged, OSError, ValueError, csv.Error):
        return None
    return next((version for version, header in schema.HEADERS.items() if header == head), None)
