"""One set of flat icons, drawn in the colour of the words beside them, also after a change between light and dark."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from fer_desktop.paths import assets_dir

_GROUPS = {
    QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled,
    QIcon.Mode.Selected: QPalette.ColorGroup.Active,
}


def icon(name: str, colour: str = "") -> QIcon:
    """An icon of `assets/icons`.

    Args:
        colour: "" follows the palette.
    """
    return QIcon(_Engine(name, colour))


def without_icons(box: QDialogButtonBox | QMessageBox) -> None:
    """Leave out what the style draws beside OK and Cancel: none of it is of this set."""
    for button in box.buttons():
        button.setIcon(QIcon())


class _Engine(QIconEngine):
    """Draws the file anew in the colour of the moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Qt: draw it."""
        renderer = QSvgRenderer(QByteArray(_text(self._name).replace("currentColor", self._colour_of(mode)).encode()))
        renderer.render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt: the same as a picture."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Qt: another one like it."""
        return _Engine(self._name, self._colour)

    def _colour_of(self, mode: QIcon.Mode) -> str:
        if self._colour and mode is not QIcon.Mode.Disabled:
            return self._colour
        group = _GROUPS.get(mode, QPalette.ColorGroup.Active)
        return QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText).name()


@cache
def _text(name: str) -> str:
    return (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
