"""Bars of the selected face: the eight probabilities, valence, and how far the face can be trusted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import TrackedFace

_ROW_PX, _NAME_PX, _NUMBER_PX = 26, 84, 48


class ScoresPanel(QWidget):
    """One face in numbers.

    Signals:
        explain_requested(): the user wants to know what the decision rests on.
    """

    explain_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._details = QLabel(), QLabel()
        self._title.setStyleSheet("font-weight: bold; font-size: 14px")
        self._details.setWordWrap(True)
        self._bars = ScoreBars()
        self._explain = QPushButton(self.tr("Explain"))
        self._explain.setToolTip(self.tr("Show which parts of the face the decision rests on (E)"))
        self._explain.setShortcut("E")
        self._explain.clicked.connect(self.explain_requested)
        layout = QVBoxLayout(self)
        for widget in (self._title, self._bars, self._details, self._explain):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setMinimumWidth(250)
        self.show_face(None)

    def show_face(self, face: TrackedFace | None) -> None:
        """Show a face, or that there is none."""
        self._explain.setEnabled(face is not None)
        if face is None:
            self._title.setText(self.tr("No face"))
            self._details.setText(self.tr("Click a face in the video to select it."))
            self._bars.show_probabilities(None)
            return
        self._title.setText(self.tr("Face {0}").format(face.track_id))
        self._bars.show_probabilities([float(p) for p in face.scores.probabilities])
        text = self.tr("Valence {0:+.2f}   Quality {1:.2f}").format(face.scores.valence, face.quality)
        if face.quality < UNRELIABLE_BELOW:
            text += "\n" + self.tr("Unreliable: too small, too dark, blurred, turned away or cut off.")
        self._details.setText(text)


class ScoreBars(QWidget):
    """Eight labelled bars, painted directly: cheaper than eight widgets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probabilities: list[float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Expression probabilities"))

    def show_probabilities(self, probabilities: list[float] | None) -> None:
        """Eight numbers in the order of EXPRESSIONS, or None for none."""
        self._probabilities = probabilities
        texts = [f"{name} {p:.0%}" for name, p in zip(EXPRESSIONS, probabilities or [], strict=False)]
        self.setAccessibleDescription(", ".join(texts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the bars."""
        painter = QPainter(self)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        ground = self.palette().color(QPalette.ColorRole.AlternateBase)
        for row, name in enumerate(EXPRESSIONS):
            y = row * _ROW_PX
            length = max(self.width() - _NAME_PX - _NUMBER_PX, 10)
            painter.setPen(text)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y, _NAME_PX, _ROW_PX), middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.fillRect(QRectF(_NAME_PX, y + 5, length, _ROW_PX - 10), ground)
            if self._probabilities is None:
                continue
            probability = self._probabilities[row]
            bar = QRectF(_NAME_PX, y + 5, length * probability, _ROW_PX - 10)
            painter.fillRect(bar, QColor(COLOURS[name]))
            area = QRectF(self.width() - _NUMBER_PX, y, _NUMBER_PX, _ROW_PX)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, f"{probability:.0%}")

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(260, _ROW_PX * len(EXPRESSIONS))
