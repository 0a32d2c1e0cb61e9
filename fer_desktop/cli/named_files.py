"""Files in the place of a command: `fer-desktop clip.mp4` opens the window and analyses them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("adapt", "analyze", "bench", "cameras", "doctor", "evaluate", "explain", "sessions", "study")
FILES = "--analyse"


def with_files_named(words: Sequence[str]) -> list[str]:
    """The same words, with an option before files that are named in the place of a command: `fer-desktop clip.mp4`."""
    first = words[0] if words else ""
    is_file = first != "" and not first.startswith("-") and first not in COMMANDS and _is_there(first)
    return [FILES, *words] if is_file else list(words)


def _is_there(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False
