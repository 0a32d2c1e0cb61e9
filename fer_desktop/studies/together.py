"""Pairs of faces that may move together: one pair, or all that a study has, and whether they do so more than strangers.

Strangers are the first face of one pair and the second of another, on the time since their sessions began. Who saw the
same film moves together with strangers, too: what real pairs have beyond that is not the film. The partners are given
to each other anew at random; p is the share of these in which the mean strength is at least as large (pseudo-pairs;
Bernieri & Rosenthal 1991).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.progress import Progress
from fer_desktop.errors import FerError, StudyUnreadable
from fer_desktop.results.phrases import Phrase, phrase_of
from fer_desktop.results.statistics import rows_by_face
from fer_desktop.session.library import Session
from fer_desktop.studies.clocks import OneClock
from fer_desktop.studies.comparing import holm
from fer_desktop.studies.people import LeftOut
from fer_desktop.studies.reading import read_sessions
from fer_desktop.studies.scores import Scores, scores_named
from fer_desktop.studies.study import Study
from fer_desktop.studies.synchrony import FEWEST_WINDOWS, Asked, Synchrony, TwoFaces, moving, synchrony, unit, windows

FEWEST_PAIRS = 5  # partners can be given to each other in 120 ways
_ORDERS = 4999
_ORDERS_EACH = 40  # of windows, for each pair: the smallest p that Holm's correction leaves is 0.025
_SHARE_OF_READING = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two faces.

    Attributes:
        names: Codes of participants, or numbers of faces that are nobody's.
        where: Session, or both of them.
        found: What was found; None where nothing can be.
        reason: Why; "" where something was found.
        p_holm: Corrected for all pairs.
    """

    names: tuple[str, str]
    where: str
    found: Synchrony | None
    reason: str = ""
    p_holm: float = float("nan")


@dataclass(frozen=True, slots=True)
class Strangers:
    """Real pairs against pairs of strangers.

    Attributes:
        n: Pairs.
        strength, of_strangers: Mean correlation of the real ones and of the others.
        p: Share of random partners who are at least as strong.
    """

    n: int
    strength: float
    of_strangers: float
    p: float


@dataclass(frozen=True, slots=True)
class Together:
    """What was found of one curve.

    Attributes:
        clock: How two sessions were put on one clock; None of one session.
        strangers: None of too few pairs.
        left_out: Sessions that could not be read.
    """

    curve: str
    scores: Scores
    asked: Asked
    pairs: tuple[Pair, ...]
    clock: OneClock | None = None
    strangers: Strangers | None = None
    left_out: tuple[LeftOut, ...] = ()


def pair_of(faces: TwoFaces, column: str, asked: Asked, clock: OneClock | None = None) -> Together:
    """One pair.

    Raises:
        StudyUnreadable: as `TwoFaces.curves` and `synchrony` say.
    """
    rate_hz = faces.rate_hz
    first, second = faces.curves(column, rate_hz)
    found = synchrony(first, second, rate_hz, asked)
    names = Phrase("face {n}", n=faces.faces[0]), Phrase("face {n}", n=faces.faces[1])
    where = ", ".join(dict.fromkeys(one.folder.name for one in faces.sessions))
    pair = Pair(names, where, found, p_holm=found.p)
    return Together(column, scores_named(faces.calibrated), asked, (pair,), clock)


def all_pairs(
    study: Study, column: str, asked: Asked, passphrase: str, calibrated: bool, progress: Progress
) -> Together:
    """Every two faces that are in one session of a study.

    Raises:
        StudyUnreadable: no session has two faces.
        Cancelled: `progress` says so.
    """
    people: dict[str, dict[int, str]] = {}
    sessions: dict[str, Session] = {}
    left_out: dict[LeftOut, None] = {}
    part = Progress(lambda share: progress.reached(_SHARE_OF_READING * share))
    for placed, session, reason in read_sessions(study, passphrase, part):
        key = str(study.folder_of(placed).resolve())
        if session is None:
            left_out[LeftOut(placed.participant, placed.folder, reason, True)] = None
            continue
        sessions[key] = session
        if placed.face is not None:
            people.setdefault(key, {})[placed.face] = placed.participant
    made = [
        (two, _names(people.get(key, {}), two.faces), session.folder.name)
        for key, session in sessions.items()
        for two in _two_of(session, calibrated)
    ]
    if not made:
        raise StudyUnreadable("No session of the study has two faces.", "Record two people in one picture.")
    asked = replace(asked, n_orders=max(asked.n_orders, _ORDERS_EACH * len(made) - 1))
    pairs = tuple(_pair(two, names, where, column, asked) for two, names, where in made)
    first: dict[str, TwoFaces] = {}  # of each session: pairs of the same people depend on each other
    for (two, _, where), pair in zip(made, pairs, strict=True):
        if pair.found is not None:
            first.setdefault(where, two)
    strangers = _against_strangers(list(first.values()), column, asked, progress)
    progress.reached(1.0)
    return Together(column, scores_named(calibrated), asked, _corrected(pairs), None, strangers, tuple(left_out))


