"""A lane of a timeline as a value: what it is called, its range, its curves. Who paints it needs nothing else.

The names are English; the window translates those it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS, PLAIN

Painter = Literal["curves", "band", "spans", "flags"]
"""How a lane is drawn: a line for each curve; the largest curve as coloured stretches; words in stretches; markers."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve of a lane.

    Attributes:
        key: By which it is known; in lanes of a session the column that it shows.
        name: For people.
        colour: #rrggbb. Colour belongs to expressions; what is none has a shade of gray.
    """

    key: str
    name: str
    colour: str = PLAIN


@dataclass(frozen=True, slots=True)
class Lane:
    """What one strip over time shows.

    Attributes:
        key: By which it is known, and kept as chosen.
        name: For people; stands above the strip.
        unit: Of the values; "" when they have none.
        curves: In the order in which they are drawn.
        bounds: Lowest and highest value of the strip; None takes those of the data.
        marks: Values at which the scale has a mark.
        painter: How it is drawn.
        share: Of the height, beside the others; 0 is a thin strip of fixed height.
        has_top: The largest of its curves means something: where curves are drawn quickly it is strong, the others
            faint.
    """

    key: str
    name: str
    unit: str = ""
    curves: tuple[Curve, ...] = ()
    bounds: tuple[float, float] | None = (0.0, 1.0)
    marks: tuple[float, ...] = ()
    painter: Painter = "curves"
    share: int = 2
    has_top: bool = False


_OF_EXPRESSIONS = tuple(Curve(name, name, COLOURS[name]) for name in EXPRESSIONS)
MARKERS = Lane("markers", "Markers", painter="flags", share=0)
CURVES = Lane("expressions", "Expressions", "", _OF_EXPRESSIONS, marks=(0, 0.5, 1), share=4, has_top=True)
BAND = Lane("top", "Top expression", "", _OF_EXPRESSIONS, painter="band", share=0)
VALENCE = Lane("valence", "Valence", "", (Curve("valence", "valence"),), (-1.0, 1.0), (-1, 0, 1))
OF_A_FACE = (CURVES, BAND, VALENCE)
"""The lanes that every face has, and those that are drawn where nobody chose."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """The rows of a lane between two times.

    Attributes:
        times_s: (N,) float64, growing.
        values: (N, K), a column for each curve; NaN where it has none.
        joined: (N,) bool, whether no gap lies between this row and the next.
    """

    times_s: NDArray[np.float64]
    values: NDArray[np.floating[Any]]
    joined: NDArray[np.bool_]

    def is_same(self, other: Stretch) -> bool:
        """Whether the rows are the same, also where they are not known."""
        mine, others = (self.times_s, self.joined, self.values), (other.times_s, other.joined, other.values)
        return all(np.array_equal(one, two, equal_nan=True) for one, two in zip(mine, others, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Words, each over a stretch of time.

    Attributes:
        starts_s, ends_s: (N,) float64, both growing.
        labels: N words; "" draws the stretch alone.
    """

    starts_s: NDArray[np.float64]
    ends_s: NDArray[np.float64]
    labels: tuple[str, ...]

    def between(self, start_s: float, end_s: float) -> Spans:
        """Those that reach into this stretch of time."""
        first = int(np.searchsorted(self.ends_s, start_s))
        last = max(int(np.searchsorted(self.starts_s, end_s, side="right")), first)
        return Spans(self.starts_s[first:last], self.ends_s[first:last], self.labels[first:last])


class Series:
    """All rows of a lane, and windows of them.

    Args:
        times_s: (N,) float64, growing.
        values: (N, K), a column for each curve.
        joined: (N,) bool, as in `Stretch`.
    """

    def __init__(
        self, times_s: NDArray[np.float64], values: NDArray[np.floating[Any]], joined: NDArray[np.bool_]
    ) -> None:
        self._times, self._values = times_s, values
        # counted once: a window that leaves rows out then still knows whether a gap lies between two of its own
        self._gaps = np.cumsum(np.append(0, ~joined[:-1])) if len(joined) else np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._times)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lowest and highest value; None where there is none."""
        known = self._values[np.isfinite(self._values)]
        return (float(known.min()), float(known.max())) if len(known) else None

    def window(self, start_s: float, end_s: float, max_rows: int = 0) -> Stretch:
        """Rows between two times, both included, and one on each side where there is one.

        Args:
            max_rows: Where there are more, only every second, third, ... row is given; 0 gives all.
        """
        first = max(int(np.searchsorted(self._times, start_s)) - 1, 0)
        last = int(np.searchsorted(self._times, np.nextafter(end_s, np.inf))) + 1
        stride = max(-(-(last - first) // max_rows), 1) if max_rows else 1
        # rows at multiples of the stride since the beginning of all, else a curve would flicker as its window moves
        rows = slice(first - first % stride, last, stride)
        gaps = self._gaps[rows]
        joined = np.append(gaps[1:] == gaps[:-1], False) if len(gaps) else np.zeros(0, dtype=bool)
        return Stretch(self._times[rows], self._values[rows], joined)
