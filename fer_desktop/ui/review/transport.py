"""The row below a session: play, speed, place, and what is done at that place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from fer_desktop.session.edits import Span
from fer_desktop.ui.review.player import SPEEDS, Player
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.icons import icon

_SLIDER_STEPS = 10_000


class Transport(QWidget):
    """Moves a player, and shows where it is.

    Attributes:
        play, exclude: Buttons; who connects `exclude` decides what it does.
    """

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._span = player, Span(0.0, 0.0)
        self.play, self.exclude = QPushButton(), QPushButton()
        self.slider, self.place, self._speed = QSlider(Qt.Orientation.Horizontal), QLabel(), QComboBox()
        self._row = QHBoxLayout(self)
        self._arrange()
        self.play.clicked.connect(self.toggle)
        self._speed.currentIndexChanged.connect(lambda: player.set_speed(self._speed.currentData()))
        self.slider.sliderMoved.connect(self._on_slider_moved)
        player.moved.connect(self._on_moved)
        player.ended.connect(self.show_state)
        self.show_state()

    def begin(self, span: Span) -> None:
        """A session from here to there."""
        self._span = span
        self.show_state()

    def clear(self) -> None:
        """No session."""
        self._span = Span(0.0, 0.0)
        self.place.clear()
        self.slider.setValue(0)
        self.show_state()

    def toggle(self) -> None:
        """Play, or pause."""
        if self._player.is_playing:
            self._player.pause()
        else:
            self._player.play()
        self.show_state()

    def show_state(self) -> None:
        """Say what a press does now."""
        is_playing = self._player.is_playing
        self.play.setText(self.tr("Pause") if is_playing else self.tr("Play"))
        self.play.setIcon(icon("pause" if is_playing else "play"))

    def add_button(self, button: QToolButton) -> None:
        """One more button, at the end."""
        self._row.addWidget(button)

    def _arrange(self) -> None:
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g} ×", speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.setAccessibleName(self.tr("Speed"))
        self.slider.setRange(0, _SLIDER_STEPS)
        self.slider.setAccessibleName(self.tr("Place in the session"))
        self.place.setMinimumWidth(130)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.play, self._speed, self.slider, self.place, self.exclude):
            self._row.addWidget(widget, int(widget is self.slider))

    def _on_slider_moved(self, step: int) -> None:
        self._player.seek(self._span.start_s + (self._span.end_s - self._span.start_s) * step / _SLIDER_STEPS)

    def _on_moved(self, now_s: float) -> None:
        start_s, end_s = self._span.start_s, self._span.end_s
        self.place.setText(self.tr("{0} of {1}").format(precise_clock(now_s), precise_clock(end_s)))
        if not self.slider.isSliderDown():
            self.slider.setValue(round((now_s - start_s) / max(end_s - start_s, 1e-9) * _SLIDER_STEPS))
