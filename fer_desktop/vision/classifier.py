"""Aligned faces in, expression scores out, with one GRU state for each face. Runs in one thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.certainty import certainty
from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.runtime import Array, Runtime

GAP_LIMIT_S = 1.0  # a face that was away for longer starts with no past


@dataclass(frozen=True, slots=True, eq=False)
class FaceScores:
    """Scores of one face: the CNN on this frame, and CNN and GRU with its past; how certain the answer is.

    Attributes:
        certainty: 0 to 1, see `core.certainty`; not a number for weights without it.
        units: (U,) intensities of the action units that the network reads, 0 to 1.
    """

    raw: ExpressionScores
    scores: ExpressionScores
    certainty: float
    units: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    state: Array  # (state_size,)
    time_s: float


class ExpressionClassifier:
    """Scores faces of one stream; all faces of a frame go through the network as one batch.

    Args:
        shift: (8,) added to the logits; see `Manifest.reading`.
        certainty: Weights of `core.certainty`.
    """

    def __init__(
        self,
        runtime: Runtime,
        config: NetworkConfig,
        shift: Sequence[float] = (0.0,),
        certainty: Sequence[float] = (),
    ) -> None:
        self._runtime, self._shift, self._certainty = runtime, np.asarray(shift, np.float32), tuple(certainty)
        self._none = _Past(np.zeros(config.state_size, np.float32), -np.inf)
        self._pasts: dict[int, _Past] = {}
        self.input_px = config.input_px

    def classify(self, crops: NDArray[np.uint8], track_ids: Sequence[int], time_s: float) -> list[FaceScores]:
        """Scores of the faces of one frame.

        Args:
            crops: (B, S, S) gray, one for each face.
            track_ids: Which face each crop shows.
            time_s: Time of the frame.
        """
        if not len(crops):
            return []
        pasts = [self._past(track_id, time_s) for track_id in track_ids]
        states = np.stack([past.state for past in pasts])
        # infinite without a past, which the GRU takes for its first step
        steps = np.array([[time_s - past.time_s] for past in pasts], np.float32)
        step = self._runtime.step(network_input(crops), states, steps)
        for track_id, state in zip(track_ids, step.state, strict=True):
            self._pasts[track_id] = _Past(state, time_s)
        answers = softmax(step.logits + self._shift)
        certain = certainty(answers.max(axis=1), step.raw, self._certainty)
        return [
            FaceScores(ExpressionScores.from_array(raw), ExpressionScores.from_array(scores), float(sure), units)
            for raw, scores, sure, units in zip(
                softmax(step.raw + self._shift), answers, certain, step.units, strict=True
            )
        ]

    def classify_photograph(
        self, crops: NDArray[np.uint8], track_ids: Sequence[int], time_s: float
    ) -> list[FaceScores]:
        """Scores of faces without a past or a future: the mean of what is said of each and of its mirror image."""
        # each from no past: the first must not become the past of its own mirror image
        as_they_are = self.classify(crops, track_ids, time_s)
        self._pasts.clear()
        mirrored = self.classify(np.ascontiguousarray(crops[:, :, ::-1]), track_ids, time_s)
        self._pasts.clear()
        return [
            FaceScores(
                _mean(one.raw, other.raw),
                _mean(one.scores, other.scores),
                (one.certainty + other.certainty) / 2,
                one.units,
            )
            for one, other in zip(as_they_are, mirrored, strict=True)
        ]

    def keep_only(self, track_ids: Collection[int]) -> None:
        """Drop the state of every other face: its track has ended."""
        self._pasts = {track_id: past for track_id, past in self._pasts.items() if track_id in track_ids}

    def _past(self, track_id: int, time_s: float) -> _Past:
        past = self._pasts.get(track_id, self._none)
        return past if 0 <= time_s - past.time_s <= GAP_LIMIT_S else self._none


def _mean(one: ExpressionScores, other: ExpressionScores) -> ExpressionScores:
    return ExpressionScores.from_array((np.array(one.probabilities) + np.array(other.probabilities)) / 2)


def softmax(logits: Array) -> Array:
    """(B, N) logits -> (B, N) probabilities."""
    # the largest becomes exp(0): no overflow, and the quotient is the same
    values = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(values / values.sum(axis=1, keepdims=True), dtype=np.float32)
