"""What session.json says of a microphone."""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.core.sound import CardFacts
from fer_desktop.facts import Count, Facts, Number, Time


@dataclass(frozen=True, kw_only=True, slots=True)
class MicrophoneFacts(Facts):
    """What became of the sound of a microphone; see `CardFacts`."""

    clock: str = ""
    clock_offset_s: Number | None = None
    drift_ppm: Number = 0.0
    blocks_lost: Count = 0
    gaps: Count = 0
    missing_s: Time = 0.0

    @classmethod
    def of(cls, card: CardFacts) -> MicrophoneFacts:
        """What its source says in the end."""
        return cls(
            clock=card.clock,
            clock_offset_s=card.clock_offset_s,
            drift_ppm=round(card.drift_ppm, 1),
            blocks_lost=card.n_lost,
            gaps=card.n_gaps,
            missing_s=card.missing_s,
        )
