"""One person over many sessions: points, a local regression with its interval, and a change only where a test has one.

The regression is loess of degree 1 with tricube weights (Cleveland 1979), without its robust steps; its interval comes
from a bootstrap over sessions. The change point is that of Pettitt (1979), its p from random orders of the sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import StudyUnreadable
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table
from fer_desktop.studies.choices import Measure
from fer_desktop.studies.comparing import holm
from fer_desktop.studies.people import LeftOut, people_of
from fer_desktop.studies.scores import Scores, scores_of

FEWEST = 8  # sessions, for a line and for a test
_SPAN = 2 / 3  # of the sessions that each local line rests on
_RESAMPLES, _ORDERS = 999, 4999
_SURE = 0.05
_GAP = 3.0  # usual steps between sessions; a longer one is a gap
_DAY_S = 86400.0

NOTE = Phrase(
    "This follows readings of facial expressions from session to session. It is no measure of mood or of health and "
    "says nothing about why a reading changed: light, camera, hair, the time of day and what a person does change it, "
    "too. The band is of the line, not of single sessions. "
    "Nothing here is a diagnosis or an alarm. To follow somebody else over time needs their consent, and in "
    "research, care or work the approval of an ethics board."
)


@dataclass(frozen=True, slots=True)
class Change:
    """Where the values before and after differ most.

    Attributes:
        place: Number of the first session after it.
        before, after: Medians.
        p: Of the largest difference anywhere; corrected for the expressions that were looked at.
    """

    place: int
    before: float
    after: float
    p: float

    @property
    def is_supported(self) -> bool:
        """Whether the test supports it; else it is not to be shown."""
        return self.p < _SURE


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """One quantity of one person over S sessions.

    Attributes:
        expression: "" for valence.
        started: Beginnings of the sessions, in order.
        values: (S,) figures.
        line, low, high: (S,) the local regression and its 95% interval at each session; None with too few.
        parts: Neighbouring sessions between which there is no gap.
    """

    participant: str
    expression: str
    measure: Measure
    started: tuple[datetime, ...]
    values: NDArray[np.float64]
    parts: tuple[slice, ...]
    line: NDArray[np.float64] | None
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    change: Change | None


@dataclass(frozen=True, slots=True)
class OverTime:
    """The trends of one person, of these scores, and sessions that are not in them."""

    scores: Scores
    trends: tuple[Trend, ...]
    left_out: tuple[LeftOut, ...]


def over_time(
    table: Table,
    participant: str,
    measure: Measure,
    expressions: Sequence[str],
    least_seen: float = 0.5,
    seed: int = 1,
) -> OverTime:
    """Trends of one participant in the table of a study.

    Raises:
        StudyUnreadable: there is no such participant, or nobody knows when a session was.
    """
    mine = table.where(table["participant"] == participant)
    people = people_of(mine, "session", measure, least_seen)
    started = {
        session: datetime.fromisoformat(at).astimezone()  # without a zone it is that of this computer
        for session, at in zip(mine["session"], mine["started"], strict=True)
        if at
    }
    undated = [one for one in people.levels if one not in started and not _is_left_out(one, people.left_out)]
    if not started and undated:
        raise StudyUnreadable(
            "Nobody knows when the sessions of {participant} were.",
            "A video does not say when it was recorded: give its sessions a date, in the column Date or in study.toml.",
            participant=participant,
        )
    if not started:
        raise StudyUnreadable(
            "Nothing is known of {participant} over time.", "Choose another participant.", participant=participant
        )
    trends = []
    for expression in ("",) if measure == "valence" else expressions:
        values = [
            (started[session], cell[participant])
            for session in people.levels
            if session in started and participant in (cell := people.cells.get((expression, session), {}))
        ]
        trends.append(_trend(participant, expression, measure, sorted(values), seed))
    missing = [LeftOut(participant, session, Phrase("nobody knows when it was"), True) for session in undated]
    return OverTime(scores_of(table), _corrected(trends), (*people.left_out, *missing))


def _is_left_out(session: str, left_out: Sequence[LeftOut]) -> bool:
    return any(one.level == session and one.is_whole for one in left_out)


def _trend(
    participant: str, expression: str, measure: Measure, when: Sequence[tuple[datetime, float]], seed: int
) -> Trend:
    started, values = tuple(at for at, _ in when), np.array([value for _, value in when], dtype=np.float64)
    days = np.array([(at - started[0]).total_seconds() / _DAY_S for at in started], dtype=np.float64)
    random = np.random.default_rng(seed)
    line, low, high = None, np.full(len(days), np.nan), np.full(len(days), np.nan)
    if len(days) >= FEWEST:
        line = loess(days, values, days)
        low, high = _interval(days, values, random)
    change = _pettitt(values, random) if len(values) >= FEWEST and np.ptp(values) > 0 else None
    return Trend(participant, expression, measure, started, values, _parts(days), line, low, high, change)


def _parts(days: NDArray[np.float64]) -> tuple[slice, ...]:
    steps = np.diff(days)
    usual = float(np.median(steps)) if len(steps) else 0.0
    ends = [0, *(np.flatnonzero(steps > _GAP * usual) + 1).tolist(), len(days)] if usual > 0 else [0, len(days)]
    return tuple(slice(a, b) for a, b in pairwise(ends))


def loess(x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """(M,) local linear regression of y (N,) on x (N,) at the places `at` (M,)."""
    n_near = max(int(np.ceil(_SPAN * len(x))), 2)
    distances = np.abs(at[:, None] - x[None, :])
    reach = np.sort(distances, axis=1)[:, n_near - 1 : n_near]
    reach = np.where(reach > 0, reach * (1 + 1e-9), 1.0)
    weights = np.clip(1 - np.minimum(distances / reach, 1) ** 3, 0, 1) ** 3
    total = weights.sum(axis=1)
    mean_x, mean_y = weights @ x / total, weights @ y / total
    offsets = x[None, :] - mean_x[:, None]
    spread = (weights * offsets**2).sum(axis=1)
    slope = np.divide((weights * offsets * y).sum(axis=1), spread, out=np.zeros_like(spread), where=spread > 1e-12)
    return np.asarray(mean_y + slope * (at - mean_x))


def _interval(
    x: NDArray[np.float64], y: NDArray[np.float64], random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """95% at each session: the same regression of sessions that are drawn again and again (percentiles)."""
    lines = np.empty((_RESAMPLES, len(x)))
    for i in range(_RESAMPLES):
        drawn = random.integers(0, len(x), len(x))
        lines[i] = loess(x[drawn], y[drawn], x)
    low, high = np.percentile(lines, [2.5, 97.5], axis=0)
    return low, high


def _pettitt(values: NDArray[np.float64], random: np.random.Generator) -> Change:
    from scipy import stats  # takes a moment

    ranks = 2 * stats.rankdata(values) - (len(values) + 1)
    sizes = np.abs(ranks.cumsum()[:-1])
    place = int(sizes.argmax()) + 1
    shuffled = random.permuted(np.tile(ranks, (_ORDERS, 1)), axis=1)
    largest = np.abs(shuffled.cumsum(axis=1)[:, :-1]).max(axis=1)
    p = (1 + int((largest >= sizes.max() - 1e-9).sum())) / (1 + _ORDERS)
    return Change(place, float(np.median(values[:place])), float(np.median(values[place:])), p)


def _corrected(trends: Sequence[Trend]) -> tuple[Trend, ...]:
    """With p values of changes that hold for all expressions at once (Holm)."""
    p = holm(np.array([np.nan if one.change is None else one.change.p for one in trends]))
    return tuple(
        one if one.change is None else replace(one, change=replace(one.change, p=float(each)))
        for one, each in zip(trends, p, strict=True)
    )
