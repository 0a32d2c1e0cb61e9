"""Where a file is that is played as if live, and how the user goes to another place in it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.painted_text import Readings

_STEPS = 10_000
_LONGEST = "0:00:00 / 0:00:00"


class PositionBar(QWidget):
    """Hidden while the source is no file, or one that does not say how long it is.

    Signals:
        sought(float): the user wants to go to this second.
    """

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duration_s = self._now_s = 0.0
        self.slider, self._words = QSlider(Qt.Orientation.Horizontal), Readings(_LONGEST)
        self.slider.setRange(0, _STEPS)
        self.slider.setAccessibleName(self.tr("Place in the file"))
        self.slider.setToolTip(self.tr("Let go of it to play from there"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self._words)
        self.slider.sliderReleased.connect(self._on_chosen)
        self.slider.actionTriggered.connect(self._on_action)
        self.hide()

    def begin(self, duration_s: float) -> None:
        """A file of this length is played; 0 hides the bar."""
        self._duration_s = duration_s
        self.setVisible(duration_s > 0)
        self.show_time(0.0)

    def show_time(self, now_s: float) -> None:
        """It is at this second."""
        self._now_s = now_s
        self._words.show_text(f"{clock(now_s)} / {clock(self._duration_s)}")
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(min(now_s / self._duration_s, 1.0) * _STEPS) if self._duration_s else 0)

    def _on_action(self, action: int) -> None:
        """Keys and clicks beside the handle; what is drawn counts when it is let go."""
        if action != QSlider.SliderAction.SliderMove.value:
            self.slider.setValue(self.slider.sliderPosition())
            self._on_chosen()

    def _on_chosen(self) -> None:
        self.sought.emit(self._duration_s * self.slider.sliderPosition() / _STEPS)
