"""Paints the newest frame, and over it the faces of its analysis. Vectors only: pixels are never changed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.core.palette import COLOURS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Analysis, Frame, TrackedFace

_OLDEST_S = 0.3  # an analysis further behind its frame is not shown: nothing rather than something false


class VideoView(QWidget):
    """Live picture with boxes, or a message when there is none.

    Signals:
        face_selected(int): the user clicked on a face; its id.
    """

    face_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None  # kept as long as the image: a QImage does not own an array's memory
        self._image = QImage()
        self._analysis: Analysis | None = None
        self._selected = 0
        self._is_mirrored = False
        self._message = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Video"))

    def show_frame(self, frame: Frame) -> None:
        """Show a new frame; the message goes."""
        height, width = frame.image.shape[:2]
        self._image = QImage(frame.image.data, width, height, width * 3, QImage.Format.Format_RGB888)
        self._frame = frame
        self._message = ""
        self.update()

    def show_analysis(self, analysis: Analysis) -> None:
        """Draw these faces from now on."""
        self._analysis = analysis

    def show_message(self, message: str) -> None:
        """Show words instead of a picture."""
        self._message = message
        self._frame, self._image, self._analysis = None, QImage(), None
        self.update()

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Show the picture as in a mirror."""
        self._is_mirrored = is_mirrored
        self.update()

    def set_selected(self, track_id: int) -> None:
        """Mark this face."""
        self._selected = track_id

    def face_shown(self, track_id: int) -> tuple[Frame, TrackedFace] | None:
        """The frame on the screen and this face in it, if both are there and belong together."""
        for face in self._shown_faces():
            if face.track_id == track_id and self._frame is not None:
                return self._frame, face
        return None

    def _shown_faces(self) -> tuple[TrackedFace, ...]:
        if self._frame is None or self._analysis is None:
            return ()
        return self._analysis.faces if abs(self._frame.time_s - self._analysis.time_s) <= _OLDEST_S else ()

    def _target(self) -> QRectF:
        """Where the picture goes: centred, in its own proportions."""
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _on_screen(self, face: TrackedFace) -> QRectF:
        """Box of a face in widget coordinates."""
        target = self._target()
        scale = target.width() / self._image.width()
        x0, y0, x1, y1 = (float(v) * scale for v in face.face.box)
        if self._is_mirrored:
            x0, x1 = target.width() - x1, target.width() - x0
        return QRectF(target.x() + x0, target.y() + y0, x1 - x0, y1 - y0)

    def _draw_face(self, painter: QPainter, face: TrackedFace) -> None:
        box = self._on_screen(face)
        is_sure = face.quality >= UNRELIABLE_BELOW
        colour = QColor(COLOURS[face.scores.top] if is_sure else "#b0b0b0")
        style = Qt.PenStyle.SolidLine if is_sure else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 3 if face.track_id == self._selected else 2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        self._draw_label(painter, box, self._label(face, is_sure), colour)

    def _label(self, face: TrackedFace, is_sure: bool) -> str:
        if not is_sure:
            return self.tr("{0}  unreliable").format(face.track_id)
        return f"{face.track_id}  {face.scores.top} {face.scores.top_probability:.0%}"

    def _draw_label(self, painter: QPainter, box: QRectF, text: str, colour: QColor) -> None:
        area = QRectF(painter.boundingRect(QRectF(), Qt.AlignmentFlag.AlignLeft, text)).adjusted(0, 0, 12, 6)
        area.moveBottomLeft(QPointF(box.left(), box.top() - 3))
        if area.top() < 0:
            area.moveTop(box.top() + 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor("black" if colour.lightnessF() > 0.45 else "white"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw everything."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#15171a"))
        if self._message or self._image.isNull():
            painter.setPen(QColor("#d0d4da"))
            area = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        target = self._target()
        painter.save()
        if self._is_mirrored:
            painter.translate(2 * target.x() + target.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(target, self._image)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        for face in self._shown_faces():
            self._draw_face(painter, face)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: select the face under the mouse."""
        for face in self._shown_faces():
            if self._on_screen(face).contains(event.position()):
                self.face_selected.emit(face.track_id)
                return

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(640, 480)
