"""How much a recording has used, and whether enough is left for it. Owned by the writer of the session."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from fer_desktop.core.interfaces import DiskSpace
from fer_desktop.errors import DiskFull
from fer_desktop.session.files import DISK_HINT

LEAST_BYTES = 4 * 2**20  # enough to close a session
_LITTLE = "Less than {limit} MB are free on the disk of {path}."
_START_HINT = "Free some space, choose another session folder, or lower the limit in the settings."


class Room:
    """The disk of one session.

    Args:
        reserve_bytes: Recording stops when less is free; at least what closing it takes.
    """

    def __init__(self, reserve_bytes: int) -> None:
        self._reserve_bytes = max(reserve_bytes, LEAST_BYTES)

    def check_start(self, root: Path) -> None:
        """Refuse to begin where too little is free. Raises DiskFull."""
        if shutil.disk_usage(root).free < self._reserve_bytes:
            raise DiskFull(_LITTLE, _START_HINT, limit=self._limit_mb, path=root)

    def look(self, folder: Path) -> DiskSpace:
        """What the session has used, and what is free. Raises DiskFull."""
        used = sum(entry.stat().st_size for entry in os.scandir(folder))
        space = DiskSpace(used, shutil.disk_usage(folder).free)
        if space.free_bytes < self._reserve_bytes:
            raise DiskFull(_LITTLE, DISK_HINT, limit=self._limit_mb, path=folder.parent)
        return space

    @property
    def _limit_mb(self) -> int:
        return max(round(self._reserve_bytes / 1e6), 1)
