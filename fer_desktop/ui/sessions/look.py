"""How a session looks in the list: its picture, its title over its date, a strip of its expressions."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fer_desktop.core.palette import COLOURS
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.type_scale import NOTE_PX, sized

THUMBNAIL_PX = (64, 40)
LOOK, DATE, IS_SEALED = (Qt.ItemDataRole.UserRole + place for place in (2, 3, 4))
ROW_PX = 48
PICTURE_PX = (240, 160)  # at the side of the list
_EDGE_PX, _ICON_PX, STRIP_PX = 6, 16, 14
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Look:
    """What is read of a session.

    Attributes:
        thumbnail: Of its video; empty without one. `picture` is the same, larger.
        strip: Which expression was on top in each part of it; "" where there was no face.
    """

    thumbnail: QImage = field(default_factory=QImage)
    strip: tuple[str, ...] = ()
    picture: QImage = field(default_factory=QImage)


class NameDelegate(QStyledItemDelegate):
    """Draws picture, title and date of a session, and a padlock where it is encrypted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw the cell."""
        words = _ground(painter, option, index)
        area: QRect = option.rect.adjusted(_EDGE_PX, 4, -_EDGE_PX, -4)
        look = index.data(LOOK)
        if isinstance(look, Look) and not look.thumbnail.isNull():
            size = look.thumbnail.deviceIndependentSize().toSize()
            place = QPoint((THUMBNAIL_PX[0] - size.width()) // 2, (area.height() - size.height()) // 2)
            painter.drawImage(QRect(area.topLeft() + place, size), look.thumbnail)
        elif index.data(IS_SEALED):
            side = QRect(0, 0, _ICON_PX, _ICON_PX)
            side.moveCenter(QPoint(area.left() + THUMBNAIL_PX[0] // 2, area.center().y()))
            icon("lock").paint(painter, side)
        area.setLeft(area.left() + THUMBNAIL_PX[0] + _EDGE_PX)
        font = option.font
        font.setBold(True)
        _line(painter, font, words, QRect(area.left(), area.top(), area.width(), area.height() // 2), str(index.data()))
        font.setBold(False)
        lower = QRect(area.left(), area.top() + area.height() // 2, area.width(), area.height() // 2)
        _line(painter, sized(font, NOTE_PX), _notes(option), lower, str(index.data(DATE) or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        """Qt: room for both lines."""
        return QSize(super().sizeHint(option, index).width() + THUMBNAIL_PX[0], ROW_PX)


class StripDelegate(QStyledItemDelegate):
    """Draws the strip of the expressions."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw the cell."""
        _ground(painter, option, index)
        look = index.data(LOOK)
        if not isinstance(look, Look) or not look.strip:
            return
        paint_strip(painter, QRectF(option.rect).adjusted(_EDGE_PX, 0, -_EDGE_PX, 0), look.strip)


def paint_strip(painter: QPainter, area: QRectF, strip: tuple[str, ...]) -> None:
    """Draw the strip of a session over the width of an area."""
    top, width = area.center().y() - STRIP_PX / 2, area.width() / max(len(strip), 1)
    for place, expression in enumerate(strip):
        if expression:
            part = QRectF(area.left() + place * width, top, width + 0.5, STRIP_PX)
            painter.fillRect(part, QColor(COLOURS[expression]))


def _ground(painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> QColor:
    """What is behind the words, and the colour of the words on it."""
    style = QApplication.style()
    style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter)
    is_selected = option.state & QStyle.StateFlag.State_Selected
    role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
    return QColor(option.palette.color(role))


def _notes(option: QStyleOptionViewItem) -> QColor:
    return QColor(option.palette.color(QPalette.ColorRole.PlaceholderText))


def _line(painter: QPainter, font: QFont, colour: QColor, area: QRect, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
