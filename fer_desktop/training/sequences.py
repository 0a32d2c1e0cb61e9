"""Sequences made from stills: what a camera would see if a face held one expression, then the next.

There is no labelled video to learn from, so each sequence shows FER+ images one after the
other, cross-faded, under smooth head motion, drifting light, sensor noise and compression,
at a frame rate from 5 to 60 fps with lost frames. The target at each step is the mixture of
votes that is visible at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.geometry import compose
from fer_desktop.training.clips import Clip
from fer_desktop.training.data import FerPlus, crop_matrix
from fer_desktop.vision.preprocess import warp_face

_FPS = (5.0, 60.0)
_LOST = 0.05  # chance of each frame to be lost
_HOLD_S = (0.3, 3.0)
_FADE_S = (0.06, 0.35)
_MOTION_TIME_S = 0.5  # correlation time of head motion
_LIGHT_TIME_S = 2.0
_THINNEST = 0.3  # smallest share of a clip's frames that is kept


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """One synthetic clip.

    Attributes:
        crops: (T, S, S) uint8.
        steps_s: (T,) seconds since the step before; the first is infinite.
        targets: (T, 8) float32, sum 1.
    """

    crops: NDArray[np.uint8]
    steps_s: NDArray[np.float32]
    targets: NDArray[np.float32]


def make_sequence(data: FerPlus, weights: NDArray[np.float64], n_steps: int, size_px: int, rng: Generator) -> Sequence:
    """A random clip of `n_steps` frames; `weights` (N,) say how often each image is shown."""
    times = frame_times(n_steps, rng)
    shown = _Show(data, weights, times[-1], size_px, rng)
    disturbance = Disturbance(times, size_px, rng)
    crops, targets = [], []
    for t in range(n_steps):
        crop, target = shown.at(times[t], disturbance.steady(t, rng))
        crops.append(disturbance.sense(crop, t, rng))
        targets.append(target)
    steps = np.diff(times, prepend=-np.inf).astype(np.float32)
    return Sequence(np.stack(crops), steps, np.stack(targets).astype(np.float32))


def make_clip_sequence(clip: Clip, n_steps: int, rng: Generator) -> Sequence:
    """A random stretch of a real clip, at its own rate or thinned out, disturbed like `make_sequence`."""
    size_px = clip.crops.shape[1]
    keep = np.exp(rng.uniform(np.log(_THINNEST), 0))
    steps = rng.geometric(keep, n_steps)
    place = np.cumsum(steps) - steps[0]
    place = place[place < len(clip.crops)]
    place += rng.integers(len(clip.crops) - place[-1])
    # a clip that is too short ends with a still picture
    place = np.append(place, np.full(n_steps - len(place), place[-1]))
    still = np.arange(n_steps) - np.searchsorted(place, place[-1])
    times = clip.times_s[place] + np.maximum(still, 0) / _FPS[1]
    disturbance, is_mirrored, crops = Disturbance(times, size_px, rng), rng.random() < 0.5, []
    for t, source in enumerate(place):
        crop = disturbance.see(clip.crops[source], np.eye(2, 3), t, rng)
        crops.append(crop[:, ::-1] if is_mirrored else crop)
    steps_s = np.diff(times, prepend=-np.inf).astype(np.float32)
    return Sequence(np.stack(crops), steps_s, clip.reference[place])


def frame_times(n_steps: int, rng: Generator) -> NDArray[np.float64]:
    """Uneven times: a frame rate, jitter, and lost frames."""
    fps = np.exp(rng.uniform(*np.log(_FPS)))
    ticks = np.cumsum(rng.geometric(1 - _LOST, n_steps))
    return np.asarray((ticks - ticks[0] + rng.uniform(-0.15, 0.15, n_steps)) / fps, dtype=np.float64)


def wander(times: NDArray[np.float64], time_constant_s: float, rng: Generator) -> NDArray[np.float64]:
    """Ornstein-Uhlenbeck process with deviation 1."""
    values = np.empty(len(times))
    values[0] = rng.normal()
    for t in range(1, len(times)):
        keep = np.exp(-max(times[t] - times[t - 1], 0) / time_constant_s)
        values[t] = keep * values[t - 1] + np.sqrt(1 - keep**2) * rng.normal()
    return values


def _steady(
    size_px: int, angle: float, scale: float, shift: NDArray[np.float64], rng: Generator
) -> NDArray[np.float64]:
    """What is left of head motion after the alignment, plus the alignment's own noise."""
    turn = np.deg2rad(3.0 * angle + rng.normal(0, 0.4))
    zoom = np.exp(0.03 * scale + rng.normal(0, 0.004))
    linear = zoom * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = np.full(2, (size_px - 1) / 2)
    moved = centre + size_px * (0.015 * shift + rng.normal(0, 0.003, 2))
    return np.column_stack([linear, moved - linear @ centre])


