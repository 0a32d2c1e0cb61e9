"""From the table of a study to one figure for each person and level: the unit of every comparison."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table
from fer_desktop.studies.choices import Measure

Cell = dict[str, float]  # by participant
SEVERAL_FACES = Phrase("several faces, and none is said to be the participant")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a person is not in the figures.

    Attributes:
        level: "" where the person has none.
        is_whole: Nothing of the person is there at this level; else the rest counts.
    """

    participant: str
    level: str
    reason: str
    is_whole: bool


@dataclass(slots=True)
class People:
    """What is known of whom.

    Attributes:
        levels: In the order of the table.
        cells: By expression ("" for valence) and level, one figure for each person.
    """

    levels: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def people_of(table: Table, by: str, measure: Measure, least_seen: float) -> People:
    """One figure for each person and level: the mean of their stretches, weighted by how long each was seen.

    Args:
        by: Column that the levels are in.
        least_seen: Smallest share of the time that is not excluded in which the face must have been seen, 0-1.
    """
    people, values = People(), _values(table, measure)
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, place in enumerate(zip(table["participant"], table[by], strict=True)):
        places[place].append(i)
    for (code, level), chosen in places.items():
        if level and level not in people.levels:
            people.levels.append(level)
        counted, reasons = _counted(table, np.array(chosen), least_seen) if level else (None, [])
        if counted is None:
            reasons = reasons or [_missing_at(table, chosen) or no_level(by)]
        people.left_out += [LeftOut(code, level, reason, counted is None) for reason in reasons]
        if counted is not None:
            _add(people, code, level, _figures(table, values, counted, measure))
    if by != "group":  # of which everybody has one
        people.left_out += _never_placed(people.levels, list(places))
    return people


def changed_people(table: Table, by: str, measure: Measure, least_seen: float, baseline: str) -> People:
    """The same of how each person differs from their own figure in the condition `baseline`.

    By visit or group their stretches of all other conditions are taken, those of the baseline at the same level.
    Whoever is without a figure in the baseline is left out.
    """
    is_baseline = table["condition"] == baseline
    found = people_of(table.where(~is_baseline), by, measure, least_seen)
    before = people_of(table.where(is_baseline), by, measure, least_seen)
    cells: dict[tuple[str, str], Cell] = {}
    absent: dict[LeftOut, None] = {}
    for (expression, level), cell in found.cells.items():
        own = before.cells.get((expression, baseline if by == "condition" else level), {})
        cells[expression, level] = {code: value - own[code] for code, value in cell.items() if code in own}
        reason = Phrase("nothing in the baseline {condition!r}", condition=baseline)
        absent |= {LeftOut(code, level, reason, True): None for code in cell if code not in own}
    return People(found.levels, cells, [*dict.fromkeys((*found.left_out, *before.left_out)), *absent])


def no_level(by: str) -> Phrase:
    """Why somebody is at no level."""
    words = {"condition": Phrase("no condition"), "visit": Phrase("no visit"), "group": Phrase("no group")}
    return words.get(by, Phrase("no session"))


def _never_placed(levels: list[str], places: list[tuple[str, str]]) -> list[LeftOut]:
    """Who has a session, but none at some level."""
    known, placed = set(places), dict.fromkeys(code for code, level in places if level)
    absent = [(code, level) for code in placed for level in levels if (code, level) not in known]
    return [LeftOut(code, level, Phrase("no session"), True) for code, level in absent]


def _values(table: Table, measure: Measure) -> NDArray[np.float64]:
    """(N,) of each row; counts are a minute of what was seen, which differs from person to person."""
    counts = {"onset_rate": "onsets", "transition_rate": "transitions"}
    if measure not in counts:
        return np.asarray(table[measure], dtype=np.float64)
    seen_s = table["seen_s"]
    return np.divide(60 * table[counts[measure]], seen_s, out=np.full(len(seen_s), np.nan), where=seen_s > 0)


def _missing_at(table: Table, rows: list[int]) -> str:
    return next((table["missing"][i] for i in rows if table["missing"][i]), "")


def _counted(table: Table, rows: NDArray[np.intp], least_seen: float) -> tuple[NDArray[np.intp] | None, list[str]]:
    """The rows that count, None where none does, and what speaks against the others."""
    is_of_several = _of_several_faces(table, rows)
    reasons = dict.fromkeys(reason for reason in table["missing"][rows] if reason)
    if is_of_several.any():
        reasons[SEVERAL_FACES] = None
    asked = rows[~is_of_several]
    wanted_s = float(np.nansum(table["duration_s"][asked] - table["excluded_s"][asked]))
    share = float(np.nansum(table["seen_s"][asked])) / wanted_s if wanted_s > 0 else 1.0  # photographs take no time
    usable = asked[table["missing"][asked] == ""]
    if not len(usable):
        return None, list(reasons)
    if share < least_seen:
        return None, [*reasons, Phrase("seen for {share} of the time", share=f"{share:.0%}")]
    return usable, list(reasons)


def _of_several_faces(table: Table, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(N,) rows of sessions in which the participant is one of several faces."""
    faces: defaultdict[str, set[float]] = defaultdict(set)
    for i in rows:
        if not np.isnan(table["face"][i]):
            faces[table["session"][i]].add(float(table["face"][i]))
    return np.array([len(faces[table["session"][i]]) > 1 for i in rows])


def _figures(table: Table, values: NDArray[np.float64], rows: NDArray[np.intp], measure: Measure) -> dict[str, float]:
    """By expression; what never happened has none, as the latency of an expression that never was on top."""
    names = table["expression"][rows]
    one_each = {"": EXPRESSIONS[0]} if measure == "valence" else {name: name for name in dict.fromkeys(names)}
    found = {}
    for key, name in one_each.items():
        known = rows[(names == name) & ~np.isnan(values[rows])]
        if len(known):
            weights = table["seen_s"][known]
            found[key] = float(np.average(values[known], weights=weights if weights.sum() > 0 else None))
    return found


def _add(people: People, code: str, level: str, figures: dict[str, float]) -> None:
    for expression, value in figures.items():
        people.cells.setdefault((expression, level), {})[code] = value
