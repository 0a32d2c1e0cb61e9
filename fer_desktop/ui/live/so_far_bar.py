"""What a face has shown so far: a bar with the share of each expression, and how long it was seen and not seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_time import SoFar
from fer_desktop.core.palette import COLOURS
from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.plain_text import plain_tip
from fer_desktop.ui.widgets.translation import expression_name, listed

_BAR_PX, _GAP_PX, _MOST = 6, 4, 3  # high; between bar and words; expressions that are named


class SoFarBar(QWidget):
    """The bar, and a line of words below it where it is unfolded; all of it is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._so_far, self._words, self._is_folded = SoFar(), "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("So far"))

    def show_so_far(self, so_far: SoFar) -> None:
        """Show what is known by now; about once a second."""
        if so_far == self._so_far:
            return
        self._so_far = so_far
        largest = sorted(range(len(EXPRESSIONS)), key=so_far.shares.__getitem__, reverse=True)
        named = [self._named(place) for place in largest if so_far.shares[place] > 0]
        self._words = listed([self._time, *named[:_MOST]])
        self.setToolTip(plain_tip("\n".join([self.tr("Since the source was started"), self._time, *named])))
        self.setAccessibleDescription(self._words)
        self.update()

    def set_folded(self, is_folded: bool) -> None:
        """Show the bar alone, or the words, too."""
        self._is_folded = is_folded
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """The line below the bar."""
        return self._words

    @property
    def _time(self) -> str:
        seen, lost = clock(self._so_far.seen_s), clock(self._so_far.lost_s)
        return self.tr("Seen {0}, lost {1}").format(seen, lost)

    def _named(self, place: int) -> str:
        return f"{expression_name(EXPRESSIONS[place])} {self._so_far.shares[place]:.0%}"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        painter, left = QPainter(self), 0.0
        painter.fillRect(QRectF(0, 0, self.width(), _BAR_PX), self.palette().color(QPalette.ColorRole.AlternateBase))
        for name, share in zip(EXPRESSIONS, self._so_far.shares, strict=True):
            painter.fillRect(QRectF(left, 0, self.width() * share, _BAR_PX), QColor(COLOURS[name]))
            left += self.width() * share
        if not self._is_folded:
            area = self.rect().adjusted(0, _BAR_PX + _GAP_PX, 0, 0)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(1, _BAR_PX + (0 if self._is_folded else _GAP_PX + self.fontMetrics().height()))
