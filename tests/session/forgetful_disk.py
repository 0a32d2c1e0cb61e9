"""A disk that forgets what was not synced, as a power failure makes it: after the tests of SQLite, and LazyFS.

It lies beneath `os.fsync`: what a file held when it was synced is kept, and the names that a folder had when that was
synced. From these it builds what could be found after a power failure at any moment. Names may also have reached the
disk before the content of their files, and content that was not synced may be there in part, or as zeros.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class ForgetfulDisk:
    """Watches what is synced below a folder.

    Args:
        root: The folder.
        on_step: Called before and after each sync and each change of a name.
    """

    def __init__(self, root: Path, on_step: Callable[[], None]) -> None:
        self._root, self._on_step = root, on_step
        self._content: dict[int, bytes] = {}  # by inode, as it was when it was synced
        self._names: dict[int, dict[str, int]] = {}  # of folders, by inode
        self._kept_open: list[int] = []  # no inode is used again for another file
        self._is_quiet = False

    @contextmanager
    def watching(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Take notice of all that is synced meanwhile."""
        sync, replace, rename = os.fsync, os.replace, os.rename

        def watched_sync(number: int) -> None:
            with self._step():
                sync(number)
                if not self._is_quiet:
                    self._synced(number)

        def watched_replace(source: Path, target: Path) -> None:
            with self._step():
                replace(source, target)

        def watched_rename(source: Path, target: Path) -> None:
            with self._step():
                rename(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", watched_sync)
            patched.setattr(os, "replace", watched_replace)
            patched.setattr(os, "rename", watched_rename)
            try:
                yield
            finally:
                for number in self._kept_open:
                    os.close(number)

    def after_power_failure(self, image: Path, choice: random.Random, names_are_new: bool) -> None:
        """Write what is left into a new folder.

        Args:
            names_are_new: The names are those of now, as where the journal of names is ahead of the content.
        """
        paths = {path.stat().st_ino: path for path in (self._root, *self._root.rglob("*"))}
        self._copy(self._root.stat().st_ino, image, paths, choice, names_are_new)

    def _copy(
        self, inode: int, target: Path, paths: dict[int, Path], choice: random.Random, names_are_new: bool
    ) -> None:
        target.mkdir()
        names = self._names.get(inode, {})
        if names_are_new and inode in paths:
            names = {path.name: path.stat().st_ino for path in paths[inode].iterdir()}
        for name, inner in names.items():
            now = paths.get(inner)
            if inner in self._names or (now is not None and now.is_dir()):
                self._copy(inner, target / name, paths, choice, names_are_new)
            else:
                new = now.read_bytes() if now is not None else b""
                (target / name).write_bytes(_left(self._content.get(inner, b""), new, choice))

    @contextmanager
    def _step(self) -> Iterator[None]:
        self.tell()
        yield
        self.tell()

    def tell(self) -> None:
        """The power may fail now."""
        if not self._is_quiet:
            self._is_quiet = True
            try:
                self._on_step()
            finally:
                self._is_quiet = False

    def _synced(self, number: int) -> None:
        inode = os.fstat(number).st_ino
        path = Path(f"/proc/self/fd/{number}")
        if inode not in self._content and inode not in self._names:
            self._kept_open.append(os.dup(number))
        if stat.S_ISDIR(os.fstat(number).st_mode):
            self._names[inode] = {inner.name: inner.stat().st_ino for inner in path.resolve().iterdir()}
        else:
            self._content[inode] = path.read_bytes()


def _left(synced: bytes, now: bytes, choice: random.Random) -> bytes:
    """What a file holds after a power failure: all that was synced, and perhaps some of what came after it."""
    rest = now[len(synced) :] if now.startswith(synced) else b""
    rest = rest[: choice.randint(0, len(rest))]
    return synced + choice.choice((b"", rest, rest, bytes(len(rest))))
