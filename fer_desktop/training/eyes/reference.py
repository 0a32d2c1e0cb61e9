"""MediaPipe's blendshapes, as a reference for action units: for measuring only, not a part of the program."""

from __future__ import annotations

from pathlib import Path

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


class Blendshapes:
    """The model of a file, used picture by picture."""

    def __init__(self, model: Path) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)), output_face_blendshapes=True, num_faces=1
        )
        self._model = vision.FaceLandmarker.create_from_options(options)

    def read(self, frame: Frame) -> dict[str, float]:
        """Intensity of each unit in the first face; NaN where none is found."""
        import mediapipe

        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=frame.image)
        shapes = self._model.detect(image).face_blendshapes
        if not shapes:
            return dict.fromkeys(BLENDSHAPES, float("nan"))
        values = {shape.category_name: float(shape.score) for shape in shapes[0]}
        return {unit: sum(values[name] for name in names) / len(names) for unit, names in BLENDSHAPES.items()}
