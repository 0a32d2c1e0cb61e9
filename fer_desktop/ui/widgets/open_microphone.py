"""The badge that is there, on every page and in full screen, for as long as a microphone is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from fer_desktop.core.palette import RED
from fer_desktop.ui.widgets.heading import make_bold
from fer_desktop.ui.widgets.plain_text import plain_tip

_EDGE_PX, _ROUND_PX = 6, 4


class OpenMicrophone(QLabel):
    """Lies over the upper right corner of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setText(self.tr("Microphone on"))
        self.setAccessibleName(self.text())
        make_bold(self)
        self.setContentsMargins(8, 3, 8, 3)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor("white"))
        self.setPalette(palette)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        parent.installEventFilter(self)

    def show_name(self, name: str) -> None:
        """This microphone is open; "" when none is."""
        self.setToolTip(plain_tip(name))
        self.setAccessibleDescription(name)
        if bool(name) != (not self.isHidden()):
            self.setVisible(bool(name))
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: red ground, then the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(RED))
        painter.drawRoundedRect(self.rect(), _ROUND_PX, _ROUND_PX)
        painter.end()
        super().paintEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._ground.width() - self.width() - _EDGE_PX, _EDGE_PX)
        self.raise_()
