"""Frame in, analysis out: find, track, align, score. Shared by live and offline use.

Everything here belongs to the thread that made it. `open_analyzer` loads MediaPipe and the
network, which takes seconds: call it in that thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.quality import face_quality
from fer_desktop.core.tracker import FaceTracker
from fer_desktop.core.types import Analysis, Face, Frame, ModelInfo, TrackedFace
from fer_desktop.vision.classifier import ExpressionClassifier
from fer_desktop.vision.device import DeviceChoice
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.preprocess import align_face
from fer_desktop.vision.runtime import open_runtime


@dataclass(frozen=True, slots=True)
class AnalyzerOptions:
    """Choices of one analysis.

    Attributes:
        weights: Folder with weights and manifest.
        max_faces: Faces followed at a time, 1 to 10.
        device: Where the network runs.
    """

    weights: Path
    max_faces: int = 4
    device: DeviceChoice = "auto"


def open_analyzer(options: AnalyzerOptions) -> Analyzer:
    """Load the models.

    Raises:
        ModelError: the weights are missing or do not fit.
    """
    runtime, manifest, device = open_runtime(options.weights, options.device)
    model = ModelInfo(manifest.model_id, manifest.weights.sha256, device.name)
    notices = (device.notice,) if device.notice else ()
    parts = Parts(Landmarker(options.max_faces), FaceTracker(), ExpressionClassifier(runtime, manifest.network))
    return Analyzer(parts, model, notices)


class Parts(NamedTuple):
    """What an analyzer is made of, in the order of work; aligning lies between the last two."""

    landmarker: Landmarker
    tracker: FaceTracker
    classifier: ExpressionClassifier


class Analyzer:
    """Analyses one stream of frames at a time."""

    def __init__(self, parts: Parts, model: ModelInfo, notices: tuple[str, ...]) -> None:
        self._landmarker, self._tracker, self._classifier = parts
        self.model = model
        self.notices = notices

    def analyze(self, frame: Frame) -> Analysis:
        """Everything found in the next frame of the stream."""
        start = time.perf_counter()
        if not frame.follows:
            self._landmarker.forget()
            self._tracker.forget()
        faces = self._landmarker.find(frame.image, frame.time_s)
        track_ids = self._tracker.update([face.box for face in faces], frame.time_s)
        tracked = self._score(frame, faces, track_ids)
        self._classifier.keep_only(self._tracker.remembered)
        ordered = tuple(sorted(tracked, key=lambda face: face.track_id))
        return Analysis(frame.index, frame.time_s, ordered, (time.perf_counter() - start) * 1000)

    def _score(self, frame: Frame, faces: Sequence[Face], track_ids: list[int]) -> list[TrackedFace]:
        if not faces:
            return []
        crops = self.crops(frame.image, faces)
        scores = self._classifier.classify(crops, track_ids, frame.time_s)
        height, width = frame.image.shape[:2]
        qualities = [face_quality(face, crop, width, height) for face, crop in zip(faces, crops, strict=True)]
        return [
            TrackedFace(track_id, face, score.raw, score.scores, quality.value, quality.weakest)
            for track_id, face, score, quality in zip(track_ids, faces, scores, qualities, strict=True)
        ]

    def crops(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.uint8]:
        """(B, S, S) aligned gray faces of an image."""
        size_px = self._classifier.input_px
        return np.stack([align_face(image, face.landmarks, size_px) for face in faces])

    def close(self) -> None:
        """Release the models."""
        self._landmarker.close()
