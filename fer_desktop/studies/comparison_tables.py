"""A comparison as tables of text, for the command line and for pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fer_desktop.results.phrases import Phrase, joined
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.studies.choices import Factor, Measure
from fer_desktop.studies.comparing import Comparison, Difference, Mean, Options
from fer_desktop.studies.intervals import FEWEST
from fer_desktop.studies.people import LeftOut
from fer_desktop.studies.scores import Scores, scores_sentence, with_scores

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
_PAIRED = Phrase(
    "Differences within people: of those with figures at both levels, hence not always the difference of the two "
    "means; paired t tests; effect size Cohen's d_z, in standard deviations of the change, which is no d of groups."
)
_UNPAIRED = Phrase(
    "Differences between groups: Welch's t tests; effect size Hedges' g, in pooled standard deviations, which takes "
    "the groups for equally spread."
)
_KINDS = {"paired": Phrase("paired"), "unpaired": Phrase("unpaired")}

_FEW = Phrase("With fewer than {n} people at a level there is no interval and no test.", n=FEWEST)
_CAUTION: dict[Measure, Phrase] = {
    "peak": Phrase("A peak grows with how long somebody is seen: compare peaks of stretches of about the same length."),
    "latency_s": Phrase(
        "Who never showed an expression has no time until first: these means are of those who did, and n says how many."
    ),
}


def comparison_tables(found: Comparison) -> list[ReportTable]:
    """Means, differences, and what is not in them."""
    options = found.options
    what, by = quantity_of(options, found.scores), factor_name(options.by)
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
                "95%", Phrase("effect size"), "95%", "t (df)", "p", "p (Holm)",
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
    parts = [
        scores_sentence(found.scores),
        Phrase(
            "Figures of each person are means over stretches, weighted by the time for which the face was seen. "
            "Whoever was seen for less than {least_seen} of the time at a level was left out there. Intervals: 95%, "
            "bootstrap-t over people ({n_samples} samples, seed {seed}); of effect sizes by the noncentral t "
            "distribution.",
            least_seen=f"{options.least_seen:.0%}",
            n_samples=f"{options.n_samples:,}",
            seed=options.seed,
        ),
    ]
    if options.baseline_condition:
        parts.append(
            Phrase(
                "From each figure of a person their own in the condition {condition!r} is subtracted.",
                condition=options.baseline_condition,
            )
        )
    if any(one.kind == "paired" for one in found.differences):
        parts.append(_PAIRED)
    if any(one.kind == "unpaired" for one in found.differences):
        parts.append(_UNPAIRED)
    n_tests = sum(not math.isnan(one.p) for one in found.differences)
    parts.append(Phrase("p (Holm): corrected for the {n} test(s) of this table by Holm's method.", n=n_tests))
    if options.measure in _CAUTION:
        parts.append(_CAUTION[options.measure])
    if any(0 < one.n < FEWEST for one in found.means):
        parts.append(_FEW)
    return joined(parts, " ")


def p_text(p: float) -> str:
    """A p value; none is 0."""
    return "< 0.0001" if p < 0.0001 else known(p, "{:.4f}")


def measure_name(measure: Measure) -> Phrase:
    """What a figure is called, with its unit."""
    return _MEASURES[measure]


def quantity_of(options: Options, scores: Scores) -> Phrase:
    """What is compared: the figure, and what was done with it."""
    name = measure_name(options.measure)
    if options.baseline_condition:
        name = Phrase("{measure} less that in {condition}", measure=name, condition=options.baseline_condition)
    return with_scores(name, scores)


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
        str(one.n_first) if one.kind == "paired" else f"{one.n_first} + {one.n_second}",
        known(one.difference, "{:+.3f}"),
        _span(one.low, one.high, "+"),
        known(one.effect, "{:+.2f}"),
        _span(one.effect_low, one.effect_high, "+"),
        "-" if math.isnan(one.t) else f"{one.t:+.2f} ({one.df:.4g})",
        p_text(one.p),
        p_text(one.p_holm),
    )


def _span(low: float, high: float, sign: str = "") -> str:
    form = f"{{:{sign}.3f}}"
    if math.isnan(low) or math.isnan(high):
        return "-"
    return Phrase("{low} to {high}", low=form.format(low), high=form.format(high))
