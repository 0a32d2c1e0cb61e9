"""What is known of a voice: values that the analysis of sound gives, for a quarter of a second or an utterance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS

PIECE_S = 0.25  # between two answers


@dataclass(frozen=True, slots=True, eq=False)
class VoiceScores:
    """How probable each expression of a voice is.

    Attributes:
        probabilities: (8,) float32 in the order of `EXPRESSIONS`, read-only; NaN for those that the model does not
            know, the others sum to 1.
        arousal: -1 (calm) to 1 (excited).
    """

    probabilities: NDArray[np.float32]
    arousal: float

    @property
    def top(self) -> str:
        """Name of the most probable expression."""
        return EXPRESSIONS[int(np.nanargmax(self.probabilities))]

    @property
    def top_probability(self) -> float:
        """Probability of the most probable expression, 0-1."""
        return float(np.nanmax(self.probabilities))


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSample:
    """A stretch of sound: one of `PIECE_S`, or a whole utterance.

    Attributes:
        time_s, duration_s: Where it lies, on the clock of the frames.
        is_speech: Whether somebody speaks.
        utterance: Number of the utterance, from 1; None where nobody speaks.
        scores: Of the utterance until the end of this stretch; None where nobody speaks, or too little was heard.
        pitch_hz: Median fundamental frequency; NaN where nothing is voiced.
        loudness_db: Mean power relative to a square wave of full scale; NaN where there is no sound at all.
        rate_hz: Syllables a second; NaN where too little was heard.
        speaker: The face that speaks; None where that is not clear.
    """

    time_s: float
    duration_s: float
    is_speech: bool
    utterance: int | None = None
    scores: VoiceScores | None = None
    pitch_hz: float = np.nan
    loudness_db: float = np.nan
    rate_hz: float = np.nan
    speaker: int | None = None

    @property
    def end_s(self) -> float:
        """When it ends."""
        return self.time_s + self.duration_s


@dataclass(frozen=True, slots=True)
class Heard:
    """What a block of sound brought, each in order of time.

    Attributes:
        pieces: Of `PIECE_S` each; sound is never left out, but where it has gaps.
        utterances: Those that ended.
    """

    pieces: tuple[VoiceSample, ...] = ()
    utterances: tuple[VoiceSample, ...] = ()

    def since(self, origin_s: float) -> Heard:
        """Pieces that began at this second or later, and what lies there of utterances; times count from there."""
        pieces = tuple(replace(one, time_s=one.time_s - origin_s) for one in self.pieces if one.time_s >= origin_s)
        utterances = tuple(_since(one, origin_s) for one in self.utterances if one.end_s > origin_s)
        return Heard(pieces, utterances)


def _since(sample: VoiceSample, origin_s: float) -> VoiceSample:
    start_s = max(sample.time_s - origin_s, 0.0)
    return replace(sample, time_s=start_s, duration_s=sample.end_s - origin_s - start_s)


def joined(first: Heard, second: Heard) -> Heard:
    """What was heard, then what was heard after it."""
    return Heard(first.pieces + second.pieces, first.utterances + second.utterances)


_AROUSAL = {"happiness": 1.0, "anger": 1.0, "fear": 1.0, "sadness": -1.0, "boredom": -1.0}


def scores_of(classes: Sequence[str], probabilities: NDArray[np.float32]) -> VoiceScores:
    """What the classes of a model mean in the expressions of this program.

    A class that is none of ours (boredom) is left out, and the others keep their proportions. Arousal is the
    probability of the excited expressions (anger, fear, happiness) minus that of the calm ones (sadness, boredom),
    after the plane of Russell 1980 (Journal of Personality and Social Psychology 39).

    Args:
        classes: C names.
        probabilities: (C,), sum 1.
    """
    values = np.full(N_EXPRESSIONS, np.nan)
    for name, probability in zip(classes, probabilities, strict=True):
        if name in EXPRESSIONS:
            values[EXPRESSIONS.index(name)] = probability
    arousal = sum(_AROUSAL.get(name, 0.0) * float(p) for name, p in zip(classes, probabilities, strict=True))
    frozen = (values / np.nansum(values)).astype(np.float32)
    frozen.flags.writeable = False
    return VoiceScores(frozen, float(np.clip(arousal, -1, 1)))
