"""Eyes as webcams show them, batch by batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from fer_desktop.training import augment
from fer_desktop.training.render.eyes import DrawnEyes
from fer_desktop.vision.eye_crops import EYES_SHAPE

_ANGLE_DEG, _SCALE, _SHIFT = 4.0, 0.08, 0.05  # errors of the alignment: deviations; the last as a share of the width
_HEAD_RAD = 0.06  # error of the head's pose


@dataclass(frozen=True, slots=True)
class EyeBatch:
    """B eyes.

    Attributes:
        x: (B, 1, H, W), standardised. head: (B, 2). gaze: (B, 2) across and up. opening, closed: (B,).
    """

    x: Tensor
    head: Tensor
    gaze: Tensor
    opening: Tensor
    closed: Tensor


@dataclass(frozen=True, slots=True)
class EyeTable:
    """All eyes one below the other, each like a right eye; fields as in `EyeBatch`, but `crops` (N, h, w) uint8."""

    crops: Tensor
    head: Tensor
    gaze: Tensor
    opening: Tensor
    closed: Tensor

    @classmethod
    def of(cls, eyes: DrawnEyes) -> EyeTable:
        """Right and left eyes; what goes across is mirrored with the left ones."""
        mirror = torch.tensor([[1.0, 1.0], [-1.0, 1.0]])
        head = torch.from_numpy(eyes.head)[:, None] * mirror
        gaze = torch.from_numpy(eyes.gaze[..., :2]) * mirror
        return cls(
            torch.from_numpy(eyes.crops).flatten(0, 1),
            head.reshape(-1, 2),
            gaze.reshape(-1, 2),
            torch.from_numpy(eyes.opening).flatten(),
            torch.from_numpy(eyes.closed).flatten(),
        )

    def __len__(self) -> int:
        return len(self.crops)

    def batch(self, rows: Tensor, generator: Generator | None) -> EyeBatch:
        """Some eyes; disturbed when there is a generator."""
        crops, head = self.crops[rows].float(), self.head[rows]
        if generator is not None:
            head = head + _HEAD_RAD * torch.randn(head.shape, generator=generator)
        crops = _cut(crops, generator)
        if generator is not None:
            crops = augment.degraded(crops, generator)
        above = (crops.shape[1] - EYES_SHAPE[0]) // 2
        crops = crops[:, above : above + EYES_SHAPE[0]]
        return EyeBatch(standardised(crops), head, self.gaze[rows], self.opening[rows], self.closed[rows])


def standardised(crops: Tensor) -> Tensor:
    """(B, H, W) gray levels -> (B, 1, H, W) with mean 0 and deviation 1, as `vision.eyes` does it."""
    mean, deviation = crops.mean(dim=(1, 2), keepdim=True), crops.std(dim=(1, 2), keepdim=True, correction=0)
    return ((crops - mean) / (deviation + 1))[:, None]


def _cut(crops: Tensor, generator: Generator | None) -> Tensor:
    """The middle of the kept pictures, square; shifted, turned and scaled when there is a generator."""
    n, side = len(crops), EYES_SHAPE[1]
    angle, scale, shift = torch.zeros(n), torch.ones(n), torch.zeros(n, 2)
    if generator is not None:
        angle = torch.deg2rad(_ANGLE_DEG * torch.randn(n, generator=generator))
        scale = (_SCALE * torch.randn(n, generator=generator)).exp()
        shift = _SHIFT * side * torch.randn(n, 2, generator=generator)
    steps = torch.arange(side) - (side - 1) / 2
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    cosine, sine = (scale * angle.cos())[:, None, None], (scale * angle.sin())[:, None, None]
    across, down = cosine * x - sine * y + shift[:, 0, None, None], sine * x + cosine * y + shift[:, 1, None, None]
    grid = torch.stack([2 * across / crops.shape[2], 2 * down / crops.shape[1]], dim=3)
    return F.grid_sample(crops[:, None], grid, mode="bilinear", padding_mode="border", align_corners=False)[:, 0]
