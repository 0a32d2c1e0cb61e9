"""Batches of photographs and drawn faces, both disturbed as a webcam would."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.augment import Jitter, degraded, jittered, restyled, warp
from fer_desktop.training.data import FerPlus, RenderedFaces
from fer_desktop.training.options import TrainOptions

_RAREST = 1e-6  # frequency of an expression that does not occur


def sampling_weights(labels: NDArray[np.float32], balance: float) -> NDArray[np.float64]:
    """(N,) chance of each image to be drawn, up to a factor."""
    frequency = np.maximum(labels.mean(axis=0), _RAREST).astype(np.float64)
    return labels @ frequency**-balance


class FaceSet:
    """Images, where the face is in them, and targets, all on one device; draws disturbed crops."""

    def __init__(
        self,
        images: NDArray[np.uint8],
        matrices: NDArray[np.float64],
        labels: NDArray[np.float32],
        weights: NDArray[np.float64],
        device: torch.device,
    ) -> None:
        self.images = torch.from_numpy(np.ascontiguousarray(images)).to(device)
        self._matrices = torch.from_numpy(matrices.astype(np.float32)).to(device)
        self.labels = torch.from_numpy(labels).to(device)
        self._chance = torch.from_numpy(np.cumsum(weights / weights.sum())).to(device)
        frequency = (labels * (weights / weights.sum())[:, None]).sum(axis=0)
        self.log_frequency = torch.from_numpy(np.log(np.maximum(frequency, _RAREST)).astype(np.float32)).to(device)

    def __len__(self) -> int:
        return len(self.labels)

    def draw(self, n: int, size_px: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Disturbed crops (n, S, S), and which faces they are (n,)."""
        chance = torch.rand(n, generator=generator, device=self._chance.device, dtype=torch.float64)
        chosen = torch.searchsorted(self._chance, chance).clamp_max(len(self) - 1)
        matrices = self._matrices[chosen] * size_px
        matrices[:, :, 2] += (size_px - 1) / 2
        matrices = jittered(matrices, size_px, Jitter(), generator)
        return degraded(warp(self.images[chosen], matrices, size_px), generator), chosen


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What a step learns from.

    Attributes:
        crops: (B, S, S). targets: (B, 8), sum 1.
        log_frequency: (B, 8) of the expressions where the crop was drawn from.
        units: (R, U) of the last R crops, which are drawn.
    """

    crops: Tensor
    targets: Tensor
    log_frequency: Tensor
    units: Tensor


class Batches:
    """Draws batches of photographs and drawn faces, both disturbed."""

    def __init__(
        self,
        photographs: FerPlus,
        rendered: RenderedFaces | None,
        size_px: int,
        options: TrainOptions,
        device: torch.device,
    ) -> None:
        self._options, self._size_px = options, size_px
        weights = sampling_weights(photographs.labels, options.balance)
        self._photographs = FaceSet(photographs.images, photographs.matrices, photographs.labels, weights, device)
        self._rendered: FaceSet | None = None
        self._units = torch.zeros(1, 0, device=device)
        if rendered is not None:
            n = len(rendered.labels)
            matrices = np.broadcast_to(rendered.matrix, (n, 2, 3))
            self._rendered = FaceSet(rendered.pictures, matrices, rendered.labels, np.ones(n), device)
            self._units = torch.from_numpy(rendered.units).to(device)
        self.n_rendered = round(options.batch * options.share) if rendered is not None else 0
        self.n_photographs = options.batch - self.n_rendered
        self.steps = max(len(self._photographs) // max(self.n_photographs, 1), 1)

    @property
    def n_units(self) -> int:
        """How many shapes the drawn faces have; 0 without any."""
        return self._units.shape[1]

    def draw(self, generator: torch.Generator) -> Batch:
        """The next batch; photographs first."""
        crops, chosen = self._photographs.draw(self.n_photographs, self._size_px, generator)
        targets, units = self._photographs.labels[chosen], self._units[:0]
        frequency = self._photographs.log_frequency.expand_as(targets)
        if self._rendered is not None:
            drawn, which = self._rendered.draw(self.n_rendered, self._size_px, generator)
            if self._options.restyled and len(crops):
                drawn = restyled(drawn, crops, self._options.restyled, generator)
            crops, targets = torch.cat([crops, drawn]), torch.cat([targets, self._rendered.labels[which]])
            units = self._units[which]
            frequency = torch.cat([frequency, self._rendered.log_frequency.expand(len(which), -1)])
        return Batch(crops, targets, frequency, units)
