"""The values that travel between threads.

All are frozen; arrays inside are read-only from the moment the value is made, so that
sharing needs no copy and no lock. Images are (H, W, 3) uint8 RGB, boxes xyxy in pixels
of the unmirrored image, angles in radians.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Baseline, Calibration
from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.face_details import FaceDetails
from fer_desktop.core.pixels import frozen_image
from fer_desktop.core.rest_check import RestCheck
from fer_desktop.core.screen_gaze import ScreenMap

DEMO_NAME = "Demo"  # as a source; of all names of sources the one that is ours to translate


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One captured image.

    Attributes:
        index: Counts captured frames from 0; a lost frame leaves a missing number.
        time_s: Seconds since the stream started, monotonic.
        image: (H, W, 3) uint8 RGB, read-only and C-contiguous: made so here, whatever it is made of.
        follows: False when it has nothing to do with the frame before, as in a folder of
            photographs; whatever is known of earlier frames is then forgotten.
        taken_s: Of a camera: the same moment as `time_s`, on the clock of `time.monotonic`; else None.
        lost: Of a camera: pictures after the frame before that never came, or came damaged.
        passed_over: Of a camera: pictures after the frame before that had waited so long that this one was newer.

    Raises:
        ValueError: the image has another shape or dtype.
    """

    index: int
    time_s: float
    image: NDArray[np.uint8]
    follows: bool = True
    taken_s: float | None = None
    lost: int = 0
    passed_over: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "image", frozen_image(self.image))


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face as found in one frame.

    Attributes:
        box: (4,) float32 xyxy px around the landmarks; may reach outside the image.
        landmarks: (468, 3) float32 in MediaPipe Face Mesh order; x, y in px, z relative
            (same scale as x, smaller is nearer to the camera).
        yaw_pitch_roll: (3,) float32 radians; signs in docs/conventions.md.
    """

    box: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    yaw_pitch_roll: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """A face with its identity and its scores.

    Attributes:
        track_id: Stable over frames, from 1.
        raw: What the CNN says of this frame alone.
        scores: What CNN and GRU together say, with the past of this face.
        quality: 0-1, how far the face can be trusted (core/quality.py).
        weakness: Which factor of the quality is the weakest, such as "pose".
        calibrated: `scores` read against the own neutral face (core/baseline.py); None where that is not known.
        baseline: That neutral face.
        certainty: 0-1, how likely the answer is to be right (core/certainty.py); not a number where it is not known.
        details: Action units, lids, gaze and mouth; None where they are not measured.
        screen: How it looks at the screen; None where that was not measured.
        units: (U,) intensities of all action units that the network of the face reads, 0 to 1; empty for weights that
            do not know them. Those that are good enough to be shown are in `details`.
    """

    track_id: int
    face: Face
    raw: ExpressionScores
    scores: ExpressionScores
    quality: float
    weakness: str = ""
    calibrated: ExpressionScores | None = None
    baseline: Baseline | None = None
    certainty: float = float("nan")
    details: FaceDetails | None = None
    screen: ScreenMap | None = None
    units: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Faces of one frame that are still to be followed and scored.

    Attributes:
        faces: In no order.
        compute_ms: What finding them took.
    """

    frame: Frame
    faces: tuple[Face, ...]
    compute_ms: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one frame. No face is a result, too: `faces` is then empty."""

    frame_index: int
    time_s: float
    faces: tuple[TrackedFace, ...]
    compute_ms: float


@dataclass(frozen=True, slots=True)
class TimelineSample:
    """One row of the timeline: one face in one analysed frame, or no face at all.

    Attributes:
        face: None when the frame had no face; its columns are then blank.
    """

    time_s: float
    frame_index: int
    face: TrackedFace | None


def samples_of(analysis: Analysis) -> tuple[TimelineSample, ...]:
    """Rows of one analysis: one for each face, or a single one without a face."""
    faces: tuple[TrackedFace | None, ...] = analysis.faces or (None,)
    return tuple(TimelineSample(analysis.time_s, analysis.frame_index, face) for face in faces)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself once it is open.

    Attributes:
        name: For people, such as "Integrated Camera" or a file name.
        width_px, height_px: Size of its frames.
        nominal_fps: What it claims; 0 when it claims nothing.
        duration_s: Expected time from first to last frame, 0 when unknown or endless.
        is_live: True when `read` waits for the next moment itself, as a camera does; False
            when frames can be had at any speed and `time_s` says when they are due.
        images: Names of the files, one for each frame, when it is a set of photographs.
        clock_offset_s: Of a file, what is to be added to `time_s` for the times that the file itself gives.
        clock: Of a camera: "driver" when its driver stamps each picture as it is taken, "arrival" when `time_s` is
            the moment at which it came; "" for files.
        path: Of a video file: where it was.
        folder: Of photographs: where they were; "" where they were not in one folder.
        fingerprint: Of that file or of these photographs, by which they are known again; see `capture/files.py`.
    """

    name: str
    width_px: int
    height_px: int
    nominal_fps: float
    duration_s: float = 0.0
    is_live: bool = False
    images: tuple[str, ...] = ()
    clock_offset_s: float = 0.0
    clock: str = ""
    path: str = ""
    folder: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model made the scores.

    Attributes:
        model_id: Name and version, such as "fer-cnn-gru-2".
        sha256: Hash of the weight file.
        parent_sha256: Of adapted weights, hash of what they were adapted from; "" for others.
        rest_check: Tells a face at rest from one that shows something; None where they do not say how.
        device: "cpu", "cuda" or "mps".
        calibration: How its answers are read against a person's own neutral face; None where they cannot be.
        eyes, shape: Which models read lids and gaze, and action units in landmarks; None where no details of faces are
            measured.
    """

    model_id: str
    sha256: str
    device: str
    calibration: Calibration | None = None
    eyes: ModelInfo | None = None
    shape: ModelInfo | None = None
    parent_sha256: str = ""
    rest_check: RestCheck | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment that the user named, on the capture clock."""

    time_s: float
    label: str
