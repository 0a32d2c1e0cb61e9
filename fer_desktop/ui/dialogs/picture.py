"""Shows one picture, such as an explanation."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.icons import without_icons


class PictureDialog(QDialog):
    """A picture with a title and a button that closes it."""

    def __init__(self, title: str, png: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        picture = QPixmap()
        picture.loadFromData(png)
        label = QLabel()
        label.setPixmap(picture)
        label.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(Scrolled(label), 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint())
