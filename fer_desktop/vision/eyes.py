"""Eyes of found faces: where they look, and how far their lids are open. Runs in one thread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import transform_scale
from fer_desktop.core.types import Face
from fer_desktop.onnx_session import open_graph
from fer_desktop.vision.eye_crops import EYES_SHAPE, cut_eyes, eye_matrices
from fer_desktop.vision.eye_manifest import read_eye_manifest
from fer_desktop.vision.preprocess import ANCHORS, face_transform

INPUTS = ("x", "head")
OUTPUTS = ("answers",)
_EPSILON = 1.0  # gray levels, as in training

_CORNERS = np.array(ANCHORS[:4])


@dataclass(frozen=True, slots=True)
class EyesSeen:
    """What the eyes of one face show.

    Attributes:
        opening: Of the person's left and right eye: distance of the lids over the distance of the corners.
        gaze: (yaw, pitch), radians, relative to the line from the face to the camera: positive yaw to the subject's
            left, positive pitch up.
        gaze_error: Expected error of the gaze, radians.
    """

    opening: tuple[float, float]
    gaze: tuple[float, float]
    gaze_error: float


class EyesCut(NamedTuple):
    """Eyes of B faces, cut out of their picture.

    Attributes:
        crops: (B, 2, h, w) float32 gray levels, of which the reader makes its input in place.
        heads: (B, 2, 2) float32 yaw and pitch of the head, radians, mirrored for the mirrored eye.
        rolls: Of the line between the eyes in the picture, radians.
    """

    crops: NDArray[np.float32]
    heads: NDArray[np.float32]
    rolls: list[float]


class EyeReader:
    """The network of the eyes, on one core.

    Raises:
        WeightsMissing, WeightsMismatch: it is not there, or not the one of its manifest.
    """

    def __init__(self, folder: Path) -> None:
        self.manifest = read_eye_manifest(folder)
        self._session = open_graph(folder, self.manifest.onnx, INPUTS, threads=1)

    def read(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> list[EyesSeen]:
        """What the eyes of each face show.

        Args:
            image: (H, W, 3) RGB in which the faces were found.
        """
        return self.read_cut(cut_out(image, faces))

    def read_cut(self, eyes: EyesCut) -> list[EyesSeen]:
        """The same of eyes that were cut out before."""
        if not eyes.rolls:
            return []
        x = _standardised(eyes.crops.reshape(-1, EYES_SHAPE[0] * EYES_SHAPE[1])).reshape(-1, 1, *EYES_SHAPE)
        (answers,) = self._session.run(OUTPUTS, {"x": x, "head": eyes.heads.reshape(-1, 2)})
        return [_seen(pair, roll) for pair, roll in zip(answers.reshape(-1, 2, 4), eyes.rolls, strict=True)]


def cut_out(image: NDArray[np.uint8], faces: Sequence[Face]) -> EyesCut:
    """The eyes of the faces of an (H, W, 3) RGB image."""
    crops = np.empty((len(faces), 2, *EYES_SHAPE), np.float32)
    heads = np.empty((len(faces), 2, 2), np.float32)
    rolls = []
    for i, face in enumerate(faces):
        corners = face.landmarks.take(_CORNERS, axis=0)[:, :2].astype(np.float64)
        side_px = 1 / max(transform_scale(face_transform(face.landmarks, 1)), 1e-9)
        crops[i] = cut_eyes(image, eye_matrices(corners, EYES_SHAPE, side_px), EYES_SHAPE)
        yaw, pitch, _ = face.yaw_pitch_roll
        heads[i] = (yaw, pitch), (-yaw, pitch)
        across_x, across_y = (corners[3] - corners[0]).tolist()
        rolls.append(math.atan2(across_y, across_x))
    return EyesCut(crops, heads, rolls)


def _standardised(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, P) gray levels of N eyes, in place: mean 0, deviation 1."""
    pixels -= pixels.sum(axis=1, keepdims=True) / pixels.shape[1]
    squares = np.einsum("np,np->n", pixels, pixels)  # the mean is 0; twice as fast as `std`
    pixels /= np.sqrt(squares / pixels.shape[1])[:, None] + _EPSILON
    return pixels


def combined(pair: NDArray[np.floating[Any]]) -> tuple[tuple[float, float, float], float]:
    """Gaze of a face from the answers of its two eyes.

    The mean of both, each weighted by the inverse of the square of its expected error: the best linear one for
    independent errors. The expected error of the mean is taken to be the smaller one, since errors of two eyes of one
    face are alike.

    Args:
        pair: (2, 4) answers for the right and the mirrored left eye, see `EyeNetwork`.

    Returns:
        Unit vector with the roll of the head taken out, and the expected error in radians.
    """
    (right_x, right_y, right_width, _), (left_x, left_y, left_width, _) = pair.tolist()
    # in a plane a distance d with the density exp(-d / b) / b^2 is 2 b on average
    right_error, left_error = 2 * math.exp(right_width), 2 * math.exp(left_width)
    right = left_error**2 / (left_error**2 + right_error**2)
    x, y = right * right_x - (1 - right) * left_x, right * right_y + (1 - right) * left_y
    z = math.sqrt(max(1 - x * x - y * y, 1e-6))
    length = math.hypot(x, y, z)
    return (x / length, y / length, z / length), min(right_error, left_error)


def _seen(pair: NDArray[np.floating[Any]], roll: float) -> EyesSeen:
    (across, up, ahead), error = combined(pair)
    # the crop was set upright: turned back into the picture, whose y axis points down
    x = math.cos(roll) * across + math.sin(roll) * up
    y = -math.sin(roll) * across + math.cos(roll) * up
    gaze = math.atan2(x, ahead), math.asin(min(max(y, -1.0), 1.0))
    return EyesSeen((float(pair[1, 3]), float(pair[0, 3])), gaze, error)
