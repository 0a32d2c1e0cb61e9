"""What webcams do to a face, done to training crops: geometry first, then light, lens and sensor.

Everything works on a batch of tensors, on the CPU or a GPU; a `torch.Generator` makes it repeatable.
Crops are (B, S, S) float32, gray levels 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

_SUPERSAMPLING = 2
_COARSEST = 3  # waves across the crop
_RESOLUTIONS = (0.3, 0.4, 0.5, 0.6, 0.75, 0.9)  # of the crop's own


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


def jittered(matrices: Tensor, size_px: int, jitter: Jitter, generator: Generator) -> Tensor:
    """Turn, scale, stretch, shift and (one time in two) mirror (B, 2, 3) transforms around the centre of the crop."""
    n, device = len(matrices), matrices.device

    def normal(deviation: float, *shape: int) -> Tensor:
        return deviation * torch.randn((n, *shape), generator=generator, device=device)

    angle, scale, stretch = (
        torch.deg2rad(normal(jitter.angle_deg)),
        normal(jitter.scale).exp(),
        normal(jitter.stretch).exp(),
    )
    mirror = torch.where(_some(n, 0.5, generator, device), -1.0, 1.0)
    across, along = scale * stretch * mirror, scale / stretch
    cosine, sine = angle.cos(), angle.sin()
    linear = torch.stack([cosine * across, -sine * along, sine * across, cosine * along], dim=1).reshape(n, 2, 2)
    centre = torch.full((n, 2, 1), (size_px - 1) / 2, device=device)
    shift = normal(jitter.shift * size_px, 2, 1)
    moved = linear @ (matrices - torch.cat([torch.zeros_like(linear), centre], dim=2))
    moved[:, :, 2:] += centre + shift
    return moved


def warp(images: Tensor, matrices: Tensor, size_px: int) -> Tensor:
    """Cut crops out of images; pixels outside repeat the edge.

    Args:
        images: (B, H, W) uint8.
        matrices: (B, 2, 3) from pixels of the image to pixels of the crop.
        size_px: Side of the crop.
    """
    height, width = images.shape[1:]
    side = size_px * _SUPERSAMPLING
    steps = (torch.arange(side, device=images.device) + 0.5) / _SUPERSAMPLING - 0.5
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    inverse = torch.linalg.inv(matrices[:, :, :2])
    target = torch.stack([x, y], dim=-1).reshape(1, -1, 2) - matrices[:, None, :, 2]
    source = (target @ inverse.transpose(1, 2)).reshape(len(images), side, side, 2)
    grid = (2 * source + 1) / source.new_tensor([width, height]) - 1
    crops = F.grid_sample(images[:, None].float(), grid, mode="bilinear", padding_mode="border", align_corners=False)
    return F.avg_pool2d(crops, _SUPERSAMPLING)[:, 0]


def degraded(crops: Tensor, generator: Generator) -> Tensor:
    """Apply light, occlusion, resolution, blur, noise and compression, each to its own share of the crops."""
    for share, effect in _EFFECTS:
        # a fixed number of random rows: a random number would make a GPU wait for the answer
        rows = torch.randperm(len(crops), generator=generator, device=crops.device)[: round(share * len(crops))]
        if len(rows):
            crops = crops.index_copy(0, rows, effect(crops[rows], generator).clamp(0, 255))
    return crops


def mixed(crops: Tensor, targets: Tensor, share: float, generator: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Blend a share of a batch with other members of it, each at 0.5 to 1 (Zhang et al. 2018, arXiv 1710.09412).

    Returns:
        Crops, targets, and (B,) bool: which are still what they were.
    """
    n = len(crops)
    other = torch.randperm(n, generator=generator, device=crops.device)
    keep = _uniform(n, 0.5, 1.0, generator, crops.device)
    whole = ~_some(n, share, generator, crops.device)
    keep = torch.where(whole, torch.ones_like(keep), keep)
    light, votes = keep[:, None, None], keep[:, None]
    blended = light * crops + (1 - light) * crops[other], votes * targets + (1 - votes) * targets[other]
    return *blended, whole


