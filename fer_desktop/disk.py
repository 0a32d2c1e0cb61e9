"""Files that are written whole or not at all, and that survive a power failure once they are said to be written."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

OWNER_ONLY = 0o600
AS_USUAL = 0o666  # less what the user's umask takes away: for what is nobody's alone
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)  # what some network disks say: they promise nothing
_TEMPORARY = re.compile(r"\.fer-desktop-[0-9a-f]{16}\.tmp")


class HasFileNumber(Protocol):
    """An open file of the operating system."""

    def fileno(self) -> int:
        """Its descriptor, which `os.fsync` wants."""


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """A free name beside `path` for a file that takes its place when it is whole; after an error nothing is left of it.

    Nobody can guess the name, so that no file of the user is lost and no planted link is followed. Whoever makes the
    file sees to it that it is closed, and on the disk.

    Raises:
        OSError: it cannot be written; what was at `path` is still there.
    """
    temporary = path.with_name(f".fer-desktop-{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


@contextmanager
def replacing(path: Path, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when it is whole and on the disk; after an error nothing is left of it.

    Args:
        mode: Permissions of the new file: what is written of people is its owner's.

    Raises:
        OSError: it cannot be written; what was at `path` is still there.
    """
    with replacement(path) as temporary, create_file(temporary, mode) as file:
        yield file
        file.flush()
        sync(file)


def create_file(path: Path, mode: int = OWNER_ONLY) -> BinaryIO:
    """A new file to write to.

    Raises:
        OSError: it cannot be made; FileExistsError when there is one.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return open(os.open(path, flags, mode), "wb")


def write_file(path: Path, data: bytes, mode: int = OWNER_ONLY) -> None:
    """Write a file in one step, replacing one that is there.

    Raises:
        OSError: it cannot be written; what was at `path` is still there.
    """
    with replacing(path, mode) as file:
        file.write(data)


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name, also after a power failure."""
    source.rename(target)
    sync_folder(target.parent)


def is_temporary(path: Path) -> bool:
    """Whether `replacement` gave it its name: a program that was killed while it wrote may leave one."""
    return _TEMPORARY.fullmatch(path.name) is not None


def sync(file: HasFileNumber) -> None:
    """Return once what was written to a file is on the disk, as far as the operating system knows."""
    if sys.platform == "darwin":  # there fsync leaves it in the cache of the drive
        import fcntl

        with suppress(OSError):  # a network disk
            fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
            return
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def sync_folder(folder: Path) -> None:
    """The same for the names in a folder. Windows has no such call, and some network disks refuse it."""
    if os.name == "nt":
        return
    with suppress(OSError, io.UnsupportedOperation):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
