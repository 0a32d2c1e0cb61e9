"""A picture of a session: for each face and stream its curves, and a band with the top expression."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS, RED
from fer_desktop.results.fonts import Typeface, installed_typeface
from fer_desktop.results.phrases import ENGLISH, NAMES, Catalogue, Phrase, source_phrase
from fer_desktop.results.plot_rows import PlotRow, rows_of
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_LINES = 1000  # of markers: about one for each pixel
_NAME_WIDTH_PT = 140.0  # of the height of a row
_SOURCE_WIDTH_PT = 560.0  # of the width of the figure


def save_plot(session: Session, path: Path) -> None:
    """Draw the session as a PNG.

    Raises:
        ExportError: it cannot be written.
    """
    data = io.BytesIO()
    draw_session(session).savefig(data, format="png", dpi=110)
    write_whole(path, data.getvalue())


def draw_session(session: Session, words: Catalogue = ENGLISH) -> Figure:
    """A figure with a row for each face, of many for the first ten, then for voice, words, and all together."""
    return draw_rows(session, rows_of(session), words)


def draw_rows(session: Session, rows: Sequence[PlotRow], words: Catalogue = ENGLISH) -> Figure:
    """A figure with these rows, a line at each marker, and excluded stretches in gray; without any it says so."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    typeface = installed_typeface()
    figure = Figure(figsize=(11, 1.4 + 2.6 * max(len(rows), 1)), layout="constrained")
    FigureCanvasAgg(figure)
    places = figure.subplots(max(len(rows), 1), 1, sharex=True, squeeze=False)[:, 0]
    for axes, row in zip(places, rows, strict=False):
        _draw_row(axes, row, words, typeface)
        _draw_times(axes, session)
    if not rows:
        is_sound = session.info.is_sound_alone
        nothing = words.text(Phrase("no voice in this session") if is_sound else Phrase("no face in this session"))
        places[0].text(0.5, 0.5, nothing, ha="center", transform=places[0].transAxes, **typeface.properties(10))
    places[-1].set_xlabel(words.text(Phrase("time (s)")), **typeface.properties(10))
    source = typeface.shortened(words.text(source_phrase(session.info.source.name)), 11, _SOURCE_WIDTH_PT)
    figure.suptitle(words.text(Phrase("{source}: expressions, not feelings", source=source)), **typeface.properties(11))
    if rows:
        font = {"family": list(typeface.families), "size": 10}
        legend = places[0].get_legend_handles_labels()
        figure.legend(*legend, loc="outside lower center", ncols=8, frameon=False, prop=font)
    return figure


def _draw_row(axes: Axes, row: PlotRow, words: Catalogue, typeface: Typeface) -> None:
    for i, expression in enumerate(NAMES):
        curve = row.probabilities[:, i]
        axes.plot(row.times_s, curve, color=COLOURS[expression], label=words.text(expression), linewidth=1.4)
    _draw_band(axes, row.times_s, row.probabilities)
    # below 0 is the band of the top expression, above 1 the width of a line
    axes.set_ylim(-0.1, 1.02)
    names = {key: typeface.shortened(str(name), 10, _NAME_WIDTH_PT) for key, name in row.label.values.items()}
    axes.set_ylabel(words.text(Phrase(row.label.template, **names)), **typeface.properties(10))


def _draw_times(axes: Axes, session: Session) -> None:
    """What is left out, and where markers are."""
    for span in session.edits.excluded:
        axes.axvspan(span.start_s, span.end_s, color="#808080", alpha=0.3, linewidth=0)
    marked_s = _apart([marker.time_s for marker in session.markers])
    ends = axes.get_xaxis_transform()
    axes.vlines(marked_s, 0, 1, transform=ends, color=RED, linewidth=0.8, linestyle="--")
    axes.margins(x=0)


def drawable_words(words: Catalogue) -> Catalogue:
    """The language, or English where no font of this computer has the characters that a figure needs."""
    text = "".join(map(words.text, NAMES))
    return words if installed_typeface().drawable(text) == text else ENGLISH


def _apart(times_s: list[float]) -> list[float]:
    """Of times in order those that the figure can show beside each other."""
    if not times_s:
        return []
    places = np.linspace(times_s[0], times_s[-1], _MOST_LINES)
    nearest = np.searchsorted(times_s, places)
    return [times_s[i] for i in np.unique(nearest)] if len(times_s) > _MOST_LINES else times_s


def _draw_band(axes: Axes, times: NDArray[np.float64], probabilities: NDArray[np.float64]) -> None:
    """Top expression as a coloured strip below the curves; gaps where there is nothing."""
    present = ~np.isnan(probabilities[:, 0])
    top = np.where(present, np.nan_to_num(probabilities).argmax(axis=1), -1)
    for i, name in enumerate(EXPRESSIONS):
        axes.fill_between(times, -0.1, -0.03, where=top == i, step="post", color=COLOURS[name], linewidth=0)
