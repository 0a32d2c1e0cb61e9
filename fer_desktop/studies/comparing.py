"""Do conditions, visits or groups differ? One figure for each person, then means and differences over people.

The estimates come from scipy: bootstrap intervals (BCa; Efron 1987), Welch's and the paired t test. Holm's correction
(1979) is here. Effect sizes: Hedges' g for two groups (1981), Cohen's d_z for pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal, get_args
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import StudyUnreadable
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table
from fer_desktop.studies.people import Cell, LeftOut, Measure, people_of

Factor = Literal["condition", "visit", "group"]
FACTORS: tuple[Factor, ...] = get_args(Factor)
FEWEST = 3  # people: with two a bootstrap knows three samples
_RESAMPLES = 9999
_ALIKE = 1e-9  # what differs by less differs by rounding

NOTE = Phrase(
    "One figure for each person goes into these numbers, not one for each frame. Frames of one person resemble each "
    "other: thousands of them say little more about people than a few do, and intervals over frames would be far too "
    "narrow. Intervals are 95% bootstrap intervals over people and not corrected for the number of comparisons; "
    "p_holm is. A difference says how readings of facial expressions differ, not what anybody feels nor why."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What is compared.

    Attributes:
        by: What the levels are of. Conditions and visits are compared within people, groups between them.
        measure: Which figure.
        expressions: Of these; valence has none, whatever stands here.
        levels: These alone, in this order; empty for all.
        least_seen: Smallest share of the time in which the face must have been seen, 0-1; a person seen less at a
            level is left out there, and named.
        seed: The same one gives the same intervals.
    """

    by: Factor
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    levels: tuple[str, ...] = ()
    least_seen: float = 0.5
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Mean:
    """Of the people at one level; NaN where there are too few to know.

    Attributes:
        expression: "" for valence.
        n: People.
        low, high: 95% interval.
    """

    expression: str
    level: str
    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The second level less the first; NaN where there are too few people to know.

    Attributes:
        kind: "paired": of the same people at both levels; "unpaired": of different people.
        n: People; of pairs each counts once.
        low, high: 95% interval of the difference.
        effect, effect_low, effect_high: Cohen's d_z of pairs, otherwise Hedges' g, with its 95% interval.
        p, p_holm: Of the t test, and corrected for all differences of this comparison.
    """

    expression: str
    first: str
    second: str
    kind: str
    n: int
    difference: float
    low: float
    high: float
    effect: float
    effect_low: float
    effect_high: float
    p: float
    p_holm: float = float("nan")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found, and what was not looked at.

    Attributes:
        left_out: Whose figures are missing at a level, as a whole or in part, and why.
    """

    options: Options
    means: tuple[Mean, ...]
    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]


def compare(table: Table, options: Options) -> Comparison:
    """Compare the levels of a table of a study.

    Raises:
        StudyUnreadable: there are fewer than two levels, or a level that is not there.
    """
    people = people_of(table, options.by, options.measure, options.least_seen)
    levels = _levels(people.levels, options)
    expressions = ("",) if options.measure == "valence" else options.expressions
    random = np.random.default_rng(options.seed)
    means, differences = [], []
    for expression in expressions:
        cells = {level: people.cells.get((expression, level), {}) for level in levels}
        means += [_mean(expression, level, cells[level], random) for level in levels]
        for first, second in combinations(levels, 2):
            estimate = _unpaired if options.by == "group" else _paired
            differences.append(estimate(expression, (first, second), (cells[first], cells[second]), random))
    left_out = tuple(one for one in people.left_out if one.level in levels or not one.level)
    return Comparison(options, tuple(means), _corrected(differences), left_out)


def _levels(found: Sequence[str], options: Options) -> tuple[str, ...]:
    unknown = [level for level in options.levels if level not in found]
    levels = options.levels or tuple(found)
    if unknown or len(set(levels)) < 2:
        raise StudyUnreadable(
            "There are not two levels of {factor} to compare; the study has {known}.",
            "Choose two of these, or compare by something else.",
            factor=options.by,
            known=", ".join(repr(level) for level in found) or "none",
        )
    return levels


