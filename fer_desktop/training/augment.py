"""What webcams do to a face, done to training crops: geometry first, then light, lens and sensor.

Every function takes a `numpy.random.Generator`, so that a seed repeats a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.geometry import compose

Crop = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Jitter:
    """Spread of the geometric disturbance; wider than the error of the alignment.

    Attributes:
        angle_deg, scale, shift, stretch: Standard deviations; `scale` and `stretch` of
            the natural logarithm, `shift` as a fraction of the side.
    """

    angle_deg: float = 7.0
    scale: float = 0.07
    shift: float = 0.035
    stretch: float = 0.04


def jittered(matrix: NDArray[np.float64], size_px: int, rng: Generator, jitter: Jitter) -> NDArray[np.float64]:
    """Turn, scale, stretch, shift and (one time in two) mirror the crop around its centre."""
    angle = np.deg2rad(rng.normal(0, jitter.angle_deg))
    scale = np.exp(rng.normal(0, jitter.scale))
    stretch = np.exp(rng.normal(0, jitter.stretch))
    mirror = -1.0 if rng.random() < 0.5 else 1.0
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = rotation @ np.diag([scale * stretch * mirror, scale / stretch])
    centre = np.full(2, (size_px - 1) / 2)
    shift = rng.normal(0, jitter.shift * size_px, 2)
    around = np.column_stack([linear, centre + shift - linear @ centre])
    return compose(around, matrix)


def degraded(crop: Crop, rng: Generator) -> Crop:
    """Apply light, occlusion, resolution, blur, noise and compression, each with its own chance."""
    for chance, effect in _EFFECTS:
        if rng.random() < chance:
            crop = effect(crop, rng)
    return crop


def _gamma(crop: Crop, rng: Generator) -> Crop:
    gamma = np.exp(rng.normal(0, 0.35))
    table = (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    return table[crop]


def _uneven_light(crop: Crop, rng: Generator) -> Crop:
    """A ramp across the face in a random direction, up to a factor of about 3 from side to side."""
    ramp = np.linspace(-0.5, 0.5, crop.shape[0])
    angle = rng.uniform(0, 2 * np.pi)
    field = np.cos(angle) * ramp[None, :] + np.sin(angle) * ramp[:, None]
    return _clipped(crop * np.exp(field * rng.uniform(0.2, 1.1)))


def _contrast(crop: Crop, rng: Generator) -> Crop:
    mean = float(crop.mean())
    return _clipped((crop - mean) * rng.uniform(0.35, 1.3) + mean + rng.normal(0, 20))


def _erase(crop: Crop, rng: Generator) -> Crop:
    """A hand, a mask, hair: one rectangle of one gray or of noise."""
    size = crop.shape[0]
    height, width = rng.uniform(0.1, 0.42, 2) * size
    top, left = rng.uniform(-0.1, 0.9, 2) * size
    area = np.s_[max(int(top), 0) : int(top + height) + 1, max(int(left), 0) : int(left + width) + 1]
    crop = crop.copy()
    shape = crop[area].shape
    noise = rng.normal(0, rng.uniform(0, 40), shape)
    crop[area] = _clipped(rng.uniform(0, 255) + noise)
    return crop


def _glasses(crop: Crop, rng: Generator) -> Crop:
    """Two rims and a bridge at the height of the eyes."""
    size = crop.shape[0]
    crop = crop.copy()
    gray, thickness = int(rng.uniform(0, 90)), int(rng.integers(1, 3))
    y, radius = int(size * rng.uniform(0.30, 0.38)), int(size * rng.uniform(0.12, 0.17))
    for x in (int(size * 0.31), int(size * 0.69)):
        cv2.ellipse(crop, (x, y), (radius, int(radius * 0.8)), 0, 0, 360, gray, thickness)
    cv2.line(crop, (int(size * 0.31) + radius, y), (int(size * 0.69) - radius, y), gray, thickness)
    return crop


def _low_resolution(crop: Crop, rng: Generator) -> Crop:
    size = crop.shape[0]
    small = int(size * rng.uniform(0.45, 0.9))
    shrunk = cv2.resize(crop, (small, small), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(shrunk, (size, size), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _blur(crop: Crop, rng: Generator) -> Crop:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.3, 1.2)), dtype=np.uint8)


def _motion_blur(crop: Crop, rng: Generator) -> Crop:
    length = int(rng.integers(2, 5))
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, int(rng.integers(length))), (length - 1, int(rng.integers(length))), 1.0)
    return np.asarray(cv2.filter2D(crop, -1, kernel / kernel.sum()), dtype=np.uint8)


def _noise(crop: Crop, rng: Generator) -> Crop:
    return _clipped(crop + rng.normal(0, rng.uniform(1, 12), crop.shape))


def _jpeg(crop: Crop, rng: Generator) -> Crop:
    _, data = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(25, 90))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _clipped(values: NDArray[np.floating[Any]]) -> Crop:
    return np.clip(values, 0, 255).astype(np.uint8)


_EFFECTS = (
    (0.4, _gamma),
    (0.3, _uneven_light),
    (0.3, _contrast),
    (0.08, _glasses),
    (0.25, _erase),
    (0.25, _low_resolution),
    (0.15, _blur),
    (0.1, _motion_blur),
    (0.25, _noise),
    (0.15, _jpeg),
)
