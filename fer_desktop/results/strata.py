"""The strata in which moments of a session are drawn, and for how much of the session a drawn moment stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fer_desktop.session.edits import within
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

LOOP_S = 1.5  # of one moment
_APART_S = 1.0  # between the middles of two moments of one face, at least
_SURE = (0.5, 0.8)  # limits between three kinds of answer


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A short stretch of one face, in seconds."""

    start_s: float
    end_s: float
    face: int


class Stratum(NamedTuple):
    """What moments are drawn by.

    Attributes:
        face: 0 in photographs: there every face is another, so that it tells nothing.
        answer: Of the app.
        certainty: 0, 1 or 2: how high its probability is.
    """

    face: int
    answer: str
    certainty: int


Strata = Mapping[Stratum, list[Moment]]


@dataclass(frozen=True, slots=True)
class Weights:
    """How many moments of the session each coded one stands for.

    Attributes:
        of: The number of moments in its stratum over the coded ones of them (Horvitz and Thompson 1952, J. American
            Statistical Association 47).
        covered: Share of all moments of the session whose stratum has a coded one; nothing is known of the others.
    """

    of: Mapping[Moment, float]
    covered: float


def strata_of(session: Session) -> Strata:
    """All moments that can be drawn, a second apart from each other, by stratum."""
    strata: dict[Stratum, list[Moment]] = {}
    for face in session.face_ids:
        mine = session.table.of(face)
        mine = mine.where(~within(mine["time_s"], session.edits.excluded))
        last_s = -np.inf
        for row, time_s in enumerate(mine["time_s"].tolist()):
            if time_s - last_s >= _APART_S:
                last_s = time_s
                strata.setdefault(_stratum(session, face, mine, row), []).append(_around(time_s, face))
    return strata


def weights_of(session: Session, coded: Collection[Moment], are_drawn: bool) -> Weights | None:
    """What coded moments stand for; None where nobody can tell, since they were chosen elsewhere.

    Args:
        are_drawn: They were drawn from this session; else they are taken to be if each is one that can be drawn.
    """
    strata = strata_of(session)
    stratum_of = {moment: stratum for stratum, moments in strata.items() for moment in moments}
    if not coded or not (are_drawn or stratum_of.keys() >= set(coded)):
        return None
    found: dict[Moment, Stratum] = {}
    for moment in coded:
        # what was excluded since moves those that can be drawn
        stratum = stratum_of.get(moment) or _stratum_at(session, moment)
        if stratum is not None and stratum in strata:
            found[moment] = stratum
    counts = Counter(found.values())
    n_covered = sum(len(strata[stratum]) for stratum in counts)
    return Weights(
        {moment: len(strata[stratum]) / counts[stratum] for moment, stratum in found.items()},
        n_covered / max(sum(map(len, strata.values())), 1),
    )


def _around(time_s: float, face: int) -> Moment:
    return Moment(round(max(time_s - LOOP_S / 2, 0.0), 3), round(time_s + LOOP_S / 2, 3), face)


def _stratum(session: Session, face: int, rows: Table, row: int) -> Stratum:
    certainty = int(np.digitize(rows["probability"][row], _SURE))
    return Stratum(0 if session.info.source.images else face, str(rows["expression"][row]), certainty)


def _stratum_at(session: Session, moment: Moment) -> Stratum | None:
    """Of a moment that was drawn when other stretches were excluded; None where the face was not seen then."""
    rows = session.table.of(moment.face).between(moment.start_s, moment.end_s)
    if not len(rows):
        return None
    middle_s = moment.end_s - LOOP_S / 2
    return _stratum(session, moment.face, rows, int(np.abs(rows["time_s"] - middle_s).argmin()))
