"""Draws where a head points: three axes of the face, seen as the camera sees them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

_GAZE = "#ccbb44"
_COLOURS = {"left": "#ee6677", "up": "#228833", "forward": "#4477aa"}


def pose_axes(yaw_pitch_roll: NDArray[np.float32]) -> dict[str, tuple[float, float]]:
    """Directions in the picture, x right and y down, of the unit vectors to the subject's left, up and forward.

    Args:
        yaw_pitch_roll: (3,) radians, signs as in docs/conventions.md.
    """
    yaw, pitch, roll = (float(v) for v in yaw_pitch_roll)
    flat = {
        "left": (np.cos(yaw), 0.0),
        "up": (-np.sin(yaw) * np.sin(pitch), -np.cos(pitch)),
        "forward": (np.sin(yaw) * np.cos(pitch), -np.sin(pitch)),
    }
    cos, sin = np.cos(roll), np.sin(roll)
    return {name: (float(cos * x - sin * y), float(sin * x + cos * y)) for name, (x, y) in flat.items()}


def draw_pose_axes(
    painter: QPainter, origin: QPointF, length: float, yaw_pitch_roll: NDArray[np.float32], is_mirrored: bool = False
) -> None:
    """Draw the axes from a point."""
    for name, (x, y) in pose_axes(yaw_pitch_roll).items():
        painter.setPen(QPen(QColor(_COLOURS[name]), 3 if name == "forward" else 2))
        painter.drawLine(origin, origin + QPointF(-x if is_mirrored else x, y) * length)


def draw_gaze(
    painter: QPainter,
    eyes: tuple[QPointF, QPointF],
    length: float,
    gaze: tuple[float, float],
    is_mirrored: bool = False,
) -> None:
    """Draw from each eye where it looks: (yaw, pitch) radians; nothing where that is not known."""
    yaw, pitch = gaze
    if np.isnan(yaw):
        return
    x, y = float(np.sin(yaw) * np.cos(pitch)), float(-np.sin(pitch))
    painter.setPen(QPen(QColor(_GAZE), 2))
    for eye in eyes:
        painter.drawLine(eye, eye + QPointF(-x if is_mirrored else x, y) * length)


class PoseView(QWidget):
    """The axes of one face on a small square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pose: NDArray[np.float32] | None = None
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(self.tr("Head pose"))

    def show_pose(self, yaw_pitch_roll: NDArray[np.float32]) -> None:
        """Turn the axes to a head pose: (3,) yaw, pitch and roll in radians."""
        self._pose = yaw_pitch_roll
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the axes."""
        if self._pose is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        draw_pose_axes(painter, middle, self.width() * 0.45, self._pose)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(48, 48)
