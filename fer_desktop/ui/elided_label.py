"""A line of text that gives way: what there is no room for is left out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_LEAST_PX = 60


class ElidedLabel(QLabel):
    """The line; `text` is still all of it."""

    def __init__(self, elided: Qt.TextElideMode = Qt.TextElideMode.ElideRight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._elided = elided
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Qt: smallest size."""
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw what there is room for."""
        text = self.fontMetrics().elidedText(self.text(), self._elided, self.width())
        QPainter(self).drawText(self.rect(), self.alignment(), text)
