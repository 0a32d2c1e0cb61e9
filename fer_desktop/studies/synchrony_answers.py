"""Faces that move together, as an answer: tables, figures, how it was made and what it does not mean."""

from __future__ import annotations

import math

from fer_desktop.results.phrases import Phrase, joined
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.studies.answers import Answer, Picture
from fer_desktop.studies.clocks import OneClock
from fer_desktop.studies.comparison_tables import expression_name, missing_table, p_text
from fer_desktop.studies.scores import scores_sentence
from fer_desktop.studies.synchrony import NOTE
from fer_desktop.studies.synchrony_drawing import SURE, draw_lags, draw_pairs
from fer_desktop.studies.together import Pair, Together

_ABOUT_STRANGERS = Phrase(
    "Strangers: the first face of each pair with the second of another session, on the time since the sessions began; "
    "p is the share of 4,999 random ways to give partners to each other that are at least as strong. Where everybody "
    "saw the same at the same time, what real pairs have beyond strangers is not what they saw. One pair of each "
    "session, all as long as the shortest."
)
_CLOCKS = {
    "marker": Phrase("a marker"),
    "monotonic clock": Phrase("the clock of one computer since it began to run"),
    "wall clock": Phrase("the time of day of their computers"),
}


def together(found: Together) -> Answer:
    """One pair with its correlation at each lag, or all pairs of a study."""
    tables = [_pairs(found)]
    if found.strangers is not None:
        tables.append(_strangers(found))
    if found.left_out:
        tables.append(missing_table(found.left_out, Phrase("session")))
    curve = expression_name(found.curve)
    names = Phrase("{first} and {second}", first=found.pairs[0].names[0], second=found.pairs[0].names[1])
    who = names if len(found.pairs) == 1 else Phrase("all pairs")
    texts = [_method(found), NOTE, *([_ABOUT_STRANGERS] if found.strangers is not None else [])]
    return Answer(
        Phrase("{curve} together: {who}", curve=curve, who=who), tuple(tables), tuple(texts), _pictures(found)
    )


def _pictures(found: Together) -> tuple[Picture, ...]:
    if len(found.pairs) > 1:
        return (Picture("pairs", lambda words: draw_pairs(found, words), _pair_numbers(found)),)
    (one,) = found.pairs
    if one.found is None:
        return ()
    rows: list[tuple[str, ...]] = [
        (f"{lag:.4f}", f"{r:.10g}") for lag, r in zip(one.found.lags_s, one.found.correlations, strict=True)
    ]
    numbers = ReportTable("lags", ("lag_s", "correlation"), rows)
    return (Picture("lags", lambda words: draw_lags(found, words), numbers),)


def _pairs(found: Together) -> ReportTable:
    head = (
        Phrase("first"), Phrase("second"), Phrase("session"), Phrase("windows"), Phrase("left out"),
        Phrase("correlation"), Phrase("of 5% of random orders"), Phrase("second after first (s)"), "p", "p (Holm)",
    )  # fmt: skip
    return ReportTable(Phrase("Faces together"), head, [_row(one, found) for one in found.pairs])


def _row(one: Pair, found: Together) -> tuple[str, ...]:
    it = one.found
    if it is None:
        return (*one.names, one.where, one.reason, *("-",) * 6)
    lag = f"{it.lag_s:+.2f}" if one.p_holm < SURE else "-"  # of what may be chance there is no lag
    if lag != "-" and math.isclose(abs(it.lag_s), found.asked.longest_lag_s, abs_tol=0.5 / it.rate_hz):
        lag = Phrase("{lag}, the end of what was looked at", lag=lag)
    numbers = str(it.n_windows), str(it.n_left_out), f"{it.strength:.2f}", f"{it.chance:.2f}"
    return (*one.names, one.where, *numbers, lag, p_text(it.p), p_text(one.p_holm))


def _strangers(found: Together) -> ReportTable:
    one = found.strangers
    assert one is not None
    head = (Phrase("pairs"), Phrase("correlation"), Phrase("of strangers"), "p")
    row = (str(one.n), f"{one.strength:.2f}", f"{one.of_strangers:.2f}", p_text(one.p))
    return ReportTable(Phrase("Against strangers"), head, [row])


def _method(found: Together) -> Phrase:
    asked = found.asked
    parts = [
        scores_sentence(found.scores),
        Phrase(
            "In windows of {window} s the curve of {curve} of the first face is correlated with that of the second, "
            "shifted by up to {lag} s either way; the mean over windows (Fisher's z) at the lag where it is largest is "
            "the correlation. p: share of {n} random orders of the windows (seed {seed}) that are at least as large at "
            "any lag, corrected for all pairs (Holm). A lag is given only where this p is below 0.05, and has no "
            "interval. Windows in which a face was not seen all the time, or did not move, are left out.",
            window=f"{asked.window_s:g}",
            curve=expression_name(found.curve),
            lag=f"{asked.longest_lag_s:g}",
            n=asked.n_orders,
            seed=asked.seed,
        ),
    ]
    if found.clock is not None:
        parts.append(_clock(found.clock))
    return joined(parts, " ")


def _clock(clock: OneClock) -> Phrase:
    text = Phrase(
        "The two sessions are on one clock by {how}: {offset} s are added to the second; the lag is as uncertain as "
        "that.",
        how=_CLOCKS[clock.how],
        offset=f"{clock.offset_s:+.3f}",
    )
    if math.isnan(clock.spread_s):
        return text
    return joined((text, Phrase("The markers differ by up to {spread} s.", spread=f"{clock.spread_s:.3f}")), " ")


def _pair_numbers(found: Together) -> ReportTable:
    head = (
        "first", "second", "session", "n_windows", "correlation", "chance", "lag_s", "p", "p_holm",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for one in found.pairs:
        it = one.found
        numbers = ("",) * 6 if it is None else (
            str(it.n_windows), f"{it.strength:.10g}", f"{it.chance:.10g}", f"{it.lag_s:.4f}", f"{it.p:.10g}",
            known(one.p_holm, "{:.10g}"),
        )  # fmt: skip
        rows.append((*one.names, one.where, *numbers))
    return ReportTable("pairs", head, rows)
