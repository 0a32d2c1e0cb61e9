"""Keeps in a session what face, voice and words say together: fused.csv."""

from __future__ import annotations

from pathlib import Path

from fer_desktop.results.fusion import fused, fused_bytes
from fer_desktop.session import schema
from fer_desktop.session.files import disk_errors
from fer_desktop.session.library import Session, load_session, save_edits


def keep_edits(session: Session) -> None:
    """Save the edits of a session; fused.csv, where there is one, is worked out anew: it is as of the edits.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    save_edits(session.store, session.edits)
    if session.store.has(schema.FUSED_FILE):
        write_fused(session)


def write_fused(session: Session) -> bool:
    """Write the table as it is now, in the place of one that is there; False where one stream is alone.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    table = fused(session)
    if table is None and not session.store.has(schema.FUSED_FILE):
        return False
    with disk_errors(session.folder):
        session.store.write(schema.FUSED_FILE, fused_bytes(table))
    return table is not None


def refresh_fused(folder: Path, passphrase: str = "") -> None:
    """Work out fused.csv anew, where there is one.

    Raises:
        SessionError: the session cannot be read or written.
    """
    session = load_session(folder, passphrase)
    if session.store.has(schema.FUSED_FILE):
        write_fused(session)
