"""Whether the statistics of studies promise what they keep: `fer-desktop bench --study-statistics`.

People are drawn from populations of which the truth is known. What is counted is how often 95% intervals hold it, and
how often a test with p below 0.05 finds something where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.session.table import Table
from fer_desktop.studies.clusters import clusters_of_one, clusters_of_two
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.intervals import Interval, cohen_dz, difference_interval, hedges_g, mean_interval
from fer_desktop.studies.over_time import over_time
from fer_desktop.studies.synchrony import Asked, synchrony

_SIZES = (8, 12, 20, 40)
_SURE, _MIN_REPEATS = 0.05, 20
_SAMPLES, _SAMPLES_OF_TESTS = 1999, 99  # fewer than in studies: it takes a fifth of the time, and is as sharp
_N_TIMES = 60
_RATE_HZ = 10.0


@dataclass(frozen=True, slots=True)
class _Population:
    """Figures of people.

    Attributes:
        draw: So many of them.
        mean: Of all.
        deviation: Standard deviation of all.
    """

    draw: Callable[[np.random.Generator, int], NDArray[np.float64]]
    mean: float
    deviation: float


_POPULATIONS = {
    "normal": _Population(lambda random, n: random.normal(0.3, 0.1, n), 0.3, 0.1),
    "skewed": _Population(lambda random, n: random.beta(1, 5, n), 1 / 6, float(np.sqrt(5 / 252))),
    "a third never": _Population(
        lambda random, n: random.beta(2, 4, n) * (random.random(n) < 2 / 3), 2 / 9, float(np.sqrt(2 / 21 - 4 / 81))
    ),
}


def measure_statistics(repeats: int) -> dict[str, Any]:
    """Coverage by population and number of people, and false positives of each test; shares, 0 to 1."""
    random = np.random.default_rng(1)
    coverage = {
        f"{name}, {n} people": _coverage(population, n, repeats, random)
        for name, population in _POPULATIONS.items()
        for n in _SIZES
    }
    found = {}
    for name, (finds, share) in _TESTS.items():
        n = max(int(repeats * share), _MIN_REPEATS)
        found[name] = round(sum(finds(random) for _ in range(n)) / n, 3)
    return {"repeats": repeats, "coverage": coverage, "false_positives": found}


def _coverage(population: _Population, n: int, repeats: int, random: np.random.Generator) -> dict[str, float]:
    true = {"mean": population.mean, "difference": 0.0, "d_z": population.mean / population.deviation, "g": 0.0}
    held, unknown = dict.fromkeys(true, 0), 0
    for _ in range(repeats):
        values, others = population.draw(random, n), population.draw(random, n)
        intervals: dict[str, Interval] = {
            "mean": mean_interval(values, random, _SAMPLES),
            "difference": difference_interval(values, others, random, _SAMPLES),
            "d_z": cohen_dz(values)[1],
            "g": hedges_g(values, others)[1],
        }
        unknown += any(np.isnan(low) for low, _ in intervals.values())
        for name, (low, high) in intervals.items():
            held[name] += bool(np.isnan(low) or low <= true[name] <= high)  # what is not said is not wrong
    return {name: round(count / repeats, 3) for name, count in held.items()} | {"unknown": round(unknown / repeats, 3)}


def _table(random: np.random.Generator, n: int, levels: tuple[str, ...], by: str) -> Table:
    """A table of a study in which nothing differs: of each person all expressions at each level, or at one."""
    rows: list[tuple[str, str, str, float]] = []
    for i in range(n):
        person = random.dirichlet(np.full(len(EXPRESSIONS), 3.0))
        for level in levels if by == "condition" else (levels[i % len(levels)],):
            values = np.clip(person + random.normal(0, 0.05, len(EXPRESSIONS)), 0, 1)
            rows += [(f"P{i}", level, name, float(value)) for name, value in zip(EXPRESSIONS, values, strict=True)]
    columns: dict[str, NDArray[Any]] = {
        name: np.array([row[place] for row in rows], dtype=object)
        for place, name in ((0, "participant"), (1, by), (2, "expression"))
    }
    columns["mean"] = np.array([row[3] for row in rows])
    columns["session"] = columns["participant"]
    for name in ("missing", "scores"):
        columns[name] = np.full(len(rows), "", dtype=object)
    for name, value in (("duration_s", 60.0), ("seen_s", 60.0), ("excluded_s", 0.0), ("face", 1.0)):
        columns[name] = np.full(len(rows), value)
    return Table(columns)


def _finds_difference(by: Any, n: int) -> Callable[[np.random.Generator], bool]:
    def finds(random: np.random.Generator) -> bool:
        found = compare(_table(random, n, ("a", "b", "c"), by), Options(by=by, n_samples=_SAMPLES_OF_TESTS))
        return any(one.p_holm < _SURE for one in found.differences)

    return finds


def _wandering(random: np.random.Generator, n: int, alike: float = 0.9) -> NDArray[np.float64]:
    values = random.normal(0, 1, n)
    for i in range(1, n):
        values[i] += alike * values[i - 1]
    return values


def _curves(random: np.random.Generator, n: int, size: float = 1.0) -> NDArray[np.float64]:
    return size * np.array([_wandering(random, _N_TIMES) for _ in range(n)])


def _finds_cluster_of_one(random: np.random.Generator) -> bool:
    return any(one.p < _SURE for one in clusters_of_one(_curves(random, 10)))


def _finds_cluster_of_two(sizes: tuple[int, int], spread: float) -> Callable[[np.random.Generator], bool]:
    def finds(random: np.random.Generator) -> bool:
        found = clusters_of_two(_curves(random, sizes[0], spread), _curves(random, sizes[1]))
        return any(one.p < _SURE for one in found)

    return finds


def _finds_change(alike: float) -> Callable[[np.random.Generator], bool]:
    def finds(random: np.random.Generator) -> bool:
        n = 30
        sessions = np.array([f"s{i}" for i in range(n)], dtype=object)
        begun = datetime(2026, 1, 1, tzinfo=UTC)
        columns: dict[str, NDArray[Any]] = {
            "participant": np.full(n, "P", dtype=object),
            "session": sessions,
            "started": np.array([(begun + timedelta(days=i)).isoformat() for i in range(n)], dtype=object),
            "expression": np.full(n, "fear", dtype=object),
            "mean": _wandering(random, n, alike),
            "face": np.ones(n),
            **{name: np.full(n, "", dtype=object) for name in ("missing", "scores")},
            **{name: np.full(n, value) for name, value in (("duration_s", 9.0), ("seen_s", 9.0), ("excluded_s", 0.0))},
        }
        change = over_time(Table(columns), "P", "mean", ("fear",)).trends[0].change
        return change is not None and change.is_supported

    return finds


def _finds_synchrony(random: np.random.Generator) -> bool:
    curves = _wandering(random, 700), _wandering(random, 700)
    return synchrony(*curves, _RATE_HZ, Asked(5.0, 1.0, int(random.integers(2**31)))).p < _SURE


_TESTS: dict[str, tuple[Callable[[np.random.Generator], bool], float]] = {  # and the share of repeats that it gets
    "conditions, 8 people, any of 24 tests (Holm)": (_finds_difference("condition", 8), 0.25),
    "conditions, 20 people, any of 24 tests (Holm)": (_finds_difference("condition", 20), 0.25),
    "groups, 24 people, any of 24 tests (Holm)": (_finds_difference("group", 24), 0.25),
    "curves within 10 people": (_finds_cluster_of_one, 0.5),
    "curves of groups of 10": (_finds_cluster_of_two((10, 10), 1.0), 0.25),
    "curves of groups of 6 and 18, the small one spread three times as far": (
        _finds_cluster_of_two((6, 18), 3.0),
        0.25,
    ),
    "change over 30 sessions": (_finds_change(0.0), 0.1),
    "change over 30 sessions, neighbours alike by 0.5": (_finds_change(0.5), 0.1),
    "two faces together": (_finds_synchrony, 0.25),
}
