"""The files of an encrypted session, and the sealed list that says what belongs to it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from filelock import FileLock, Timeout

from fer_desktop.disk import replacement, sync
from fer_desktop.errors import SessionDamaged, SessionUnreadable
from fer_desktop.session.clear_facts import write_clear
from fer_desktop.session.contents import CONTENTS_FILE, Contents, read_contents, write_contents
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.schema import PARTIAL_SUFFIX
from fer_desktop.session.sealed import (
    ABSENT,
    HEAD_BYTES,
    MAGIC,
    Ending,
    Extent,
    SealedReader,
    SealedWriter,
    write_sealed,
)
from fer_desktop.session.sealed_v1 import SealedReaderV1
from fer_desktop.session.segments import SegmentReader
from fer_desktop.session.vault import DAMAGE_HINT, Key

SEALED_SUFFIX = ".sealed"
CONTENTS_LOCK = "contents.lock"
_LOCK_S = 10.0
_TRIES = 5  # to read a file that another program is replacing
_PART_BYTES = 2**20
_ADDED_HINT = "Somebody has put it there after the session was written: remove it, or restore the session from a copy."


class SealedStore:
    """Files that are encrypted while they are written.

    Raises:
        SessionDamaged: the list of the files is missing or was changed.
    """

    problem: SessionUnreadable | None = None

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder, self._key = folder, key
        self._growing: dict[str, SealedWriter] = {}

    @classmethod
    def begin(cls, folder: Path, key: Key) -> SealedStore:
        """A session without files yet."""
        write_contents(folder, key, Contents())
        return cls(folder, key)

    @classmethod
    def resume(cls, folder: Path, key: Key) -> SealedStore:
        """A session that is there."""
        read_contents(folder, key)
        return cls(folder, key)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is appended any more, by the list."""
        return self._contents().is_finished

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""
        return self.folder / (name + SEALED_SUFFIX)

    def has(self, name: str) -> bool:
        """Whether the list names it, or somebody has added it: opening it says what is wrong."""
        contents = self._contents()
        known = contents.files.get(name)
        if known is None:
            return contents.is_finished and self.path(name).is_file()
        return ABSENT not in known or self.path(name).is_file()

    def create(self, name: str) -> BinaryIO:
        """A new sealed file to append to."""
        file = SealedWriter(self.path(name), self._key, name)
        self._growing[name] = file
        self.sync()
        return cast(BinaryIO, file)

    def write(self, name: str, data: bytes) -> None:
        """Write a sealed file in one step.

        The list allows both the old and the new file while the one takes the place of the other, so that a kill at any
        moment leaves a session that opens.
        """
        with self._locked():
            with replacement(self.path(name)) as temporary:
                extent = write_sealed(temporary, self._key, name, data)
                # the list first: a file that nobody knows yet would be taken for one that was added
                self._list({name: (*self._contents().files.get(name, (ABSENT,)), extent)})
            self._list({name: (extent,)})

    def open(self, name: str) -> BinaryIO:
        """Read a sealed file; one that a crash cut off up to there."""
        return cast(BinaryIO, io.BufferedReader(self._reader(name)))

    def open_damaged(self, name: str) -> BinaryIO:
        """Read a sealed file up to its first segment that is missing or is not what was written."""
        contents = self._contents()
        return cast(BinaryIO, io.BufferedReader(self._reader_by(contents, name, Ending.DAMAGED)))

    def sync(self) -> None:
        """Put what grows on the disk, then say in the list how far it is."""
        for file in self._growing.values():
            if not file.closed:
                file.flush()
                sync(file)
        # the bytes are on the disk before the list promises them
        with self._locked():
            self._list({name: (file.extent,) for name, file in self._growing.items()})

    def mend(self, name: str) -> None:
        """Cut off what is not whole, and say in the list where the file ends now."""
        with self._locked():
            reader = self._reader_by(self._contents(), name, Ending.DAMAGED)
            reader.close()
            extent = reader.extent
            with self.path(name).open("r+b") as file:
                file.truncate(extent.n_bytes)
                sync(file)
            self._list({name: (extent,)})

    def finish(self, info: SessionInfo | None = None) -> None:
        """Each file ends where it ends; when the session began and how long it is then stands beside it."""
        if info is not None:
            write_clear(self.folder, info)
        with self._locked():
            self._remove_begun()
            self._list({name: (file.extent,) for name, file in self._growing.items()}, is_finished=True)

    def _remove_begun(self) -> None:
        """Remove files that were made just before a crash: nothing is in them, since the list names none of them yet.

        In a finished session they would be taken for files that somebody has added.
        """
        known = {self.path(name) for name in self._contents().files}
        for path in set(self.folder.glob(f"*{SEALED_SUFFIX}")) - known - {self.folder / CONTENTS_FILE}:
            if path.stat().st_size <= HEAD_BYTES:
                path.unlink()

    def _reader(self, name: str) -> SealedReader:
        contents = self._contents()
        for _ in range(_TRIES):
            try:
                return self._reader_by(contents, name, _ending(contents))
            # another program may have replaced file and list between our reading of both: only a list that stays as it
            # is proves damage
            except SessionDamaged:
                before, contents = contents, self._contents()
                if contents == before:
                    raise
        return self._reader_by(contents, name, _ending(contents))

    def _reader_by(self, contents: Contents, name: str, ending: Ending) -> SealedReader:
        path, known = self.path(name), contents.files.get(name)
        if known is None:
            if path.is_file() and contents.is_finished:
                raise SessionDamaged("{path} does not belong to the session.", _ADDED_HINT, path=path)
            raise FileNotFoundError(2, os.strerror(2), str(path))
        try:
            return SealedReader(path, self._key, name, known, ending)
        except FileNotFoundError as error:
            if ABSENT in known:
                raise
            raise SessionDamaged("{path} is missing.", DAMAGE_HINT, path=path) from error

    def _contents(self) -> Contents:
        return read_contents(self.folder, self._key)

    def _list(self, extents: dict[str, tuple[Extent, ...]], is_finished: bool = False) -> None:
        before = self._contents()
        after = Contents({**before.files, **extents}, before.is_finished or is_finished)
        if after != before:
            write_contents(self.folder, self._key, after)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """No other program changes the list meanwhile."""
        lock = FileLock(self.folder / CONTENTS_LOCK, timeout=_LOCK_S, mode=0o600, fallback_to_soft=False)
        is_locked = False
        try:
            lock.acquire()
            is_locked = True
        except Timeout as error:
            raise OSError("another program is changing the session") from error
        except (OSError, NotImplementedError):
            pass  # a disk without locks
        try:
            yield
        finally:
            if is_locked:
                lock.release()


