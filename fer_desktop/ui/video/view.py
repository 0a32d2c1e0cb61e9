"""Paints the picture and over it the faces, or words when there is no picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from fer_desktop.core.palette import RED, WARNING
from fer_desktop.core.types import Analysis, Frame, TrackedFace
from fer_desktop.engine.status import STALLED_FPS
from fer_desktop.ui.video.face_overlay import FaceOverlay, OverlayParts, Placement, chip_area, draw_chip
from fer_desktop.ui.video.offers import Offer, OfferButtons
from fer_desktop.ui.video.pairing import Picture

_GROUND, _TEXT, _DIM = QColor("#15171a"), QColor("#d0d4da"), QColor(21, 23, 26, 120)
_LIVE, _RECORDING, _LATE = QColor("#2f6f4f"), QColor(RED), QColor(WARNING)


class VideoView(QWidget):
    """Live picture with faces, or a message when there is none.

    Signals:
        face_selected(int, bool): the user clicked on a face; its id, and whether it joins the selection.
        retry_requested(): the button under a message.
        offer_chosen(str): one of the large buttons under a message, by its key.
        full_screen_requested(): a double click.
        menu_wanted(QPoint): the user wants to know what can be done with the picture; where on the screen.
    """

    face_selected = Signal(int, bool)
    retry_requested = Signal()
    offer_chosen = Signal(str)
    full_screen_requested = Signal()
    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._image = QImage()
        self._analysis: Analysis | None = None
        self._behind_s = 0.0
        self._overlay = FaceOverlay()
        self._is_mirrored = False
        self._badges: tuple[tuple[str, QColor], ...] = ()
        self._message = self._ended = ""
        self._retry = QPushButton(self)
        self._retry.clicked.connect(self.retry_requested)
        self._retry.hide()
        self._offers = OfferButtons(self)
        self._offers.chosen.connect(self.offer_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 48)
        self.setAccessibleName(self.tr("Video"))

    def show_picture(self, picture: Picture) -> None:
        """Show a picture and its faces; the message goes."""
        height, width = picture.frame.image.shape[:2]
        borrowed = QImage(picture.frame.image.data, width, height, width * 3, QImage.Format.Format_RGB888)
        self._image = borrowed.convertToFormat(QImage.Format.Format_RGB32)  # Qt scales that much faster
        self._frame, self._analysis, self._behind_s = picture.frame, picture.analysis, picture.behind_s
        self._message = self._ended = ""
        self._retry.hide()
        self._offers.hide()
        self.update()

    def show_message(self, message: str, button: str = "", offers: Sequence[Offer] = ()) -> None:
        """Show words instead of a picture, a button to try again, and large ones for what else may be done."""
        self._message, self._ended = message, ""
        self._frame, self._image, self._analysis = None, QImage(), None
        self._retry.setText(button)
        self._retry.setVisible(bool(button))
        self._offers.show_offers(offers)
        self._place_button()
        self.setAccessibleDescription(message)
        self.update()

    def show_ended(self, message: str, button: str = "") -> None:
        """Show words over the last picture, which stays; without one, instead of it."""
        if self._frame is None:
            self.show_message(message, button)
            return
        self._ended = message
        self._retry.setText(button)
        self._retry.setVisible(bool(button))
        self._place_button()
        self.setAccessibleDescription(message)
        self.update()

    @property
    def message(self) -> str:
        """The words that are shown instead of a picture, or over the last one; "" while pictures come."""
        return self._message or self._ended

    @property
    def proportion(self) -> float:
        """Width of the picture for each of its height."""
        return self._image.width() / self._image.height() if not self._image.isNull() else 4 / 3

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._frame is not None

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Show the picture as in a mirror."""
        self._is_mirrored = is_mirrored
        self.update()

    @property
    def is_mirrored(self) -> bool:
        """Whether the picture is shown as in a mirror."""
        return self._is_mirrored

    def set_parts(self, parts: OverlayParts) -> None:
        """Which parts of the overlay are drawn."""
        self._overlay = replace(self._overlay, parts=parts)
        self.update()

    def set_faces(self, selected: frozenset[int], names: Mapping[int, str]) -> None:
        """Mark these faces, and write these names."""
        self._overlay = replace(self._overlay, selected=selected, names=dict(names))
        self.update()

    def show_rates(self, capture_fps: float, is_live: bool, is_recording: bool) -> None:
        """Badges in the corner; they change also while no picture comes."""
        is_stalled = is_live and capture_fps < STALLED_FPS and self._frame is not None
        rate = self.tr("no picture") if is_stalled else self.tr("{0:.0f} fps").format(capture_fps)
        badges = [(rate, _RECORDING if is_stalled else _LIVE)]
        if is_live:
            badges.append((self.tr("LIVE"), _LIVE))
        if is_recording:
            badges.append((self.tr("REC"), _RECORDING))
        if self._badges != tuple(badges):
            self._badges = tuple(badges)
            self.update()

    def snapshot(self) -> QImage | None:
        """The picture in its own size with what is drawn over it, or None when there is none."""
        if self._frame is None:
            return None
        image = self._image.flipped(Qt.Orientation.Horizontal) if self._is_mirrored else self._image.copy()
        painter = QPainter(image)
        self._prepare(painter)
        self._draw_faces(painter, Placement(QRectF(image.rect()), 1.0, self._is_mirrored))
        painter.end()
        return image

    @property
    def _faces(self) -> tuple[TrackedFace, ...]:
        return self._analysis.faces if self._analysis is not None else ()

    def _placement(self) -> Placement:
        """Where the picture goes: centred, in its own proportions."""
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        target = QRectF(corner, size.toSizeF())
        return Placement(target, target.width() / max(self._image.width(), 1), self._is_mirrored)

    def _draw_faces(self, painter: QPainter, where: Placement, taken: Sequence[QRectF] = ()) -> None:
        overlay = replace(self._overlay, is_older=self._behind_s > 0)
        for face in self._faces:
            overlay.draw(painter, face, where)
        overlay.draw_labels(painter, self._faces, where, taken)

    def _prepare(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)

    def _draw_badges(self, painter: QPainter, corner: QPointF) -> list[QRectF]:
        """Returns the areas that they cover."""
        badges = self._badges
        if self._behind_s > 0:
            badges = (*badges, (self.tr("Boxes {0:.1f} s behind").format(self._behind_s), _LATE))
        areas, y = [], corner.y() + 30
        for text, colour in badges:
            area = chip_area(painter, QPointF(corner.x() + 8, y), text)
            draw_chip(painter, area, text, colour)
            areas.append(area)
            y += 26
        return areas

    def _draw_ended(self, painter: QPainter, picture: QRectF) -> None:
        """The picture is dimmed, and the words stand on a ground of their own."""
        painter.fillRect(picture, _DIM)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        words = painter.boundingRect(room, flags, self._ended)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.setOpacity(0.85)
        painter.drawRoundedRect(words.adjusted(-14, -10, 14, 10), 6, 6)
        painter.setOpacity(1.0)
        painter.setPen(_TEXT)
        painter.drawText(room, flags, self._ended)

    def _place_button(self) -> None:
        self._retry.adjustSize()
        self._retry.move((self.width() - self._retry.width()) // 2, self.height() * 3 // 4)
        self._offers.place(self.width(), self.height() * 5 // 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw everything."""
        painter = QPainter(self)
        has_room = self._message or self._image.isNull() or self.window().isFullScreen()
        painter.fillRect(self.rect(), _GROUND if has_room else self.palette().window().color())
        if self._message or self._image.isNull():
            painter.setPen(_TEXT)
            area = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        where = self._placement()
        painter.save()
        if self._is_mirrored:
            painter.translate(2 * where.target.x() + where.target.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(where.target, self._image)
        painter.restore()
        self._prepare(painter)
        taken = [] if self._ended else self._draw_badges(painter, where.target.topLeft())
        self._draw_faces(painter, where, taken)
        if self._ended:
            self._draw_ended(painter, where.target)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: select the face under the mouse; with Ctrl it joins the selection."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        where = self._placement()
        for face in self._faces:
            if where.box(face).contains(event.position()):
                joins = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.face_selected.emit(face.track_id, joins)
                return

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: full screen and back."""
        self.full_screen_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Qt: somebody else knows what can be done."""
        self.menu_wanted.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Qt: keep the button in the middle."""
        self._place_button()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: preferred size."""
        return QSize(640, 480)
