"""How quickly the window follows a face. A property of the view: what is recorded never passes through here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.smoothing import step_share
from fer_desktop.core.types import Analysis, TrackedFace

ResponseKind = Literal["cnn", "gru", "smooth"]
RESPONSES: tuple[ResponseKind, ...] = get_args(ResponseKind)

_TIME_CONSTANT_S = 0.5  # of "smooth"
_GAP_S = 1.0  # after a longer absence smoothing starts anew


@dataclass(slots=True)
class _Past:
    time_s: float
    probabilities: NDArray[np.float64]


class Response:
    """Puts what shall be shown in the place of `scores`.

    "cnn" is the CNN alone on each frame, "gru" what CNN and GRU say (unchanged), "smooth"
    that and an exponential low-pass filter with a time constant of 0.5 s. Calibrated scores, which are
    made of CNN and GRU, stand in their place where there are any and they are wanted; faces that are not shown
    calibrated have none afterwards.
    """

    def __init__(self, kind: ResponseKind = "gru", calibrated: bool = True) -> None:
        self._kind, self._calibrated = kind, calibrated and kind != "cnn"
        self._past: dict[int, _Past] = {}

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis as it shall be shown; call it with each one, in order."""
        if any(face.calibrated is not None for face in analysis.faces):
            analysis = replace(analysis, faces=tuple(self._chosen(face) for face in analysis.faces))
        if self._kind == "gru":
            return analysis
        if self._kind == "cnn":
            faces = tuple(replace(face, scores=face.raw) for face in analysis.faces)
        else:
            faces = tuple(self._smooth(face, analysis.time_s) for face in analysis.faces)
            # what is older could not be used any more, and a long run would collect every face that ever was
            self._past = {i: p for i, p in self._past.items() if analysis.time_s - p.time_s <= _GAP_S}
        return replace(analysis, faces=faces)

    def _chosen(self, face: TrackedFace) -> TrackedFace:
        """With calibrated scores in the place of the others, or with none."""
        if face.calibrated is None:
            return face
        return replace(face, scores=face.calibrated) if self._calibrated else replace(face, calibrated=None)

    def _smooth(self, face: TrackedFace, time_s: float) -> TrackedFace:
        now = face.scores.probabilities.astype(np.float64)
        past = self._past.get(face.track_id)
        if past is not None and time_s - past.time_s <= _GAP_S:
            # a mean of distributions is one again: the eight still sum to 1
            share = step_share(time_s - past.time_s, _TIME_CONSTANT_S)
            now = past.probabilities + share * (now - past.probabilities)
        self._past[face.track_id] = _Past(time_s, now)
        return replace(face, scores=ExpressionScores.from_array(now))
