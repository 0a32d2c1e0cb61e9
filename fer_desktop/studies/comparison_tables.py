"""A comparison as tables of text, for the command line and for pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fer_desktop.results.tables import ReportTable, known
from fer_desktop.studies.comparing import Comparison, Difference, Mean
from fer_desktop.studies.people import LeftOut

_UNITS = {"onset_rate": " (a minute)", "transition_rate": " (a minute)", "latency_s": " (s)"}

_ENOUGH = 15  # people; see "Comparisons" in docs/studies.md
_FEW = "At some level there are fewer than 15 people: bootstrap intervals of so few are usually too narrow."


def comparison_tables(found: Comparison) -> list[ReportTable]:
    """Means, differences, and what is not in them."""
    options = found.options
    what = f"{options.measure}{_UNITS.get(options.measure, '')}"
    tables = [
        ReportTable(
            f"{what} by {options.by}, over people", ("expression", options.by, "n", "mean", "95%"), _means(found.means)
        ),
        ReportTable(
            f"Differences of {what}: the second less the first",
            ("expression", "first", "second", "kind", "n", "difference", "95%", "effect size", "95%", "p", "p (Holm)"),
            [_cells(one) for one in found.differences],
        ),
    ]
    if found.left_out:
        tables.append(missing_table(found.left_out, options.by))
    return tables


def missing_table(left_out: Sequence[LeftOut], by: str) -> ReportTable:
    """Who is not in the figures, and why."""
    rows: list[tuple[str, ...]] = [
        (one.participant, one.level or "-", one.reason, "left out" if one.is_whole else "the rest counts")
        for one in left_out
    ]
    return ReportTable("Missing", ("participant", by, "reason", ""), rows)


def method_of(found: Comparison) -> str:
    """How the figures were made, in a paragraph."""
    options = found.options
    kinds = {one.kind for one in found.differences}
    effects = {"paired": "Cohen's d_z", "unpaired": "Hedges' g"}
    tests = {"paired": "paired t tests", "unpaired": "Welch's t tests"}
    return (
        f"Figures of each person are means over stretches, weighted by the time for which the face was seen. Whoever "
        f"was seen for less than {options.least_seen:.0%} of the time at a level was left out there. Intervals: 95%, "
        f"bootstrap over people (BCa, 9,999 samples, seed {options.seed}). Effect size: "
        f"{', '.join(effects[kind] for kind in sorted(kinds))}. p: {', '.join(tests[kind] for kind in sorted(kinds))}, "
        f"corrected for {sum(not math.isnan(one.p) for one in found.differences)} comparison(s) by Holm's method."
        + (f" {_FEW}" if any(0 < one.n < _ENOUGH for one in found.means) else "")
    )


def _means(means: tuple[Mean, ...]) -> list[tuple[str, ...]]:
    return [
        (one.expression or "valence", one.level, str(one.n), known(one.mean, "{:.3f}"), _span(one.low, one.high))
        for one in means
    ]


def _cells(one: Difference) -> tuple[str, ...]:
    return (
        one.expression or "valence",
        one.first,
        one.second,
        one.kind,
        str(one.n),
        known(one.difference, "{:+.3f}"),
        _span(one.low, one.high, "+"),
        known(one.effect, "{:+.2f}"),
        _span(one.effect_low, one.effect_high, "+"),
        known(one.p, "{:.4f}"),
        known(one.p_holm, "{:.4f}"),
    )


def _span(low: float, high: float, sign: str = "") -> str:
    form = f"{{:{sign}.3f}}"
    return "-" if math.isnan(low) or math.isnan(high) else f"{form.format(low)} to {form.format(high)}"
