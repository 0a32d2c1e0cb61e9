"""What is said, and what its words say: values of one stretch of time each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS

_SIGN = {"happiness": 1.0, "sadness": -1.0, "anger": -1.0, "disgust": -1.0, "fear": -1.0, "contempt": -1.0}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a transcript.

    Attributes:
        start_s, end_s: On the clock of the frames.
        speaker: As the transcript names them; "" where it does not.
        language: As BCP 47 calls it, where whoever wrote it down says so; else "".
    """

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WordsScores:
    """How probable each expression is by the words.

    Attributes:
        probabilities: (8,) float32 in the order of `EXPRESSIONS`, read-only; NaN for those that the model does not
            know, the others sum to 1.
        polarity: -1 (bad) to 1 (good); see `polarity_of`.
    """

    probabilities: NDArray[np.float32]
    polarity: float

    @classmethod
    def of(cls, classes: Sequence[str], probabilities: NDArray[np.floating[Any]]) -> WordsScores:
        """What the C classes of a model say; (C,), sum 1."""
        values = np.full(N_EXPRESSIONS, np.nan, np.float32)
        values[[EXPRESSIONS.index(name) for name in classes]] = probabilities
        values.flags.writeable = False
        return cls(values, polarity_of(classes, probabilities))

    @property
    def top(self) -> str:
        """Name of the most probable expression."""
        return EXPRESSIONS[int(np.nanargmax(self.probabilities))]


@dataclass(frozen=True, slots=True, eq=False)
class WordsSample:
    """A line, and what its words say.

    Attributes:
        language: As BCP 47 calls it ("en"); "" where it cannot be told.
        scores: None where the model does not read that language, or there is no model.
    """

    said: Said
    language: str
    scores: WordsScores | None = None


@dataclass(frozen=True, slots=True, eq=False)
class HeardWords:
    """Lines that were heard, in order of time."""

    lines: tuple[WordsSample, ...] = ()

    def since(self, origin_s: float) -> HeardWords:
        """What ended after this second, with times counted from there; none begins before."""
        return HeardWords(
            tuple(
                replace(line, said=replace(line.said, start_s=max(line.said.start_s - origin_s, 0.0), end_s=end_s))
                for line in self.lines
                if (end_s := line.said.end_s - origin_s) > 0
            )
        )

    @staticmethod
    def joined(parts: Iterable[HeardWords]) -> HeardWords:
        """All of them, one after the other."""
        return HeardWords(tuple(line for part in parts for line in part.lines))


def polarity_of(classes: Sequence[str], probabilities: NDArray[np.floating[Any]]) -> float:
    """Probability of happiness minus that of sadness, anger, disgust, fear and contempt; neutral and surprise are 0."""
    return float(sum(_SIGN.get(name, 0.0) * float(p) for name, p in zip(classes, probabilities, strict=True)))