class _Show:
    """Which images are seen when, and how they fade into each other."""

    def __init__(self, data: FerPlus, weights: NDArray[np.float64], end_s: float, size_px: int, rng: Generator) -> None:
        self._data, self._size_px = data, size_px
        starts = [0.0]
        while starts[-1] < end_s:
            starts.append(starts[-1] + np.exp(rng.uniform(*np.log(_HOLD_S))))
        self._starts = np.array(starts)
        self._fades = np.exp(rng.uniform(np.log(_FADE_S[0]), np.log(_FADE_S[1]), len(starts)))
        self._chosen = rng.choice(len(weights), len(starts), p=weights / weights.sum())
        self._mirrored = rng.random() < 0.5

    def at(self, time_s: float, steady: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        now = max(int(np.searchsorted(self._starts, time_s, side="right")) - 1, 0)
        share = min((time_s - self._starts[now]) / self._fades[now], 1.0) if now else 1.0
        crop, target = self._view(now, steady), self._data.labels[self._chosen[now]].astype(np.float64)
        if share < 1:
            before = self._view(now - 1, steady)
            crop = cv2.addWeighted(crop, share, before, 1 - share, 0).astype(np.uint8)
            target = share * target + (1 - share) * self._data.labels[self._chosen[now - 1]]
        return crop, target

    def _view(self, index: int, steady: NDArray[np.float64]) -> NDArray[np.uint8]:
        image = self._chosen[index]
        matrix = compose(steady, crop_matrix(self._data.matrices[image], self._size_px))
        crop = warp_face(self._data.images[image], matrix, self._size_px)
        return np.ascontiguousarray(crop[:, ::-1]) if self._mirrored else crop


class Disturbance:
    """What alignment, light, camera and codec do to the frames of one sequence."""

    def __init__(self, times_s: NDArray[np.float64], size_px: int, rng: Generator) -> None:
        self._angle, self._scale, *self._shift = (wander(times_s, _MOTION_TIME_S, rng) for _ in range(4))
        self._light, self._tilt = wander(times_s, _LIGHT_TIME_S, rng), wander(times_s, _LIGHT_TIME_S, rng)
        self._sensor, self._size_px = _Sensor(rng), size_px

    def steady(self, t: int, rng: Generator) -> NDArray[np.float64]:
        """(2, 3) from the crop as it should be to the crop of frame `t`."""
        shift = np.array([self._shift[0][t], self._shift[1][t]])
        return _steady(self._size_px, self._angle[t], self._scale[t], shift, rng)

    def sense(self, crop: NDArray[np.uint8], t: int, rng: Generator) -> NDArray[np.uint8]:
        """(S, S) the crop of frame `t` as a camera gives it."""
        return self._sensor.see(crop, self._light[t], self._tilt[t], rng)

    def see(self, image: NDArray[np.uint8], matrix: NDArray[np.float64], t: int, rng: Generator) -> NDArray[np.uint8]:
        """(S, S) both, for an image and its (2, 3) transform to a crop."""
        crop = warp_face(image, compose(self.steady(t, rng), matrix), self._size_px)
        return self.sense(crop, t, rng)


class _Sensor:
    """Camera and codec of one clip: resolution, blur, noise, compression."""

    def __init__(self, rng: Generator) -> None:
        self._small = rng.uniform(0.5, 1.0) if rng.random() < 0.3 else 1.0
        self._blur = rng.uniform(0.3, 1.0) if rng.random() < 0.25 else 0.0
        self._noise = rng.uniform(0.5, 9.0)
        self._quality = int(rng.uniform(30, 95))
        self._gain, self._slope = rng.uniform(0, 0.25), rng.uniform(0, 0.35)

    def see(self, crop: NDArray[np.uint8], light: float, tilt: float, rng: Generator) -> NDArray[np.uint8]:
        size = crop.shape[0]
        ramp = np.linspace(-0.5, 0.5, size)[None, :]
        values = crop * np.exp(self._gain * light + self._slope * tilt * ramp)
        if self._small < 1:
            side = int(size * self._small)
            values = cv2.resize(cv2.resize(values, (side, side), interpolation=cv2.INTER_AREA), (size, size))
        if self._blur:
            values = cv2.GaussianBlur(values, (0, 0), self._blur)
        noisy = np.clip(values + rng.normal(0, self._noise, values.shape), 0, 255).astype(np.uint8)
        _, data = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, self._quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
