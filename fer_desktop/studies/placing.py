"""Who and what belongs to a study, as it would be after a change: facts in, facts out; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies.editing import folder_from
from fer_desktop.studies.study import Participant, PlacedSession, Study, StudyFacts, is_date


def next_code(facts: StudyFacts) -> str:
    """A code that nobody has: one more than the highest number, P01 in an empty study."""
    codes = [one.code for one in facts.participants]
    numbered = [found for code in codes if (found := re.fullmatch(r"(\D*)(\d+)", code))]
    if not numbered:
        return "P01"
    prefix, digits = max(numbered, key=lambda found: int(found[2])).groups()
    return f"{prefix}{int(digits) + 1:0{len(digits)}}"


def with_participant(facts: StudyFacts, code: str = "") -> StudyFacts:
    """With one more participant."""
    return replace(facts, participants=(*facts.participants, Participant(code=code or next_code(facts))))


def with_sessions(study: Study, folders: Iterable[Path], code: str) -> StudyFacts:
    """With these sessions of one participant; those that are there already stay where they are."""
    facts, there = study.facts, placed_folders(study)
    new = [one for one in folders if one.resolve() not in there]
    known = any(one.code == code for one in facts.participants)
    grown = facts if known else with_participant(facts, code)
    added = (PlacedSession(folder=folder_from(study, one), participant=code) for one in new)
    return replace(grown, sessions=(*facts.sessions, *added))


def each_new(study: Study, folders: Iterable[Path]) -> StudyFacts:
    """With a new participant for each of these sessions."""
    grown, there = study, placed_folders(study)
    for folder in folders:
        if folder.resolve() not in there:
            grown = replace(grown, facts=with_sessions(grown, [folder], next_code(grown.facts)))
    return grown.facts


def placed_folders(study: Study) -> set[Path]:
    """Folders of all sessions that are in the study."""
    return {study.folder_of(one).resolve() for one in study.facts.sessions}


def moved(facts: StudyFacts, places: Collection[int], code: str) -> StudyFacts:
    """With the sessions at these places given to another participant."""
    sessions = tuple(replace(one, participant=code) if i in places else one for i, one in enumerate(facts.sessions))
    return replace(facts, sessions=sessions)


def without(facts: StudyFacts, places: Collection[int], codes: Collection[str]) -> StudyFacts:
    """Without the sessions at these places, and without these participants and all that is theirs."""
    kept = [one for i, one in enumerate(facts.sessions) if i not in places and one.participant not in codes]
    people = [one for one in facts.participants if one.code not in codes]
    return replace(facts, sessions=tuple(kept), participants=tuple(people))


def twice(facts: StudyFacts, place: int) -> StudyFacts:
    """With a session once more, for a second face in it, which is a participant, too."""
    one = facts.sessions[place]
    faces = [each.face or 0 for each in facts.sessions if each.folder == one.folder]
    first = replace(one, face=one.face or 1)
    code = next_code(facts)
    second = replace(one, face=max(*faces, 1) + 1 if len(faces) > 1 else (one.face or 1) + 1, participant=code)
    sessions = (*facts.sessions[:place], first, second, *facts.sessions[place + 1 :])
    return replace(with_participant(facts, code), sessions=sessions)


def with_person(facts: StudyFacts, code: str, new_code: str, group: str) -> StudyFacts:
    """With another code or group of a participant; a group that is new is one of the study from now on.

    Raises:
        StudyUnreadable: somebody else has the code.
    """
    codes = [one.code for one in facts.participants]
    if not new_code or (new_code != code and new_code in codes):
        raise StudyUnreadable("The code {code!r} cannot be used.", "Choose one that nobody has.", code=new_code)
    people = tuple(replace(one, code=new_code, group=group) if one.code == code else one for one in facts.participants)
    sessions = tuple(replace(one, participant=new_code) if one.participant == code else one for one in facts.sessions)
    return replace(facts, participants=people, sessions=sessions, groups=_grown(facts.groups, group))


def with_place(facts: StudyFacts, place: int, visit: str, condition: str, face: str, date: str = "") -> StudyFacts:
    """With another visit, condition, face or date of a session, as they are typed.

    Raises:
        StudyUnreadable: a face is no number, or a date none.
    """
    if not is_date(date):
        raise StudyUnreadable("{date!r} is no date.", "Type it as 2026-05-04, or nothing.", date=date)
    if face and not (face.isascii() and face.isdigit() and 0 < int(face) < 2**53):
        raise StudyUnreadable("{face!r} is no number of a face.", "Type a number from 1 on, or nothing.", face=face)
    sessions = list(facts.sessions)
    sessions[place] = replace(
        sessions[place], visit=visit, condition=condition or None, face=int(face) if face else None, date=date
    )
    return replace(facts, sessions=tuple(sessions), visits=_grown(facts.visits, visit))


def _grown(known: Sequence[str], name: str) -> tuple[str, ...]:
    """A list of names that others are errors in, with one more; an empty list accepts all."""
    return (*known, name) if known and name and name not in known else tuple(known)
