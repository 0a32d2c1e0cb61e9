"""Frame in, analysis out: find, track, align, score. Shared by live and offline use.

Everything here belongs to the thread that made it. `open_analyzer` loads MediaPipe and the
network, which takes seconds: call it in that thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.face_details import FaceDetails
from fer_desktop.core.quality import face_quality
from fer_desktop.core.tracker import FaceTracker
from fer_desktop.core.types import Analysis, Face, Found, Frame, ModelInfo, TrackedFace
from fer_desktop.errors import Notice
from fer_desktop.settings import DEFAULT_MAX_FACES
from fer_desktop.vision.adapted import read_adapted
from fer_desktop.vision.classifier import ExpressionClassifier
from fer_desktop.vision.details import DetailsReader
from fer_desktop.vision.device import DeviceChoice
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.manifest import PriorChoice, read_manifest
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import align_face
from fer_desktop.vision.runtime import LIVE_THREADS


@dataclass(frozen=True, slots=True)
class AnalyzerOptions:
    """Choices of one analysis.

    Attributes:
        weights: Folder with weights and manifest.
        max_faces: Faces followed at a time, 1 to 10.
        device: Where the network runs.
        prior: How likely rare expressions are taken to be; see `Manifest.reading`.
        threads: Of the network on the CPU; 1 where finding and scoring run side by side.
        details: Measure action units, lids, gaze and mouth, too.
        adapted: A file of adapted weights; None takes those of the folder as they are.
    """

    weights: Path
    max_faces: int = DEFAULT_MAX_FACES
    device: DeviceChoice = "auto"
    threads: int = LIVE_THREADS
    prior: PriorChoice = "balanced"
    details: bool = False
    adapted: Path | None = None


def open_analyzer(options: AnalyzerOptions) -> Analyzer:
    """Load the models.

    Raises:
        ModelError: the weights are missing or do not fit.
    """
    opened = open_runtime(options.weights, options.device, options.threads, options.adapted, options.prior)
    # the calibration counts for adapted weights, too: it says where a face at rest belongs, whatever layer reads it
    runtime, manifest, device, (shift, certainty, calibration), adapted = opened
    details = DetailsReader(options.weights, manifest.network.units) if options.details else None
    model = ModelInfo(
        manifest.model_id, manifest.weights.sha256, device.name, calibration, rest_check=manifest.rest_check
    )
    if details is not None:
        model = replace(model, eyes=details.eyes, shape=details.shape)
    if adapted is not None:
        name = f"{manifest.model_id}+{adapted.weights.name}"
        model = replace(model, model_id=name, sha256=adapted.sha256, parent_sha256=manifest.weights.sha256)
    notices = (device.notice,) if device.notice is not None else ()
    classifier = ExpressionClassifier(runtime, manifest.network, shift, certainty)
    parts = Parts(Landmarker(options.max_faces), FaceTracker(), classifier, details)
    return Analyzer(parts, model, notices)


def model_sha256(options: AnalyzerOptions) -> str:
    """The hash by which sessions of these options know their model, without loading it.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing, or its description makes no sense.
    """
    if options.adapted is not None:
        return read_adapted(options.adapted).sha256
    return read_manifest(options.weights).weights.sha256


class Parts(NamedTuple):
    """What an analyzer is made of, in the order of work; aligning lies before the classifier."""

    landmarker: Landmarker
    tracker: FaceTracker
    classifier: ExpressionClassifier
    details: DetailsReader | None = None


class Analyzer:
    """Analyses one stream of frames at a time.

    `find` uses the landmarker alone, `score` all the rest: two threads may each run one of them.
    """

    def __init__(self, parts: Parts, model: ModelInfo, notices: tuple[Notice, ...]) -> None:
        self._landmarker, self._tracker, self._classifier, self._details = parts
        self.model = model
        self.notices = notices

    def analyze(self, frame: Frame) -> Analysis:
        """Everything found in the next frame of the stream."""
        return self.score(self.find(frame))

    def find(self, frame: Frame) -> Found:
        """Faces of the next frame of the stream; the first half of `analyze`."""
        start_s = time.perf_counter()
        if not frame.follows:
            self._landmarker.forget()
        faces = self._landmarker.find(frame.image, frame.time_s)
        # of a stream the next frame is the second look; a photograph has no next one
        if not faces and not frame.follows:
            faces = self._landmarker.look_again(frame.image)
        return Found(frame, faces, (time.perf_counter() - start_s) * 1000)

    def score(self, found: Found) -> Analysis:
        """Who they are and what they show; the second half of `analyze`."""
        start_s = time.perf_counter()
        frame, faces = found.frame, found.faces
        if not frame.follows:
            self._tracker.forget()
        track_ids = self._tracker.update([face.box for face in faces], frame.time_s)
        crops = self.crops(frame.image, faces)
        looks = self._details.look(frame.image, faces) if self._details is not None and faces else None
        height, width = frame.image.shape[:2]
        qualities = [face_quality(face, crop, width, height) for face, crop in zip(faces, crops, strict=True)]
        # only where there is no past to go by: in a stream the mirror image would cost as much again
        classify = self._classifier.classify if frame.follows else self._classifier.classify_photograph
        scores = classify(crops, track_ids, frame.time_s)
        # remembered, not seen: a face that comes back within seconds goes on from its state, if not too old
        self._classifier.keep_only(self._tracker.remembered)
        details: Sequence[FaceDetails | None] = [None] * len(faces)
        if self._details is not None and looks is not None:
            units = np.stack([score.units for score in scores])
            details = self._details.read(looks, faces, track_ids, units, frame.time_s)
            self._details.keep_only(self._tracker.remembered)
        tracked = [
            TrackedFace(
                track_id,
                face,
                score.raw,
                score.scores,
                quality.value,
                quality.weakest,
                certainty=score.certainty,
                details=detail,
                units=score.units,
            )
            for track_id, face, score, quality, detail in zip(track_ids, faces, scores, qualities, details, strict=True)
        ]
        ordered = tuple(sorted(tracked, key=lambda face: face.track_id))
        took_ms = found.compute_ms + (time.perf_counter() - start_s) * 1000
        return Analysis(frame.index, frame.time_s, ordered, took_ms)

    def crops(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.uint8]:
        """(B, S, S) aligned gray faces of an image."""
        size_px = self._classifier.input_px
        crops = np.empty((len(faces), size_px, size_px), np.uint8)
        for i, face in enumerate(faces):
            crops[i] = align_face(image, face.landmarks, size_px)
        return crops

    def close(self) -> None:
        """Release the models."""
        self._landmarker.close()
