"""Neutral faces, and how scores are read against them, as they stand in session.json and in the edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from fer_desktop.core.baseline import Baseline, Calibration
from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.facts import Count, Distance, Facts, Number

_EACH = Meta(min_length=N_EXPRESSIONS, max_length=N_EXPRESSIONS)
Logits = Annotated[tuple[Number, ...], _EACH]
Mixing = Annotated[tuple[Logits, ...], _EACH]


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrationFacts(Facts):
    """How the answers are read against a person's own neutral face; see `Calibration`.

    Attributes:
        mixing: None where each expression counts for itself alone.
    """

    reference: Logits
    gain: Number
    half_at: Distance = 0.0
    mixing: Mixing | None = None

    @classmethod
    def of(cls, calibration: Calibration) -> CalibrationFacts:
        """As it is kept."""
        return cls(
            reference=calibration.reference,
            gain=calibration.gain,
            half_at=calibration.half_at,
            mixing=calibration.mixing or None,
        )

    @property
    def value(self) -> Calibration:
        """To work with."""
        return Calibration(self.reference, self.gain, self.half_at, self.mixing or ())


@dataclass(frozen=True, kw_only=True, slots=True)
class BaselineFacts(Facts):
    """What a person's face looks like at rest; see `Baseline`.

    Attributes:
        face_id: Whose it is.
        since_s: From when on the rows of the face were read against it or one of the same origin; None for all rows.
        despite: Flaws that it was used in spite of, because the user said so; None for none.
    """

    face_id: Count
    logits: Logits
    n_frames: Count
    origin: str
    since_s: Number | None = None
    despite: tuple[str, ...] | None = None

    @classmethod
    def of(cls, face_id: int, baseline: Baseline, since_s: float | None = None) -> BaselineFacts:
        """As it is kept."""
        return cls(
            face_id=face_id,
            logits=tuple(round(value, 6) for value in baseline.logits),
            n_frames=baseline.n_frames,
            origin=baseline.origin,
            since_s=since_s,
            despite=baseline.despite or None,
        )

    @property
    def value(self) -> Baseline:
        """To work with."""
        return Baseline(self.logits, self.n_frames, self.origin, self.despite or ())
