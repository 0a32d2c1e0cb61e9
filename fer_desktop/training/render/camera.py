"""Where the camera stands: head pose, perspective, and the crop that the alignment cuts out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.vision.preprocess import CANONICAL_ANCHORS

Array = NDArray[np.float32]
_PIVOT_CM = (0.0, 0.0, 3.0)  # the head turns around a place inside it


@dataclass(frozen=True, slots=True, eq=False)
class Cameras:
    """B views; every field (B,) float32. Yaw turns the face to the viewer's right, pitch upwards; radians.

    Attributes:
        distance: From the head, cm.
    """

    yaw: Array
    pitch: Array
    roll: Array
    distance: Array

    def take(self, rows: NDArray[np.integer[Any]]) -> Cameras:
        """Some of them."""
        return Cameras(*(getattr(self, field.name)[rows] for field in fields(self)))


def sample_cameras(n: int, rng: Generator) -> Cameras:
    """Mostly frontal, as people look at a screen."""
    yaw = np.radians(np.clip(rng.normal(0, 13, n), -40, 40))
    pitch = np.radians(np.clip(rng.normal(0, 8, n), -24, 24))
    roll = np.radians(np.clip(rng.normal(0, 5, n), -20, 20))
    return Cameras(*(value.astype(np.float32) for value in (yaw, pitch, roll, rng.uniform(40, 140, n))))


def rotations(cameras: Cameras, device: torch.device) -> Tensor:
    """(B, 3, 3) from the coordinates of the head to those of the camera."""
    yaw, pitch, roll = (torch.from_numpy(v).to(device) for v in (cameras.yaw, cameras.pitch, cameras.roll))
    zero, one = torch.zeros_like(yaw), torch.ones_like(yaw)

    def matrix(*rows: Tensor) -> Tensor:
        return torch.stack(rows, dim=-1).reshape(-1, 3, 3)

    turn = matrix(yaw.cos(), zero, yaw.sin(), zero, one, zero, -yaw.sin(), zero, yaw.cos())
    nod = matrix(one, zero, zero, zero, pitch.cos(), pitch.sin(), zero, -pitch.sin(), pitch.cos())
    tilt = matrix(roll.cos(), -roll.sin(), zero, roll.sin(), roll.cos(), zero, zero, zero, one)
    return tilt @ nod @ turn


def to_camera(vertices: Tensor, rotation: Tensor) -> Tensor:
    """(B, V, 3) cm around the pivot, x right, y up, z towards the viewer."""
    return (vertices - vertices.new_tensor(_PIVOT_CM)) @ rotation.transpose(1, 2)


def project(seen: Tensor, distance: Tensor, anchors: Tensor, size_px: int, field: float) -> Tensor:
    """Perspective, then the similarity that the alignment would find.

    Args:
        seen: (B, V, 3) from `to_camera`.
        distance: (B,) of the camera, cm.
        anchors: (9,) vertices.
        size_px: Side of the picture.
        field: How much wider than the crop of the alignment the picture is.

    Returns:
        (B, V, 3): x and y in pixels, and distance from the camera in cm.
    """
    depth = (distance[:, None] - seen[..., 2]).clamp_min(5.0)
    flat = torch.stack([seen[..., 0], -seen[..., 1]], dim=-1) * (distance[:, None] / depth)[..., None]
    wanted = ((torch.from_numpy(CANONICAL_ANCHORS).to(flat) - 0.5) / field + 0.5) * size_px - 0.5
    # least squares over scale, rotation and shift, as complex numbers (Umeyama 1991, in the plane)
    have = torch.view_as_complex(flat[:, anchors].contiguous())
    want = torch.view_as_complex(wanted.contiguous())[None]
    have_mean, want_mean = have.mean(dim=1, keepdim=True), want.mean(dim=1, keepdim=True)
    from_mean = have - have_mean
    factor = (from_mean.conj() * (want - want_mean)).sum(dim=1, keepdim=True) / from_mean.abs().square().sum(
        1, keepdim=True
    )
    placed = torch.view_as_real(factor * (torch.view_as_complex(flat.contiguous()) - have_mean) + want_mean)
    return torch.cat([placed, depth[..., None]], dim=2)
