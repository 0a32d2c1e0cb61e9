"""Which triangle is seen at each pixel: a z-buffer, on a GPU one scatter, on the CPU a compiled loop (`raster_cpu`).

On the GPU: faces are small meshes of tiny triangles, so each triangle looks at a small window of pixels around
itself; depth and number of the triangle share one integer, and the smallest per pixel wins.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from fer_desktop.training.render.raster_cpu import nearest_triangles

_WINDOWS = (4, 12, 40)  # side of the window in pixels; larger triangles are cut off at the last
_DEPTH_LEVELS = 1 << 30
_ID_BITS = 20
_NOTHING = torch.iinfo(torch.int64).max


class Fragments(NamedTuple):
    """What is seen.

    Attributes:
        triangle: (B, S, S) int64, -1 where nothing is.
        weights: (B, S, S, 3) float32 barycentric.
    """

    triangle: Tensor
    weights: Tensor

    @property
    def covered(self) -> Tensor:
        """(B, S, S) bool."""
        return self.triangle >= 0

    def interpolate(self, values: Tensor, triangles: Tensor) -> Tensor:
        """Values of the vertices at each pixel.

        Args:
            values: (B or 1, V, K).
            triangles: (T, 3) those that were drawn.

        Returns:
            (B, S, S, K); of the first triangle where nothing is.
        """
        corners = triangles[self.triangle.clamp_min(0)]  # (B, S, S, 3)
        n = len(corners)
        values = values.expand(n, -1, -1)
        flat = corners.reshape(n, -1, 1).expand(-1, -1, values.shape[2])
        at_corners = values.gather(1, flat).reshape(*corners.shape, -1)
        return (at_corners * self.weights[..., None]).sum(dim=3)


def rasterise(points: Tensor, triangles: Tensor, size_px: int) -> Fragments:
    """Draw triangles into a square of pixels.

    Args:
        points: (B, V, 3): x and y in pixels (the centre of the first pixel is 0), and distance from the viewer.
        triangles: (T, 3) int64, fewer than 2 ** 20.
        size_px: Side S.
    """
    corners = points[:, triangles]  # (B, T, 3, 3)
    if points.device.type == "cpu":
        seen = torch.from_numpy(nearest_triangles(points.numpy(), triangles.numpy(), size_px))
    else:
        seen = _scattered(points, triangles, size_px)
    return Fragments(seen, _weights(corners, seen, size_px))


def _scattered(points: Tensor, triangles: Tensor, size_px: int) -> Tensor:
    """(B, S, S) the triangle that is seen, by one scatter; -1 where none is."""
    n, device = len(points), points.device
    near, far = points[..., 2].amin(dim=1), points[..., 2].amax(dim=1)
    scale = (_DEPTH_LEVELS - 1) / (far - near).clamp_min(1e-6)
    depth = torch.cat([points[..., :2], ((points[..., 2] - near[:, None]) * scale[:, None])[..., None]], dim=2)
    corners = depth[:, triangles]  # (B, T, 3, 3)
    low = corners[..., :2].amin(dim=2)
    high = corners[..., :2].amax(dim=2)
    inside = ((high >= 0) & (low <= size_px - 1)).all(dim=2)
    first = low.ceil()
    reach = (high.floor() - first).amax(dim=2) + 1
    buffer = torch.full((n, size_px, size_px), _NOTHING, dtype=torch.int64, device=device)
    smallest = 0
    for window in _WINDOWS:
        chosen = inside & (reach > smallest) & ((reach <= window) | (window == _WINDOWS[-1]))
        _draw(buffer, corners, first, chosen, window)
        smallest = window
    drawn = buffer != _NOTHING
    return torch.where(drawn, buffer & ((1 << _ID_BITS) - 1), -1)


def _draw(buffer: Tensor, corners: Tensor, first: Tensor, chosen: Tensor, window: int) -> None:
    """Scatter triangles into the (B, S, S) buffer, each over its window.

    Args:
        corners: (B, T, 3, 3). first: (B, T, 2) the window's first pixel.
        chosen: (B, T) bool, those to draw.
        window: Side in pixels.
    """
    size_px = buffer.shape[2]
    picture, number = chosen.nonzero(as_tuple=True)
    corners, first = corners[picture, number], first[picture, number]
    offsets = torch.arange(window, device=buffer.device, dtype=torch.float32)
    y = (first[:, 1:2] + offsets)[:, :, None]  # (K, W, 1)
    x = (first[:, 0:1] + offsets)[:, None, :]  # (K, 1, W)
    a, b, c = (corners[:, i, :, None, None] for i in range(3))  # each (K, 3, 1, 1)
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    inverse = torch.where(area.abs() < 1e-9, torch.zeros_like(area), 1 / area)
    second = ((x - a[:, 0]) * (c[:, 1] - a[:, 1]) - (y - a[:, 1]) * (c[:, 0] - a[:, 0])) * inverse
    third = ((b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (b[:, 1] - a[:, 1]) * (x - a[:, 0])) * inverse
    edge = -1e-5
    hit = (second >= edge) & (third >= edge) & (1 - second - third >= edge) & (inverse != 0)
    hit &= (x >= 0) & (x <= size_px - 1) & (y >= 0) & (y <= size_px - 1)
    depth = a[:, 2] + second * (b[:, 2] - a[:, 2]) + third * (c[:, 2] - a[:, 2])
    place = (picture[:, None, None] * size_px + y.long()) * size_px + x.long()
    key = (depth.long().clamp(0, _DEPTH_LEVELS - 1) << _ID_BITS) | number[:, None, None]
    buffer.view(-1).scatter_reduce_(0, place[hit], key[hit], "amin")


def _weights(corners: Tensor, triangle: Tensor, size_px: int) -> Tensor:
    """(B, S, S, 3) barycentric weights of each pixel in its triangle."""
    n = len(triangle)
    picture = torch.arange(n, device=triangle.device)[:, None, None]
    seen = corners[picture, triangle.clamp_min(0)]  # (B, S, S, 3, 3)
    steps = torch.arange(size_px, device=triangle.device, dtype=torch.float32)
    x, y = steps[None, None, :], steps[None, :, None]
    a, b, c = (seen[..., i, :2] for i in range(3))
    area = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    area = torch.where(area.abs() < 1e-9, torch.ones_like(area), area)
    second = ((x - a[..., 0]) * (c[..., 1] - a[..., 1]) - (y - a[..., 1]) * (c[..., 0] - a[..., 0])) / area
    third = ((b[..., 0] - a[..., 0]) * (y - a[..., 1]) - (b[..., 1] - a[..., 1]) * (x - a[..., 0])) / area
    return torch.stack([1 - second - third, second, third], dim=-1)
