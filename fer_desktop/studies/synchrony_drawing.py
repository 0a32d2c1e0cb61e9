"""Figures of faces that move together: the correlation at each lag, and all pairs of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fer_desktop.results.phrases import Catalogue, Phrase
from fer_desktop.studies.comparison_tables import expression_name
from fer_desktop.studies.drawing import LEVEL_COLOURS, new_figure
from fer_desktop.studies.lettering import Lettering, lettering
from fer_desktop.studies.scores import with_scores
from fer_desktop.studies.together import Together

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SURE = 0.05
_COLOUR, _CHANCE = LEVEL_COLOURS[2], "#9aa0a6"
_ROW_IN = 0.2


def draw_lags(found: Together, words: Catalogue) -> Figure:
    """Of one pair: the mean correlation at each lag; the broken line is what 5% of random orders reach."""
    letters, one = lettering(words), found.pairs[0].found
    assert one is not None
    figure = new_figure(9, 3.8)
    axes = figure.subplots()
    axes.plot(one.lags_s, one.correlations, color=_COLOUR, linewidth=1.8)
    chance = letters.said(Phrase("largest correlation of 5% of random orders"))
    axes.axhline(one.chance, color=_CHANCE, linestyle="--", linewidth=1.2, label=chance)
    axes.axvline(0, color="#c4c8cd", linewidth=0.7, zorder=0)
    if found.pairs[0].p_holm < SURE:
        axes.plot(one.lag_s, one.strength, "o", color=_COLOUR, markersize=6)
    axes.margins(x=0)
    first, second = (letters.said(name) for name in found.pairs[0].names)
    lag = Phrase("seconds by which {second} comes after {first}", first=first, second=second)
    axes.set_xlabel(letters.said(lag), **letters.properties(10))
    axes.set_ylabel(_correlation(found, letters), **letters.properties(10))
    figure.legend(loc="outside upper center", frameon=False, prop=letters.font())
    return figure


def draw_pairs(found: Together, words: Catalogue) -> Figure:
    """A row for each pair: filled where p (Holm) is below 0.05; the tick is what 5% of random orders reach."""
    letters = lettering(words)
    figure = new_figure(7.5, 1.5 + _ROW_IN * len(found.pairs))
    axes = figure.subplots()
    names = []
    for row, pair in enumerate(found.pairs):
        first, second = (letters.name(letters.words.text(name), 80) for name in pair.names)
        names.append(f"{first} · {second}")
        if pair.found is None:
            continue
        fill = _COLOUR if pair.p_holm < SURE else "white"
        axes.plot(pair.found.strength, row, "o", color=_COLOUR, markerfacecolor=fill, markersize=5)
        axes.plot(pair.found.chance, row, "|", color=_CHANCE, markersize=8)
    if found.strangers is not None:
        for value, style, text in (
            (found.strangers.strength, "-", Phrase("mean of pairs")),
            (found.strangers.of_strangers, ":", Phrase("mean of strangers")),
        ):
            axes.axvline(value, color=LEVEL_COLOURS[1], linestyle=style, linewidth=1.2, label=letters.said(text))
        figure.legend(loc="outside upper center", ncols=2, frameon=False, prop=letters.font())
    axes.set_yticks(range(len(names)), names, **letters.properties(7))
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel(_correlation(found, letters), **letters.properties())
    axes.grid(axis="x", color="#e2e4e7", linewidth=0.7)
    axes.set_axisbelow(True)
    return figure


def _correlation(found: Together, letters: Lettering) -> str:
    kind = Phrase("mean correlation of {curve}", curve=expression_name(found.curve))
    return letters.said(with_scores(kind, found.scores))
