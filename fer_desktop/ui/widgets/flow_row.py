"""Lays out a row of widgets that goes on in a second row where the window is narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

_WIDE_PX = 100_000  # before the first look at the real width: all in one row


class FlowRow(QLayout):
    """The layout. What can expand starts at its smallest width and shares what is left of its row.

    The smallest height is that of the present width: splitters ask for that, and not for a height for a width.
    Sizes are asked for once until Qt says that one may be another: a window asks for them many times while it opens.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._parts: list[_Part] | None = None
        self._width_px = _WIDE_PX
        self.setContentsMargins(0, 0, 0, 0)

    def add_stretch(self) -> None:
        """Leave what is left of the row empty here."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Qt: one more item."""
        self._items.append(item)
        self._parts = None

    def count(self) -> int:
        """Qt: number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Qt: an item, or None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Qt: an item goes."""
        self._parts = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Qt: something may have another size now."""
        self._parts = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Qt: a row needs no more height than it has."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: everything in one row, in the height of the present width."""
        widths = [part.width_px for part in self._shown]
        return QSize(sum(widths) + self.spacing() * max(len(widths) - 1, 0), self._height_px)

    def minimumSize(self) -> QSize:  # noqa: N802
        """Qt: the widest item alone, in the height of the present width."""
        return QSize(max((part.least_px for part in self._shown), default=0), self._height_px)

    def setGeometry(self, area: QRect) -> None:  # noqa: N802
        """Qt: place everything; when that takes another height, those around are told."""
        super().setGeometry(area)
        before_px, self._width_px = self._height_px, area.width()
        y = area.y()
        for row in self._rows():
            height = _height_of(row)
            self._place(row, QRect(area.x(), y, area.width(), height))
            y += height + self._row_gap_px
        if self._height_px != before_px:
            self.update()

    @property
    def _shown(self) -> list[_Part]:
        if self._parts is None:
            self._parts = [_Part.of(item) for item in self._items if item.widget() is None or not item.isEmpty()]
        return self._parts

    @property
    def _height_px(self) -> int:
        rows = self._rows()
        return sum(_height_of(row) for row in rows) + self._row_gap_px * max(len(rows) - 1, 0)

    @property
    def _row_gap_px(self) -> int:
        return self.spacing() // 2

    def _rows(self) -> list[list[_Part]]:
        """The items of each row, for the present width."""
        rows: list[list[_Part]] = []
        used = 0
        for part in self._shown:
            if not rows or used + part.width_px > self._width_px:
                rows.append([])
                used = 0
            rows[-1].append(part)
            used += part.width_px + self.spacing()
        return rows

    def _place(self, row: list[_Part], area: QRect) -> None:
        used = sum(part.width_px for part in row) + self.spacing() * (len(row) - 1)
        share = max(area.width() - used, 0) // max(sum(part.expands for part in row), 1)
        x = area.x()
        for part in row:
            width = min(part.width_px + share * part.expands, area.width())
            height = min(part.height_px, area.height())
            part.item.setGeometry(QRect(x, area.y() + (area.height() - height) // 2, width, height))
            x += width + self.spacing()


@dataclass(frozen=True, slots=True)
class _Part:
    """An item as large as it is now: the width it starts with, its smallest one, its height."""

    item: QLayoutItem
    expands: bool
    width_px: int
    least_px: int
    height_px: int

    @classmethod
    def of(cls, item: QLayoutItem) -> _Part:
        """Ask it."""
        expands = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
        hint, least = item.sizeHint(), item.minimumSize()
        return cls(item, expands, (least if expands else hint).width(), least.width(), hint.height())


def _height_of(row: list[_Part]) -> int:
    return max(part.height_px for part in row)
