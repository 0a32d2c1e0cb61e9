"""What a muxer sees of a file of a session."""

from __future__ import annotations

from typing import BinaryIO


class Appended:
    """It can only add to the file, and what it adds is handed on at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Add bytes at the end, and hand them to the system at once: a crash then costs no more than one packet."""
        written = self._file.write(data)
        self._file.flush()
        return written
