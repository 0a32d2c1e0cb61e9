"""Do conditions, visits or groups differ? One figure for each person, then means and differences over people.

Tests come from scipy: Welch's t test and the paired one. Holm's correction (1979) is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import StudyUnreadable, Word
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table
from fer_desktop.studies.choices import Factor, Measure
from fer_desktop.studies.intervals import (
    SAMPLES,
    Interval,
    cohen_dz,
    difference_interval,
    hedges_g,
    mean_interval,
    varies,
)
from fer_desktop.studies.people import Cell, LeftOut, changed_people, people_of
from fer_desktop.studies.scores import Scores, scores_of

NOTE = Phrase(
    "One figure for each person goes into these numbers, not one for each frame. Frames of one person resemble each "
    "other: thousands of them say little more about people than a few do, and intervals over frames would be far too "
    "narrow. People are taken for independent of each other, which those who were recorded together are not quite. "
    "Intervals hold for one comparison each; p (Holm) holds for all of this table, not for others that were looked at. "
    "A difference says how readings of facial expressions differ, not what anybody feels nor why; where none is found, "
    "there may be one."
)
_FACTORS: dict[Factor, Word] = {"condition": Word("condition"), "visit": Word("visit"), "group": Word("group")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What is compared.

    Attributes:
        by: What the levels are of. Conditions and visits are compared within people, groups between them.
        measure: Which figure.
        expressions: Of these; valence has none, whatever stands here.
        levels: These alone, in this order; empty for all.
        against: This level alone is compared with each other one; "" for all pairs.
        baseline_condition: The figure of each person in this condition is taken off theirs; "" for none.
        least_seen: Smallest share of the time in which the face must have been seen, 0-1; a person seen less at a
            level is left out there, and named.
        seed: The same one gives the same intervals.
        n_samples: Of the bootstrap.
    """

    by: Factor
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    levels: tuple[str, ...] = ()
    against: str = ""
    baseline_condition: str = ""
    least_seen: float = 0.5
    seed: int = 1
    n_samples: int = SAMPLES


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
        n_first, n_second: People; of pairs the same ones, who are at both levels.
        low, high: 95% interval of the difference.
        effect, effect_low, effect_high: Cohen's d_z of pairs, otherwise Hedges' g, with its 95% interval.
        t, df: Of the paired t test, or of Welch's.
        p, p_holm: Of this test, and corrected for all differences of this comparison.
    """

    expression: str
    first: str
    second: str
    kind: str
    n_first: int
    n_second: int
    difference: float
    low: float
    high: float
    effect: float
    effect_low: float
    effect_high: float
    t: float
    df: float
    p: float
    p_holm: float = float("nan")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found, and what was not looked at.

    Attributes:
        scores: Which scores were counted.
        left_out: Whose figures are missing at a level, as a whole or in part, and why.
    """

    options: Options
    scores: Scores
    means: tuple[Mean, ...]
    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]


def compare(table: Table, options: Options, order: Sequence[str] = ()) -> Comparison:
    """Compare the levels of a table of a study.

    Args:
        order: Of the levels, where `options` has none; what is not in it comes last, as in the table.

    Raises:
        StudyUnreadable: there are fewer than two levels, or a level that is not there.
    """
    if options.baseline_condition:
        people = changed_people(table, options.by, options.measure, options.least_seen, options.baseline_condition)
    else:
        people = people_of(table, options.by, options.measure, options.least_seen)
    known = [level for level in order if level in people.levels]
    levels = _levels(list(dict.fromkeys((*known, *people.levels))), options)
    pairs = [pair for pair in combinations(levels, 2) if options.against in ("", *pair)]
    expressions = ("",) if options.measure == "valence" else options.expressions
    draws = _Draws(np.random.default_rng(options.seed), options.n_samples)
    estimate = _unpaired if options.by == "group" else _paired
    means, differences = [], []
    for expression in expressions:
        cells = {level: people.cells.get((expression, level), {}) for level in levels}
        means += [_mean(expression, level, cells[level], draws) for level in levels]
        for pair in pairs:
            first, second = pair if pair[1] != options.against else pair[::-1]
            differences.append(estimate(expression, (first, second), (cells[first], cells[second]), draws))
    left_out = tuple(one for one in people.left_out if one.level in levels or not one.level)
    return Comparison(options, scores_of(table), tuple(means), _corrected(differences), left_out)


def _levels(found: Sequence[str], options: Options) -> tuple[str, ...]:
    levels = options.levels or tuple(found)
    unknown = {*levels, *filter(None, [options.against])} - set(found)
    if unknown or len(set(levels)) < 2 or options.against not in ("", *levels):
        raise StudyUnreadable(
            "There are not two levels of {factor} to compare; the study has {known}.",
            "Choose two of these, or compare by something else.",
            factor=_FACTORS[options.by],
            known=", ".join(repr(level) for level in found) or Word("none"),
        )
    return tuple(dict.fromkeys(levels))


@dataclass(frozen=True, slots=True)
class _Draws:
    """What samples of people are drawn with, and how many."""

    random: np.random.Generator
    n_samples: int


def _mean(expression: str, level: str, cell: Cell, draws: _Draws) -> Mean:
    values = np.array(list(cell.values()))
    low, high = mean_interval(values, draws.random, draws.n_samples)
    return Mean(expression, level, len(values), float(values.mean()) if len(values) else float("nan"), low, high)


def _paired(expression: str, levels: tuple[str, str], cells: tuple[Cell, Cell], draws: _Draws) -> Difference:
    both = [code for code in cells[0] if code in cells[1]]
    change = np.array([cells[1][code] - cells[0][code] for code in both])
    test = _stats().ttest_1samp(change, 0.0) if varies(change) else None
    mean = float(change.mean()) if len(change) else float("nan")
    found = _Found(mean, mean_interval(change, draws.random, draws.n_samples), *cohen_dz(change), test)
    return found.difference(expression, levels, "paired", (len(both), len(both)))


def _unpaired(expression: str, levels: tuple[str, str], cells: tuple[Cell, Cell], draws: _Draws) -> Difference:
    first, second = (np.array(list(cell.values())) for cell in cells)
    test = _stats().ttest_ind(second, first, equal_var=False) if varies(first) and varies(second) else None
    mean = float(second.mean() - first.mean()) if len(first) and len(second) else float("nan")
    found = _Found(
        mean, difference_interval(second, first, draws.random, draws.n_samples), *hedges_g(second, first), test
    )
    return found.difference(expression, levels, "unpaired", (len(first), len(second)))


@dataclass(frozen=True, slots=True)
class _Found:
    """A difference of means, its effect size and its test, which is None where there can be none."""

    mean: float
    interval: Interval
    effect: float
    of_effect: Interval
    test: Any

    def difference(self, expression: str, levels: tuple[str, str], kind: str, n: tuple[int, int]) -> Difference:
        nothing = float("nan")
        t, df, p = (nothing,) * 3 if self.test is None else (self.test.statistic, self.test.df, self.test.pvalue)
        return Difference(
            expression=expression,
            first=levels[0],
            second=levels[1],
            kind=kind,
            n_first=n[0],
            n_second=n[1],
            difference=self.mean,
            low=self.interval[0],
            high=self.interval[1],
            effect=self.effect,
            effect_low=self.of_effect[0],
            effect_high=self.of_effect[1],
            t=float(t),
            df=float(df),
            p=float(p),
        )


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
