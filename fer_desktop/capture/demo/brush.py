"""Painting shapes on a picture in front of a turned head. Pure but for the pixels of the picture; any thread.

Coordinates are those of a canvas of 400 x 700: x to the right, y down, z towards the viewer;
the head is in the upper 430 rows. Where the canvas lies in the picture is the brush's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.light import SHIFT, Light, Shape

HEAD_CENTRE = (200.0, 255.0)

Colour = tuple[int, int, int]
Points = NDArray[np.float64]


class Brush:
    """Paints shapes given in canvas coordinates, moved as the head is turned.

    Args:
        image: (H, W, 3) uint8 RGB that is painted on; what falls outside it is left out.
        light: Takes the shades; it is for its owner to apply them.
        place: (2, 3) affine map from the canvas to pixels of the image.
        yaw, pitch: Radians, signs as in docs/conventions.md.
    """

    def __init__(self, image: NDArray[np.uint8], light: Light, place: Points, yaw: float, pitch: float) -> None:
        self._image, self._light = image, light
        self._pixels_per_unit = float(np.sqrt(abs(np.linalg.det(place[:, :2]))))
        fine = place * (1 << SHIFT)
        cos = np.cos(yaw)
        # turned: x about the centre times cos, then z sin(yaw) to the right and z sin(pitch) up
        self._linear = (fine[:, :2] * (cos, 1.0)).T
        self._offset = fine @ (HEAD_CENTRE[0] * (1 - cos), 0.0, 1.0) + 0.5  # whole numbers are made by truncation
        self._per_depth = fine[:, :2] @ (np.sin(yaw), -np.sin(pitch))

    def fill(self, points: Points, colour: Colour, z: float = 0.0) -> None:
        """Paint the inside of an (N, 2) polygon."""
        cv2.fillPoly(self._image, [self._seen(points, z)], colour, cv2.LINE_AA, SHIFT)

    def line(self, points: Points, colour: Colour, thickness: float, z: float = 0.0) -> None:
        """Paint an open line through (N, 2) points."""
        width_px = max(round(thickness * self._pixels_per_unit), 1)
        cv2.polylines(self._image, [self._seen(points, z)], False, colour, width_px, cv2.LINE_AA, SHIFT)

    def shade(self, points: Points, factor: float, softness: int, z: float = 0.0) -> None:
        """Let the light fall differently on an (N, 2) polygon; see `Light.add`."""
        self._light.add(self._seen(points, z), factor, softness)

    def receive(self, points: Points, z: float = 0.0) -> None:
        """Shades are seen inside this (N, 2) polygon, and inside others that were named so."""
        self._light.allow(self._seen(points, z))

    @contextmanager
    def within(self, points: Points, z: float, reach: float) -> Iterator[None]:
        """Of what is painted meanwhile, only that inside an (N, 2) polygon stays.

        Args:
            reach: How far out of the box around the polygon is painted at most, in units of the canvas.
        """
        shape, margin_px = self._seen(points, z), round(reach * self._pixels_per_unit) + 1
        x, y, width, height = (v >> SHIFT for v in cv2.boundingRect(shape))
        left, top = max(x - margin_px, 0), max(y - margin_px, 0)
        part = self._image[top : max(y + height + margin_px, 0), left : max(x + width + margin_px, 0)]
        before = part.copy()
        yield
        if part.size:
            outside = np.full(part.shape[:2], 255, np.uint8)
            cv2.fillPoly(outside, [shape - np.array((left << SHIFT, top << SHIFT), np.int32)], 0, cv2.LINE_8, SHIFT)
            cv2.copyTo(before, outside, part)

    def _seen(self, points: Points, z: float) -> Shape:
        """Where points at depth `z` are seen."""
        seen = points @ self._linear
        seen += self._offset + z * self._per_depth
        return seen.astype(np.int32)


def oval(x: float, y: float, rx: float, ry: float, n: int = 40) -> Points:
    """Ellipse of n points."""
    return _circle(n) * (rx, ry) + (x, y)


@lru_cache
def _circle(n: int) -> Points:
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return np.column_stack([np.cos(angle), np.sin(angle)])


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


@lru_cache
def darker(colour: Colour, factor: float) -> Colour:
    """The colour times a factor; above 1 it gets lighter."""
    r, g, b = (min(max(int(c * factor), 0), 255) for c in colour)
    return r, g, b
