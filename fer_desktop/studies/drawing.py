"""Figures of comparisons: means with intervals, and a heat map of people and expressions. No file, no window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.phrases import Catalogue, Phrase
from fer_desktop.studies.comparing import Comparison
from fer_desktop.studies.comparison_tables import expression_name, quantity_of
from fer_desktop.studies.lettering import lettering
from fer_desktop.studies.people import People

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEVEL_COLOURS = ("#7d8794", "#b08968", "#6b9080", "#8a6f9e", "#a05a5a", "#4f7f9f")  # colour belongs to expressions
_STYLES = ("-", "--", ":", "-.")
_LEAST_ROW_IN = 0.16


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure that draws into memory."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def style_of(i: int) -> dict[str, Any]:
    """How the curve of a level is drawn: told apart in black and white, too."""
    return {"color": LEVEL_COLOURS[i % len(LEVEL_COLOURS)], "linestyle": _STYLES[i % len(_STYLES)]}


def draw_means(found: Comparison, words: Catalogue) -> Figure:
    """Means over people at each level, with their intervals; a level whose interval is not known is hollow."""
    letters = lettering(words)
    expressions = list(dict.fromkeys(one.expression for one in found.means))
    levels = list(dict.fromkeys(one.level for one in found.means))
    figure = new_figure(max(4.5, 1.5 + 1.05 * len(expressions)), 3.8)
    axes = figure.subplots()
    for i, level in enumerate(levels):
        mine = {one.expression: one for one in found.means if one.level == level}
        places = np.arange(len(expressions)) + 0.7 * ((i + 0.5) / len(levels) - 0.5)
        colour = LEVEL_COLOURS[i % len(LEVEL_COLOURS)]
        for place, expression in zip(places, expressions, strict=True):
            one = mine[expression]
            axes.vlines(place, one.low, one.high, color=colour, linewidth=2)
            is_sure = not np.isnan(one.low)
            axes.plot(place, one.mean, "os^Dvp"[i % 6], color=colour, markerfacecolor=colour if is_sure else "white")
        n = sorted({one.n for one in mine.values()})
        people = Phrase("{n} people", n=str(n[0]) if len(n) == 1 else f"{n[0]}–{n[-1]}")
        axes.plot([], [], "os^Dvp"[i % 6], color=colour, label=f"{letters.name(level)} ({letters.said(people)})")
    names = [letters.said(expression_name(name)) for name in expressions]
    axes.set_xticks(range(len(names)), names, rotation=20, ha="right", **letters.properties())
    axes.set_xlim(-0.6, len(names) - 0.4)  # of one expression, too, levels stand beside each other
    axes.set_ylabel(letters.along(quantity_of(found.options, found.scores), 2.6), **letters.properties())
    axes.grid(axis="y", color="#e2e4e7", linewidth=0.7)
    axes.set_axisbelow(True)
    figure.legend(loc="outside upper center", ncols=3, frameon=False, prop=letters.font())
    return figure


def draw_heat(people: People, codes: Sequence[str], quantity: Phrase, words: Catalogue) -> Figure:
    """A row for each person, a column for each expression, a map for each level; white with a dot is not known."""
    letters, levels = lettering(words), people.levels
    expressions = [name for name in ("", *EXPRESSIONS) if any((name, level) in people.cells for level in levels)]
    values = {level: _grid(people, codes, expressions, level) for level in levels}
    known = np.concatenate([grid[np.isfinite(grid)] for grid in values.values()] or [np.zeros(1)])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    height = max(2.6, 1.4 + _LEAST_ROW_IN * len(codes))
    figure = new_figure(2.0 + (0.6 + 0.32 * len(expressions)) * max(len(levels), 1), height)
    panels = figure.subplots(1, max(len(levels), 1), sharey=True, squeeze=False)[0]
    image, names = None, [letters.said(expression_name(name)) for name in expressions]
    for axes, level in zip(panels, levels, strict=False):
        grid = values[level]
        image = axes.imshow(grid, aspect="auto", cmap="cividis", vmin=low, vmax=high, interpolation="nearest")
        rows, columns = np.nonzero(np.isnan(grid))
        axes.plot(columns, rows, ".", color="#9aa0a6", markersize=3)
        axes.set_title(letters.name(level), **letters.properties())
        axes.set_xticks(range(len(names)), names, rotation=90, **letters.properties(8))
    panels[0].set_yticks(range(len(codes)), [letters.name(code, 80) for code in codes], **letters.properties(7))
    if image is not None:
        bar = figure.colorbar(image, ax=list(panels), shrink=0.8)
        bar.set_label(letters.along(quantity, 0.7 * height), **letters.properties())
    return figure


def _grid(people: People, codes: Sequence[str], expressions: Sequence[str], level: str) -> NDArray[np.float64]:
    """(P, E) figures; NaN where nothing is known."""
    cells = [people.cells.get((name, level), {}) for name in expressions]
    return np.array([[cell.get(code, np.nan) for cell in cells] for code in codes]).reshape(len(codes), len(cells))
