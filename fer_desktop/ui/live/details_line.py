"""Action units, gaze and lids of a face in a line of a card."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fer_desktop.core.face_details import LIDS, UNITS, FaceDetails
from fer_desktop.ui.widgets.painted_text import ElidedLabel, Readings

_SHUT = 0.6  # how far the lids are shut where nothing can be said of the gaze
_MOST, _VISIBLE = 4, 0.15  # units that are named, and how far one has to go for that
_OF_LIDS = LIDS[0].partition("_")[0]


class DetailsLine(QWidget):
    """Where the eyes look, and which units are at work, the strongest first. Hidden until something is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        longest = self._gaze_text(-45.0, -45.0), self.tr("Eyes shut"), self.tr("Gaze unknown")
        self._eyes, self._units = Readings(*longest), ElidedLabel()
        self._eyes.setAccessibleName(self.tr("Gaze"))
        self._units.setAccessibleName(self.tr("Action units (estimates)"))
        self._units.setToolTip(self.tr("Action units (estimates)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._eyes)
        layout.addWidget(self._units, 1)
        self.hide()

    def show_details(self, details: FaceDetails | None) -> None:
        """The newest ones; None hides the line."""
        if details is None:
            self.hide()
            return
        self._eyes.show_text(self._words_of_eyes(details))
        at_work = [(details.unit(unit), unit) for unit in UNITS if unit != _OF_LIDS]
        strongest = sorted((one for one in at_work if one[0] >= _VISIBLE), reverse=True)[:_MOST]
        self._units.show_text("   ".join(f"{unit} {value:.1f}" for value, unit in strongest))
        self.show()

    def _words_of_eyes(self, details: FaceDetails) -> str:
        yaw, pitch = np.rad2deg(details.gaze)
        if np.isnan(yaw):
            return self.tr("Eyes shut") if details.unit(_OF_LIDS) > _SHUT else self.tr("Gaze unknown")
        return self._gaze_text(yaw, pitch)

    def _gaze_text(self, yaw_deg: float, pitch_deg: float) -> str:
        return self.tr("Gaze {0:+.0f}°, {1:+.0f}°").format(yaw_deg, pitch_deg)
