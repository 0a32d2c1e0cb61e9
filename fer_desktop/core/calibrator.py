"""Gives the faces of a stream their calibrated scores: with the baselines that the user gave, else automatic ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fer_desktop.core.automatic_baseline import AutomaticBaselines
from fer_desktop.core.baseline import Baseline, Baselines, Calibration, calibrated
from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.types import Analysis, TrackedFace


@dataclass(frozen=True, slots=True)
class CalibrationWish:
    """What the user wants of the calibration.

    Attributes:
        given: Baselines by the number of the face.
        for_others: The baseline of every other face; None for none.
        is_automatic: Faces without any get one from what they look like most of the time.
    """

    given: Baselines = field(default_factory=dict)
    for_others: Baseline | None = None
    is_automatic: bool = False


class Calibrator:
    """Owned by the thread that analyses.

    Args:
        calibration: Of the weights; None leaves every analysis as it is.
    """

    def __init__(self, calibration: Calibration | None) -> None:
        self._calibration = calibration
        self._automatic = AutomaticBaselines()

    def apply(self, analysis: Analysis, wish: CalibrationWish) -> Analysis:
        """The next analysis of the stream, with calibrated scores where there is a baseline."""
        if self._calibration is None or not analysis.faces:
            return analysis
        # what was measured of this face counts before what is meant for all, and that before a guess
        found: Mapping[int, Baseline] = self._automatic.add(analysis) if wish.is_automatic else {}
        faces = tuple(
            with_baseline(
                face, wish.given.get(face.track_id) or wish.for_others or found.get(face.track_id), self._calibration
            )
            for face in analysis.faces
        )
        return replace(analysis, faces=faces)


def with_baseline(face: TrackedFace, baseline: Baseline | None, calibration: Calibration) -> TrackedFace:
    """The face with its scores read against a baseline; as it is without one."""
    if baseline is None:
        return face
    scores = ExpressionScores.from_array(calibrated(face.scores.probabilities, baseline, calibration))
    return replace(face, calibrated=scores, baseline=baseline)
