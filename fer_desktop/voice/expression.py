"""The expression of utterances: pieces with what was known until then, and the whole once it is over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.voice import VoiceScores, scores_of
from fer_desktop.voice.features import N_MELS, power, relative
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.runtime import CONTEXT, STRIDE, VoiceRuntime
from fer_desktop.voice.statistics import LEAST_SPECTRA, Contours, statistics

SILENCE = -2.0  # what `features.relative` gives for nothing
_LONGEST = 400  # spectra, the last of an utterance until now, of which statistics are taken: it costs
_REMEMBERED = 50.0  # spectra that the level of the utterances before counts for

Array = NDArray[np.float32]


def as_input(spectra: Array, level: NDArray[np.float64] | float) -> Array:
    """What the network sees of an utterance from its beginning: silence, then the spectra.

    Args:
        spectra: (T, 48) from `features.log_mel`.
        level: (T,) or one; see `features.relative`.

    Returns:
        (CONTEXT + STRIDE * n, 48); what is left of T is cut off.
    """
    n = len(spectra) // STRIDE * STRIDE
    return np.concatenate([np.full((CONTEXT, N_MELS), SILENCE, np.float32), relative(spectra, level)[:n]])


def whole_level(spectra: Array) -> float:
    """Mean square of a whole utterance."""
    return float(power(spectra).mean())


def known_so_far(spectra: Array, before: float = 0.0, weight: float = 0.0) -> NDArray[np.float64]:
    """(T,) mean square until each spectrum, with what was known before counting as `weight` spectra."""
    heard = np.cumsum(power(spectra))
    return (before * weight + heard) / (weight + np.arange(1, len(spectra) + 1))


class VoiceExpression:
    """Scores the utterances of one stream, one after the other."""

    def __init__(self, runtime: VoiceRuntime, config: VoiceNetworkConfig) -> None:
        self._runtime, self._classes, self._state_size = runtime, config.classes, config.state_size
        self._level, self._weight = 0.0, 0.0
        self.forget()

    def forget(self) -> None:
        """No utterance goes on."""
        self._start: int | None = None

    def so_far(self, start: int, contours: Contours) -> VoiceScores | None:
        """Scores of an utterance until now; None while too little was heard.

        Args:
            start: Where it began; another place begins another utterance.
            contours: All of it until now.
        """
        spectra = contours.spectra
        if start != self._start:
            self._start, self._n_seen = start, 0
            self._state = np.zeros(self._state_size, np.float32)
            self._logits = np.zeros(len(self._classes), np.float32)
        n = len(spectra) // STRIDE * STRIDE
        if n > self._n_seen:
            x = as_input(spectra, known_so_far(spectra, self._level, self._weight))
            told = statistics(contours.part(-_LONGEST))
            answers = self._runtime.step(x[self._n_seen :], self._state, told)
            self._n_seen, self._state, self._logits = n, answers.state, answers.logits[-1]
        return self._scores(self._logits) if n >= LEAST_SPECTRA else None

    def whole(self, contours: Contours) -> VoiceScores | None:
        """Scores of an utterance that is over; None where it is too short. Its level is remembered."""
        self.forget()
        spectra = contours.spectra
        if len(spectra) < LEAST_SPECTRA:
            return None
        level = whole_level(spectra)
        self._level = level if not self._weight else 0.7 * self._level + 0.3 * level
        self._weight = _REMEMBERED
        state = np.zeros(self._state_size, np.float32)
        answers = self._runtime.step(as_input(spectra, level), state, statistics(contours))
        return self._scores(answers.logits[-1])

    def _scores(self, logits: Array) -> VoiceScores:
        exponentials = np.exp(logits - logits.max())
        return scores_of(self._classes, exponentials / exponentials.sum())
