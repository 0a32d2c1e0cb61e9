"""A comparison as tables of text, for the command line and for pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fer_desktop.results.phrases import Phrase, joined
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.studies.comparing import Comparison, Difference, Factor, Mean
from fer_desktop.studies.people import LeftOut, Measure

_MEASURES: dict[Measure, Phrase] = {
    "mean": Phrase("mean"),
    "top_share": Phrase("share of time on top"),
    "peak": Phrase("peak"),
    "onset_rate": Phrase("onsets a minute"),
    "transition_rate": Phrase("changes a minute"),
    "latency_s": Phrase("time until first (s)"),
    "valence": Phrase("valence"),
}
_FACTORS: dict[Factor, Phrase] = {
    "condition": Phrase("condition"),
    "visit": Phrase("visit"),
    "group": Phrase("group"),
}
_LEFT_OUT, _IN_PART = Phrase("left out"), Phrase("the rest counts")
_KINDS = {"paired": Phrase("paired"), "unpaired": Phrase("unpaired")}

_ENOUGH = 15  # people; see "Comparisons" in docs/studies.md
_FEW = Phrase("At some level there are fewer than 15 people: bootstrap intervals of so few are usually too narrow.")


def comparison_tables(found: Comparison) -> list[ReportTable]:
    """Means, differences, and what is not in them."""
    options = found.options
    what, by = measure_name(options.measure), factor_name(options.by)
    tables = [
        ReportTable(
            Phrase("{measure} by {by}, over people", measure=what, by=by),
            (Phrase("expression"), by, "n", Phrase("mean"), "95%"),
            _means(found.means),
        ),
        ReportTable(
            Phrase("Differences of {measure}: the second less the first", measure=what),
            (
                Phrase("expression"), Phrase("first"), Phrase("second"), Phrase("kind"), "n", Phrase("difference"),
                "95%", Phrase("effect size"), "95%", "p", "p (Holm)",
            ),
            [_cells(one) for one in found.differences],
        ),
    ]  # fmt: skip
    if found.left_out:
        tables.append(missing_table(found.left_out, by))
    return tables


def missing_table(left_out: Sequence[LeftOut], by: str) -> ReportTable:
    """Who is not in the figures, and why."""
    rows: list[tuple[str, ...]] = [
        (
            one.participant,
            one.level or "-",
            one.reason,
            Phrase("left out") if one.is_whole else Phrase("the rest counts"),
        )
        for one in left_out
    ]
    return ReportTable(Phrase("Missing"), (Phrase("participant"), by, Phrase("reason"), ""), rows)


def method_of(found: Comparison) -> Phrase:
    """How the figures were made, in a paragraph."""
    options = found.options
    kinds = {one.kind for one in found.differences}
    effects = {"paired": "Cohen's d_z", "unpaired": "Hedges' g"}
    tests = {"paired": Phrase("paired t tests"), "unpaired": Phrase("Welch's t tests")}
    method = Phrase(
        "Figures of each person are means over stretches, weighted by the time for which the face was seen. Whoever "
        "was seen for less than {least_seen} of the time at a level was left out there. Intervals: 95%, bootstrap over "
        "people (BCa, 9,999 samples, seed {seed}). Effect size: {effects}. p: {tests}, corrected for {n} comparison(s) "
        "by Holm's method.",
        least_seen=f"{options.least_seen:.0%}",
        seed=options.seed,
        effects=", ".join(effects[kind] for kind in sorted(kinds)),
        tests=joined([tests[kind] for kind in sorted(kinds)]),
        n=sum(not math.isnan(one.p) for one in found.differences),
    )
    return joined((method, _FEW), " ") if any(0 < one.n < _ENOUGH for one in found.means) else method


def p_text(p: float) -> str:
    """A p value; none is 0."""
    return "< 0.0001" if p < 0.0001 else known(p, "{:.4f}")


def measure_name(measure: Measure) -> Phrase:
    """What a figure is called, with its unit."""
    return _MEASURES[measure]


def factor_name(factor: Factor) -> Phrase:
    """What the levels are of."""
    return _FACTORS[factor]


def expression_name(expression: str) -> Phrase:
    """An expression; "" is valence."""
    return Phrase(expression or "valence")


def _means(means: tuple[Mean, ...]) -> list[tuple[str, ...]]:
    return [
        (expression_name(one.expression), one.level, str(one.n), known(one.mean, "{:.3f}"), _span(one.low, one.high))
        for one in means
    ]


def _cells(one: Difference) -> tuple[str, ...]:
    return (
        expression_name(one.expression),
        one.first,
        one.second,
        _KINDS[one.kind],
        str(one.n),
        known(one.difference, "{:+.3f}"),
        _span(one.low, one.high, "+"),
        known(one.effect, "{:+.2f}"),
        _span(one.effect_low, one.effect_high, "+"),
        p_text(one.p),
        p_text(one.p_holm),
    )


def _span(low: float, high: float, sign: str = "") -> str:
    form = f"{{:{sign}.3f}}"
    if math.isnan(low) or math.isnan(high):
        return "-"
    return Phrase("{low} to {high}", low=form.format(low), high=form.format(high))
