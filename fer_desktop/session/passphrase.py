"""Passphrases that stand in a file, for programs that run without anybody to type them."""

from __future__ import annotations

from pathlib import Path

from fer_desktop.errors import SessionLocked

SHORTEST = 8  # characters, of a new one


def read_passphrase(file: Path) -> str:
    """The first line of a file.

    Raises:
        SessionLocked: it cannot be read.
    """
    try:
        return (file.read_text(encoding="utf-8-sig").splitlines() or [""])[0]
    except (OSError, ValueError) as error:
        raise SessionLocked("{path} cannot be read ({reason}).", path=file, reason=error) from error


def new_passphrase(file: Path) -> str:
    """The first line of a file, for sessions that are made with it.

    Raises:
        SessionLocked: it cannot be read, or is too short.
    """
    passphrase = read_passphrase(file)
    if len(passphrase) < SHORTEST:
        raise SessionLocked(
            "The passphrase in {path} is too short.",
            "Its first line needs at least 8 characters.",
            path=file,
        )
    return passphrase