def _ending(contents: Contents) -> Ending:
    """Where its files may end, if nothing is wrong with them."""
    return Ending.AS_LISTED if contents.is_finished else Ending.GROWN


class OldSealedStore:
    """Files of an encrypted session of version 1, which has no list; what is written to it now is in the new format."""

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder, self._key = folder, key

    @property
    def problem(self) -> SessionUnreadable | None:
        """That the format is weaker."""
        return SessionUnreadable(
            "{path} is encrypted in an old format: whoever could change its files may have forged what is in it.",
            "It is as secret as before. New recordings are protected against that.",
            path=self.folder,
        )

    @property
    def is_finished(self) -> bool:
        """By the name of the folder: nothing else says it."""
        return not self.folder.name.endswith(PARTIAL_SUFFIX)

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""
        return self.folder / (name + SEALED_SUFFIX)

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return self.path(name).is_file()

    def create(self, name: str) -> BinaryIO:
        """A new sealed file to append to."""
        return cast(BinaryIO, SealedWriter(self.path(name), self._key, name))

    def write(self, name: str, data: bytes) -> None:
        """Write a sealed file in one step."""
        with replacement(self.path(name)) as temporary:
            write_sealed(temporary, self._key, name, data)

    def open(self, name: str) -> BinaryIO:
        """Read a sealed file; one that a crash cut off up to there."""
        return cast(BinaryIO, io.BufferedReader(self._reader(name)))

    def open_damaged(self, name: str) -> BinaryIO:
        """Read a sealed file up to where it was cut off; what was written into it later must be whole."""
        path = self.path(name)
        reader = self._reader(name) if _is_new(path) else SealedReaderV1(path, self._key, must_be_whole=False)
        return cast(BinaryIO, io.BufferedReader(reader))

    def sync(self) -> None:
        """Nothing grows here: sessions that begin are of the new format."""

    def mend(self, name: str) -> None:
        """Give a file an end by writing it anew: sealing one at the place of a cut is what made the old format weak."""
        reader = self._reader(name)
        with reader, replacement(self.path(name)) as temporary:
            with SealedWriter(temporary, self._key, name) as file:
                while part := reader.read(_PART_BYTES):
                    file.write(part)
            reader.close()  # Windows replaces no open file

    def finish(self, info: SessionInfo | None = None) -> None:
        """Nothing to do: the old format has no list to close."""

    def _reader(self, name: str) -> SegmentReader:
        path = self.path(name)
        if _is_new(path):
            return SealedReader(path, self._key, name)
        return SealedReaderV1(path, self._key, must_be_whole=self.is_finished)


def _is_new(path: Path) -> bool:
    """Whether a file of an old session was written later."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
