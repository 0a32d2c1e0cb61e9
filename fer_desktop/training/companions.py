"""Networks that stand beside the one that is trained: its teachers, a critic, and a readout of muscles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.facts import decoded
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn


def load_cnn(run: Path) -> tuple[FaceCnn, NetworkConfig]:
    """Averaged CNN of a run, ready to predict."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    config = decoded(state["config"], NetworkConfig)
    cnn = FaceCnn(config)
    cnn.load_state_dict(state["average"])
    return cnn.eval(), config


class Teachers(nn.Module):
    """Mean probabilities of several CNNs of one input size."""

    def __init__(self, runs: list[Path]) -> None:
        super().__init__()
        self.cnns = nn.ModuleList(load_cnn(run)[0] for run in runs)

    @torch.no_grad()
    def forward(self, x: Tensor, shift: Tensor) -> Tensor:
        """(B, 1, S, S), (B, 8) added to each one's logits -> (B, 8), sum 1."""
        return torch.stack([(cnn(x)[1].float() + shift).softmax(dim=1) for cnn in self.cnns]).mean(dim=0)


class UnitReadout(nn.Linear):
    """Features (B, C) -> weights of the shapes (B, U); only in training."""


class PhotographReadout(nn.Linear):
    """Features (B, C) -> logits (B, 8) as voters see photographs, who call much neutral that a coder would not."""

    def __init__(self, n_features: int) -> None:
        super().__init__(n_features, N_EXPRESSIONS)


class _Reversed(torch.autograd.Function):
    """The identity, whose gradient has the other sign."""

    @staticmethod
    def forward(_context: Any, x: Tensor) -> Tensor:
        return x.view_as(x)

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> Tensor:
        return -gradient


class Critic(nn.Module):
    """Tells drawn faces from photographs by their features, which learn to give it nothing to tell them by."""

    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(n_features, 128), nn.ReLU(), nn.Linear(128, 1))

    def forward(self, features: Tensor) -> Tensor:
        """(B, C) -> (B,) logits of being drawn."""
        reversed_features = _Reversed.apply(features)  # type: ignore[no-untyped-call]
        return self.layers(reversed_features)[:, 0]
