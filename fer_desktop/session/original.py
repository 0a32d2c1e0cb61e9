"""A copy of the file that a session was made of, kept in its folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from fer_desktop.disk import replacing
from fer_desktop.session.files import disk_errors
from fer_desktop.session.schema import ORIGINAL_FILE

_AT_ONCE = 2**20  # bytes


def keep_original(video: Path, folder: Path) -> None:
    """Copy a video into a plain session, whole or not at all.

    Raises:
        DiskFull, SessionUnwritable: it cannot be written.
    """
    with disk_errors(folder), video.open("rb") as source, replacing(folder / ORIGINAL_FILE) as copy:
        shutil.copyfileobj(source, copy, _AT_ONCE)
