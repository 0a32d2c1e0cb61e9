"""The button that records: one red pill, with the time of the recording in it. Its place and size never change."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fer_desktop.core.palette import RED
from fer_desktop.ui.widgets.durations import clock

_RED, _RED_PRESSED, _GRAY = QColor(RED), QColor("#b3261e"), QColor(128, 134, 142, 140)
_HEIGHT_PX, _MARGIN_PX, _SIGN_PX, _GAP_PX = 28, 14, 10, 8
_LONGEST = "00:00:00"


class RecordButton(QAbstractButton):
    """Does what an action does, and shows how long it has done so.

    Args:
        action: What a press does; its text is the name of the button for those who do not see it.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action, self._time = action, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def show_seconds(self, elapsed_s: float | None) -> None:
        """How long it has been recorded; None while it is not."""
        time = "" if elapsed_s is None else clock(elapsed_s)
        if time != self._time:
            self._time = time
            self.setAccessibleDescription(time)
            self.update()

    @property
    def time_text(self) -> str:
        """The time in it; "" while nothing is recorded."""
        return self._time

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setAccessibleName(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: room for the longest of what it ever says."""
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (self.tr("Record"), _LONGEST))
        return QSize(widest + _SIGN_PX + _GAP_PX + 2 * _MARGIN_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words, ground = QColor("white"), _RED_PRESSED if self.isDown() else _RED
        edge = QPen(self.palette().windowText().color(), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        if not self.isEnabled():  # as other buttons that cannot be pressed
            words, ground, edge = self.palette().buttonText().color(), self.palette().button().color(), QPen(_GRAY, 1)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(words)
        sign = QRectF(_MARGIN_PX, (self.height() - _SIGN_PX) / 2, _SIGN_PX, _SIGN_PX)
        if self._time:
            painter.drawRoundedRect(sign, 2, 2)
        else:
            painter.drawEllipse(sign)
        painter.setPen(words)
        room = self.rect().adjusted(_MARGIN_PX + _SIGN_PX + _GAP_PX, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, middle, self._time or self.tr("Record"))
