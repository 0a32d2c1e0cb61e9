"""Files that are written whole or not at all, and folders that nobody else has."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fer_desktop.errors import DiskFull, ExportError, SessionError, SessionUnwritable
from fer_desktop.session.schema import PARTIAL_SUFFIX

DISK_HINT = "Free some space or choose another session folder; what was recorded until now is kept."
_HINT = "Choose a folder in which you may write."


def json_bytes(values: dict[str, Any]) -> bytes:
    """JSON for people to read, too."""
    return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step, replacing one that is there.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ExportError(
            "{path} cannot be written: {reason}.", _HINT, path=path, reason=error.strerror or error
        ) from error


def claim_folder(root: Path, name: str) -> tuple[Path, Path]:
    """A free final name and its `.partial` folder, which now exists and is ours."""
    while True:
        final = free_name(root, name)
        partial = final.with_name(final.name + PARTIAL_SUFFIX)
        try:
            partial.mkdir()
            return final, partial
        except FileExistsError:
            continue  # another program took it between the look and the leap


def free_name(root: Path, name: str) -> Path:
    """A name that no session has, finished or not; a number is added when this one is taken."""
    number = 1
    while True:
        final = root / (name if number == 1 else f"{name}_{number}")
        if not final.exists() and not final.with_name(final.name + PARTIAL_SUFFIX).exists():
            return final
        number += 1


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system says of the disk into our errors; `folder` is named where it names no file."""
    try:
        yield
    except OSError as error:
        path = error.filename or folder
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("The disk of {path} is full.", DISK_HINT, path=path) from error
        raise SessionUnwritable(
            "The session cannot be written ({path}: {reason}).",
            "Check that the folder exists and that you may write there, or choose another.",
            path=path,
            reason=error.strerror or error,
        ) from error


@contextmanager
def removed_on_failure(folder: Path) -> Iterator[None]:
    """Leave no folder in which nothing could begin."""
    try:
        yield
    except (OSError, SessionError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