def restyled(crops: Tensor, styles: Tensor, share: float, generator: Generator) -> Tensor:
    """Give a share of the crops some of the light and contrast of others.

    The amplitudes of the coarsest waves are mixed; the phases, which hold the face, stay (Yang and Soatto 2020,
    arXiv 2004.05498).

    Args:
        crops: (B, S, S). styles: (M, S, S), of which each crop gets one by chance.
    """
    n, size = len(crops), crops.shape[1]
    other = torch.randint(len(styles), (n,), generator=generator, device=crops.device)
    own, lent = torch.fft.rfft2(crops), torch.fft.rfft2(styles[other])
    waves = torch.fft.fftfreq(size, 1 / size, device=crops.device).abs()
    coarse = (waves[:, None] <= _COARSEST) & (waves[None, : own.shape[2]] <= _COARSEST)
    keep = _each(crops, 0.0, 1.0, generator)
    amplitude = torch.where(coarse, keep * own.abs() + (1 - keep) * lent.abs(), own.abs())
    restored = torch.fft.irfft2(torch.polar(amplitude, own.angle()), s=(size, size)).clamp(0, 255)
    return torch.where(_some(n, share, generator, crops.device)[:, None, None], restored, crops)


def _some(n: int, chance: float, generator: Generator, device: torch.device) -> Tensor:
    return torch.rand(n, generator=generator, device=device) < chance


def _uniform(n: int, low: float, high: float, generator: Generator, device: torch.device) -> Tensor:
    return low + (high - low) * torch.rand(n, generator=generator, device=device)


def _each(crops: Tensor, low: float, high: float, generator: Generator) -> Tensor:
    """(B, 1, 1) one number for each crop."""
    return _uniform(len(crops), low, high, generator, crops.device)[:, None, None]


def _gamma(crops: Tensor, generator: Generator) -> Tensor:
    gamma = torch.exp(0.35 * torch.randn((len(crops), 1, 1), generator=generator, device=crops.device))
    return 255 * (crops / 255).clamp_min(1e-4) ** gamma


def _uneven_light(crops: Tensor, generator: Generator) -> Tensor:
    """A ramp across the face in a random direction, up to a factor of about 3 from side to side."""
    ramp = torch.linspace(-0.5, 0.5, crops.shape[1], device=crops.device)
    angle = _each(crops, 0, 2 * torch.pi, generator)
    field = angle.cos() * ramp[None, None, :] + angle.sin() * ramp[None, :, None]
    return crops * torch.exp(field * _each(crops, 0.2, 1.1, generator))


def _contrast(crops: Tensor, generator: Generator) -> Tensor:
    mean = crops.mean(dim=(1, 2), keepdim=True)
    offset = 20 * torch.randn((len(crops), 1, 1), generator=generator, device=crops.device)
    return (crops - mean) * _each(crops, 0.35, 1.3, generator) + mean + offset


def _erase(crops: Tensor, generator: Generator) -> Tensor:
    """A hand, a mask, hair: one rectangle of one gray or of noise."""
    size = crops.shape[1]
    steps = torch.arange(size, device=crops.device) / size
    inside = []
    for _ in range(2):
        start = _uniform(len(crops), -0.1, 0.9, generator, crops.device)[:, None]
        length = _uniform(len(crops), 0.1, 0.42, generator, crops.device)[:, None]
        inside.append((steps >= start) & (steps < start + length))
    area = inside[0][:, :, None] & inside[1][:, None, :]
    noise = torch.randn(crops.shape, generator=generator, device=crops.device) * _each(crops, 0, 40, generator)
    return torch.where(area, _each(crops, 0, 255, generator) + noise, crops)


def _glasses(crops: Tensor, generator: Generator) -> Tensor:
    """Two dark rings and a bridge at the eyes, which the alignment puts at fixed places."""
    size = crops.shape[1]
    steps = (torch.arange(size, device=crops.device) + 0.5) / size
    x, y = steps[None, None, :], steps[None, :, None]
    middle, radius = 0.33 + _each(crops, -0.02, 0.03, generator), _each(crops, 0.10, 0.16, generator)
    thickness = _each(crops, 0.008, 0.03, generator)
    cover = torch.zeros_like(crops)
    for eye in (0.31, 0.69):
        distance = ((x - eye) ** 2 + ((y - middle) * 1.15) ** 2).sqrt()
        cover = torch.maximum(cover, ((thickness - (distance - radius).abs()) * size + 0.5).clamp(0, 1))
    bridge = ((x - 0.5).abs() < 0.19 - radius) & ((y - middle).abs() < thickness)
    cover = torch.maximum(cover, bridge.float())
    return crops * (1 - cover) + _each(crops, 0, 90, generator) * cover


