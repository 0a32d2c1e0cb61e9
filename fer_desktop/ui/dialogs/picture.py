"""Shows one picture, such as an explanation."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.icons import without_icons

_LEAST = QSize(240, 160)


class PictureDialog(QDialog):
    """A picture with a title and a button that closes it."""

    def __init__(self, title: str, png: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        picture = QPixmap()
        picture.loadFromData(png)
        view = FittedPicture(picture)
        view.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(view, 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint())


class FittedPicture(QWidget):
    """A picture as large as its place, with its own proportions; it may be given more pixels than the place has."""

    def __init__(self, picture: QPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setMinimumSize(_LEAST)

    @property
    def area(self) -> QRectF:
        """Where it is drawn."""
        size = QSizeF(self._picture.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: its own size."""
        return self._picture.size()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.area, self._picture, QRectF(self._picture.rect()))
