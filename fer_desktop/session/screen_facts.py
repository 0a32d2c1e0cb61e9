"""Which faces were measured against the screen, as session.json says it."""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.core.screen_gaze import ScreenMap
from fer_desktop.facts import Count, Facts, Number


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenFacts(Facts):
    """The map of one face; see `ScreenMap`.

    Attributes:
        since_s: From when on the rows of the face were read with it.
    """

    face_id: Count
    across: tuple[Number, Number, Number]
    down: tuple[Number, Number, Number]
    error: Number
    since_s: Number

    @classmethod
    def of(cls, face_id: int, screen: ScreenMap, since_s: float) -> ScreenFacts:
        """As it is kept."""
        return cls(face_id=face_id, across=screen.across, down=screen.down, error=screen.error, since_s=since_s)

    @property
    def value(self) -> ScreenMap:
        """The map."""
        return ScreenMap(self.across, self.down, self.error)
