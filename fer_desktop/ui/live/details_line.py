"""Action units, gaze and lids of a face in two lines of a card."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fer_desktop.core.face_details import LIDS, UNITS, FaceDetails
from fer_desktop.ui.widgets.painted_text import ElidedLabel

_SHUT = 0.6  # how far the lids are shut where nothing can be said of the gaze
_MOST, _VISIBLE = 4, 0.15  # units that are named, and how far one has to go for that
_OF_LIDS = LIDS[0].partition("_")[0]


class DetailsLine(QWidget):
    """Where the eyes look, and which units are at work, the strongest first. Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._eyes, self._units = ElidedLabel(), ElidedLabel()
        self._eyes.setAccessibleName(self.tr("Gaze"))
        self._units.setAccessibleName(self.tr("Action units (estimates)"))
        self._units.setToolTip(self.tr("Action units (estimates)"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._eyes)
        layout.addWidget(self._units)
        self.hide()

    def show_details(self, details: FaceDetails | None) -> None:
        """The newest ones; None hides the lines."""
        if details is None:
            self.hide()
            return
        self._eyes.show_text(self._words_of_eyes(details))
        at_work = [(details.unit(unit), unit) for unit in UNITS if unit != _OF_LIDS]
        strongest = sorted((one for one in at_work if one[0] >= _VISIBLE), reverse=True)[:_MOST]
        self._units.show_text("   ".join(f"{unit} {value:.1f}" for value, unit in strongest) or "-")
        self.show()

    def _words_of_eyes(self, details: FaceDetails) -> str:
        yaw, pitch = np.rad2deg(details.gaze)
        if np.isnan(yaw):
            return self.tr("Eyes shut") if details.unit(_OF_LIDS) > _SHUT else self.tr("Gaze unknown")
        return self.tr("Gaze {0:+.0f}°, {1:+.0f}°").format(yaw, pitch)
