"""One face: picture, name, probabilities, valence, quality, pose, details, its summary; folded the most important."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from fer_desktop.core.certainty import UNSURE_BELOW
from fer_desktop.core.face_time import SoFar
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Frame, TrackedFace
from fer_desktop.ui.live.details_line import DetailsLine
from fer_desktop.ui.live.score_bars import ScoreBars
from fer_desktop.ui.live.so_far_bar import SoFarBar
from fer_desktop.ui.video.pose_axes import PoseView
from fer_desktop.ui.widgets.heading import make_warning
from fer_desktop.ui.widgets.painted_text import Readings
from fer_desktop.ui.widgets.thumbnail import THUMBNAIL_PX, thumbnail
from fer_desktop.ui.widgets.translation import weakness_reason

_EDGE = QColor(128, 134, 142, 140)  # seen on light and on dark ground
_ROUND_PX = 6


class FaceCard(QFrame):
    """A card.

    Signals:
        clicked(bool): the user chose this face; whether it joins the selection.
        named(str): the user gave it a name.
        neutral_requested(): its neutral face is to be measured.
    """

    clicked = Signal(bool)
    named = Signal(str)
    neutral_requested = Signal()

    def __init__(self, track_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track_id = track_id
        self._thumbnail, self._warning = QLabel(), QLabel()
        self._details = Readings(self._words(1.0, 1.0, (180.0, 180.0)), self._words(-1.0, 1.0, (-180.0, -180.0)))
        self._name, self._bars, self._pose = QLineEdit(), ScoreBars(), PoseView()
        self._neutral, self._valence = QToolButton(), Readings("-0.00", "+0.00")
        self._grid, self._below = QGridLayout(self), QWidget()
        self._measured, self._so_far = DetailsLine(), SoFarBar()
        self._arrange()
        self._name.editingFinished.connect(self._on_name_edited)
        self._neutral.clicked.connect(self.neutral_requested)
        self._show_calibrated(False)
        self.set_selected(False)

    def show_face(self, frame: Frame, face: TrackedFace) -> None:
        """Newest state of the face."""
        is_reliable = face.quality >= UNRELIABLE_BELOW
        is_sure = is_reliable and not face.certainty < UNSURE_BELOW  # certainty that is not known is no doubt
        self._thumbnail.setPixmap(thumbnail(frame, face, THUMBNAIL_PX, self.devicePixelRatioF()))
        self._bars.show_probabilities([float(p) for p in face.scores.probabilities], is_sure)
        self._pose.show_pose(face.face.yaw_pitch_roll)
        yaw, pitch, _ = np.rad2deg(face.face.yaw_pitch_roll)
        self._details.show_text(self._words(face.scores.valence, face.quality, (yaw, pitch)))
        self._valence.show_text(f"{face.scores.valence:+.2f}")
        self._show_calibrated(face.calibrated is not None)
        self._measured.show_details(None if self.is_folded else face.details)
        reason = "" if is_reliable else self.tr("Unreliable: {0}").format(weakness_reason(face.weakness))
        if reason != self._warning.text():  # new words lay the card out anew
            self._warning.setText(reason)

    def show_so_far(self, so_far: SoFar) -> None:
        """What the face has shown by now."""
        self._so_far.show_so_far(so_far)

    def set_folded(self, is_folded: bool) -> None:
        """Show the most important alone, or all."""
        if is_folded == self.is_folded:
            return
        self._bars.set_folded(is_folded)
        self._so_far.set_folded(is_folded)
        for widget in (self._details, self._pose, self._below):
            widget.setVisible(not is_folded)
        self._valence.setVisible(is_folded)
        self._measured.hide()  # the next face shows it again
        self._grid.removeWidget(self._bars)
        self._grid.addWidget(self._bars, *((1, 1, 1, 2) if is_folded else (2, 0, 1, 3)))

    @property
    def is_folded(self) -> bool:
        """Whether it shows the most important alone."""
        return self._below.isHidden()

    def set_selected(self, is_selected: bool) -> None:
        """Show that the timelines are of this face."""
        self._is_selected = is_selected
        self.update()

    @property
    def is_selected(self) -> bool:
        """Whether the timelines are of this face."""
        return self._is_selected

    def set_name(self, name: str) -> None:
        """Show a name without telling of it."""
        self._name.setText(name)

    @property
    def summary(self) -> str:
        """What the face has shown by now, in words."""
        return self._so_far.words

    @property
    def warning(self) -> str:
        """Why the face is unreliable; "" when it is not."""
        return self._warning.text()

    @property
    def is_calibrated(self) -> bool:
        """Whether the card shows calibrated scores."""
        return self._is_calibrated

    def _show_calibrated(self, is_calibrated: bool) -> None:
        text = self.tr("Calibrated") if is_calibrated else self.tr("Not calibrated")
        if text != self._neutral.text():
            self._is_calibrated = is_calibrated
            self._neutral.setText(text)

    def _words(self, valence: float, quality: float, yaw_pitch_deg: tuple[float, float]) -> str:
        first = self.tr("Valence {0:+.2f}   Quality {1:.2f}").format(valence, quality)
        return first + "\n" + self.tr("Yaw {0:+.0f}°, pitch {1:+.0f}°").format(*yaw_pitch_deg)

    def _arrange(self) -> None:
        self._thumbnail.setFixedSize(THUMBNAIL_PX, THUMBNAIL_PX)
        self._thumbnail.setAccessibleName(self.tr("Picture of the face"))
        self._details.setAccessibleName(self.tr("Readings of the face"))
        self._name.setPlaceholderText(self.tr("Face {0}").format(self._track_id))
        self._name.setAccessibleName(self.tr("Name of the face"))
        self._name.setToolTip(
            self.tr("A name for this face; it is written into the session that is recorded now, or into the next one")
        )
        self._name.setMaxLength(60)
        self._neutral.setToolTip(
            self.tr("Whether the scores are read against this person's own neutral face; press to measure that")
        )
        make_warning(self._warning)
        self._valence.setAccessibleName(self.tr("Valence"))
        self._valence.setToolTip(self.tr("Valence"))
        layout = self._grid
        layout.setContentsMargins(9, 7, 9, 7)
        layout.addWidget(self._thumbnail, 0, 0, 2, 1)
        layout.addWidget(self._name, 0, 1)
        layout.addWidget(self._valence, 0, 2)
        layout.addWidget(self._pose, 0, 2, 2, 1)
        layout.addWidget(self._details, 1, 1)
        layout.addWidget(self._bars, 2, 0, 1, 3)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._neutral)
        below.addWidget(self._warning, 1)
        layout.addWidget(self._so_far, 3, 0, 1, 3)
        layout.addWidget(self._measured, 4, 0, 1, 3)
        layout.addWidget(self._below, 5, 0, 1, 3)
        layout.setColumnStretch(1, 1)
        self._valence.hide()

    def _on_name_edited(self) -> None:
        self._name.clearFocus()
        self.named.emit(self._name.text().strip())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: an edge, the accent where the face is selected."""
        if self._inside.contains(event.rect()):  # a part of the card has changed, many times a second
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 3.0 if self._is_selected else 1.0
        painter.setPen(QPen(self.palette().highlight().color() if self._is_selected else _EDGE, width))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, _ROUND_PX, _ROUND_PX)

    @property
    def _inside(self) -> QRect:
        return self.rect().adjusted(_ROUND_PX, _ROUND_PX, -_ROUND_PX, -_ROUND_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: a click selects the face."""
        self.clicked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