def _mean(expression: str, level: str, cell: Cell, random: np.random.Generator) -> Mean:
    values = np.array(list(cell.values()))
    low, high = _interval((values,), _average, random)
    return Mean(expression, level, len(values), float(values.mean()) if len(values) else float("nan"), low, high)


def _paired(
    expression: str, levels: tuple[str, str], cells: tuple[Cell, Cell], random: np.random.Generator
) -> Difference:
    both = [code for code in cells[0] if code in cells[1]]
    change = np.array([cells[1][code] - cells[0][code] for code in both])
    p = float(_stats().ttest_1samp(change, 0.0).pvalue) if _varies(change) else float("nan")
    return _difference(expression, levels, (change,), (_average, _cohen_dz), p, random)


def _unpaired(
    expression: str, levels: tuple[str, str], cells: tuple[Cell, Cell], random: np.random.Generator
) -> Difference:
    first, second = (np.array(list(cell.values())) for cell in cells)
    known = _varies(first) and _varies(second)
    p = float(_stats().ttest_ind(second, first, equal_var=False).pvalue) if known else float("nan")
    return _difference(expression, levels, (second, first), (_average_difference, _hedges_g), p, random)


def _difference(
    expression: str,
    levels: tuple[str, str],
    samples: tuple[NDArray[np.float64], ...],
    statistics: tuple[Callable[..., Any], Callable[..., Any]],
    p: float,
    random: np.random.Generator,
) -> Difference:
    shift, size = statistics
    low, high = _interval(samples, shift, random)
    effect_low, effect_high = _interval(samples, size, random)
    return Difference(
        expression=expression,
        first=levels[0],
        second=levels[1],
        kind="paired" if len(samples) == 1 else "unpaired",
        n=sum(map(len, samples)),
        difference=float(shift(*samples, axis=-1)) if all(map(len, samples)) else float("nan"),
        low=low,
        high=high,
        effect=float(size(*samples, axis=-1)) if all(map(_varies, samples)) else float("nan"),
        effect_low=effect_low,
        effect_high=effect_high,
        p=p,
    )


def _interval(
    samples: tuple[NDArray[np.float64], ...], statistic: Callable[..., Any], random: np.random.Generator
) -> tuple[float, float]:
    """95%, over people; NaN of fewer than `FEWEST`, where all are alike, and where BCa cannot be worked out."""
    if not all(map(_varies, samples)):
        return float("nan"), float("nan")
    # samples of one person alone have no spread; where that spoils the interval, it is not known
    with np.errstate(divide="ignore", invalid="ignore"), catch_warnings(action="ignore", category=RuntimeWarning):
        found = (
            _stats()
            .bootstrap(samples, statistic, n_resamples=_RESAMPLES, method="BCa", vectorized=True, rng=random)
            .confidence_interval
        )
    return float(found.low), float(found.high)


def _varies(values: NDArray[np.float64]) -> bool:
    return len(values) >= FEWEST and bool(np.ptp(values) > _ALIKE)


def _average(values: NDArray[np.float64], axis: int) -> Any:
    return values.mean(axis=axis)


def _average_difference(second: NDArray[np.float64], first: NDArray[np.float64], axis: int) -> Any:
    return second.mean(axis=axis) - first.mean(axis=axis)


def _cohen_dz(change: NDArray[np.float64], axis: int) -> Any:
    return change.mean(axis=axis) / change.std(axis=axis, ddof=1)


def _hedges_g(second: NDArray[np.float64], first: NDArray[np.float64], axis: int) -> Any:
    degrees = second.shape[axis] + first.shape[axis] - 2
    squares = sum(one.var(axis=axis, ddof=1) * (one.shape[axis] - 1) for one in (second, first))
    small_sample = 1 - 3 / (4 * degrees - 1)
    return small_sample * _average_difference(second, first, axis) / np.sqrt(squares / degrees)


def _corrected(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """With p values that hold for all of them at once."""
    corrected = holm(np.array([one.p for one in differences]))
    return tuple(replace(one, p_holm=float(p)) for one, p in zip(differences, corrected, strict=True))


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) p values, each corrected for all that are known (Holm 1979); NaN stays."""
    corrected, known = p.copy(), np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known])]
    steps = np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1))
    corrected[order] = np.minimum(steps, 1.0)
    return corrected


def _stats() -> Any:
    from scipy import stats  # takes a moment

    return stats
