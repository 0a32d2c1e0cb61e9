"""Painting shapes on a canvas in front of a turned head. Pure but for the pixels of the canvas; any thread.

Coordinates are those of the canvas, 400 x 700 px: x to the right, y down, z towards the
viewer; the head is in the upper 430 rows.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

CANVAS_PX = (400, 700)  # width, height
HEAD_CENTRE_PX = (200, 255)
SHIFT = 4  # fractional bits of OpenCV's sub-pixel coordinates

Colour = tuple[int, int, int]
Points = NDArray[np.float64]


class Brush:
    """Paints shapes given in canvas coordinates, moved as the head is turned.

    Args:
        yaw, pitch: Radians, signs as in docs/conventions.md.

    Attributes:
        image: (700, 400, 3) uint8 RGB.
        opacity: (700, 400) uint8, 255 where something was painted.
    """

    def __init__(self, yaw: float, pitch: float) -> None:
        width, height = CANVAS_PX
        self.image: NDArray[np.uint8] = np.zeros((height, width, 3), np.uint8)
        self.opacity: NDArray[np.uint8] = np.zeros((height, width), np.uint8)
        self._cos, self._sin, self._up = np.cos(yaw), np.sin(yaw), np.sin(pitch)

    def turned(self, points: Points, z: float | Points) -> Points:
        """Where (N, 2) points at depth `z` are seen."""
        x = HEAD_CENTRE_PX[0] + (points[:, 0] - HEAD_CENTRE_PX[0]) * self._cos + np.asarray(z) * self._sin
        y = points[:, 1] - np.asarray(z) * self._up
        return np.column_stack([x, y])

    def fill(self, points: Points, colour: Colour, z: float | Points = 0.0) -> None:
        """Paint the inside of a polygon."""
        shape = fixed(self.turned(points, z))
        cv2.fillPoly(self.image, [shape], colour, cv2.LINE_AA, SHIFT)
        cv2.fillPoly(self.opacity, [shape], 255, cv2.LINE_AA, SHIFT)

    def line(self, points: Points, colour: Colour, thickness: int, z: float | Points = 0.0) -> None:
        """Paint an open line."""
        shape = fixed(self.turned(points, z))
        cv2.polylines(self.image, [shape], False, colour, thickness, cv2.LINE_AA, SHIFT)

    def shade(self, points: Points, colour: Colour, strength: float, blur: float, z: float = 0.0) -> None:
        """Mix a colour in, with a soft edge."""
        shape = self.turned(points, z)
        x0, y0 = np.maximum(np.floor(shape.min(axis=0) - 3 * blur), 0).astype(int)
        x1, y1 = np.minimum(np.ceil(shape.max(axis=0) + 3 * blur), CANVAS_PX).astype(int)
        if x1 <= x0 or y1 <= y0:
            return
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillPoly(mask, [fixed(shape - (x0, y0))], 255 * strength, cv2.LINE_AA, SHIFT)
        box = round(float(np.sqrt(6 * blur**2 + 1)))  # two boxes with the deviation of a Gaussian, much cheaper
        weight = cv2.cvtColor(cv2.blur(cv2.blur(mask, (box, box)), (box, box)), cv2.COLOR_GRAY2RGB)
        part = self.image[y0:y1, x0:x1]
        kept = cv2.multiply(part, cv2.bitwise_not(weight), scale=1 / 255)
        part[:] = cv2.add(kept, cv2.multiply(weight, (*colour, 0), scale=1 / 255))


def fixed(points: Points) -> NDArray[np.int32]:
    """(N, 2) points as OpenCV's fixed-point coordinates with `SHIFT` fractional bits."""
    return np.round(points * (1 << SHIFT)).astype(np.int32)


def oval(x: float, y: float, rx: float, ry: float, n: int = 40, power: float = 1.0) -> Points:
    """Ellipse; `power` above 1 flattens its sides towards a rounded rectangle."""
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack(
        [x + rx * np.sign(cos) * np.abs(cos) ** (1 / power), y + ry * np.sign(sin) * np.abs(sin) ** (1 / power)]
    )


def curve(*knots: tuple[float, float], n: int = 16) -> Points:
    """Smooth line through the knots: a polynomial in each coordinate."""
    return _interpolation(len(knots), n) @ np.array(knots)


@lru_cache
def _interpolation(n_knots: int, n: int) -> Points:
    """(n, n_knots) values of the Lagrange polynomials of evenly spaced knots."""
    t, s = np.linspace(0, 1, n_knots), np.linspace(0, 1, n)
    basis = np.ones((n, n_knots))
    for i in range(n_knots):
        for j in range(n_knots):
            if i != j:
                basis[:, i] *= (s - t[j]) / (t[i] - t[j])
    return basis


def darker(colour: Colour, factor: float) -> Colour:
    """The colour times a factor; above 1 it gets lighter."""
    r, g, b = (int(np.clip(c * factor, 0, 255)) for c in colour)
    return r, g, b
