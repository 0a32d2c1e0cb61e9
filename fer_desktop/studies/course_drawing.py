"""Figures of curves: of groups around a marker, of each person, and of one person over sessions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from fer_desktop.core.palette import RED
from fer_desktop.results.phrases import Catalogue, Phrase
from fer_desktop.studies.comparison_tables import expression_name, measure_name
from fer_desktop.studies.courses import Courses
from fer_desktop.studies.drawing import new_figure, style_of
from fer_desktop.studies.lettering import Lettering, lettering
from fer_desktop.studies.over_time import Trend
from fer_desktop.studies.scores import Scores, with_scores

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SURE = 0.05
_COLUMNS = 6  # of small multiples
_LEAST_IN = 2.6  # so high is their figure, for its text at the left


def draw_course(found: Courses, words: Catalogue) -> Figure:
    """Mean over people of each level with its 95% interval; bars below are clusters with p below 0.05."""
    letters = lettering(words)
    figure = new_figure(9, 4.2)
    axes = figure.subplots()
    for i, one in enumerate(found.levels):
        style = style_of(i)
        name = f"{letters.name(one.level)} " if one.level else ""
        axes.fill_between(found.times_s, one.low, one.high, color=style["color"], alpha=0.22, linewidth=0)
        numbers = Phrase("{n} people, {n_markers} markers", n=len(one.codes), n_markers=one.n_markers)
        label = f"{name}({letters.said(numbers)})"
        axes.plot(found.times_s, one.mean, linewidth=1.8, label=label, **style)
    axes.axvline(0, color=RED, linewidth=1)
    axes.axhline(0, color="#c4c8cd", linewidth=0.7, zorder=0)
    _draw_clusters(axes, found, letters)
    axes.margins(x=0)
    axes.set_xlabel(_seconds(found, letters), **letters.properties(10))
    axes.set_ylabel(letters.along(_quantity(found), 3.2, 10), **letters.properties(10))
    figure.legend(loc="outside upper center", ncols=2, frameon=False, prop=letters.font())
    return figure


def _draw_clusters(axes: object, found: Courses, letters: Lettering) -> None:
    low, high = axes.get_ylim()  # type: ignore[attr-defined]
    sure = [(i, one) for i, each in enumerate(found.contrasts) for one in each.clusters if one.p < _SURE]
    step = 0.05 * (high - low)
    for i, one in sure:
        y = low - step * (i + 0.5)
        ends = found.times_s[[one.first, one.last]]
        axes.plot(ends, [y, y], color="#1b1d20", linewidth=3, solid_capstyle="butt")  # type: ignore[attr-defined]
        contrast = found.contrasts[i]
        names = f"{letters.name(contrast.first)}, {letters.name(contrast.second)}: " if contrast.first else ""
        text = f" {names if len(found.contrasts) > 1 else ''}{_p(one.p)}"
        axes.text(ends[1], y, text, va="center", **letters.properties(8))  # type: ignore[attr-defined]
    if sure:
        axes.set_ylim(low - step * (len(found.contrasts) + 0.5), high)  # type: ignore[attr-defined]


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def draw_people(found: Courses, words: Catalogue) -> Figure:
    """A small picture for each person, all with the same axes; of who has nothing at a level, nothing is drawn."""
    letters = lettering(words)
    codes = list(dict.fromkeys(code for one in found.levels for code in one.codes))
    columns = min(_COLUMNS, max(len(codes), 1))
    rows = math.ceil(len(codes) / columns)
    height_in = max(1.15 * rows + 1.0, _LEAST_IN)
    figure = new_figure(1.7 * columns + 0.6, height_in)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for axes, code in zip(panels.flat, codes, strict=False):
        for i, one in enumerate(found.levels):
            if code in one.codes:
                curve = one.curves[one.codes.index(code)]
                axes.plot(found.times_s, curve, linewidth=1.2, **style_of(i))
        axes.axvline(0, color=RED, linewidth=0.8)
        axes.set_title(letters.name(code, 70), pad=2, **letters.properties(8))
        axes.tick_params(labelsize=7)
        axes.margins(x=0)
    for axes in panels.flat[len(codes) :]:
        axes.set_visible(False)
    lines = [panels[0, 0].plot([], [], label=letters.name(one.level), **style_of(i))[0]
             for i, one in enumerate(found.levels) if one.level]  # fmt: skip
    if lines:
        figure.legend(handles=lines, loc="outside upper center", ncols=4, frameon=False, prop=letters.font())
    figure.supxlabel(_seconds(found, letters), **letters.properties())
    figure.supylabel(letters.along(_quantity(found), height_in - 1.0), **letters.properties())
    return figure


def _seconds(found: Courses, letters: Lettering) -> str:
    return letters.said(Phrase("seconds from {marker}", marker=letters.name(found.options.marker)))


def _quantity(found: Courses) -> Phrase:
    curve = expression_name(found.options.curve)
    kind = curve if found.options.curve == "valence" else Phrase("probability of {curve}", curve=curve)
    if found.options.baseline is not None:
        kind = Phrase("{curve}, less its baseline", curve=kind)
    return with_scores(kind, found.scores)


def draw_trend(trend: Trend, scores: Scores, words: Catalogue) -> Figure:
    """A point for each session of one person, and the local regression with its interval; gaps stay gaps."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    letters = lettering(words)
    figure = new_figure(9, 3.8)
    axes = figure.subplots()
    days = np.array([date2num(one) for one in trend.started])
    axes.plot(days, trend.values, "o", color="#7d8794", markersize=4, label=letters.said(Phrase("a session")))
    if trend.line is not None:
        for part in trend.parts:
            axes.fill_between(days[part], trend.low[part], trend.high[part], color="#6b9080", alpha=0.25, linewidth=0)
            axes.plot(days[part], trend.line[part], color="#6b9080", linewidth=1.8)
    change = trend.change
    if change is not None and change.is_supported:
        place = (days[change.place - 1] + days[change.place]) / 2
        axes.axvline(place, color="#b08968", linestyle="--", linewidth=1.2)
        axes.text(place, 1.0, f" {_p(change.p)}", transform=axes.get_xaxis_transform(), fontsize=8, va="top")
    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    what: Phrase = measure_name(trend.measure)
    if trend.expression:
        what = Phrase("{curve}: {measure}", curve=expression_name(trend.expression), measure=what)
    axes.set_ylabel(letters.along(with_scores(what, scores), 2.9, 10), **letters.properties(10))
    axes.set_title(letters.name(trend.participant, 300), **letters.properties(10))
    return figure