def _two_of(session: Session, calibrated: bool) -> list[TwoFaces]:
    faces = sorted(rows_by_face(session, calibrated))
    return [TwoFaces((session, session), two, calibrated=calibrated) for two in combinations(faces, 2)]


def _names(people: dict[int, str], faces: tuple[int, int]) -> tuple[str, str]:
    first, second = (people.get(face) or Phrase("face {n}", n=face) for face in faces)
    return first, second


def _pair(two: TwoFaces, names: tuple[str, str], where: str, column: str, asked: Asked) -> Pair:
    try:
        first, second = two.curves(column, two.rate_hz)
        return Pair(names, where, synchrony(first, second, two.rate_hz, asked))
    except FerError as error:
        return Pair(names, where, None, phrase_of(error))


def _corrected(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    p = holm(np.array([np.nan if one.found is None else one.found.p for one in pairs]))
    return tuple(replace(one, p_holm=float(each)) for one, each in zip(pairs, p, strict=True))


def _against_strangers(made: Sequence[TwoFaces], column: str, asked: Asked, progress: Progress) -> Strangers | None:
    """Of pairs that are as long as the shortest one, so that all rest on about as many windows."""
    if len(made) < FEWEST_PAIRS:
        return None
    rate_hz = min(one.rate_hz for one in made)
    curves = [one.curves(column, rate_hz) for one in made]
    length = min(each.shape[1] for each in curves)
    ours = [windows(each[0, :length], rate_hz, asked) for each in curves]
    theirs = [windows(each[1, :length], rate_hz, asked, with_lags=True) for each in curves]
    n, n_lag = len(made), round(asked.longest_lag_s * rate_hz)
    strengths = np.full((n, n), np.nan)
    for i in range(n):
        progress.reached(_SHARE_OF_READING + (1 - _SHARE_OF_READING) * i / n)
        for j in range(n):
            strengths[i, j] = _strength(ours[i], theirs[j], n_lag)
    while len(strengths) and np.isnan(strengths).any():  # who lacks windows with most others goes first
        unknown = np.isnan(strengths)
        worst = int((unknown.sum(axis=0) + unknown.sum(axis=1)).argmax())
        strengths = np.delete(np.delete(strengths, worst, axis=0), worst, axis=1)
    return _judged(strengths, asked.seed) if len(strengths) >= FEWEST_PAIRS else None


def _strength(ours: NDArray[np.float64], theirs: NDArray[np.float64], n_lag: int) -> float:
    """Largest mean of Fisher's z over windows, as in `synchrony`; NaN of too few windows."""
    counted = moving(ours) & moving(theirs)
    if int(counted.sum()) < FEWEST_WINDOWS:
        return float("nan")
    a, b, n_window = unit(ours[counted]), theirs[counted], ours.shape[1]
    r = [(a * unit(b[:, lag : lag + n_window])).sum(axis=1) for lag in range(2 * n_lag + 1)]
    return float(np.arctanh(np.clip(r, -0.999999, 0.999999)).mean(axis=1).max())


def _judged(strengths: NDArray[np.float64], seed: int) -> Strangers:
    n = len(strengths)
    random, rows = np.random.default_rng(seed), np.arange(n)
    real = float(np.diagonal(strengths).mean())
    others = np.array([strengths[rows, random.permutation(n)].mean() for _ in range(_ORDERS)])
    p = (1 + int((others >= real - 1e-12).sum())) / (1 + _ORDERS)
    of_strangers = float((strengths.sum() - np.trace(strengths)) / (n * (n - 1)))
    return Strangers(n, float(np.tanh(real)), float(np.tanh(of_strangers)), p)
