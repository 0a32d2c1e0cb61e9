"""How far a face can be trusted, 0-1, from what is known without a model. Pure.

Quality is the weakest of six factors. Each is 1 where the value is good, 0 where an
expression cannot be judged, and linear between. The limits of size, brightness and contrast lie where
the answers on drawn people begin to change (`training.evaluate --drawn`, table in the model card), those of
the turn at the range of the training data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import visible_fraction
from fer_desktop.core.types import Face

UNRELIABLE_BELOW = 0.35  # window and README mark faces under it

# factor: (value with quality 0, value with quality 1)
_WIDTH_PX = (14.0, 52.0)  # of the face box
_TURN_RAD = (np.deg2rad(60.0), np.deg2rad(20.0))  # yaw and pitch together
_VISIBLE = (0.6, 0.95)  # share of the face box inside the image
_BRIGHTNESS = (2.0, 14.0)  # mean gray of the crop
_CONTRAST = (1.0, 7.0)  # standard deviation of gray in the crop
_SHARPNESS = (0.015, 0.06)  # of crops of 64 px; see `sharpness`


Factor = Literal["size", "pose", "visible", "brightness", "contrast", "sharpness"]
FACTORS: tuple[Factor, ...] = get_args(Factor)


@dataclass(frozen=True, slots=True)
class Quality:
    """The six factors, each 0-1."""

    size: float
    pose: float
    visible: float
    brightness: float
    contrast: float
    sharpness: float

    @property
    def value(self) -> float:
        """The weakest factor."""
        return float(getattr(self, self.weakest))

    @property
    def weakest(self) -> Factor:
        """Name of the weakest factor; the first of several."""
        return min(FACTORS, key=lambda name: float(getattr(self, name)))


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Mean absolute second difference of neighbouring pixels, in units of the crop's contrast.

    Args:
        crop: (S, S) gray.
    """
    values = crop.astype(np.float32)
    deviation = float(values.std())
    if deviation == 0:
        return 0.0
    # second differences: a slope, such as light from one side, is not taken for detail
    across = np.abs(values[:, 2:] - 2 * values[:, 1:-1] + values[:, :-2]).mean()
    down = np.abs(values[2:] - 2 * values[1:-1] + values[:-2]).mean()
    # in units of the contrast, which has a factor of its own: a pale sharp face is sharp
    return float(across + down) / 2 / deviation


def face_quality(face: Face, crop: NDArray[np.uint8], width_px: int, height_px: int) -> Quality:
    """Quality of a face.

    Args:
        face: Where and how it stands.
        crop: (S, S) gray, the aligned face.
        width_px, height_px: Size of the image it was found in.
    """
    yaw, pitch, _ = face.yaw_pitch_roll
    return Quality(
        size=_ramp(float(face.box[2] - face.box[0]), _WIDTH_PX),
        pose=_ramp(float(np.hypot(yaw, pitch)), _TURN_RAD),
        visible=_ramp(visible_fraction(face.box, width_px, height_px), _VISIBLE),
        brightness=_ramp(float(crop.mean()), _BRIGHTNESS),
        contrast=_ramp(float(crop.std()), _CONTRAST),
        sharpness=_ramp(sharpness(crop), _SHARPNESS),
    )


def _ramp(value: float, ends: tuple[float, float]) -> float:
    bad, good = ends
    return min(max((value - bad) / (good - bad), 0.0), 1.0)
