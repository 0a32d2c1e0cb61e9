"""A file of sealed segments, read from any place. What seals them is the business of each format."""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag

from fer_desktop.errors import SessionDamaged
from fer_desktop.session.vault import DAMAGE_HINT

MOST_TEXT = 64 * 1024  # bytes in one segment
_MARK_BYTES = 4
_TAG_BYTES = 16
_LAST = 1 << 31


def mark_of(length: int, is_last: bool) -> bytes:
    """What stands before a segment: length of its text, and whether it is the last."""
    return struct.pack(">I", length | (_LAST if is_last else 0))


@dataclass(frozen=True, slots=True)
class Segment:
    """Where the sealed text begins, how long the text is, in bytes, and whether it claims to be the last."""

    start: int
    length: int
    is_last: bool

    @property
    def end(self) -> int:
        """Place in the file behind its tag."""
        return self.start + self.length + _TAG_BYTES


class SegmentReader(io.RawIOBase):
    """The text of a file; each segment is checked before a byte of it is given.

    Attributes:
        path: The file.
        head: What stands before its first segment.
        segments: By the lengths that they claim; `text` finds out whether that is true.

    Raises:
        SessionDamaged: it is no such file.
    """

    _file: BinaryIO | None = None  # what could not be opened is closed, too, when it is forgotten

    def __init__(self, path: Path, head_bytes: int, magic: bytes) -> None:
        super().__init__()
        self.path = path
        self._file = path.open("rb")
        self._place = 0
        self._cached: tuple[int, bytes] = (-1, b"")
        with self.closed_after_error():
            self.n_bytes = path.stat().st_size
            self.head = self._file.read(head_bytes)
            if len(self.head) < head_bytes or not self.head.startswith(magic):
                raise SessionDamaged("{path} is no sealed file.", DAMAGE_HINT, path=path)
            self.segments = self._found()
            self._starts = self._starts_of_text()

    @contextmanager
    def closed_after_error(self) -> Iterator[None]:
        """Leave no file open where opening it fails."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    @property
    def end(self) -> int:
        """Place in the file behind the last segment."""
        return self.segments[-1].end if self.segments else len(self.head)

    @property
    def has_end(self) -> bool:
        """Whether the last segment claims to be that."""
        return bool(self.segments) and self.segments[-1].is_last

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Place in the text."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the text."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._starts[-1]}[whence]
        self._place = max(base + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from where it is; 0 at the end."""
        if self._place >= self._starts[-1]:
            return 0
        # empty segments share a place with the next one; the last of them that begins here holds the text
        number = bisect_right(self._starts, self._place) - 1
        text = self.text(number)
        inside = self._place - self._starts[number]
        part = text[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        super().close()

    def text(self, number: int) -> bytes:
        """The text of a segment.

        Raises:
            SessionDamaged: it is not what was written.
        """
        if self._cached[0] != number:
            segment, file = self.segments[number], self._opened
            file.seek(segment.start)
            sealed = file.read(segment.length + _TAG_BYTES)
            try:
                self._cached = (number, self.decrypt(number, segment.is_last, sealed))
            except InvalidTag as error:
                raise SessionDamaged("{path} was changed after it was written.", DAMAGE_HINT, path=self.path) from error
        return self._cached[1]

    def decrypt(self, number: int, is_last: bool, sealed: bytes) -> bytes:
        """The text of a segment; raises InvalidTag."""
        raise NotImplementedError

    def check_own_end(self) -> None:
        """Refuse a file that does not end with a segment that is marked as its last.

        Raises:
            SessionDamaged: it was cut off, or something was appended.
        """
        if not self.has_end or self.end != self.n_bytes:
            raise SessionDamaged("{path} is cut off.", DAMAGE_HINT, path=self.path)
        self.text(len(self.segments) - 1)  # it may be empty, and is then never asked for

    def keep_whole(self, n_certain: int) -> None:
        """Leave out what a crash or a power failure left half written behind so many segments."""
        for number in range(n_certain, len(self.segments)):
            try:
                self.text(number)
            except SessionDamaged:
                del self.segments[number:]
                break
        self._starts = self._starts_of_text()

    @property
    def _opened(self) -> BinaryIO:
        if self._file is None:
            raise ValueError("read of a file that is not open")
        return self._file

    def _starts_of_text(self) -> list[int]:
        """Place in the text of each segment, and of the end."""
        starts = [0]
        for segment in self.segments:
            starts.append(starts[-1] + segment.length)
        return starts

    def _found(self) -> list[Segment]:
        """The segments that are there whole, up to one that claims to be the last."""
        found: list[Segment] = []
        place = len(self.head)
        file = self._opened
        while place + _MARK_BYTES + _TAG_BYTES <= self.n_bytes and not (found and found[-1].is_last):
            file.seek(place)
            (mark,) = struct.unpack(">I", file.read(_MARK_BYTES))
            # not believed yet: the length is no part of what the tag covers, but with another one the tag does not fit
            segment = Segment(place + _MARK_BYTES, mark & ~_LAST, bool(mark & _LAST))
            if segment.length > MOST_TEXT or segment.end > self.n_bytes:
                break
            found.append(segment)
            place = segment.end
        return found
