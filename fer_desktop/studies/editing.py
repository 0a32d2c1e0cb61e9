"""Making a study and adding to it. What was written by hand in study.toml stays, comments too: only its end grows."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

from fer_desktop.disk import OWNER_ONLY, write_file
from fer_desktop.errors import StudyUnreadable, StudyUnwritable
from fer_desktop.facts import encoded
from fer_desktop.session.cells import guarded, unguarded
from fer_desktop.studies.study import STUDY_FILE, STUDY_VERSION, Participant, PlacedSession, Study, study_of

_HINT = "Check that the folder exists and that you may write there."
_KEY_HEADER = ["participant", "name"]
_START = """\
# A study: who takes part, and which session belongs where. Sessions are neither moved nor changed.
# Write codes here, no names of people.
study_version = {version}
title = {title}

# groups = ["control", "patients"]   # where given, no other is accepted
# visits = ["1", "2"]

# What markers delimit, in every session that has no condition of its own:
# [[conditions]]
# name = "film"
# from_marker = "film on"
# to_marker = "film off"             # left out: until the next marker

# [[participants]]
# code = "P01"
# group = "control"

# [[sessions]]
# folder = "sessions/2026-05-04_10-00-00"   # relative to this file
# participant = "P01"
# visit = "1"
# condition = "rest"                 # left out: the conditions above
# face = 1                           # which face is the participant
"""


def new_study(folder: Path, title: str) -> Path:
    """Begin a study in a folder, which is made where it is not there; returns study.toml.

    Raises:
        StudyUnwritable: there is a study already, or it cannot be written.
    """
    file = folder / STUDY_FILE
    if file.exists():
        raise StudyUnwritable("{path} is there already.", "Choose another folder.", path=file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyUnwritable("{path} cannot be made ({reason}).", _HINT, path=folder, reason=error.strerror) from error
    _write(file, _START.format(version=STUDY_VERSION, title=_text(title or folder.resolve().name)).encode())
    return file


def place_session(study: Study, session: PlacedSession, group: str = "") -> Study:
    """Add a session to study.toml, and its participant where that is a new one; returns the study as it is now.

    Args:
        group: Of a new participant; of a known one the same as before, or "".

    Raises:
        StudyUnreadable: it does not fit with what is there; nothing was changed.
        StudyUnwritable: study.toml cannot be written.
    """
    known = {one.code: one for one in study.facts.participants}.get(session.participant)
    if known is not None and group not in ("", known.group):
        raise StudyUnreadable(
            "Participant {code} is in the group {group!r}.", "Leave --group out.", code=known.code, group=known.group
        )
    placed = encoded(session) | {"folder": _from_study(study, Path(session.folder))}
    parts = [] if known else [("participants", encoded(Participant(code=session.participant, group=group)))]
    text = "".join(_block(name, values) for name, values in [*parts, ("sessions", placed)])
    try:
        data = study.file.read_bytes().rstrip() + text.encode()
    except ValueError as error:  # Linux allows file names that are no text
        raise StudyUnwritable(
            "The name of {path} is no text, as a study needs.", "Rename the folder.", path=session.folder
        ) from error
    grown = study_of(study.file, data)  # before anything is written
    _write(study.file, data)
    return grown


def name_participant(key_file: Path, code: str, name: str) -> None:
    """Write into the key, a CSV file apart from the study, who has this code; only its owner may read it.

    Raises:
        StudyUnreadable: it is no such file, or the code is somebody else's.
        StudyUnwritable: it cannot be written.
    """
    names = read_key(key_file) if key_file.exists() else {}
    if names.get(code, name) != name:
        raise StudyUnreadable("In {path} {code} is somebody else.", "Choose another code.", path=key_file, code=code)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_KEY_HEADER)
    writer.writerows([guarded(each), guarded(called)] for each, called in {**names, code: name}.items())
    _write(key_file, text.getvalue().encode(), OWNER_ONLY)


def read_key(key_file: Path) -> dict[str, str]:
    """Names of people, by code.

    Raises:
        StudyUnreadable: it is no such file.
    """
    try:
        with key_file.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        if rows[:1] != [_KEY_HEADER]:
            raise ValueError("it does not begin with participant,name")
        return {unguarded(code): unguarded(name) for code, name in rows[1:]}
    except (OSError, ValueError, csv.Error) as error:
        raise StudyUnreadable(
            "{path} cannot be read ({reason}).",
            "Choose a key that fer-desktop study add made.",
            path=key_file,
            reason=error,
        ) from error


def _from_study(study: Study, folder: Path) -> str:
    """Relative to the study where that is possible: both can be moved together then."""
    try:
        return Path(os.path.relpath(folder.resolve(), study.folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return folder.resolve().as_posix()


def _block(name: str, values: Mapping[str, object]) -> str:
    lines = [f"{key} = {value if isinstance(value, int) else _text(str(value))}" for key, value in values.items()]
    return "\n".join(["", "", f"[[{name}]]", *(line for line in lines if not line.endswith(' = ""'))]) + "\n"


def _text(value: str) -> str:
    """As TOML writes it: as JSON does, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(file: Path, data: bytes, mode: int | None = None) -> None:
    try:
        write_file(file, data) if mode is None else write_file(file, data, mode)
    except OSError as error:
        raise StudyUnwritable("{path} cannot be written ({reason}).", _HINT, path=file, reason=error) from error
