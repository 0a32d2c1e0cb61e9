"""MediaPipe's blendshapes and irises, to measure beside: no part of the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Frame

# unit: the blendshapes that show it, of which the mean counts; names of ARKit
BLENDSHAPES: dict[str, tuple[str, ...]] = {
    "AU01": ("browInnerUp",),
    "AU02": ("browOuterUpLeft", "browOuterUpRight"),
    "AU04": ("browDownLeft", "browDownRight"),
    "AU05": ("eyeWideLeft", "eyeWideRight"),
    "AU06": ("cheekSquintLeft", "cheekSquintRight"),
    "AU07": ("eyeSquintLeft", "eyeSquintRight"),
    "AU09": ("noseSneerLeft", "noseSneerRight"),
    "AU10": ("mouthUpperUpLeft", "mouthUpperUpRight"),
    "AU12": ("mouthSmileLeft", "mouthSmileRight"),
    "AU14": ("mouthDimpleLeft", "mouthDimpleRight"),
    "AU15": ("mouthFrownLeft", "mouthFrownRight"),
    "AU16": ("mouthLowerDownLeft", "mouthLowerDownRight"),
    "AU17": ("mouthShrugLower",),
    "AU20": ("mouthStretchLeft", "mouthStretchRight"),
    "AU22": ("mouthFunnel",),
    "AU23": ("mouthRollLower", "mouthRollUpper"),
    "AU24": ("mouthPressLeft", "mouthPressRight"),
    "AU26": ("jawOpen",),
    "AU45": ("eyeBlinkLeft", "eyeBlinkRight"),
}


# MediaPipe's 478 landmarks: (iris, outer corner, inner corner, upper lid, lower lid) of the right and the left eye
_EYES = (468, 33, 133, 159, 145), (473, 263, 362, 386, 374)


class Reference:
    """The model of a file, used picture by picture."""

    def __init__(self, model: Path) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)), output_face_blendshapes=True, num_faces=1
        )
        self._model = vision.FaceLandmarker.create_from_options(options)

    def look(self, image: NDArray[np.uint8]) -> dict[str, float] | None:
        """Of the first face of a picture; None where none is found.

        Each unit; "look across" and "look up", of the blendshapes of the gaze; "iris across" and "iris up", where the
        irises are between the corners of the eyes; and "opening" of the lids. Across is to the viewer's right.
        """
        import mediapipe

        found = self._model.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=image))
        if not found.face_blendshapes:
            return None
        values = {shape.category_name: float(shape.score) for shape in found.face_blendshapes[0]}
        height, width = image.shape[:2]
        points = np.array([(point.x * width, point.y * height) for point in found.face_landmarks[0]])
        return {
            **{unit: sum(values[name] for name in names) / len(names) for unit, names in BLENDSHAPES.items()},
            "look across": values["eyeLookOutLeft"]
            + values["eyeLookInRight"]
            - values["eyeLookInLeft"]
            - values["eyeLookOutRight"],
            "look up": values["eyeLookUpLeft"]
            + values["eyeLookUpRight"]
            - values["eyeLookDownLeft"]
            - values["eyeLookDownRight"],
            **_by_iris(points),
        }

    def read(self, frame: Frame) -> dict[str, float]:
        """Intensity of each unit in the first face; NaN where none is found."""
        told = self.look(frame.image)
        return {unit: float("nan") if told is None else told[unit] for unit in BLENDSHAPES}


def _by_iris(points: NDArray[np.float64]) -> dict[str, float]:
    """Means over both eyes; lengths in widths of the eye, along and across the line between its corners."""
    eyes = []
    for iris, outer, inner, upper, lower in _EYES:
        left, right = sorted((points[outer], points[inner]), key=lambda corner: float(corner[0]))
        along = (right - left) / max(float(np.linalg.norm(right - left)), 1e-6)
        upwards = np.array([along[1], -along[0]])
        size = max(float(np.linalg.norm(right - left)), 1e-6)
        off = (points[iris] - (left + right) / 2) / size
        eyes.append((off @ along, off @ upwards, (points[upper] - points[lower]) @ upwards / size))
    across, up, opening = np.mean(eyes, axis=0)
    return {"iris across": float(across), "iris up": float(up), "opening": float(opening)}
