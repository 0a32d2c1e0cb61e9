"""A picture and what stands beside it: what the picture has no use for is given to that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from fer_desktop.ui.video.view import VideoView


class PictureSplitter(QSplitter):
    """Shares its width by the proportions of the picture, until the user moves the line.

    Attributes:
        is_by_hand: The user has moved the line; it stays where it is.
    """

    def __init__(self, picture: VideoView, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.is_by_hand = False
        self._picture, self._least_px, self._most_px = picture, 0, 0
        self._shared: tuple[int, int, float, int, int] | None = None
        self.addWidget(picture)
        self.addWidget(beside)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._on_moved)

    def share(self, least_px: int, most_px: int) -> None:
        """Give what is beside the picture so much at least, and what is spare up to so much."""
        self._least_px, self._most_px = least_px, max(least_px, most_px)
        self.share_again()

    def share_again(self) -> None:
        """The same for the picture that is shown now; nothing where all is as it was."""
        asked = (self.width(), self.height(), self._picture.proportion, self._least_px, self._most_px)
        if self.is_by_hand or not self._most_px or asked == self._shared:
            return
        self._shared = asked
        spare_px = self.width() - self.handleWidth() - round(self.height() * self._picture.proportion)
        beside_px = max(min(spare_px, self._most_px), self._least_px)
        self.setSizes([self.width() - beside_px, beside_px])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Qt: more or less room."""
        super().resizeEvent(event)
        self.share_again()

    def _on_moved(self) -> None:
        self.is_by_hand = True
