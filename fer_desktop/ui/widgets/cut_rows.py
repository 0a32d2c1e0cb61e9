"""Rows of a list that are never wider than the list: what there is no room for is told by the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from fer_desktop.ui.widgets.plain_text import plain_tip

_Index = QModelIndex | QPersistentModelIndex


class CutRows(QStyledItemDelegate):
    """Cuts a row with dots at its end; the whole of it is the tool tip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        """Qt: no width of its own, so that no row lets the list scroll sideways."""
        return QSize(0, super().sizeHint(option, index).height())

    def helpEvent(  # noqa: N802
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Qt: the mouse rests on a row."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        is_cut = super().sizeHint(option, index).width() > option.rect.width()
        if event.type() != QEvent.Type.ToolTip or not is_cut:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(text), view)
        return True
