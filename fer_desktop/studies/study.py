"""What study.toml says: who takes part, which session belongs where, and which markers delimit which condition.

Sessions are named, never moved or changed. Participants are codes; names of people have no place in it.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from fer_desktop.errors import StudyUnreadable
from fer_desktop.facts import Facts, decoded

STUDY_FILE = "study.toml"
STUDY_VERSION = 1
_HINT = "Correct that file; docs/studies.md says what it holds."
_Text = Annotated[str, Meta(min_length=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant(Facts):
    """Who takes part, as a code.

    Attributes:
        group: "" without groups.
    """

    code: _Text
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition(Facts):
    """A condition that markers delimit.

    Attributes:
        from_marker: Label of the markers with which it begins.
        to_marker: Label of those with which it ends; None for the next marker of any label, or the end.
    """

    name: _Text
    from_marker: _Text
    to_marker: _Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedSession(Facts):
    """Where a session belongs.

    Attributes:
        folder: Of the session, relative to that of the study, or absolute.
        participant: Code.
        visit: "" where there is one alone.
        condition: Of the whole session; None where markers delimit conditions.
        face: Which face is the participant, after merging; None where nobody said so.
        date: When it was recorded, where the session does not know: of a file it knows when that was analysed.
    """

    folder: _Text
    participant: _Text
    visit: str = ""
    condition: _Text | None = None
    face: Annotated[int, Meta(ge=1, lt=2**53)] | None = None
    date: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyFacts(Facts):
    """All of study.toml.

    Attributes:
        groups, visits: Those that there are, in order; empty where any is right.
        participants, conditions, sessions: In the order in which tables hold them.
    """

    study_version: Annotated[int, Meta(ge=1)]
    title: str = ""
    groups: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sessions: tuple[PlacedSession, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Study:
    """A study as read from its file.

    Attributes:
        file: study.toml.
        facts: What it says, each name in it known.
    """

    file: Path
    facts: StudyFacts

    @property
    def folder(self) -> Path:
        """Where it is; folders of sessions are relative to it."""
        return self.file.parent

    def folder_of(self, session: PlacedSession) -> Path:
        """Where a session is."""
        return self.folder / Path(session.folder).expanduser()

    def participant(self, code: str) -> Participant:
        """Who has this code."""
        return next(one for one in self.facts.participants if one.code == code)

    @property
    def without_session(self) -> tuple[Participant, ...]:
        """Participants of whom there is no session."""
        placed = {session.participant for session in self.facts.sessions}
        return tuple(one for one in self.facts.participants if one.code not in placed)


def study_file(path: Path) -> Path:
    """study.toml of a folder; a file is it itself."""
    return path / STUDY_FILE if path.is_dir() else path


def load_study(path: Path) -> Study:
    """Read a study.

    Args:
        path: Its folder, or study.toml.

    Raises:
        StudyUnreadable: there is none, or something in it makes no sense.
    """
    file = study_file(path)
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise StudyUnreadable(
            "There is no study at {path}.", "Make a study with fer-desktop study init, or check the name.", path=path
        ) from error
    except OSError as error:
        raise StudyUnreadable("{path} cannot be read ({reason}).", path=file, reason=error.strerror) from error
    return study_of(file, data)


def study_of(file: Path, data: bytes) -> Study:
    """The study that the bytes of study.toml describe.

    Raises:
        StudyUnreadable: something in it makes no sense; the message says what and where.
    """
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
        version = values.get("study_version")
        if isinstance(version, int) and version > STUDY_VERSION:
            raise StudyUnreadable(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=file
            )
        study = Study(file, decoded(_with_dates_as_texts(values), StudyFacts))
        _check_keys(study.facts)
        _check_names(study.facts)
        _check_sessions(study)
    except (ValueError, RuntimeError, OSError) as error:  # RuntimeError: a home of nobody, a ring of links
        raise StudyUnreadable("{path} cannot be read ({reason}).", _HINT, path=file, reason=error) from error
    return study


def _with_dates_as_texts(values: dict[str, Any]) -> dict[str, Any]:
    """TOML has dates of its own; they may be written with or without quotes."""
    sessions = values.get("sessions")
    for session in sessions if isinstance(sessions, list) else []:
        if isinstance(session, dict) and isinstance(session.get("date"), date):  # a time of day has a date, too
            session["date"] = session["date"].isoformat()
    return values


def _check_keys(facts: StudyFacts) -> None:
    """People write it, and a key that is spelled wrong would be passed over in silence."""
    parts = [("participants", facts.participants), ("conditions", facts.conditions), ("sessions", facts.sessions)]
    for where, values in [("", (facts,)), *((f"{name} ", each) for name, each in parts)]:
        for number, value in enumerate(values, 1):
            for key in value.unknown:
                raise ValueError(f"{where}{number if where else ''}: there is no key {key!r}".lstrip(": "))


def _check_names(facts: StudyFacts) -> None:
    _check_once("participant", (one.code for one in facts.participants))
    _check_once("condition", (one.name for one in facts.conditions))
    codes = {one.code for one in facts.participants}
    for one in facts.participants:
        _check_known("group", one.group, facts.groups, f"participant {one.code!r}")
    for session in facts.sessions:
        where = f"session {session.folder!r}"
        if session.participant not in codes:
            raise ValueError(f"{where} belongs to participant {session.participant!r}, who is not among participants")
        _check_known("visit", session.visit, facts.visits, where)
        if not is_date(session.date):
            raise ValueError(f"{where} has the date {session.date!r}; write it as 2026-05-04 or 2026-05-04T14:30")


def is_date(text: str) -> bool:
    """Whether this is a date of ISO 8601, with a time of day or without, or nothing."""
    try:
        datetime.fromisoformat(text or "2000-01-01")
    except ValueError:
        return False
    return True


def _check_once(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"{what} {name!r} is there {times} times")


def _check_known(what: str, name: str, known: tuple[str, ...], where: str) -> None:
    if name and known and name not in known:  # blank is not known, or not said yet
        raise ValueError(f"{where} has the {what} {name!r}, which is none of {', '.join(known)}")


def _check_sessions(study: Study) -> None:
    """Of one session each face may be one participant; the whole of it is nobody else's."""
    placed: dict[Path, list[PlacedSession]] = {}
    for session in study.facts.sessions:
        placed.setdefault(study.folder_of(session).resolve(), []).append(session)
    for sessions in placed.values():
        faces = [session.face for session in sessions]
        if len(sessions) > 1 and (None in faces or len(set(faces)) < len(faces)):
            raise ValueError(
                f"session {sessions[0].folder!r} is there {len(sessions)} times; each needs a face of its own"
            )
