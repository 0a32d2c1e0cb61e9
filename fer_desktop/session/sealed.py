"""Files that only a key opens: encrypted while they are written, segment by segment, and never plain on the disk.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizar, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", CRYPTO 2015) with AES-256-GCM and a key of its own for each file, as in Google's Tink
(analysed by Hoang and Shen, "Security of Streaming Encryption in Google's Tink Library", CCS 2020). A sealed file is

    8 bytes "FERSEAL2", 32 random bytes (salt), 7 random bytes (prefix), then segments of
    4 bytes (big endian): length of the text, plus 2**31 in the last segment
    the sealed text and its 16-byte tag

The nonce of a segment is the prefix, its number (4 bytes, big endian), and one byte that is 1 in the last segment and 0
in all others. So a segment that is changed, moved, left out or taken from another file is noticed, and so is a missing
end. Tink's segments are of one length; here each says its own, since a flush seals what there is. STREAM allows that:
with another length the tag does not fit.

A file is sealed by the one writer that made it and by nobody later: no nonce can be used twice. What a crash cuts off
stays without an end; where it ends is then said by the contents of the session (`contents.py`).
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from fer_desktop.disk import create_file, sync
from fer_desktop.errors import SessionDamaged
from fer_desktop.session.segments import MOST_TEXT, SegmentReader, mark_of
from fer_desktop.session.vault import DAMAGE_HINT, SALT_BYTES, Key

MAGIC = b"FERSEAL2"
_PREFIX_BYTES = 7
HEAD_BYTES = len(MAGIC) + SALT_BYTES + _PREFIX_BYTES
_MOST_SEGMENTS = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Extent:
    """Which file it is, and where it ends.

    Attributes:
        salt: Of the writing that made it: each writing has another.
        n_segments: Whole segments.
        n_bytes: Size of the file up to the end of the last of them.
        has_end: Whether that one is marked as the last.
    """

    salt: bytes
    n_segments: int
    n_bytes: int
    has_end: bool


class Ending(Enum):
    """Where a file of a session may end."""

    AS_LISTED = "where the contents of the session say"
    GROWN = "there or further on, up to where a crash cut it off"
    DAMAGED = "anywhere: what is whole from its beginning is wanted"


ABSENT = Extent(b"", 0, 0, has_end=False)
"""What a file may be that is written for the first time: not there yet."""


class SealedWriter(io.RawIOBase):
    """Append-only: text is collected and sealed at `flush`, when a segment is full, and at the end.

    Args:
        name: Of the file within its session; it opens under no other.
    """

    _is_begun = False  # what could not be made is closed, too, when it is forgotten

    def __init__(self, path: Path, key: Key, name: str) -> None:
        super().__init__()
        self._salt, self._prefix = os.urandom(SALT_BYTES), os.urandom(_PREFIX_BYTES)
        self._cipher = key.cipher(self._salt, name)
        self._file = create_file(path)
        self._waiting = bytearray()
        self.extent = Extent(self._salt, 0, HEAD_BYTES, has_end=False)
        self._file.write(MAGIC + self._salt + self._prefix)
        self._file.flush()
        self._is_begun = True

    def writable(self) -> bool:
        """True."""
        return True

    def fileno(self) -> int:
        """Number of the file on the disk."""
        return self._file.fileno()

    def write(self, data: Any) -> int:
        """Take bytes; they are with the system after `flush`."""
        taken = bytes(data)
        self._waiting += taken
        while len(self._waiting) > MOST_TEXT:
            # not when just full: the last segment would be empty then more often than needed
            self._seal(bytes(self._waiting[:MOST_TEXT]), is_last=False)
            del self._waiting[:MOST_TEXT]
        return len(taken)

    def flush(self) -> None:
        """Seal what waits and hand it to the system."""
        if not self._is_begun or self._file.closed:
            return
        if self._waiting:
            self._seal(bytes(self._waiting), is_last=False)
            self._waiting.clear()
        self._file.flush()

    def close(self) -> None:
        """Seal the end; it is on the disk then."""
        if self.closed or not self._is_begun:
            return
        try:
            self._seal(bytes(self._waiting), is_last=True)
            self._waiting.clear()
            self._file.flush()
            sync(self._file)
        finally:
            self._file.close()
            super().close()

    def _seal(self, text: bytes, is_last: bool) -> None:
        number = self.extent.n_segments
        if number >= _MOST_SEGMENTS:
            raise OSError("a sealed file has too many parts")  # after 136 years of one a second
        # the number is in the nonce and is not stored: a segment that was moved is opened with another one, and fails
        mark = mark_of(len(text), is_last)
        sealed = self._cipher.encrypt(_nonce(self._prefix, number, is_last), text, None)
        self._file.write(mark + sealed)
        self.extent = Extent(self._salt, number + 1, self.extent.n_bytes + len(mark) + len(sealed), is_last)


class SealedReader(SegmentReader):
    """Reads a sealed file from any place; each segment is checked before a byte of it is given.

    Args:
        known: What the file may be, by the contents of its session; None for a file that must have its own end.
        ending: Where it may end, if something is known of it. What is there beyond what is certain is checked at
            once: after the first segment that is not whole nothing counts.

    Raises:
        SessionDamaged: it is no sealed file, another one, or does not end where it should.
    """

    def __init__(
        self,
        path: Path,
        key: Key,
        name: str,
        known: Sequence[Extent] | None = None,
        ending: Ending = Ending.AS_LISTED,
    ) -> None:
        super().__init__(path, HEAD_BYTES, MAGIC)
        with self.closed_after_error():
            self._salt, self._prefix = self.head[len(MAGIC) : -_PREFIX_BYTES], self.head[-_PREFIX_BYTES:]
            self._cipher = key.cipher(self._salt, name)
            if known is None:
                self.check_own_end()
            else:
                self._check_known(known, ending)

    @property
    def extent(self) -> Extent:
        """What was found of it."""
        return Extent(self._salt, len(self.segments), self.end, self.has_end)

    def _check_known(self, known: Sequence[Extent], ending: Ending) -> None:
        # an older file, put back, has a salt of its own: each writing draws a new one
        expected = next((extent for extent in known if extent.salt == self._salt), None)
        if expected is None:
            raise SessionDamaged("{path} is not the file that was written last.", DAMAGE_HINT, path=self.path)
        if ending is Ending.DAMAGED:
            self.keep_whole(0)
        elif len(self.segments) < expected.n_segments:
            raise SessionDamaged("{path} is cut off.", DAMAGE_HINT, path=self.path)
        elif ending is Ending.GROWN and not expected.has_end:
            self.keep_whole(expected.n_segments)
        elif self.extent != expected or self.n_bytes != expected.n_bytes:
            raise SessionDamaged("{path} does not end where it ended.", DAMAGE_HINT, path=self.path)
        if self.segments:
            self.text(len(self.segments) - 1)

    def decrypt(self, number: int, is_last: bool, sealed: bytes) -> bytes:
        """The text of a segment."""
        return self._cipher.decrypt(_nonce(self._prefix, number, is_last), sealed, None)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    """12 bytes that no other segment of the file has."""
    return prefix + struct.pack(">IB", number, is_last)


def write_sealed(path: Path, key: Key, name: str, data: bytes) -> Extent:
    """Write a new sealed file whole."""
    with SealedWriter(path, key, name) as file:
        file.write(data)
    return file.extent