def _low_resolution(crops: Tensor, generator: Generator) -> Tensor:
    size = (crops.shape[1],) * 2
    parts = []
    for share, part in zip(_RESOLUTIONS, crops.tensor_split(len(_RESOLUTIONS)), strict=True):
        if len(part):
            small = (max(round(crops.shape[1] * share), 8),) * 2
            shrunk = F.interpolate(part[:, None], small, mode="area")
            parts.append(F.interpolate(shrunk, size, mode="bilinear", align_corners=False)[:, 0])
    return torch.cat(parts)


def _blur(crops: Tensor, generator: Generator) -> Tensor:
    return _filtered(crops, _gaussians(_each(crops, 0.3, 1.3, generator)[:, :, 0]))


def _motion_blur(crops: Tensor, generator: Generator) -> Tensor:
    """Along a line of 2 to 5 pixels, across or upwards."""
    length = _each(crops, 1.5, 5.0, generator)[:, :, 0]
    steps = torch.arange(-3, 4, device=crops.device)[None]
    kernel = ((length / 2 + 0.5 - steps.abs()).clamp(0, 1)) + 1e-6
    kernel = kernel / kernel.sum(dim=1, keepdim=True)
    across = _filtered(crops, kernel, both=False)
    along = _filtered(crops.transpose(1, 2), kernel, both=False).transpose(1, 2)
    return torch.where(_some(len(crops), 0.5, generator, crops.device)[:, None, None], across, along)


def _noise(crops: Tensor, generator: Generator) -> Tensor:
    return crops + torch.randn(crops.shape, generator=generator, device=crops.device) * _each(crops, 1, 12, generator)


def _gaussians(sigma: Tensor) -> Tensor:
    """(B, 7) kernels for (B, 1) deviations in pixels."""
    steps = torch.arange(-3, 4, device=sigma.device)[None]
    kernel = torch.exp(-0.5 * (steps / sigma) ** 2)
    return kernel / kernel.sum(dim=1, keepdim=True)


def _filtered(crops: Tensor, kernels: Tensor, both: bool = True) -> Tensor:
    """Each crop with its own (7,) kernel, across, and upwards too where `both`."""
    n = len(crops)
    padded = F.pad(crops[None], (3, 3, 3, 3), mode="replicate")
    across = F.conv2d(padded, kernels[:, None, None, :], groups=n)
    if not both:
        return across[0, :, 3:-3]
    return F.conv2d(across, kernels[:, None, :, None], groups=n)[0]


# luminance quantisation of JPEG (ITU-T T.81, table K.1)
_JPEG = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56),
    *(14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)


def _jpeg(crops: Tensor, generator: Generator) -> Tensor:
    """The rounding of a JPEG of quality 25 to 90: 8 x 8 cosine blocks; sides that are no multiple of 8 are padded."""
    n, size = len(crops), crops.shape[1]
    pad = -size % 8
    padded = F.pad(crops[:, None], (0, pad, 0, pad), mode="replicate")[:, 0] - 128
    side = size + pad
    blocks = padded.reshape(n, side // 8, 8, side // 8, 8).transpose(2, 3)
    k = torch.arange(8, device=crops.device, dtype=torch.float32)
    basis = torch.cos((2 * k[None, :] + 1) * k[:, None] * torch.pi / 16) / 2
    basis[0] /= 2**0.5
    quality = _each(crops, 25, 90, generator)[..., None, None]
    factor = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality) / 100
    table = (torch.tensor(_JPEG, device=crops.device, dtype=torch.float32).reshape(8, 8) * factor).round().clamp_min(1)
    rounded = ((basis @ blocks @ basis.T) / table).round() * table
    restored = (basis.T @ rounded @ basis).transpose(2, 3).reshape(n, side, side)
    return restored[:, :size, :size] + 128


_EFFECTS = (
    (0.4, _gamma),
    (0.3, _uneven_light),
    (0.3, _contrast),
    (0.08, _glasses),
    (0.25, _erase),
    (0.3, _low_resolution),
    (0.15, _blur),
    (0.1, _motion_blur),
    (0.25, _noise),
    (0.15, _jpeg),
)
