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

HEAD_CENTRE = (200.0, 255.0)
_SHIFT = 4  # fractional bits of OpenCV's sub-pixel coordinates

Colour = tuple[int, int, int]
Points = NDArray[np.float64]


class Brush:
    """Paints shapes given in canvas coordinates, moved as the head is turned.

    Args:
        image: (H, W, 3) uint8 RGB that is painted on; what falls outside it is left out.
        place: (2, 3) affine map from the canvas to pixels of the image.
        yaw, pitch: Radians, signs as in docs/conventions.md.
    """

    def __init__(self, image: NDArray[np.uint8], place: Points, yaw: float, pitch: float) -> None:
        self._image = image
        self._pixels_per_unit = float(np.sqrt(abs(np.linalg.det(place[:, :2]))))
        fine = place * (1 << _SHIFT)
        cos = np.cos(yaw)
        # turned: x about the centre times cos, then z sin(yaw) to the right and z sin(pitch) up
        self._linear = (fine[:, :2] * (cos, 1.0)).T
        self._offset = fine @ (HEAD_CENTRE[0] * (1 - cos), 0.0, 1.0)
        self._per_depth = fine[:, :2] @ (np.sin(yaw), -np.sin(pitch))

    def fill(self, points: Points, colour: Colour, z: float = 0.0) -> None:
        """Paint the inside of an (N, 2) polygon."""
        cv2.fillPoly(self._image, [self._seen(points, z)], colour, cv2.LINE_AA, _SHIFT)

    def line(self, points: Points, colour: Colour, thickness: float, z: float = 0.0) -> None:
        """Paint an open line through (N, 2) points."""
        width_px = max(round(thickness * self._pixels_per_unit), 1)
        cv2.polylines(self._image, [self._seen(points, z)], False, colour, width_px, cv2.LINE_AA, _SHIFT)

    def shade(self, points: Points, colour: Colour, strength: float, blur: float, z: float = 0.0) -> None:
        """Mix a colour into an (N, 2) polygon, with a soft edge.

        Args:
            strength: Share of the colour in the middle, 0 to 1.
            blur: Standard deviation of the edge, in units of the canvas.
        """
        shape, blur_px = self._seen(points, z), blur * self._pixels_per_unit
        area = self._area(shape, round(3 * blur_px) + 1)
        part = self._image[area]
        if not part.size:
            return
        mask = _mask(shape, area, part, 255 * strength)
        box = round(float(np.sqrt(6 * blur_px**2 + 1)))  # two boxes with the deviation of a Gaussian, much cheaper
        weight = cv2.cvtColor(cv2.blur(cv2.blur(mask, (box, box)), (box, box)), cv2.COLOR_GRAY2RGB)
        kept = cv2.multiply(part, cv2.bitwise_not(weight), scale=1 / 255)
        part[:] = cv2.add(kept, cv2.multiply(weight, (*colour, 0), scale=1 / 255))

    @contextmanager
    def within(self, points: Points, z: float = 0.0, reach: float = 0.0) -> Iterator[None]:
        """Of what is painted meanwhile, only that inside an (N, 2) polygon stays.

        Args:
            reach: How far out of the box around the polygon is painted at most, in units of the canvas.
        """
        shape = self._seen(points, z)
        area = self._area(shape, round(reach * self._pixels_per_unit) + 1)
        part = self._image[area]
        before = part.copy()
        yield
        if part.size:
            cv2.copyTo(before, cv2.bitwise_not(_mask(shape, area, part, 255)), part)

    def _seen(self, points: Points, z: float) -> NDArray[np.int32]:
        """Where points at depth `z` are seen, in OpenCV's fixed-point pixels."""
        return np.rint(points @ self._linear + (self._offset + z * self._per_depth)).astype(np.int32)

    def _area(self, shape: NDArray[np.int32], margin_px: int) -> tuple[slice, slice]:
        """Rows and columns of the image around a shape."""
        x, y, width, height = (v >> _SHIFT for v in cv2.boundingRect(shape))
        rows = slice(max(y - margin_px, 0), max(y + height + 1 + margin_px, 0))
        return rows, slice(max(x - margin_px, 0), max(x + width + 1 + margin_px, 0))


def _mask(
    shape: NDArray[np.int32], area: tuple[slice, slice], part: NDArray[np.uint8], value: float
) -> NDArray[np.uint8]:
    """(h, w) of the `part` that lies at `area`: the inside of the shape has the value."""
    mask = np.zeros((part.shape[0], part.shape[1]), np.uint8)
    corner = (area[1].start << _SHIFT, area[0].start << _SHIFT)
    cv2.fillPoly(mask, [shape - np.array(corner, np.int32)], value, cv2.LINE_AA, _SHIFT)
    return mask


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
