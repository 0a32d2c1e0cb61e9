"""Bytes for files, and files that are written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from fer_desktop.errors import ExportError

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
