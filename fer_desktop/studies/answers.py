"""What is asked of a study, answered: tables, figures with their numbers, and what the answer means.

The command line prints an answer, the window shows it, the report holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fer_desktop.results.phrases import Catalogue, Phrase, joined
from fer_desktop.results.tables import ReportTable
from fer_desktop.session.table import Table
from fer_desktop.studies.choices import Measure
from fer_desktop.studies.clusters import Cluster
from fer_desktop.studies.comparing import NOTE as ABOUT_PEOPLE
from fer_desktop.studies.comparing import Comparison
from fer_desktop.studies.comparison_tables import (
    comparison_tables,
    expression_name,
    factor_name,
    measure_name,
    method_of,
    missing_table,
    p_text,
    quantity_of,
)
from fer_desktop.studies.courses import Courses
from fer_desktop.studies.intervals import FEWEST
from fer_desktop.studies.over_time import NOTE as ABOUT_TIME
from fer_desktop.studies.over_time import OverTime, Trend
from fer_desktop.studies.people import changed_people, people_of
from fer_desktop.studies.scores import scores_sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ABOUT_COURSES = Phrase(
    "Intervals are at each time by itself, over people; they are not corrected for the number of times. What a curve "
    "says is how readings of expressions changed after the marker, not what anybody felt, nor that the marker was the "
    "cause."
)
_ABOUT_CLUSTERS = Phrase(
    "p of a cluster holds for all times at once (and for all pairs of levels, by Bonferroni): it tests whether the "
    "curves differ at all. When a difference began and ended is not tested: the ends of a cluster are no result. What "
    "it takes for granted where nothing differs: of pairs and of one level, that the curve of a change is as likely as "
    "the same one upside down; of groups, that their people are spread alike, too. Where no cluster is found, there "
    "may be a difference all the same."
)

_CLUSTERS = Phrase(
    "Differences: cluster-based permutation tests (Maris & Oostenveld 2007; two-sided t at 5%, 4,999 random orders, or "
    "all of them with 12 people or fewer), of people whose curves have no hole."
)
_TRENDS = Phrase(
    "Each point is one session. The line is a local linear regression (loess, degree 1, two thirds of the sessions), "
    "its band a 95% bootstrap interval over sessions; both need eight sessions. Where sessions are more than three "
    "usual steps apart, nothing is drawn. A change is named only where Pettitt's test (4,999 random orders, Holm over "
    "expressions) has p below 0.05; it finds a slow trend, too. Band and test take sessions for independent of each "
    "other: where neighbouring ones resemble each other, the band is too narrow and p too small."
)
_ALL, _BASELINE, _NONE = Phrase("all"), Phrase("baseline"), Phrase("none")
_TOO_FEW = Phrase("too few people for a test")
_KINDS = {"one": Phrase("against its baseline"), "paired": Phrase("paired"), "unpaired": Phrase("unpaired")}


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure.

    Attributes:
        name: For names of files.
        draw: Draws it with words of that language; takes a moment, and may be called in any thread.
        numbers: All that is drawn, in English.
    """

    name: str
    draw: Callable[[Catalogue], Figure]
    numbers: ReportTable


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        title: What was asked.
        texts: How it was made and what it does not mean, in paragraphs.
    """

    title: str
    tables: tuple[ReportTable, ...]
    texts: tuple[str, ...]
    pictures: tuple[Picture, ...]


def compared(table: Table, found: Comparison) -> Answer:
    """A comparison, with means and a heat map of everybody."""
    from fer_desktop.studies.drawing import draw_heat, draw_means

    options = found.options
    if options.baseline_condition:
        people = changed_people(table, options.by, options.measure, options.least_seen, options.baseline_condition)
    else:
        people = people_of(table, options.by, options.measure, options.least_seen)
    people.levels = list(dict.fromkeys(one.level for one in found.means))
    codes, quantity = list(dict.fromkeys(table["participant"])), quantity_of(options, found.scores)
    means = ReportTable(
        "means",
        ("expression", options.by, "n", "mean", "low", "high"),
        [
            (one.expression or "valence", one.level, str(one.n), *map(_exact, (one.mean, one.low, one.high)))
            for one in found.means
        ],
    )
    heat = ReportTable(
        "people",
        ("participant", options.by, "expression", options.measure),
        [
            (code, level, expression or "valence", _exact(value))
            for (expression, level), cell in people.cells.items()
            if level in people.levels
            for code, value in cell.items()
        ],
    )
    return Answer(
        Phrase("{measure} by {by}", measure=quantity, by=factor_name(options.by)),
        tuple(comparison_tables(found)),
        (method_of(found), ABOUT_PEOPLE),
        (
            Picture("means", lambda words: draw_means(found, words), means),
            Picture("people", lambda words: draw_heat(people, codes, quantity, words), heat),
        ),
    )


def around_marker(found: Courses) -> Answer:
    """Curves around a marker, of levels and of each person."""
    from fer_desktop.studies.course_drawing import draw_course, draw_people

    options = found.options
    by = factor_name(options.by) if options.by else ""
    rows: list[tuple[str, ...]] = [(one.level or _ALL, str(len(one.codes)), str(one.n_markers)) for one in found.levels]
    head = (by, Phrase("people"), Phrase("markers"))
    tables = [ReportTable(Phrase("Around {marker}", marker=options.marker), head, rows)]
    if found.contrasts:
        tables.append(_cluster_table(found))
    if found.left_out:
        tables.append(missing_table(found.left_out, by))
    texts = [_course_method(found), _ABOUT_COURSES, *([_ABOUT_CLUSTERS] if found.contrasts else [])]
    pictures = (
        Picture("course", lambda words: draw_course(found, words), _course_numbers(found)),
        Picture("each-person", lambda words: draw_people(found, words), _people_numbers(found)),
    )
    title = Phrase("{curve} around {marker}", curve=expression_name(options.curve), marker=options.marker)
    return Answer(title, tuple(tables), tuple(texts), pictures)


def _course_method(found: Courses) -> Phrase:
    options, baseline = found.options, found.options.baseline
    parts = [
        scores_sentence(found.scores),
        Phrase(
            "Curves of {curve} from {start} to {end} s around each marker {marker!r}, every {step} s, interpolated "
            "between rows; a gap is a hole.",
            curve=expression_name(options.curve),
            start=f"{options.from_s:g}",
            end=f"{options.to_s:g}",
            marker=options.marker,
            step=f"{options.step_s:g}",
        ),
    ]
    if baseline is not None:
        start, end = (f"{each:g}" for each in baseline)
        parts.append(Phrase("From each curve its mean from {start} to {end} s is subtracted.", start=start, end=end))
    parts.append(
        Phrase(
            "A marker at which the face was seen for less than {least_seen} of the time is left out. The curve of a "
            "person is the mean over their markers; each person counts the same. Intervals: 95%, bootstrap-t over "
            "people (1,999 samples, seed {seed}).",
            least_seen=f"{options.least_seen:.0%}",
            seed=options.seed,
        )
    )
    if any(len(one.codes) < FEWEST for one in found.levels):
        parts.append(Phrase("With fewer than {n} people there is no interval.", n=FEWEST))
    if found.contrasts:
        parts.append(_CLUSTERS)
    return joined(parts, " ")


def _cluster_table(found: Courses) -> ReportTable:
    rows: list[tuple[str, ...]] = []
    for one in found.contrasts:
        names = (one.first or _BASELINE, one.second or _ALL, _KINDS[one.kind], str(one.n))
        spans = [(_span(found, each), f"{each.mass:+.1f}", p_text(each.p)) for each in one.clusters]
        rows += [(*names, *span) for span in spans or [(_NONE if one.is_tested else _TOO_FEW, "-", "-")]]
    head = (
        Phrase("first"), Phrase("second"), Phrase("kind"), "n", Phrase("cluster (s)"), Phrase("mass (t)"), "p",
    )  # fmt: skip
    return ReportTable(Phrase("Differences: the second less the first"), head, rows)


def _span(found: Courses, cluster: Cluster) -> Phrase:
    first, last = found.times_s[cluster.first], found.times_s[cluster.last]
    return Phrase("{low} to {high}", low=f"{first:.2f}", high=f"{last:.2f}")


def _course_numbers(found: Courses) -> ReportTable:
    rows = [
        (one.level, f"{time_s:.3f}", str(int(np.isfinite(one.curves[:, i]).sum())), *map(_exact, values))
        for one in found.levels
        for i, (time_s, *values) in enumerate(zip(found.times_s, one.mean, one.low, one.high, strict=True))
    ]
    return ReportTable("course", (found.options.by or "level", "time_s", "n", "mean", "low", "high"), rows)


def _people_numbers(found: Courses) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (code, one.level, f"{time_s:.3f}", _exact(value))
        for one in found.levels
        for code, curve in zip(one.codes, one.curves, strict=True)
        for time_s, value in zip(found.times_s, curve, strict=True)
    ]
    return ReportTable("each person", ("participant", found.options.by or "level", "time_s", "value"), rows)


def trends_of(found: OverTime, participant: str, measure: Measure) -> Answer:
    """One person over sessions."""
    from fer_desktop.studies.course_drawing import draw_trend

    rows = [_trend_row(one) for one in found.trends]
    head = (
        Phrase("expression"), Phrase("sessions"), Phrase("from"), Phrase("to"), Phrase("first"), Phrase("last"),
        Phrase("change after"), Phrase("before"), Phrase("after"), "p (Holm)",
    )  # fmt: skip
    what = measure_name(measure)
    tables = [ReportTable(Phrase("{measure} of {who} over sessions", measure=what, who=participant), head, rows)]
    if found.left_out:
        tables.append(missing_table(found.left_out, Phrase("session")))
    pictures = tuple(
        Picture(
            f"{one.expression or 'valence'}-over-time",
            lambda words, one=one: draw_trend(one, found.scores, words),  # type: ignore[misc]
            _trend_numbers(one),
        )
        for one in found.trends
        if len(one.values)
    )
    title = Phrase("{measure} of {who} over time", measure=what, who=participant)
    return Answer(title, tuple(tables), (joined((scores_sentence(found.scores), _TRENDS), " "), ABOUT_TIME), pictures)


def _trend_row(one: Trend) -> tuple[str, ...]:
    name, n = expression_name(one.expression), len(one.values)
    if not n:
        return (name, "0", *("-",) * 8)
    days = f"{one.started[0]:%Y-%m-%d}", f"{one.started[-1]:%Y-%m-%d}"
    ends = ("-", "-") if one.line is None else (f"{one.line[0]:.3f}", f"{one.line[-1]:.3f}")
    change = one.change
    if change is None:
        return (name, str(n), *days, *ends, "-", "-", "-", "-")
    if not change.is_supported:
        return (name, str(n), *days, *ends, _NONE, "-", "-", p_text(change.p))
    after = f"{one.started[change.place - 1]:%Y-%m-%d}"
    return (name, str(n), *days, *ends, after, f"{change.before:.3f}", f"{change.after:.3f}", p_text(change.p))


def _trend_numbers(one: Trend) -> ReportTable:
    line = one.line if one.line is not None else np.full(len(one.values), np.nan)
    rows = [
        (at.isoformat(timespec="seconds"), *map(_exact, values))
        for at, *values in zip(one.started, one.values, line, one.low, one.high, strict=True)
    ]
    return ReportTable("over time", ("started", one.measure, "line", "low", "high"), rows)


def _exact(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.10g}"
