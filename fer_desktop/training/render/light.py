"""Light: a key, a fill, a sky; what lies in shadow; and how a sensor turns light into gray."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.render.raster import rasterise

Array = NDArray[np.float32]
_SHADOW_PX = 128
_SHADOW_CM = 15.0  # the shadow map reaches so far from the middle of the head
_BIAS_CM = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Lights:
    """Light of B pictures.

    Attributes:
        key, fill: (B, 3) directions to the lights, in the room. key_power, fill_power, ambient: (B,).
        from_above: (B,) how much more of the ambient light comes from above.
        shadow: (B,) how dark cast shadows are. occlusion: (B,) strength of darkening in hollows.
        exposure: (B,) brightness of the skin in the picture. gamma: (B,). contrast: (B,).
        background: (B, 1, 8, 8) coarse gray pattern; smoothness comes from its enlargement.
    """

    key: Array
    fill: Array
    key_power: Array
    fill_power: Array
    ambient: Array
    from_above: Array
    shadow: Array
    occlusion: Array
    exposure: Array
    gamma: Array
    contrast: Array
    background: Array

    def take(self, rows: NDArray[np.integer[Any]]) -> Lights:
        """Some of them."""
        return Lights(*(getattr(self, field.name)[rows] for field in fields(self)))


def _direction(azimuth: NDArray[np.float64], elevation: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = np.cos(elevation)
    return np.stack([np.sin(azimuth) * flat, np.sin(elevation), np.cos(azimuth) * flat], axis=1)


def sample_lights(n: int, rng: Generator) -> Lights:
    """A room, a window at one side, a screen from below, a lamp overhead, a flash."""
    kind = rng.choice(5, n, p=[0.42, 0.22, 0.1, 0.16, 0.1])
    side = np.where(rng.random(n) < 0.5, -1.0, 1.0)
    azimuth = np.choose(
        kind,
        [
            rng.normal(0, 0.55, n),
            side * rng.uniform(0.7, 1.5, n),
            rng.normal(0, 0.3, n),
            rng.normal(0, 0.6, n),
            rng.normal(0, 0.15, n),
        ],
    )
    elevation = np.choose(
        kind,
        [
            rng.uniform(0, 0.8, n),
            rng.uniform(-0.1, 0.6, n),
            rng.uniform(-0.9, -0.2, n),
            rng.uniform(0.8, 1.35, n),
            rng.uniform(-0.1, 0.2, n),
        ],
    )
    ambient = np.choose(
        kind,
        [
            rng.uniform(0.25, 0.6, n),
            rng.uniform(0.12, 0.5, n),
            rng.uniform(0.1, 0.5, n),
            rng.uniform(0.2, 0.55, n),
            rng.uniform(0.15, 0.4, n),
        ],
    )
    values = {
        "key": _direction(azimuth, elevation),
        "fill": _direction(rng.uniform(-1.5, 1.5, n), rng.uniform(-0.2, 0.7, n)),
        "key_power": rng.uniform(0.45, 1.0, n),
        "fill_power": rng.uniform(0, 0.35, n),
        "ambient": ambient,
        "from_above": rng.uniform(0, 0.6, n),
        "shadow": rng.uniform(0.3, 0.95, n),
        "occlusion": rng.uniform(0.6, 1.5, n),
        "exposure": rng.uniform(0.25, 0.75, n),
        "gamma": rng.uniform(1.7, 2.4, n),
        "contrast": rng.uniform(0.9, 1.5, n),
        "background": _backgrounds(n, rng),
    }
    return Lights(**{name: np.asarray(value, dtype=np.float32) for name, value in values.items()})


def _backgrounds(n: int, rng: Generator) -> NDArray[np.float64]:
    plain = np.repeat(rng.uniform(0, 1, (n, 1)), 64, axis=1)
    varied = np.clip(plain + rng.normal(0, 1, (n, 64)) * rng.uniform(0.05, 0.35, (n, 1)), 0, 1)
    return np.where(rng.random((n, 1)) < 0.4, plain, varied).reshape(n, 1, 8, 8)


def in_light(seen: Tensor, triangles: Tensor, key: Tensor, places: Tensor) -> Tensor:
    """How much of the key light reaches each pixel, 0 to 1: a shadow map, softened (Reeves et al. 1987).

    Args:
        seen: (B, V, 3) vertices, cm.
        triangles: (T, 3).
        key: (B, 3) direction to the light, in the same coordinates.
        places: (B, S, S, 3) what the pixels show.
    """
    basis = _basis(key)
    scale = _SHADOW_PX / (2 * _SHADOW_CM)
    middle = (_SHADOW_PX - 1) / 2

    def from_light(points: Tensor) -> Tensor:
        turned = points @ basis.transpose(1, 2)
        return torch.cat([turned[..., :2] * scale + middle, -turned[..., 2:]], dim=-1)

    lit = from_light(seen)
    fragments = rasterise(lit, triangles, _SHADOW_PX)
    depth = fragments.interpolate(lit[..., 2:], triangles)[..., 0]
    depth = torch.where(fragments.covered, depth, depth.new_tensor(1e3))
    flat = from_light(places.reshape(len(places), -1, 3))
    grid = (flat[..., :2] / (_SHADOW_PX - 1) * 2 - 1).reshape(*places.shape[:3], 2)
    # variance-free softening: compare with the map at several places around
    reached = torch.zeros(places.shape[:3], device=places.device)
    step = 2.0 / _SHADOW_PX
    offsets = [(x, y) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0)]
    for x, y in offsets:
        shifted = grid + grid.new_tensor([x * step, y * step])
        blocker = F.grid_sample(depth[:, None], shifted, mode="nearest", padding_mode="border", align_corners=True)[
            :, 0
        ]
        mine = flat[..., 2].reshape(blocker.shape)
        reached += ((blocker - mine + _BIAS_CM) / (2 * _BIAS_CM) + 0.5).clamp(0, 1)
    return reached / len(offsets)


def _basis(key: Tensor) -> Tensor:
    """(B, 3, 3) rows: right, up, towards the light."""
    up = torch.zeros_like(key)
    up[:, 1] = 1.0
    up = torch.where((key[:, 1:2].abs() > 0.95), key.new_tensor([1.0, 0.0, 0.0]), up)
    right = F.normalize(torch.linalg.cross(up, key), dim=1)
    return torch.stack([right, torch.linalg.cross(key, right), key], dim=1)


def hollows(depth: Tensor, covered: Tensor, cm_per_px: float) -> Tensor:
    """(B, S, S) how much nearer the surroundings are than the pixel itself, in cm, up to 1; two sizes mixed."""
    far = torch.where(covered, depth, torch.full_like(depth, torch.inf)).flatten(1).amin(dim=1) + 14.0
    level = torch.where(covered, depth, far[:, None, None])
    near = -level
    total = torch.zeros_like(depth)
    for radius_cm, share in ((0.5, 1.2), (1.3, 0.6)):
        total = total + share * (blurred(near, radius_cm / cm_per_px) - near - 0.02).clamp(0, 1.0)
    return total


def blurred(pictures: Tensor, sigma_px: float) -> Tensor:
    """(B, S, S) Gaussian blur."""
    radius = max(int(2.5 * sigma_px + 0.5), 1)
    steps = torch.arange(-radius, radius + 1, device=pictures.device, dtype=torch.float32)
    kernel = torch.exp(-0.5 * (steps / sigma_px) ** 2)
    kernel = kernel / kernel.sum()
    padded = F.pad(pictures[:, None], (radius, radius, radius, radius), mode="replicate")
    return F.conv2d(F.conv2d(padded, kernel[None, None, None]), kernel[None, None, :, None])[:, 0]


def to_gray(linear: Tensor, skin: Tensor, exposure: Tensor, gamma: Tensor, contrast: Tensor) -> Tensor:
    """Light to gray 0-1: exposed for the skin, bright parts rolled off, then gamma and contrast.

    Args:
        linear: (B, S, S) light.
        skin: (B, S, S) bool.
        exposure, gamma, contrast: (B, 1, 1).
    """
    weight = skin.float()
    mean = ((linear * weight).sum(dim=(1, 2)) / weight.sum(dim=(1, 2)).clamp_min(1))[:, None, None].clamp_min(1e-3)
    # a darker skin stays darker, though not in proportion: the camera exposes for it in part
    exposed = linear / mean * exposure * (mean.clamp(0.02, 1.0) / 0.35) ** 0.35 * 0.55
    rolled = torch.where(exposed > 0.6, 0.6 + 0.4 * (1 - torch.exp(-(exposed - 0.6) / 0.4)), exposed)
    gray = rolled.clamp_min(0) ** (1 / gamma)
    return ((gray - 0.5) * contrast + 0.5).clamp(0, 1)
