"""What belongs to an encrypted session: a sealed list of its files, each with its end, and whether it is finished.

The list is what is believed: not the names of files and folders, which anybody can change. A file that is missing,
was added, was cut, or is an older one than the list names is noticed. Whoever puts back *all* files of an earlier
moment, the list among them, is not: nothing outside of the folder knows better.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fer_desktop.disk import replacement
from fer_desktop.errors import SessionDamaged, SessionTooNew
from fer_desktop.session.sealed import Extent, SealedReader, write_sealed
from fer_desktop.session.vault import DAMAGE_HINT, Key

CONTENTS_FILE = "contents.sealed"
CONTENTS_VERSION = 1
_NAME = "contents"
_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Contents:
    """The list.

    Attributes:
        files: What each file may be: one extent, or two while it is being replaced.
        is_finished: Nothing is appended any more: each file ends where its extent says.
    """

    files: dict[str, tuple[Extent, ...]] = field(default_factory=dict)
    is_finished: bool = False


def read_contents(folder: Path, key: Key) -> Contents:
    """The list of a session.

    Raises:
        SessionDamaged: it is missing or was changed.
        SessionTooNew: a newer version of the app wrote it.
    """
    path = folder / CONTENTS_FILE
    try:
        with io.BufferedReader(SealedReader(path, key, _NAME)) as file:
            values = json.loads(file.read(_MOST_BYTES))
    except FileNotFoundError as error:
        raise SessionDamaged("{path} is missing.", DAMAGE_HINT, path=path) from error
    if values["contents_version"] > CONTENTS_VERSION:  # it is sealed: what stands in it was written by us
        raise SessionTooNew(
            "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=folder
        )
    files = {name: tuple(_extent(one) for one in extents) for name, extents in values["files"].items()}
    return Contents(files, values["is_finished"])


def write_contents(folder: Path, key: Key, contents: Contents) -> None:
    """Replace the list of a session in one step."""
    values = {
        "contents_version": CONTENTS_VERSION,
        "is_finished": contents.is_finished,
        "files": {name: [_values(one) for one in extents] for name, extents in contents.files.items()},
    }
    with replacement(folder / CONTENTS_FILE) as temporary:
        write_sealed(temporary, key, _NAME, json.dumps(values).encode())


def _values(extent: Extent) -> dict[str, Any]:
    return {
        "salt": extent.salt.hex(),
        "n_segments": extent.n_segments,
        "n_bytes": extent.n_bytes,
        "has_end": extent.has_end,
    }


def _extent(values: dict[str, Any]) -> Extent:
    return Extent(bytes.fromhex(values["salt"]), values["n_segments"], values["n_bytes"], values["has_end"])
