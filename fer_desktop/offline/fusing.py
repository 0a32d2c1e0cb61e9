"""Keeps in a session what face, voice and words say together: fused.csv."""

from __future__ import annotations

from fer_desktop.results.fusion import fused, fused_bytes
from fer_desktop.session import schema
from fer_desktop.session.files import disk_errors
from fer_desktop.session.library import Session


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
