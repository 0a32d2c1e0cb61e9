"""The key of a study: who has which code, apart from the study. A CSV file, or encrypted as sessions are, in a folder.

Only its owner may read it, and nothing else of the program does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from fer_desktop.disk import write_file
from fer_desktop.errors import StudyUnreadable, StudyUnwritable
from fer_desktop.session.cells import guarded, unguarded
from fer_desktop.session.store import is_sealed, new_store, open_store, read_file

_FILE = "names.csv"  # in the folder of an encrypted key
_HEADER = ["participant", "name"]
_HINT = "Check that the folder exists and that you may write there."


def name_participant(key: Path, code: str, name: str, passphrase: str = "") -> None:
    """Write into the key who has this code; a key that is not there is begun, encrypted with a passphrase.

    Raises:
        StudyUnreadable: it is no key, or the code is somebody else's.
        StudyUnwritable: it cannot be written.
        SessionLocked: it is encrypted, and this is not its passphrase.
    """
    names = read_names(key, passphrase) if key.exists() else {}
    if names.get(code, name) != name:
        raise StudyUnreadable("In {path} {code} is somebody else.", "Choose another code.", path=key, code=code)
    write_names(key, {**names, code: name}, passphrase)


def write_names(key: Path, names: Mapping[str, str], passphrase: str = "") -> None:
    """Write the whole key; one that is there is replaced, and encrypted if it was.

    Raises:
        StudyUnwritable: it cannot be written.
        SessionLocked: it is encrypted, and this is not its passphrase.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows([guarded(code), guarded(name)] for code, name in names.items() if name)
    data = text.getvalue().encode()
    try:
        if not passphrase:
            write_file(key, data)
        elif is_sealed(key):
            open_store(key, passphrase).write(_FILE, data)
        else:
            key.mkdir(mode=0o700, parents=True)
            store = new_store(key, passphrase)
            store.write(_FILE, data)
            store.finish()
    except OSError as error:
        raise StudyUnwritable("{path} cannot be written ({reason}).", _HINT, path=key, reason=error.strerror) from error


def read_names(key: Path, passphrase: str = "") -> dict[str, str]:
    """Names of people, by code.

    Raises:
        StudyUnreadable: it is no key.
        SessionLocked: it is encrypted, and this is not its passphrase.
    """
    try:
        data = read_file(open_store(key, passphrase), _FILE) if is_sealed(key) else key.read_bytes()
        rows = _rows(data)
        if rows[:1] != [_HEADER]:
            raise ValueError("it does not begin with participant,name")
        odd = next((number for number, row in enumerate(rows, 1) if len(row) != len(_HEADER)), None)
        if odd is not None:
            raise ValueError(f"row {odd} has {len(rows[odd - 1])} cells, not {len(_HEADER)}")
        return {unguarded(code): unguarded(name) for code, name in rows[1:]}
    except (OSError, ValueError, csv.Error) as error:
        raise StudyUnreadable(
            "{path} cannot be read ({reason}).", "Choose a key that FER Desktop made.", path=key, reason=error
        ) from error


def _rows(data: bytes) -> list[list[str]]:
    """Rows that are not empty, also of a key that was opened in a spreadsheet and saved."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:  # a guess could change a name, and would be written back
        raise ValueError("it is not UTF-8; save it as that") from error
    between = ";" if text.startswith(";".join(_HEADER)) else ","
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=between) if row]
