"""The badge that is there, on every page and in full screen, for as long as a microphone is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from fer_desktop.ui.widgets.plain_text import plain_tip

_LOOK = "background: #d9342b; color: white; border-radius: 4px; padding: 3px 8px; font-weight: bold;"
_EDGE_PX = 6


class OpenMicrophone(QLabel):
    """Lies over the upper right corner of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setText(self.tr("Microphone on"))
        self.setAccessibleName(self.text())
        self.setStyleSheet(_LOOK)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._ground.width() - self.width() - _EDGE_PX, _EDGE_PX)
        self.raise_()
