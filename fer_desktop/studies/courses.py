"""Curves around a marker: of each person, then mean and interval over people, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.progress import Progress
from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies.clusters import FEWEST as FEWEST_TESTED
from fer_desktop.studies.clusters import Cluster, clusters_of_one, clusters_of_two
from fer_desktop.studies.comparing import FEWEST, Factor
from fer_desktop.studies.marker_curves import CourseOptions, MarkerCurves
from fer_desktop.studies.people import LeftOut
from fer_desktop.studies.reading import read_sessions
from fer_desktop.studies.study import Study

_RESAMPLES = 1999


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
    """What was found; `times_s` (T,) are relative to the marker."""

    options: CourseOptions
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
    found = list(dict.fromkeys(level for level, _ in gathered.curves))
    unknown = [level for level in options.levels if level not in found]
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
    return Courses(options, gathered.times_s, levels, tuple(gathered.left_out), contrasts)


def _contrasts(levels: Sequence[Course], options: CourseOptions) -> tuple[Contrast, ...]:
    """Of each two levels, or of one alone against 0."""
    seed = options.seed
    if len(levels) == 1:
        (one,) = levels
        whole = _without_holes(one.curves)
        clusters = tuple(clusters_of_one(whole, seed))
        return (Contrast("", one.level, "one", len(whole), clusters, len(whole) >= FEWEST_TESTED),)
    pairs = list(combinations(levels, 2))
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
    """95% at each time, bootstrap over people (percentiles); NaN where fewer than `FEWEST` are known."""
    n, n_times = people.shape
    nothing = np.full(n_times, np.nan)
    is_known = np.isfinite(people)
    if n < FEWEST:
        return nothing, nothing
    times_drawn = random.multinomial(n, np.full(n, 1 / n), size=_RESAMPLES).astype(np.float64)
    counts = times_drawn @ is_known
    sums = times_drawn @ np.where(is_known, people, 0.0)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    enough = is_known.sum(axis=0) >= FEWEST
    low, high = nothing.copy(), nothing.copy()
    low[enough], high[enough] = np.nanpercentile(means[:, enough], [2.5, 97.5], axis=0)
    return low, high
