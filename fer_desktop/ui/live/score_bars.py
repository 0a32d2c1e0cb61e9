"""Eight labelled bars of one face, painted directly: cheaper than eight widgets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.ui.widgets.translation import expression_name, listed

_ROW_PX, _NAME_PX, _NUMBER_PX = 17, 78, 42
_UNSURE = "#9a9a9a"
_FOLDED, _WIDTH_PX = 3, 200  # bars of a folded card; what a card needs at least


class ScoreBars(QWidget):
    """The eight probabilities of one face as bars, drawn by hand: eight widgets each would take too long.

    Folded it shows the three largest, in their order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_folded = False
        self._probabilities: list[float] = []
        self._is_sure = True
        self._names = [expression_name(name) for name in EXPRESSIONS]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Expression probabilities"))

    def show_probabilities(self, probabilities: list[float], is_sure: bool = True) -> None:
        """Eight numbers in the order of EXPRESSIONS; gray when the face or the answer cannot be trusted."""
        self._probabilities, self._is_sure = probabilities, is_sure
        texts = [f"{name} {p:.0%}" for name, p in zip(self._names, probabilities, strict=True)]
        self.setAccessibleDescription(listed(texts))
        self.update()

    def set_folded(self, is_folded: bool) -> None:
        """Show the largest alone, or all."""
        self._is_folded = is_folded
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> list[int]:
        """Which are shown, from above, by their place in EXPRESSIONS."""
        places = list(range(len(self._probabilities)))
        if not self._is_folded:
            return places
        return sorted(places, key=self._probabilities.__getitem__, reverse=True)[:_FOLDED]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the bars."""
        painter = QPainter(self)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        ground = self.palette().color(QPalette.ColorRole.AlternateBase)
        middle, length = Qt.AlignmentFlag.AlignVCenter, max(self.width() - _NAME_PX - _NUMBER_PX, 10)
        for row, place in enumerate(self.shown):
            probability, y = self._probabilities[place], row * _ROW_PX
            painter.setPen(text)
            area = QRectF(0, y, _NAME_PX - 4, _ROW_PX)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, self._names[place])
            painter.fillRect(QRectF(_NAME_PX, y + 3, length, _ROW_PX - 6), ground)
            colour = QColor(COLOURS[EXPRESSIONS[place]] if self._is_sure else _UNSURE)
            painter.fillRect(QRectF(_NAME_PX, y + 3, length * probability, _ROW_PX - 6), colour)
            area = QRectF(self.width() - _NUMBER_PX, y, _NUMBER_PX, _ROW_PX)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, f"{probability:.0%}")

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(_WIDTH_PX, _ROW_PX * (_FOLDED if self._is_folded else len(EXPRESSIONS)))
