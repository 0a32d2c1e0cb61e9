"""Draws what is known of the faces over a picture. Vectors only: pixels are never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from fer_desktop.core.palette import COLOURS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import TrackedFace
from fer_desktop.ui.video.pose_axes import draw_gaze, draw_pose_axes
from fer_desktop.ui.widgets.plain_text import elided
from fer_desktop.ui.widgets.translation import expression_name, weakness_reason

_BOX, _EDGE, _UNSURE = QColor("#f4f5f6"), QColor(20, 22, 25, 150), QColor("#b0b0b0")
_SHORTENINGS, _NAME_CHARACTERS = 3, 20
_BELOW_PX = 24  # from the box to the bottom of a label below it
_EYE_CORNERS = (33, 133, 362, 263)  # of the landmarks: the right eye's, the left one's


@dataclass(frozen=True, slots=True)
class OverlayParts:
    """Which parts are drawn."""

    boxes: bool = True
    labels: bool = True
    landmarks: bool = False
    pose: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the picture is on the widget: scale and corner, mirrored or not."""

    target: QRectF
    scale: float
    is_mirrored: bool

    def point(self, x: float, y: float) -> QPointF:
        """A pixel of the picture, on the widget."""
        across = x * self.scale
        if self.is_mirrored:
            across = self.target.width() - across
        return QPointF(self.target.x() + across, self.target.y() + y * self.scale)

    def box(self, face: TrackedFace) -> QRectF:
        """Box of a face, on the widget."""
        x0, y0, x1, y1 = (float(v) for v in face.face.box)
        return QRectF(self.point(x0, y0), self.point(x1, y1)).normalized()


@dataclass(frozen=True, slots=True)
class FaceOverlay:
    """How faces are drawn.

    Attributes:
        selected: Ids that are drawn thicker.
        names: What the user calls faces.
        is_older: The faces are of an older moment than the picture: lines are dotted.
    """

    parts: OverlayParts = OverlayParts()
    selected: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    is_older: bool = False

    def draw(self, painter: QPainter, face: TrackedFace, where: Placement) -> None:
        """Draw one face."""
        is_sure = face.quality >= UNRELIABLE_BELOW
        colour = _BOX if is_sure else _UNSURE
        box = where.box(face)
        if self.parts.landmarks:
            self._draw_landmarks(painter, face, where)
        if self.parts.boxes:
            style = Qt.PenStyle.DotLine if self.is_older else Qt.PenStyle.SolidLine if is_sure else Qt.PenStyle.DashLine
            width_px = 3.5 if face.track_id in self.selected else 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(_EDGE, width_px + 1.5, style))  # a light line is lost on a light picture
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(QPen(colour, width_px, style))
            painter.drawRoundedRect(box, 6, 6)
        if self.parts.pose:
            nose = where.point(float(face.face.landmarks[1, 0]), float(face.face.landmarks[1, 1]))
            draw_pose_axes(painter, nose, box.width() / 2, face.face.yaw_pitch_roll, where.is_mirrored)
            if face.details is not None:
                draw_gaze(painter, _eyes(face, where), box.width() / 2, face.details.gaze, where.is_mirrored)

    def draw_labels(
        self, painter: QPainter, faces: Sequence[TrackedFace], where: Placement, taken: Sequence[QRectF] = ()
    ) -> None:
        """Write at each face, when labels are wanted.

        Args:
            taken: Areas to keep free of labels.
        """
        if self.parts.labels:
            for face, (area, text) in zip(faces, self.place_labels(painter, faces, where, taken), strict=True):
                chip = QColor(COLOURS[face.scores.top]) if face.quality >= UNRELIABLE_BELOW else _UNSURE
                draw_chip(painter, area, text, chip)

    def place_labels(
        self, painter: QPainter, faces: Sequence[TrackedFace], where: Placement, taken: Sequence[QRectF] = ()
    ) -> list[tuple[QRectF, str]]:
        """Area and words of each label: as much in all of them as there is room for, on top of the box or below it."""
        labels: list[tuple[QRectF, str]] = []
        for shortening in range(_SHORTENINGS):
            covered, is_free = list(taken), True
            labels = []
            for face in faces:
                box, text = where.box(face), self._words(face, shortening)
                corners = (box.topLeft() + QPointF(0, -3), box.bottomLeft() + QPointF(0, _BELOW_PX))
                above, below = (chip_area(painter, corner, text, where.target) for corner in corners)
                area = next((a for a in (above, below) if not any(a.intersects(c) for c in covered)), None)
                is_free = is_free and area is not None
                covered.append(area or above)
                labels.append((area or above, text))
            if is_free:
                break
        return labels

    def _words(self, face: TrackedFace, shortening: int) -> str:
        """What is written at a face: 0 all, 1 without its probability, 2 its name alone."""
        name = elided(self.names.get(face.track_id) or str(face.track_id), _NAME_CHARACTERS)
        if shortening == _SHORTENINGS - 1:
            return name
        if face.quality < UNRELIABLE_BELOW:
            reason = weakness_reason(face.weakness)
            return QCoreApplication.translate("FaceOverlay", "{0}  unreliable: {1}").format(name, reason)
        probability = "" if shortening else f" {face.scores.top_probability:.0%}"
        return f"{name}  {expression_name(face.scores.top)}{probability}"

    @staticmethod
    def _draw_landmarks(painter: QPainter, face: TrackedFace, where: Placement) -> None:
        points = face.face.landmarks[:, :2].astype(np.float64) * where.scale
        if where.is_mirrored:
            points[:, 0] = where.target.width() - points[:, 0]
        points += (where.target.x(), where.target.y())
        painter.setPen(QPen(QColor(255, 255, 255, 190), 1.5))
        painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))


def _luma(colour: QColor) -> float:
    """How bright a colour looks, 0-1 (Rec. 601 weights)."""
    return 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()


def chip_area(painter: QPainter, bottom_left: QPointF, text: str, within: QRectF | None = None) -> QRectF:
    """The ground of words; below the point where there is no room above it, and not past the left and right edge."""
    metrics = painter.fontMetrics()
    area = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 6)
    area.moveBottomLeft(bottom_left)
    if area.top() < 0:
        area.moveTop(bottom_left.y() + 6)
    if within is not None:
        area.moveLeft(max(min(area.left(), within.right() - area.width()), within.left()))
    return area


def draw_chip(painter: QPainter, area: QRectF, text: str, colour: QColor) -> None:
    """Words on a ground of their own."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(QColor("black" if _luma(colour) > 0.45 else "white"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _eyes(face: TrackedFace, where: Placement) -> tuple[QPointF, QPointF]:
    """The middles of both eyes."""
    corners = face.face.landmarks[list(_EYE_CORNERS), :2].reshape(2, 2, 2).mean(axis=1)
    right, left = (where.point(float(x), float(y)) for x, y in corners)
    return right, left
