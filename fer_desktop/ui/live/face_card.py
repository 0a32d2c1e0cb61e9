"""One face: picture, name, the eight probabilities, valence, quality and head pose."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Frame, TrackedFace
from fer_desktop.ui.live.score_bars import ScoreBars
from fer_desktop.ui.video.pose_axes import PoseView
from fer_desktop.ui.widgets.painted_text import Readings
from fer_desktop.ui.widgets.translation import weakness_reason

_THUMBNAIL_PX = 64
_MARGIN = 0.15  # of the face box, around it


class FaceCard(QFrame):
    """A card.

    Signals:
        clicked(bool): the user chose this face; whether it joins the selection.
        named(str): the user gave it a name.
    """

    clicked = Signal(bool)
    named = Signal(str)

    def __init__(self, track_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track_id = track_id
        self._thumbnail, self._warning = QLabel(), QLabel()
        self._details = Readings(self._words(1.0, 1.0, (180.0, 180.0)), self._words(-1.0, 1.0, (-180.0, -180.0)))
        self._name, self._bars, self._pose = QLineEdit(), ScoreBars(), PoseView()
        self._arrange()
        self._name.editingFinished.connect(self._on_name_edited)
        self.set_selected(False)

    def show_face(self, frame: Frame, face: TrackedFace) -> None:
        """Newest state of the face."""
        is_sure = face.quality >= UNRELIABLE_BELOW
        self._thumbnail.setPixmap(_thumbnail(frame, face, self.devicePixelRatioF()))
        self._bars.show_probabilities([float(p) for p in face.scores.probabilities], is_sure)
        self._pose.show_pose(face.face.yaw_pitch_roll)
        yaw, pitch, _ = np.rad2deg(face.face.yaw_pitch_roll)
        self._details.show_text(self._words(face.scores.valence, face.quality, (yaw, pitch)))
        reason = "" if is_sure else self.tr("Unreliable: {0}").format(weakness_reason(face.weakness))
        if reason != self._warning.text():  # new words lay the card out anew
            self._warning.setText(reason)

    def set_selected(self, is_selected: bool) -> None:
        """Show that the timelines are of this face."""
        width = 3 if is_selected else 1
        colour = "palette(highlight)" if is_selected else "palette(mid)"
        self.setStyleSheet(f"FaceCard {{ border: {width}px solid {colour}; border-radius: 6px }}")

    def set_name(self, name: str) -> None:
        """Show a name without telling of it."""
        self._name.setText(name)

    @property
    def warning(self) -> str:
        """Why the face is unreliable; "" when it is not."""
        return self._warning.text()

    def _words(self, valence: float, quality: float, yaw_pitch_deg: tuple[float, float]) -> str:
        first = self.tr("Valence {0:+.2f}   Quality {1:.2f}").format(valence, quality)
        return first + "\n" + self.tr("Yaw {0:+.0f}°, pitch {1:+.0f}°").format(*yaw_pitch_deg)

    def _arrange(self) -> None:
        self._thumbnail.setFixedSize(_THUMBNAIL_PX, _THUMBNAIL_PX)
        self._thumbnail.setAccessibleName(self.tr("Picture of the face"))
        self._details.setAccessibleName(self.tr("Readings of the face"))
        self._name.setPlaceholderText(self.tr("Face {0}").format(self._track_id))
        self._name.setAccessibleName(self.tr("Name of the face"))
        self._name.setToolTip(
            self.tr("A name for this face; it is written into the session that is recorded now, or into the next one")
        )
        self._name.setMaxLength(60)
        self._warning.setStyleSheet("color: #b7791f; font-weight: bold")
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self._thumbnail, 0, 0, 2, 1)
        layout.addWidget(self._name, 0, 1)
        layout.addWidget(self._pose, 0, 2, 2, 1)
        layout.addWidget(self._details, 1, 1)
        layout.addWidget(self._bars, 2, 0, 1, 3)
        layout.addWidget(self._warning, 3, 0, 1, 3)
        layout.setColumnStretch(1, 1)

    def _on_name_edited(self) -> None:
        self._name.clearFocus()
        self.named.emit(self._name.text().strip())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: a click selects the face."""
        self.clicked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))


def _thumbnail(frame: Frame, face: TrackedFace, pixel_ratio: float) -> QPixmap:
    """The part of the frame around the face, small; empty when the face is outside.

    Args:
        pixel_ratio: Pixels of the screen for each of the window, so that it is as sharp as the screen can show.
    """
    height, width = frame.image.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in face.face.box)
    half = max(x1 - x0, y1 - y0) * (0.5 + _MARGIN)
    left, right = int(max((x0 + x1) / 2 - half, 0)), int(min((x0 + x1) / 2 + half, width))
    top, bottom = int(max((y0 + y1) / 2 - half, 0)), int(min((y0 + y1) / 2 + half, height))
    if right <= left or bottom <= top:
        return QPixmap()
    size_px = round(_THUMBNAIL_PX * pixel_ratio)
    stride = max((bottom - top) // (2 * size_px), 1)
    part = np.ascontiguousarray(frame.image[top:bottom:stride, left:right:stride])
    image = QImage(part.data, part.shape[1], part.shape[0], part.shape[1] * 3, QImage.Format.Format_RGB888)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(image.scaled(size_px, size_px, keep, smooth))
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap
