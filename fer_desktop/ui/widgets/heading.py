"""Words and heads of tables that lead the eye: bold where they shall be seen, quiet where not."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHeaderView, QTableWidget, QWidget

from fer_desktop.ui.widgets.type_scale import make_note

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def make_bold(widget: QWidget) -> None:
    """Bold words; not by a style sheet, under which colours do not follow a change between light and dark."""
    font = widget.font()
    font.setBold(True)
    widget.setFont(font)


def make_warning(widget: QWidget) -> None:
    """Bold amber words: the palette has an amber for light and one for dark ground."""
    make_bold(widget)
    widget.setForegroundRole(QPalette.ColorRole.BrightText)


def make_quiet(head: QHeaderView) -> None:
    """Let a head stand at the left over its cells, in the type of notes, the same whatever is selected."""
    make_note(head)
    head.setHighlightSections(False)
    head.setTextElideMode(Qt.TextElideMode.ElideRight)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | _MIDDLE)


def quiet_head(table: QTableWidget, numbers: Collection[int] = ()) -> None:
    """Let the head of a table, whose words are there, stand over its cells, the same whatever is selected.

    Args:
        numbers: Columns of numbers, which stand at the right.
    """
    make_quiet(table.horizontalHeader())
    for column in numbers:
        item = table.horizontalHeaderItem(column)
        if item is not None:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | _MIDDLE)
