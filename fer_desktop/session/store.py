"""The files of one session: plain, or sealed with a passphrase. Who reads and writes them need not know which."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Protocol

from fer_desktop.disk import create_file, sync, sync_folder, write_file
from fer_desktop.errors import SessionDamaged, SessionUnreadable
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.sealed_store import SEALED_SUFFIX, OldSealedStore, SealedStore
from fer_desktop.session.vault import VAULT_FILE, VAULT_VERSION, Key

__all__ = ["SEALED_SUFFIX", "PlainStore", "Store", "is_sealed", "new_store", "open_store"]


class Store(Protocol):
    """The files of a session, by name."""

    @property
    def folder(self) -> Path:
        """The folder that holds the files of the session."""

    @property
    def is_finished(self) -> bool:
        """False while it is known that more is to be appended, or that a crash ended that."""

    @property
    def problem(self) -> SessionUnreadable | None:
        """What the user should know of how the files are kept."""

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""

    def has(self, name: str) -> bool:
        """Whether the session has such a file."""

    def create(self, name: str) -> BinaryIO:
        """A new file to append to; what was flushed survives a crash."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all, replacing one that is there."""

    def open(self, name: str) -> BinaryIO:
        """Read a file from any place.

        Raises:
            FileNotFoundError: the session has no such file.
            SessionDamaged: it is sealed, and not as it was written.
        """

    def open_damaged(self, name: str) -> BinaryIO:
        """Read the good part of a file that `open` or reading says is damaged.

        Raises:
            FileNotFoundError: the session has no such file.
            SessionDamaged: nothing of it is good.
        """

    def sync(self) -> None:
        """Return once all that was flushed is on the disk: a power failure does it no harm then."""

    def mend(self, name: str) -> None:
        """Cut off what is not whole at the end of a file."""

    def finish(self, info: SessionInfo | None = None) -> None:
        """Nothing is appended any more.

        Args:
            info: Of a session: what a list may show of an encrypted one is kept in the clear.
        """


class PlainStore:
    """Files as they are."""

    is_finished = True  # session.json alone says more
    problem: SessionUnreadable | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._growing: list[_SyncedFile] = []

    def path(self, name: str) -> Path:
        """Where a file is on the disk."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return self.path(name).is_file()

    def create(self, name: str) -> BinaryIO:
        """A new file to append to."""
        file = _SyncedFile(create_file(self.path(name)))
        self._growing.append(file)
        sync_folder(self.folder)
        return file

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step."""
        write_file(self.path(name), data)

    def open(self, name: str) -> BinaryIO:
        """Read a file as it stands on the disk."""
        return self.path(name).open("rb")

    def open_damaged(self, name: str) -> BinaryIO:
        """The same: nothing but its contents tells whether a plain file is damaged."""
        return self.open(name)

    def sync(self) -> None:
        """Put what grows on the disk."""
        self._growing = [file for file in self._growing if not file.closed]
        for file in self._growing:
            file.flush()
            sync(file)

    def mend(self, name: str) -> None:
        """Nothing to do: a plain file ends where it ends, and `repair` cuts off half a row."""

    def finish(self, info: SessionInfo | None = None) -> None:
        """Nothing to do: session.json alone says whether a plain session is whole."""


class _SyncedFile(io.BufferedWriter):
    """A file that is on the disk once it is closed."""

    def __init__(self, file: BinaryIO) -> None:
        assert isinstance(file, io.BufferedWriter)
        super().__init__(file.detach())

    def close(self) -> None:
        """Hand on what waits, and return once it is on the disk."""
        try:
            if not self.closed:
                self.flush()
                sync(self)
        finally:
            super().close()


def is_sealed(folder: Path) -> bool:
    """Whether a session needs a passphrase."""
    return (folder / VAULT_FILE).is_file()


def new_store(folder: Path, passphrase: str) -> Store:
    """For a session that begins; sealed when there is a passphrase."""
    return SealedStore.begin(folder, Key.create(passphrase, folder)) if passphrase else PlainStore(folder)


def open_store(folder: Path, passphrase: str = "") -> Store:
    """For a session that is there.

    Raises:
        SessionLocked: it needs a passphrase, or another one.
        SessionDamaged: it is encrypted, and was changed.
    """
    if not is_sealed(folder):
        return PlainStore(folder)
    key = Key.open(passphrase, folder)
    return SealedStore.resume(folder, key) if key.version == VAULT_VERSION else OldSealedStore(folder, key)


def open_good_part(store: Store, name: str) -> tuple[BinaryIO, SessionDamaged | None]:
    """A file of a session, or what is whole of it from its beginning; and what is wrong with it."""
    try:
        return store.open(name), None
    except SessionDamaged as problem:
        return store.open_damaged(name), problem


def read_good_part(store: Store, name: str) -> tuple[bytes, SessionDamaged | None]:
    """The same, read."""
    try:
        return read_file(store, name), None
    except SessionDamaged as problem:
        with store.open_damaged(name) as file:
            return file.read(), problem


def read_file(store: Store, name: str) -> bytes:
    """A file of a session, whole."""
    with store.open(name) as file:
        return file.read()
