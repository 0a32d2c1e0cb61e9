"""A camera that needs no camera: drawn faces whose expressions follow a known script.

The same time gives the same picture, whatever the frame rate. Faces move, blink, stand
in drifting light, and the picture has the noise of a webcam.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.brush import HEAD_CENTRE, Brush, Points
from fer_desktop.capture.demo.face import BLURS, FACE_WIDTH, LOOKS, draw_features, draw_head
from fer_desktop.capture.demo.light import Light
from fer_desktop.capture.demo.mimic import Mimic
from fer_desktop.capture.demo.poses import posed
from fer_desktop.capture.demo.speech import spoken_mouth
from fer_desktop.core.types import DEMO_NAME, Frame, SourceInfo

MAX_FACES = 4

BLINK_EVERY_S, BLINK_S = 3.7, 0.18
_NOISE_GRAY = 2.2  # standard deviation
_NOISE_PIXELS = 2**21
_LEVELS = np.arange(256, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the demo shows.

    Attributes:
        n_faces: 1 to 4.
        duration_s: None goes on for ever.
        speaking: Faces, from 0, whose mouths move as if they spoke; see `DemoVoice`.
    """

    n_faces: int = 1
    width_px: int = 640
    height_px: int = 480
    fps: float = 30.0
    duration_s: float | None = None
    speaking: tuple[int, ...] = ()


class DemoSource:
    """Drawn faces; frames can be had at any speed."""

    def __init__(self, options: DemoOptions) -> None:
        if not 1 <= options.n_faces <= MAX_FACES:
            raise ValueError(f"n_faces must be 1 to {MAX_FACES}, got {options.n_faces}")
        self._options = options
        self._index = -1
        self._noise = (np.zeros(0, np.uint8),) * 2  # what it adds, and what it takes away
        self._room = _room(options.width_px, options.height_px)

    def open(self) -> SourceInfo:
        """Make the sensor noise."""
        rng = np.random.default_rng(1)
        o = self._options
        noise = rng.normal(0, _NOISE_GRAY, _NOISE_PIXELS).astype(np.int16)
        noise = np.resize(noise, _NOISE_PIXELS + o.width_px * o.height_px * 3)
        self._noise = noise.clip(0).astype(np.uint8), (-noise).clip(0).astype(np.uint8)
        return SourceInfo(DEMO_NAME, o.width_px, o.height_px, o.fps, o.duration_s or 0.0)

    def read(self) -> Frame | None:
        """Draw the next frame."""
        self._index += 1
        time_s = self._index / self._options.fps
        if self._options.duration_s is not None and time_s >= self._options.duration_s - 1e-9:
            return None
        return Frame(self._index, time_s, self._with_noise(draw_scene(time_s, self._options, self._room)))

    def close(self) -> None:
        """Nothing is held."""

    def _with_noise(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        start = self._index * 768_143 % _NOISE_PIXELS
        more, less = (part[start : start + image.size].reshape(image.shape) for part in self._noise)
        return np.asarray(cv2.subtract(cv2.add(image, more), less), dtype=np.uint8)


def draw_scene(time_s: float, options: DemoOptions, room: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 3) RGB picture of all faces at a time, before the (H, W, 3) `room`, without noise."""
    width, height = options.width_px, options.height_px
    image = room.copy()
    face_px = min(height * 0.42, 0.62 * width / options.n_faces)
    light = Light(width, height, tuple(blur * face_px / FACE_WIDTH for blur in BLURS))
    faces = []
    for i in range(options.n_faces):
        place, yaw, pitch = _pose(time_s, i, (width * (i + 0.5) / options.n_faces, height * 0.52), face_px)
        mimic = _mimic(time_s, i)
        if i in options.speaking:
            mimic = replace(mimic, open=spoken_mouth(mimic.open, time_s, i))
        faces.append((Brush(image, light, place, yaw, pitch), mimic, LOOKS[i]))
    for face in faces:
        draw_head(*face)
    light.apply(image)
    for face in faces:
        draw_features(*face)
    brightness = 1 + 0.13 * np.sin(2 * np.pi * time_s / 17.0)
    soft = cv2.GaussianBlur(image, (3, 3), 0)  # as a lens shows it
    return np.asarray(cv2.LUT(soft, cv2.convertScaleAbs(_LEVELS, alpha=brightness)), dtype=np.uint8)


def _mimic(time_s: float, face: int) -> Mimic:
    mimic = posed(time_s, face)
    phase = (time_s + 1.3 * face) % BLINK_EVERY_S
    closed = max(0.0, 1 - abs(phase - BLINK_S / 2) / (BLINK_S / 2)) if phase < BLINK_S else 0.0
    return replace(mimic, blink=mimic.blink + closed * (1 - mimic.blink))


def _pose(time_s: float, face: int, at: tuple[float, float], face_px: float) -> tuple[Points, float, float]:
    """Where a face is, as (2, 3) map from its canvas to the picture, and its yaw and pitch: it moves a little."""
    t = time_s + 5.0 * face
    yaw = 0.20 * np.sin(2 * np.pi * t / 7.3)
    pitch = 0.08 * np.sin(2 * np.pi * t / 5.1)
    roll = np.deg2rad(5.0) * np.sin(2 * np.pi * t / 6.1)
    scale = face_px / FACE_WIDTH * (1 + 0.04 * np.sin(2 * np.pi * t / 9.0))
    centre = np.array(at) + face_px * np.array([0.08 * np.sin(2 * np.pi * t / 8.0), 0.03 * np.sin(2 * np.pi * t / 4.3)])
    place = cv2.getRotationMatrix2D(HEAD_CENTRE, -np.rad2deg(roll), scale)
    place[:, 2] += centre - HEAD_CENTRE
    return place, yaw, pitch


def _room(width: int, height: int) -> NDArray[np.uint8]:
    """Plain wall, lighter towards the upper left."""
    x, y = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    level = 196 - 46 * x - 38 * y
    return np.stack([level, level * 0.98, level * 0.93], axis=2).astype(np.uint8)
