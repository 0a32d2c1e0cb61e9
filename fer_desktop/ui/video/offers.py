"""Large buttons where there is no picture: what one may begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import icon

_HEIGHT_PX, _ICON_PX = 44, 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: by which it is known, its icon, its words."""

    key: str
    icon: str
    text: str


class OfferButtons(QWidget):
    """The buttons, in a row, or in several where it is narrow.

    Signals:
        chosen(str): the key of the one that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = FlowRow(self)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these; none hides all."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for offer in offers:
            button = QPushButton(icon(offer.icon), offer.text)
            button.setMinimumHeight(_HEIGHT_PX)
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.clicked.connect(lambda _=False, key=offer.key: self.chosen.emit(key))
            self._row.addWidget(button)
            self._buttons.append(button)
        self.setVisible(bool(offers))

    def place(self, width_px: int, y: int) -> None:
        """In the middle of so much width, from this height on."""
        wanted = self._row.sizeHint().width()
        width = min(wanted, max(width_px - 24, 1))
        self.setGeometry((width_px - width) // 2, y, width, _HEIGHT_PX * (1 if width == wanted else len(self._buttons)))
