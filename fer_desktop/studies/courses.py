"""Curves around a marker: of each person, then mean and interval over people, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.progress import Progress
from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies.choices import Factor
from fer_desktop.studies.clusters import FEWEST as FEWEST_TESTED
from fer_desktop.studies.clusters import Cluster, clusters_of_one, clusters_of_two
from fer_desktop.studies.intervals import FEWEST, quantiles, studentized
from fer_desktop.studies.levels import levels_of
from fer_desktop.studies.marker_curves import CourseOptions, MarkerCurves
from fer_desktop.studies.people import LeftOut
from fer_desktop.studies.reading import read_sessions
from fer_desktop.studies.scores import Scores, scores_named
from fer_desktop.studies.study import Study

_RESAMPLES = 1999
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Of the people at one level.

    Attributes:
        level: "" where all are together.
        codes: P people.
        n_markers: Markers that went into it.
        curves: (P, T), a curve for each person: the mean over their markers; NaN where nothing is known.
        mean, low, high: (T,) over people, with its 95% interval at each time; NaN where too few are known.
    """

    level: str
    codes: tuple[str, ...]
    n_markers: int
    curves: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where two levels differ, or one from its baseline.

    Attributes:
        first: "" where the second is tested against 0.
        kind: "paired", "unpaired", or "one" for the second against 0.
        n: People whose curves have no hole; the others are left out of the test.
        clusters: With p that is corrected for all times and all contrasts.
        is_tested: Whether there were people enough for a test.
    """

    first: str
    second: str
    kind: str
    n: int
    clusters: tuple[Cluster, ...]
    is_tested: bool


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """What was found of these scores; `times_s` (T,) are relative to the marker."""

    options: CourseOptions
    scores: Scores
    times_s: NDArray[np.float64]
    levels: tuple[Course, ...]
    left_out: tuple[LeftOut, ...]
    contrasts: tuple[Contrast, ...] = ()


def courses(
    study: Study,
    options: CourseOptions,
    passphrase: str = "",
    calibrated: bool = False,
    progress: Progress | None = None,
) -> Courses:
    """Mean curves around a marker; an excluded stretch, or one without the face, is a hole in a curve.

    Raises:
        StudyUnreadable: nothing is known around such a marker, or a level is not there.
        Cancelled: `progress` says so.
    """
    gathered = MarkerCurves(study, options, calibrated)
    if len(gathered.times_s) < 3:
        raise StudyUnreadable("The time around the marker is too short.", "Let it end later than it begins.")
    for placed, session, reason in read_sessions(study, passphrase, progress or Progress()):
        if session is None:
            gathered.leave_out(placed, reason)
        else:
            gathered.add(placed, session)
    there = dict.fromkeys(level for level, _ in gathered.curves)
    declared = levels_of(study.facts, options.by) if options.by else ()
    found = list(dict.fromkeys((*(level for level in declared if level in there), *there)))
    unknown = [level for level in (*options.levels, *filter(None, [options.against])) if level not in found]
    if not found or unknown:
        raise StudyUnreadable(
            "Nothing is known around markers {marker!r} at {level}.",
            "Check the label of the marker and the names of the levels.",
            marker=options.marker,
            level=", ".join(unknown) or "any level",
        )
    random = np.random.default_rng(options.seed)
    levels = tuple(_course(level, gathered.curves, random) for level in options.levels or found)
    contrasts = _contrasts(levels, options) if options.tests_clusters else ()
    return Courses(options, scores_named(calibrated), gathered.times_s, levels, tuple(gathered.left_out), contrasts)


def _contrasts(levels: Sequence[Course], options: CourseOptions) -> tuple[Contrast, ...]:
    """Of each two levels, or of one alone against 0."""
    seed = options.seed
    if len(levels) == 1:
        (one,) = levels
        whole = _without_holes(one.curves)
        clusters = tuple(clusters_of_one(whole, seed))
        return (Contrast("", one.level, "one", len(whole), clusters, len(whole) >= FEWEST_TESTED),)
    against = options.against
    pairs = [pair for pair in combinations(levels, 2) if against in ("", pair[0].level, pair[1].level)]
    pairs = [pair if pair[1].level != against or not against else pair[::-1] for pair in pairs]
    return tuple(_contrast(first, second, options.by, seed, len(pairs)) for first, second in pairs)


def _contrast(first: Course, second: Course, by: Factor | None, seed: int, n_pairs: int) -> Contrast:
    if by == "group":
        ours, theirs = _without_holes(first.curves), _without_holes(second.curves)
        clusters, n, kind = clusters_of_two(ours, theirs, seed), len(ours) + len(theirs), "unpaired"
        least = min(len(ours), len(theirs))
    else:
        place = {code: i for i, code in enumerate(first.codes)}
        both = [(place[code], i) for i, code in enumerate(second.codes) if code in place]
        changes = [second.curves[i] - first.curves[j] for j, i in both]
        whole = _without_holes(np.array(changes).reshape(-1, second.curves.shape[1]))
        clusters, n, kind = clusters_of_one(whole, seed), len(whole), "paired"
        least = n
    corrected = tuple(Cluster(one.first, one.last, one.mass, min(one.p * n_pairs, 1.0)) for one in clusters)
    return Contrast(first.level, second.level, kind, n, corrected, least >= FEWEST_TESTED)


def _without_holes(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    return curves[np.isfinite(curves).all(axis=1)]


def _course(
    level: str, gathered: Mapping[tuple[str, str], list[NDArray[np.float64]]], random: np.random.Generator
) -> Course:
    mine = {code: curves for (at, code), curves in gathered.items() if at == level}
    people = np.array([mean_known(np.array(curves)) for curves in mine.values()])
    low, high = _interval(people, random)
    return Course(level, tuple(mine), sum(map(len, mine.values())), people, mean_known(people), low, high)


def mean_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) mean over the first axis of (N, T), of what is known; NaN where nothing is."""
    is_known = np.isfinite(values)
    n = is_known.sum(axis=0)
    sums = np.where(is_known, values, 0.0).sum(axis=0)
    return np.divide(sums, n, out=np.full(values.shape[1], np.nan), where=n > 0)


