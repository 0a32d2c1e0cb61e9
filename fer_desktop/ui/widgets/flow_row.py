"""Lays out a row of widgets that goes on in a second row where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

_WIDE_PX = 100_000  # before the first look at the real width: all in one row


class FlowRow(QLayout):
    """The layout. What can expand starts at its smallest width and shares what is left of its row.

    The smallest height is that of the present width: splitters ask for that, and not for a height for a width.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._width_px = _WIDE_PX
        self.setContentsMargins(0, 0, 0, 0)

    def add_stretch(self) -> None:
        """Leave what is left of the row empty here."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Qt: one more item."""
        self._items.append(item)

    def count(self) -> int:
        """Qt: number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Qt: an item, or None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Qt: an item goes."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Qt: a row needs no more height than it has."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: everything in one row, in the height of the present width."""
        widths = [_width_of(item) for item in self._shown]
        return QSize(sum(widths) + self.spacing() * max(len(widths) - 1, 0), self._height_px)

    def minimumSize(self) -> QSize:  # noqa: N802
        """Qt: the widest item alone, in the height of the present width."""
        return QSize(max((item.minimumSize().width() for item in self._shown), default=0), self._height_px)

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
    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.widget() is None or not item.isEmpty()]

    @property
    def _height_px(self) -> int:
        rows = self._rows()
        return sum(_height_of(row) for row in rows) + self._row_gap_px * max(len(rows) - 1, 0)

    @property
    def _row_gap_px(self) -> int:
        return self.spacing() // 2

    def _rows(self) -> list[list[QLayoutItem]]:
        """The items of each row, for the present width."""
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown:
            if not rows or used + _width_of(item) > self._width_px:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += _width_of(item) + self.spacing()
        return rows

    def _place(self, row: list[QLayoutItem], area: QRect) -> None:
        used = sum(_width_of(item) for item in row) + self.spacing() * (len(row) - 1)
        share = max(area.width() - used, 0) // max(sum(_expands(item) for item in row), 1)
        x = area.x()
        for item in row:
            width = min(_width_of(item) + share * _expands(item), area.width())
            height = min(item.sizeHint().height(), area.height())
            item.setGeometry(QRect(x, area.y() + (area.height() - height) // 2, width, height))
            x += width + self.spacing()


def _expands(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _width_of(item: QLayoutItem) -> int:
    return (item.minimumSize() if _expands(item) else item.sizeHint()).width()


def _height_of(row: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in row)
