"""Statistics of a session as a table: every face, over the whole session and from each marker to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.results.statistics import (
    MOST_MARKERS,
    FaceStatistics,
    marker_statistics,
    range_statistics,
    session_statistics,
    share_text,
)
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.cells import guarded
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.ui.widgets.fitting import narrowed
from fer_desktop.ui.widgets.heading import quiet_head
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.plain_text import elided, plain_tip
from fer_desktop.ui.widgets.translation import expression_name

_FIRST_FIGURE = 2  # names and stretches come before
_SHARES = range(3, 3 + len(EXPRESSIONS))
_SHARE = Qt.ItemDataRole.UserRole
_BAR_PX, _MOST_SPARE_PX = 4, 60
_LEAST_NAME_PX, _LONGEST_FIGURE = 80, "100% "
_MOST_CHARACTERS = 24  # of a name: the figures must stay in sight


class StatisticsTable(QTableWidget):
    """One row for each face and stretch; shares of the time in which the face was seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heads = [
            self.tr("Face"),
            self.tr("Stretch"),
            self.tr("Seen (s)"),
            *(expression_name(name) for name in EXPRESSIONS),
        ]
        heads += [self.tr("Changes"), self.tr("Valence"), self.tr("Unreliable")]
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)  # Tab leads on to the next control, arrows from cell to cell
        self.setShowGrid(False)
        self.setWordWrap(False)
        quiet_head(self, range(_FIRST_FIGURE, len(heads)))
        for column, words in enumerate(heads):
            self.model().setHeaderData(column, Qt.Orientation.Horizontal, words, Qt.ItemDataRole.ToolTipRole)
        self._rows: list[tuple[str, str, FaceStatistics]] = []
        self._wanted_px: list[int] = []
        self._least_px: list[int] = []
        self._bars = [_BarDelegate(name, self) for name in EXPRESSIONS]
        for column, bar in zip(_SHARES, self._bars, strict=True):
            self.setItemDelegateForColumn(column, bar)
        self._add_actions()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Statistics"))

    def show_session(self, session: Session, selected: Span | None = None) -> None:
        """Fill the table; a selected range comes first."""
        rows = []
        for calibrated in (False, True) if is_calibrated(session.table) else (False,):
            kind = self.tr("{0}, calibrated") if calibrated else "{0}"
            if selected is not None:
                words = self.tr("selected range")
                rows += [(kind, words, s) for s in range_statistics(session, selected, calibrated)]
            rows += [(kind, self.tr("whole session"), s) for s in session_statistics(session, calibrated)]
            rows += [(kind, label, s) for label, s in marker_statistics(session, calibrated)]
        n_more = max(len(session.markers) - MOST_MARKERS, 0)
        self.setRowCount(len(rows) + bool(n_more))
        self.horizontalHeader().show()
        self._rows = [(kind.format(session.name_of(s.face_id)), label, s) for kind, label, s in rows]
        for row, cells in enumerate(_cells(*each) for each in self._rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(elided(text, _MOST_CHARACTERS))
                if column >= _FIRST_FIGURE:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column in _SHARES:
                    share = self._rows[row][2].top_share[EXPRESSIONS[column - _SHARES.start]]
                    item.setData(_SHARE, 0.0 if math.isnan(share) else share)
                item.setToolTip(plain_tip(text) if column < _FIRST_FIGURE else "")
                self.setItem(row, column, item)
        if n_more:
            self.setItem(len(rows), 1, QTableWidgetItem(self.tr("and {0} more markers").format(n_more)))
        self._measure()
        self._share_width()

    def text(self, rows: Sequence[int] = ()) -> str:
        """The table, or these rows of it, with its heads, as a spreadsheet takes it: cells parted by tabs."""
        heads = [item.text() if (item := self.horizontalHeaderItem(i)) else "" for i in range(self.columnCount())]
        chosen = [self._rows[row] for row in rows if row < len(self._rows)] if rows else self._rows
        lines = [heads, *(_figures(*each) for each in chosen)]
        return "".join("\t".join(" ".join(cell.split()) for cell in cells) + "\n" for cells in lines)

    def empty(self) -> None:
        """No session."""
        self._rows = []
        self.setRowCount(0)
        self.horizontalHeader().hide()  # heads over nothing
        self._measure()
        self._share_width()

    @property
    def wanted_px(self) -> int:
        """The width in which every head and every cell is seen whole."""
        return sum(self._wanted_px) + self.width() - self.viewport().width()

    @property
    def most_px(self) -> int:
        """The width beyond which nothing gets any wider."""
        return self.wanted_px + _MOST_SPARE_PX * (self.columnCount() - _FIRST_FIGURE)

    def _measure(self) -> None:
        """How wide the columns would be, and how narrow they may get: a head with dots still tells its column."""
        head, columns = self.horizontalHeader(), range(self.columnCount())
        cells = [self.sizeHintForColumn(column) for column in columns]
        self._wanted_px = [max(cells[column], head.sectionSizeHint(column)) for column in columns]
        figure_px = self.fontMetrics().horizontalAdvance(_LONGEST_FIGURE)
        self._least_px = [
            min(cells[column], _LEAST_NAME_PX) if column < _FIRST_FIGURE else max(cells[column], figure_px)
            for column in columns
        ]

    def _share_width(self) -> None:
        """As wide as heads and cells need; the widest give way first, and what is left is for figures and bars."""
        if not self._wanted_px:
            return
        head, room_px = self.horizontalHeader(), self.viewport().width()
        widths = narrowed(self._wanted_px, self._least_px, room_px)
        figures = range(_FIRST_FIGURE, self.columnCount())
        spare = min(max(room_px - sum(widths), 0) // len(figures), _MOST_SPARE_PX)
        for column, width in enumerate(widths):
            head.resizeSection(column, width + spare * (column in figures))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Qt: more or less room."""
        super().resizeEvent(event)
        self._share_width()

    def _add_actions(self) -> None:
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction(icon("copy"), self.tr("Copy the selected rows"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(lambda: self._copy(sorted({index.row() for index in self.selectedIndexes()})))
        whole = QAction(icon("copy"), self.tr("Copy the table for a spreadsheet"), self)
        whole.triggered.connect(lambda: self._copy(()))
        self.addActions([whole, copy])

    def _copy(self, rows: Sequence[int]) -> None:
        QApplication.clipboard().setText(self.text(rows))


class _BarDelegate(QStyledItemDelegate):
    """Draws a share as a bar below its figure, in the colour of its expression."""

    def __init__(self, expression: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor(COLOURS[expression])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw the cell."""
        super().paint(painter, option, index)
        share, area = index.data(_SHARE), QRectF(option.rect)
        if share:
            width = (area.width() - 2 * _BAR_PX) * share
            painter.fillRect(QRectF(area.left() + _BAR_PX, area.bottom() - _BAR_PX, width, _BAR_PX), self._colour)


def _cells(name: str, label: str, s: FaceStatistics) -> list[str]:
    shares = [share_text(s.top_share[expression]) for expression in EXPRESSIONS]
    valence = "" if math.isnan(s.mean_valence) else f"{s.mean_valence:+.2f}"
    changes = "" if s.transitions is None else str(s.transitions)
    return [name, label, f"{s.seen_s:.1f}", *shares, changes, valence, share_text(s.unreliable_share)]


def _figures(name: str, label: str, s: FaceStatistics) -> list[str]:
    """The same as numbers, with shares from 0 to 1; what is not known is blank, and no text is a formula."""
    shares = [_figure(s.top_share[expression]) for expression in EXPRESSIONS]
    changes = "" if s.transitions is None else str(s.transitions)
    last = [changes, _figure(s.mean_valence), _figure(s.unreliable_share)]
    return [guarded(name), guarded(label), f"{s.seen_s:.3f}", *shares, *last]


def _figure(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4f}"
