"""Which file shows the pictures of a session."""

from __future__ import annotations

from pathlib import Path

from fer_desktop.capture.files import is_that_file
from fer_desktop.session import schema
from fer_desktop.session.library import Session
from fer_desktop.session.store import is_sealed


def video_path(session: Session) -> Path | None:
    """The video: recorded, kept as a copy, or the file that was analysed. None without one, or if encrypted."""
    for name in (schema.VIDEO_FILE, schema.ORIGINAL_FILE):
        if session.store.has(name):
            return None if is_sealed(session.folder) else session.store.path(name)
    source = session.info.source
    return Path(source.path) if source.path and is_that_file(Path(source.path), source.fingerprint) else None
