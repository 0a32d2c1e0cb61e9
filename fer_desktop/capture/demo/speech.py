"""When the demo speaks, and how: sentences without words, in step with the script of the face. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.script import SCRIPT, position_in_script


@dataclass(frozen=True, slots=True)
class Manner:
    """How an expression is spoken: mean pitch, how far it moves, loudness, and syllables a second."""

    pitch_hz: float
    range_hz: float
    loudness_db: float
    rate_hz: float


MANNERS = {
    "neutral": Manner(110, 12, -26, 4.0),
    "happiness": Manner(160, 40, -21, 5.0),
    "surprise": Manner(180, 60, -20, 4.5),
    "anger": Manner(140, 30, -15, 5.5),
}
_WIDEST, _OF_SILENT = 0.7, 0.3  # of a mouth that speaks: of its widest vowel, and what an expression adds
_CHANGE_S = 0.15
_SILENT_BEFORE_S, _SILENT_AFTER_S = 0.4, 0.5  # around a sentence, within what is held


@dataclass(frozen=True, slots=True)
class Sentence:
    """A moment of a sentence: since when it goes on, and how long it will."""

    manner: Manner
    into_s: float
    left_s: float


def sentence_at(time_s: float, face: int = 0) -> Sentence | None:
    """What a face says at a moment; None where it is silent."""
    index, since_s = position_in_script(time_s, face)
    expression, held_s = SCRIPT[index]
    into_s, left_s = since_s - _SILENT_BEFORE_S, held_s - _SILENT_AFTER_S - since_s
    return None if into_s < 0 or left_s <= 0 else Sentence(MANNERS[expression], into_s, left_s)


def opening_of_syllable(within: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the mouth is open, 0 to 1, at shares of a syllable: closed for its consonant, open for its vowel."""
    opening: NDArray[np.float64] = np.sin(np.pi * np.clip((within - 0.1) / 0.85, 0, 1)) ** 0.7
    return opening


def spoken_mouth(silent: float, time_s: float, face: int = 0) -> float:
    """How far a mouth is open at a moment.

    Args:
        silent: The same of a face that says nothing.
    """
    sentence = sentence_at(time_s, face)
    if sentence is None:
        return silent
    within = np.array([sentence.into_s * sentence.manner.rate_hz % 1.0])
    said = _WIDEST * float(opening_of_syllable(within)[0])
    share = min(sentence.into_s / _CHANGE_S, sentence.left_s / _CHANGE_S, 1.0)  # from silence and back to it
    return (1 - share) * silent + share * (_OF_SILENT * silent + said)
