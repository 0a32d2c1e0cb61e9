"""Files that are written whole or not at all, and folders that nobody else has."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fer_desktop.disk import OWNER_ONLY, sync_folder, write_file
from fer_desktop.errors import DiskFull, ExportError, SessionUnwritable
from fer_desktop.session.schema import PARTIAL_SUFFIX

LOCK_FILE = "recording.lock"
DISK_HINT = "Free some space or choose another session folder."
_HINT = "Choose a folder in which you may write."
_FULL_HINT = "Free some space, or choose a folder on another disk."
_LONGEST_NAME_BYTES = 255  # on every common file system
# what Windows, and a memory stick with its file systems, refuses ("Naming Files, Paths, and Namespaces", Microsoft)
_REFUSED = str.maketrans(dict.fromkeys([*map(chr, range(32)), "\x7f", *'<>:"/\\|?*'], "_"))
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\.|$)", re.IGNORECASE)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that its owner alone may read in one step, replacing one that is there.

    Raises:
        ExportError: it cannot be written; nothing is left behind.
    """
    try:
        write_file(path, data)
    except OSError as error:
        reason = error.strerror or error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExportError("{path} cannot be written: {reason}.", _FULL_HINT, path=path, reason=reason) from error
        raise ExportError("{path} cannot be written: {reason}.", _HINT, path=path, reason=reason) from error


def claim_folder(root: Path, name: str) -> tuple[Path, Path]:
    """A free final name and its `.partial` folder, which now exists and is ours."""
    while True:
        final = free_name(root, name)
        partial = final.with_name(final.name + PARTIAL_SUFFIX)
        try:
            # making it is the claim: of two programs only one succeeds
            partial.mkdir(mode=0o700)
            sync_folder(root)
            return final, partial
        except FileExistsError:
            continue  # another program took it between the look and the leap


def numbered(name: str, number: int) -> str:
    """A name for a session that this number tells apart and every file system takes; 1 adds no number.

    What there is no room for is cut off: while it is written, its folder has a suffix more.
    """
    suffix = "" if number == 1 else f"_{number}"
    room = _LONGEST_NAME_BYTES - len(suffix) - len(PARTIAL_SUFFIX)
    encoded = os.fsencode(_portable(name))
    # not in the middle of a character, which "ignore" leaves out
    kept = os.fsdecode(encoded) if len(encoded) <= room else encoded[:room].decode("utf-8", "ignore").rstrip(" .")
    return kept + suffix


def _portable(name: str) -> str:
    """A session moves between computers: its name is one on each of them."""
    kept = name.translate(_REFUSED).rstrip(" .") or "session"
    return f"_{kept}" if _DEVICE.match(kept) else kept


def free_name(root: Path, name: str) -> Path:
    """A name that no session has, finished or not; a number is added when this one is taken."""
    number = 1
    while True:
        final = root / numbered(name, number)
        if not final.exists() and not final.with_name(final.name + PARTIAL_SUFFIX).exists():
            return final
        number += 1


class SessionLock:
    """Says to every program on this computer that a session is being recorded; ends with `release` or the process."""

    def __init__(self, folder: Path) -> None:
        self._lock = _lock(folder)
        with suppress(OSError, NotImplementedError):  # a disk without locks
            self._lock.acquire()

    def release(self) -> None:
        """Let other programs repair or delete the session: it is recorded no more."""
        self._lock.release()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)


def is_being_recorded(folder: Path) -> bool:
    """Whether a session is being recorded right now, by this program or another."""
    if not (folder / LOCK_FILE).exists():
        return False
    lock = _lock(folder)
    try:
        lock.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release()
    with suppress(OSError):  # of one that ended by a crash; or, ended this very moment, we have just made it again
        (folder / LOCK_FILE).unlink(missing_ok=True)
        folder.rmdir()  # only if it is empty
    return False


def _lock(folder: Path) -> FileLock:
    """A lock of the operating system, which ends with its process; never a mere file, which would outlive a crash."""
    return FileLock(folder / LOCK_FILE, timeout=0, mode=OWNER_ONLY, thread_local=False, fallback_to_soft=False)


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
def locked_or_removed(folder: Path) -> Iterator[SessionLock]:
    """Lock a new session; leave no folder in which nothing could begin."""
    lock = SessionLock(folder)
    try:
        yield lock
    except BaseException:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        raise


def live_name() -> str:
    """Folder name for a session that begins now, in local time."""
    return datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
