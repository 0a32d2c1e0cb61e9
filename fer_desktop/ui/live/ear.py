"""The button that listens, and how loud it is while it does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from fer_desktop.core.palette import RED, SLOW, WELL
from fer_desktop.engine.status import HearingStatus
from fer_desktop.ui.widgets.plain_text import plain_tip

_HEIGHT_PX = 28
_METER = QSize(64, 8)
_QUIETEST_DB, _LOUD_DB, _TOO_LOUD_DB = -60.0, -12.0, -3.0
_WELL, _LOUD, _TOO_LOUD = QColor(WELL), QColor(SLOW), QColor(RED)


class LevelMeter(QWidget):
    """A bar for how loud it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level_db = _QUIETEST_DB
        self.setFixedSize(_METER)
        self.setAccessibleName(self.tr("Level of the sound"))

    def show_level(self, level_db: float) -> None:
        """Show this; 0 is a square wave of full scale."""
        if round(level_db) != round(self.level_db):
            self.level_db = level_db
            self.setAccessibleDescription(self.tr("{0:.0f} dB").format(level_db))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().mid())
        painter.drawRoundedRect(self.rect(), 3, 3)
        share = min(max(1 - self.level_db / _QUIETEST_DB, 0.0), 1.0)
        colour = _TOO_LOUD if self.level_db > _TOO_LOUD_DB else _LOUD if self.level_db > _LOUD_DB else _WELL
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), 3, 3)


class Ear(QWidget):
    """The button and the level."""

    def __init__(self, listen: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        button = QToolButton()
        button.setDefaultAction(listen)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFixedHeight(_HEIGHT_PX)
        self.meter = LevelMeter()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (button, self.meter):
            row.addWidget(widget)
        self.show_hearing(None)

    def show_hearing(self, hearing: HearingStatus | None) -> None:
        """What is heard right now; None where nothing is."""
        self.meter.setVisible(hearing is not None)
        if hearing is not None:
            self.meter.show_level(hearing.level_db)
            self.meter.setToolTip(plain_tip(hearing.sound.name))
