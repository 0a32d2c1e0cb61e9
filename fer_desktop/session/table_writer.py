"""Writes one table of a session row by row, and keeps the sums by which a reader finds out whether it is whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, BinaryIO

from fer_desktop.session.info import TableFacts


class TableWriter:
    """Appends to a table; owns the file."""

    def __init__(self, file: BinaryIO, header: Sequence[str]) -> None:
        self._file = file
        self._sum = sha256()
        self._line = io.StringIO()
        self._csv = csv.writer(self._line, lineterminator="\n")
        self._rows = self._bytes = 0
        self._first_s: float | None = None
        self._last_s: float | None = None
        self._put(header)

    def replace_rows(self, data: bytes) -> None:
        """What was written has been replaced by these bytes, with as many rows at the same times; nothing follows."""
        self._bytes, self._sum = len(data), sha256(data)

    @property
    def facts(self) -> TableFacts:
        """What was written so far."""
        return TableFacts(
            rows=self._rows,
            first_s=self._first_s,
            last_s=self._last_s,
            n_bytes=self._bytes,
            sha256=self._sum.hexdigest(),
        )

    def add(self, time_s: float, cells: Sequence[Any]) -> None:
        """Append a row; it is with the system after `flush`."""
        self._put(cells)
        self._rows += 1
        self._last_s = round(time_s, 6)  # as exact as it stands in the file
        if self._first_s is None:
            self._first_s = self._last_s

    def flush(self) -> None:
        """Hand what was written to the system."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _put(self, cells: Sequence[Any]) -> None:
        self._csv.writerow(cells)
        line = self._line.getvalue().encode("utf-8")
        self._line.seek(0)
        self._line.truncate()
        self._file.write(line)
        self._sum.update(line)
        self._bytes += len(line)