def _interval(
    people: NDArray[np.float64], random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """95% at each time, as `intervals.mean_interval`; NaN where fewer than `FEWEST` are known, or all are alike."""
    n, n_times = people.shape
    low, high = np.full(n_times, np.nan), np.full(n_times, np.nan)
    is_known = np.isfinite(people)
    enough = is_known.sum(axis=0) >= FEWEST
    if not enough.any():
        return low, high
    middle = mean_known(people)  # squares of small distances from it lose no digits
    values, there = np.where(is_known, people - middle, 0.0)[:, enough], is_known[:, enough].astype(np.float64)
    found, variance = _moments(np.ones((1, n)), values, there)
    drawn = random.multinomial(n, np.full(n, 1 / n), size=_RESAMPLES).astype(np.float64)
    means, variances = _moments(drawn, values, there)
    below, above = quantiles(studentized(means - found, variances))
    error = np.where((variance[0] > _ALIKE**2) & np.isfinite(above - below), np.sqrt(variance[0]), np.nan)
    with np.errstate(invalid="ignore"):
        low[enough], high[enough] = middle[enough] - above * error, middle[enough] - below * error
    return low, high


def _moments(
    weights: NDArray[np.float64], values: NDArray[np.float64], there: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(B, T) means of people who come so often (B, P), and variances of these means; 0 where that is too few."""
    counts = weights @ there
    means = np.divide(weights @ values, counts, out=np.zeros_like(counts), where=counts > 0)
    squares = np.maximum(weights @ values**2 - counts * means**2, 0.0)
    return means, np.divide(squares, counts * (counts - 1), out=np.zeros_like(counts), where=counts > 1)
