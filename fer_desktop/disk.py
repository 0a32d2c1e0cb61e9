"""Files that are written whole or not at all, and that survive a power failure once they are said to be written."""

from __future__ import annotations

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
AS_USUAL = 0o666  # less what the user's umask takes away
_TEMPORARY = re.compile(r"\.fer-desktop-[0-9a-f]{16}\.tmp")


class HasFileNumber(Protocol):
    """An open file of the operating system."""

    def fileno(self) -> int:
        """Its number."""


@contextmanager
def replacing(path: Path, mode: int = AS_USUAL) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when it is whole and on the disk; after an error nothing is left of it.

    It is written beside `path` under a name that nobody can guess and that must be free, so that no file of the user
    is lost and no planted link is followed.

    Args:
        mode: Permissions of the new file.

    Raises:
        OSError: it cannot be written; what was at `path` is still there.
    """
    temporary = path.with_name(f".fer-desktop-{secrets.token_hex(8)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(temporary, flags, mode), "wb") as file:
        try:
            yield file
            file.flush()
            sync(file)
            file.close()
            os.replace(temporary, path)
        except BaseException:
            file.close()  # Windows removes no open file
            with suppress(OSError):
                temporary.unlink()
            raise
    sync_folder(path.parent)


def write_file(path: Path, data: bytes, mode: int = AS_USUAL) -> None:
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
    """Whether `replacing` gave it its name: a program that was killed while it wrote may leave one."""
    return _TEMPORARY.fullmatch(path.name) is not None


def sync(file: HasFileNumber) -> None:
    """Return once what was written to a file is on the disk, as far as the operating system knows."""
    if sys.platform == "darwin":  # there fsync leaves it in the cache of the drive
        import fcntl

        with suppress(OSError):  # a network disk
            fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
            return
    os.fsync(file.fileno())


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
