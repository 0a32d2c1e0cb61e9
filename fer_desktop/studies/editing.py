"""Making a study and changing it. What was written by hand in study.toml stays, comments too."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fer_desktop.disk import AS_USUAL, write_file
from fer_desktop.errors import StudyUnreadable, StudyUnwritable
from fer_desktop.facts import Facts, encoded
from fer_desktop.studies.study import STUDY_FILE, STUDY_VERSION, Participant, PlacedSession, Study, StudyFacts, study_of

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

_HINT = "Check that the folder exists and that you may write there."
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
# date = 2026-05-04                  # of a video that was analysed: when it was recorded
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
    return place_sessions(study, [(session, group)])


def place_sessions(study: Study, placed: Sequence[tuple[PlacedSession, str]]) -> Study:
    """The same of many sessions, each with its group: all are added, or none.

    Raises:
        StudyUnreadable: they do not fit with what is there, or with each other; nothing was changed.
        StudyUnwritable: study.toml cannot be written.
    """
    facts = study.facts
    for session, group in placed:
        facts = _with_session(facts, replace(session, folder=folder_from(study, Path(session.folder))), group)
    return save_facts(study, facts)


def _with_session(facts: StudyFacts, session: PlacedSession, group: str) -> StudyFacts:
    known = {one.code: one for one in facts.participants}.get(session.participant)
    if known is not None and group not in ("", known.group):
        raise StudyUnreadable(
            "Participant {code} is in the group {group!r}.",
            "Leave the group out, or change it in study.toml.",
            code=known.code,
            group=known.group,
        )
    new = () if known else (Participant(code=session.participant, group=group),)
    return replace(facts, participants=(*facts.participants, *new), sessions=(*facts.sessions, session))


def save_facts(study: Study, facts: StudyFacts) -> Study:
    """Let study.toml say this; lines that say the same as before stay as they were written, comments too.

    Raises:
        StudyUnreadable: it makes no sense; nothing was changed.
        StudyUnwritable: the file was changed by somebody else meanwhile, or cannot be written.
    """
    import tomlkit

    try:
        data = study.file.read_bytes()
    except OSError as error:
        raise StudyUnreadable("{path} cannot be read ({reason}).", path=study.file, reason=error.strerror) from error
    if study_of(study.file, data).facts != study.facts:
        raise StudyUnwritable("{path} was changed meanwhile.", "Open the study once more.", path=study.file)
    document = tomlkit.parse(data.decode("utf-8-sig"))
    for name in ("title", "groups", "visits"):
        if (value := getattr(facts, name)) != getattr(study.facts, name):
            document[name] = value if name == "title" else list(value)
    for name in ("participants", "conditions", "sessions"):
        _bring(document, name, getattr(study.facts, name), getattr(facts, name))
    try:
        data = tomlkit.dumps(document).encode()
    except ValueError as error:  # Linux allows file names that are no text
        raise StudyUnwritable("The name of a session is no text, as a study needs.", "Rename its folder.") from error
    grown = study_of(study.file, data)  # before anything is written
    _write(study.file, data)
    return grown


def folder_from(study: Study, folder: Path) -> str:
    """How a study names a folder: relative to itself where that is possible, so that both can be moved together."""
    try:
        return Path(os.path.relpath(folder.resolve(), study.folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return folder.resolve().as_posix()


def _bring(document: TOMLDocument, name: str, before: Sequence[Facts], after: Sequence[Facts]) -> None:
    """Let a list of tables say what it should; those that stay are not touched."""
    import tomlkit

    if before == after:
        return
    if not before:
        document.pop(name, None)  # an empty list of the user's
        document.append(name, tomlkit.aot())
    tables: AoT = document[name]
    changes = SequenceMatcher(a=[_plain(one) for one in before], b=[_plain(one) for one in after], autojunk=False)
    for kind, start, end, new_start, new_end in reversed(changes.get_opcodes()):
        if kind == "equal":
            continue
        n_both = min(end - start, new_end - new_start)
        for place in reversed(range(start + n_both, end)):
            del tables[place]
        for place in range(n_both):
            _update(tables[start + place], encoded(after[new_start + place]))
        for place in range(n_both, new_end - new_start):
            tables.insert(start + place, _new_table(encoded(after[new_start + place])))


def _plain(facts: Facts) -> str:
    return json.dumps(encoded(facts), sort_keys=True, default=str)


def _update(table: Table, values: dict[str, Any]) -> None:
    for key in [key for key in table if values.get(key, "") == ""]:
        table.remove(key)
    for key, value in values.items():
        if value != "" and table.get(key) != value:
            table[key] = value


def _new_table(values: dict[str, Any]) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.trivia.indent = "\n"
    _update(table, values)
    return table


def _text(value: str) -> str:
    """As TOML writes it: as JSON does, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(file: Path, data: bytes) -> None:
    try:
        write_file(file, data, AS_USUAL)
    except OSError as error:
        raise StudyUnwritable(
            "{path} cannot be written ({reason}).", _HINT, path=file, reason=error.strerror
        ) from error
