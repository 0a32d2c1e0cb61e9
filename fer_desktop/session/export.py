"""A session as one table, where the user wants it. Written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from fer_desktop.errors import ExportError
from fer_desktop.session import schema
from fer_desktop.session.library import Session


def timeline_csv(session: Session) -> str:
    """Text of the CSV: comma, decimal point, line feed; blank for missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.HEADER)
    writer.writerows(session.rows)
    return text.getvalue()


def export_csv(session: Session, path: Path) -> None:
    """Write the timeline to `path`, replacing it in one step.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
    """
    write_whole(path, timeline_csv(session).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step, replacing one that is there.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ExportError(
            "{path} cannot be written: {reason}.",
            "Choose a folder in which you may write.",
            path=path,
            reason=error.strerror or error,
        ) from error
