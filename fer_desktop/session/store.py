"""The files of one session: plain, or sealed with a passphrase. Who reads and writes them need not know which."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO, Any, Protocol, cast

from fer_desktop.disk import OWNER_ONLY, write_file
from fer_desktop.session import vault
from fer_desktop.session.schema import PARTIAL_SUFFIX

SEALED_SUFFIX = ".sealed"


class Store(Protocol):
    """The files of a session, by name."""

    @property
    def folder(self) -> Path:
        """Where they are."""

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""

    def create(self, name: str) -> IO[bytes]:
        """A new file to append to; what was flushed survives a crash."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all, replacing one that is there."""

    def open(self, name: str) -> IO[bytes]:
        """Read a file from any place."""

    def finish(self, name: str) -> None:
        """Give a file that a crash cut off a proper end."""


class PlainStore:
    """Files as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""
        return self.folder / name

    def create(self, name: str) -> IO[bytes]:
        """A new file to append to."""
        return self.path(name).open("wb")

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step."""
        write_file(self.path(name), data, OWNER_ONLY)

    def open(self, name: str) -> IO[bytes]:
        """Read a file."""
        return self.path(name).open("rb")

    def finish(self, name: str) -> None:
        """Nothing to do."""


class SealedStore:
    """Files that are encrypted while they are written."""

    def __init__(self, folder: Path, key: vault.Key) -> None:
        self.folder, self._key = folder, key

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""
        return self.folder / (name + SEALED_SUFFIX)

    def create(self, name: str) -> IO[bytes]:
        """A new sealed file to append to."""
        return cast(IO[bytes], vault.SealedWriter(self.path(name), self._key))

    def write(self, name: str, data: bytes) -> None:
        """Write a sealed file in one step; it is sealed under its final name, before it gets there."""
        temporary = self.folder / "tmp" / self.path(name).name
        temporary.parent.mkdir(exist_ok=True)
        temporary.unlink(missing_ok=True)
        with vault.SealedWriter(temporary, self._key) as file:
            file.write(data)
        os.replace(temporary, self.path(name))
        temporary.parent.rmdir()

    def open(self, name: str) -> IO[bytes]:
        """Read a sealed file; one that a crash cut off up to there."""
        reader: Any = vault.SealedReader(self.path(name), self._key, must_be_whole=self._is_finished)
        return cast(IO[bytes], io.BufferedReader(reader))

    def finish(self, name: str) -> None:
        """Give a sealed file its end."""
        vault.finish(self.path(name), self._key)

    @property
    def _is_finished(self) -> bool:
        """Only a folder that is still being written, or was left by a crash, may hold files without an end."""
        return not self.folder.name.endswith(PARTIAL_SUFFIX)


def is_sealed(folder: Path) -> bool:
    """Whether a session needs a passphrase."""
    return (folder / vault.VAULT_FILE).is_file()


def new_store(folder: Path, passphrase: str) -> Store:
    """For a session that begins; sealed when there is a passphrase."""
    return SealedStore(folder, vault.Key.create(passphrase, folder)) if passphrase else PlainStore(folder)


def open_store(folder: Path, passphrase: str = "") -> Store:
    """For a session that is there.

    Raises:
        SessionLocked: it needs a passphrase, or another one.
    """
    return SealedStore(folder, vault.Key.open(passphrase, folder)) if is_sealed(folder) else PlainStore(folder)
