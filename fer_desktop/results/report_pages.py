"""Pages of a PDF, filled from top to bottom with text and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fer_desktop.results.report_tables import ReportTable
from fer_desktop.results.typesetting import Typeface, column_widths

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH_PT, _HEIGHT_PT = 842.0, 595.0  # A4, landscape
_MARGIN_PT = 42.0
_TEXT_WIDTH_PT = _WIDTH_PT - 2 * _MARGIN_PT
_LINE = 1.35  # height of a line, in sizes of its font
_HEADING_PT, _CELL_PT = 13.0, 8.0
_BETWEEN_COLUMNS_PT = 12.0
_ROW_GAP_PT = 5.0
_LINES_PER_CELL = 3
_RULE_COLOUR = "#c8c8c8"


class Pages:
    """A page that is being filled; full ones are handed on.

    Args:
        typeface: Fonts of every text.
        save: Takes each finished page.
    """

    def __init__(self, typeface: Typeface, save: Callable[[Figure], object]) -> None:
        self._typeface, self._save = typeface, save
        self._figure: Figure | None = None
        self._y_pt = 0.0

    def write(self, text: str, size_pt: float) -> None:
        """Add a text; it may go on over several pages."""
        for line in self._typeface.wrapped(text, size_pt, _TEXT_WIDTH_PT):
            self._need(size_pt * _LINE)
            self._put(0.0, line, size_pt)
            self._y_pt -= size_pt * _LINE
        self._y_pt -= size_pt * 0.6

    def add_table(self, table: ReportTable) -> None:
        """Add a table under its heading; its head comes again on each page."""
        widths = self._column_widths(table)
        head = self._cells(table.head, widths) if table.head else []
        rows = [self._cells(row, widths) for row in table.rows]
        heights = [2 * _HEADING_PT * _LINE, _height_pt(head), *map(_height_pt, rows)]
        self._need(sum(heights) if sum(heights) < _HEIGHT_PT / 2 else sum(heights[:4]))  # a small table stays whole
        self._y_pt -= _HEADING_PT * 0.4
        self._put(0.0, self._typeface.drawable(table.heading), _HEADING_PT)
        self._y_pt -= _HEADING_PT * _LINE + 4
        if head:
            self._add_row(head, widths)
        for row in rows:
            if self._need(_height_pt(row)) and head:
                self._add_row(head, widths)
            self._add_row(row, widths)
        self._y_pt -= _HEADING_PT

    def close(self) -> None:
        """Hand on the last page, if anything is on it."""
        if self._figure is not None:
            self._save(self._figure)
        self._figure = None

    def _need(self, height_pt: float) -> bool:
        """Begin a new page where less than that is left; True if so."""
        from matplotlib.figure import Figure

        if self._figure is not None and self._y_pt - height_pt >= _MARGIN_PT:
            return False
        self.close()
        self._figure = Figure(figsize=(_WIDTH_PT / 72, _HEIGHT_PT / 72))
        self._y_pt = _HEIGHT_PT - _MARGIN_PT
        return True

    def _put(self, x_pt: float, text: str, size_pt: float) -> None:
        assert self._figure is not None
        x, y = (_MARGIN_PT + x_pt) / _WIDTH_PT, (self._y_pt - size_pt) / _HEIGHT_PT
        self._figure.text(x, y, text, va="baseline", **self._typeface.properties(size_pt))

    def _column_widths(self, table: ReportTable) -> list[float]:
        rows = [table.head, *table.rows] if table.head else table.rows
        texts = [[self._typeface.drawable(cell) for cell in column] for column in zip(*rows, strict=True)]
        natural = [max(self._typeface.width_pt(text, _CELL_PT) for text in set(column)) + 1 for column in texts]
        return column_widths(natural, _TEXT_WIDTH_PT - _BETWEEN_COLUMNS_PT * (len(natural) - 1))

    def _cells(self, row: tuple[str, ...], widths: list[float]) -> list[list[str]]:
        """Lines of each cell."""
        return [
            self._typeface.wrapped(cell, _CELL_PT, width, _LINES_PER_CELL)
            for cell, width in zip(row, widths, strict=True)
        ]

    def _add_row(self, cells: list[list[str]], widths: list[float]) -> None:
        from matplotlib.lines import Line2D

        assert self._figure is not None
        top_pt, x_pt = self._y_pt, 0.0
        for lines, width in zip(cells, widths, strict=True):
            for line in lines:
                self._put(x_pt, line, _CELL_PT)
                self._y_pt -= _CELL_PT * _LINE
            self._y_pt, x_pt = top_pt, x_pt + width + _BETWEEN_COLUMNS_PT
        self._y_pt = top_pt - _height_pt(cells)
        y = (self._y_pt + _ROW_GAP_PT / 2) / _HEIGHT_PT
        right = (_MARGIN_PT + x_pt - _BETWEEN_COLUMNS_PT) / _WIDTH_PT
        self._figure.add_artist(Line2D([_MARGIN_PT / _WIDTH_PT, right], [y, y], color=_RULE_COLOUR, linewidth=0.5))


def _height_pt(cells: list[list[str]]) -> float:
    return max(map(len, cells)) * _CELL_PT * _LINE + _ROW_GAP_PT if cells else 0.0
