"""Faces of one picture, and the value that a face is in this interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_details import UNITS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Frame, TrackedFace

ColourOrder = Literal["RGB", "BGR"]
Picture = str | PathLike[str] | NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one picture. docs/session-format.md says what the values mean; they are not rounded here.

    Attributes:
        id: Stable over the pictures of a stream, from 1.
        expression: The most probable one.
        probability: Of that one, 0-1.
        probabilities: Of each of the eight expressions.
        raw: The same of the CNN alone, on this picture.
        valence: -1 to 1.
        certainty: 0-1, how likely the answer is to be right; NaN where that is not known.
        quality: 0-1, how far the face can be trusted.
        unreliable: Why it cannot be trusted; "" where it can.
        box: x, y, width and height, in pixels of the picture.
        yaw_deg, pitch_deg, roll_deg: Of the head; signs in docs/conventions.md.
        landmarks: (468, 3) float32, those of MediaPipe Face Mesh; x and y in pixels.
        units: Intensity of each action unit, 0-1; empty where they were not asked for.
        gaze_deg: Yaw and pitch of the gaze; None where it was not asked for or is not known.
    """

    id: int
    expression: str
    probability: float
    probabilities: Mapping[str, float]
    raw: Mapping[str, float]
    valence: float
    certainty: float
    quality: float
    unreliable: str
    box: tuple[float, float, float, float]
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    landmarks: NDArray[np.float32]
    units: Mapping[str, float]
    gaze_deg: tuple[float, float] | None

    def __repr__(self) -> str:
        return f"<Face {self.id}: {self.expression} {self.probability:.2f}>"


def face_of(tracked: TrackedFace) -> Face:
    """What the analysis says of a face."""
    left, top, right, bottom = (float(edge) for edge in tracked.face.box)
    yaw, pitch, roll = (float(angle) for angle in np.rad2deg(tracked.face.yaw_pitch_roll))
    return Face(
        id=tracked.track_id,
        expression=tracked.scores.top,
        probability=tracked.scores.top_probability,
        probabilities=_by_name(tracked.scores.probabilities),
        raw=_by_name(tracked.raw.probabilities),
        valence=tracked.scores.valence,
        certainty=float(tracked.certainty),
        quality=float(tracked.quality),
        unreliable=tracked.weakness if tracked.quality < UNRELIABLE_BELOW else "",
        box=(left, top, right - left, bottom - top),
        yaw_deg=yaw,
        pitch_deg=pitch,
        roll_deg=roll,
        landmarks=tracked.face.landmarks,
        units=_units(tracked),
        gaze_deg=_gaze(tracked),
    )


def read_faces(
    image: Picture,
    order: ColourOrder = "RGB",
    *,
    max_faces: int = 4,
    details: bool = False,
    prior: Literal["balanced", "photographs"] = "balanced",
) -> tuple[Face, ...]:
    """Faces of one picture, read as `analyze` reads a photograph.

    The models are loaded at each call; for many pictures give their folder to `analyze`.

        >>> [face.expression for face in fer.read_faces("face.png")]
        ['neutral']

    Args:
        image: A file, or (H, W, 3) uint8.
        order: Of the colours of an array: OpenCV gives BGR, most others RGB. It is never guessed.
        max_faces: 1 to 10.
        details: Measure action units and gaze, too.
        prior: How likely rare expressions are taken to be.

    Raises:
        FerError: the file is no picture, or the models are missing.
        ValueError: an array of another shape or type, or another order.
    """
    from fer_desktop.paths import weights_dir
    from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

    frame = Frame(0, 0.0, pixels_of(image, order), follows=False)
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), max_faces, threads=1, prior=prior, details=details))
    try:
        return tuple(face_of(face) for face in analyzer.analyze(frame).faces)
    finally:
        analyzer.close()


def pixels_of(image: Picture, order: ColourOrder) -> NDArray[np.uint8]:
    """(H, W, 3) RGB of a file or an array.

    Raises:
        SourceUnreadable: the file is no picture.
        ValueError: there is no such order, or the array is no picture.
    """
    if order not in ("RGB", "BGR"):
        raise ValueError(f"order is 'RGB' or 'BGR', not {order!r}")
    if not isinstance(image, np.ndarray):
        from fer_desktop.capture.pictures import read_image

        return read_image(Path(image))
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        raise ValueError(f"a picture is (H, W, 3) uint8, not {image.shape} {image.dtype}")
    return image if order == "RGB" else image[..., ::-1]


def _by_name(probabilities: NDArray[np.floating[Any]]) -> dict[str, float]:
    return dict(zip(EXPRESSIONS, map(float, probabilities), strict=True))


def _units(tracked: TrackedFace) -> dict[str, float]:
    details = tracked.details
    return {} if details is None else {unit: float(details.unit(unit)) for unit in UNITS}


def _gaze(tracked: TrackedFace) -> tuple[float, float] | None:
    if tracked.details is None or np.isnan(tracked.details.gaze).any():
        return None
    yaw, pitch = np.rad2deg(tracked.details.gaze)
    return float(yaw), float(pitch)
