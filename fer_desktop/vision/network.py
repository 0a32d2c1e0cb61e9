"""The network: a small residual CNN for one aligned face, and a GRU that knows how much time passed.

CNN: residual blocks after He et al. 2016 (arXiv 1512.03385), widths doubling while the
side halves. GRU: the cell of Cho et al. 2014 (arXiv 1406.1078) with one change. Its
update gate is not predicted as a number but as a rate, and the gate over a step of
``dt`` seconds is ``1 - exp(-rate * dt)``: the exact solution of a leaky integrator
whose input stays the same for ``dt``. Gates as leak rates are what makes a recurrent
network indifferent to a stretched time axis (Tallec and Ollivier 2018, arXiv 1804.11188),
so 12, 25 and 60 frames per second give the same answer by construction. An infinite
``dt`` (first frame, or a long gap) makes the gate 1: the past is forgotten exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.vision.manifest import NetworkConfig

_LOG_RATE = (-1.0, 5.0)  # limits of the filter's rate: time constants of 2.7 s to 7 ms
_SMALLEST = 1e-8


class Block(nn.Module):
    """Two 3x3 convolutions with a shortcut; the first halves the side when `stride` is 2."""

    def __init__(self, n_in: int, n_out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(n_out)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(n_out)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or n_in != n_out:
            self.shortcut = nn.Sequential(nn.Conv2d(n_in, n_out, 1, stride, bias=False), nn.BatchNorm2d(n_out))

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) -> (B, n_out, H / stride, W / stride)."""
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class FaceCnn(nn.Module):
    """One aligned face -> features and expression logits."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        stem, *stages = config.widths
        self.stem = nn.Sequential(nn.Conv2d(1, stem, 3, 1, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU())
        widths = zip((stem, *stages), stages, strict=False)
        self.stages = nn.Sequential(*(Block(n_in, n_out, stride=1 + (n_in < n_out)) for n_in, n_out in widths))
        self.dropout = nn.Dropout(config.dropout)
        self.classifier = nn.Linear(stages[-1], N_EXPRESSIONS)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 1, S, S) -> features (B, C), logits (B, 8)."""
        maps = self.stages(self.stem(x))  # (B, C, S / 8, S / 8)
        features = maps.mean(dim=(2, 3))  # (B, C)
        return features, self.classifier(self.dropout(features))


class TimeGru(nn.Module):
    """GRU cell whose update gate is ``1 - exp(-rate * dt)``; see the head of this module."""

    def __init__(self, n_in: int, hidden: int) -> None:
        super().__init__()
        self.from_input = nn.Linear(n_in, 3 * hidden)
        self.from_state = nn.Linear(hidden, 3 * hidden, bias=False)

    def forward(self, x: Tensor, state: Tensor, dt_s: Tensor) -> Tensor:
        """Next state.

        Args:
            x: (B, n_in).
            state: (B, hidden), within -1 to 1.
            dt_s: (B, 1) seconds since the last step; infinite forgets `state`.
        """
        is_first = torch.isinf(dt_s)
        state = torch.where(is_first, torch.zeros_like(state), state)
        rate_x, reset_x, new_x = self.from_input(x).chunk(3, dim=1)
        rate_h, reset_h, new_h = self.from_state(state).chunk(3, dim=1)
        step = torch.where(is_first, torch.zeros_like(dt_s), dt_s)  # exp(-inf) has no gradient
        rate = F.softplus(rate_x + rate_h)  # > 0, in 1/s
        # what a continuous decay with this rate does in `step`; two steps of dt are one of 2 dt, so that the frame rate
        # does not matter
        update = 1 - torch.exp(-rate * step)
        update = torch.where(is_first, torch.ones_like(update), update)
        candidate = torch.tanh(new_x + torch.sigmoid(reset_x + reset_h) * new_h)
        return (1 - update) * state + update * candidate


class NetworkOutput(NamedTuple):
    """What one step says of B faces.

    Attributes:
        raw: (B, 8) logits of the CNN alone.
        logits: (B, 8) logits of CNN and GRU.
        state: (B, S) to hand in at the next step: what the GRU remembers, and the answer until now.
        units: (B, U) intensities of the action units of `NetworkConfig.units`, 0 to 1.
    """

    raw: Tensor
    logits: Tensor
    state: Tensor
    units: Tensor


class TemporalHead(nn.Module):
    """Follows the CNN's probabilities over time, as quickly as a GRU says at each step.

    The answer is a low-pass filter of what the CNN says of each frame. Its rate is not fixed, as
    in exponential smoothing: the GRU sees features, probabilities and how far they are from the
    answer until now, and gives the rate. A face that stays as it is gets the CNN's own answer
    without its flicker; the first step is the CNN's answer exactly.
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self._hidden, self._state_size = config.hidden, config.state_size
        self.squeeze = nn.Linear(config.widths[-1], config.hidden)
        self.gru = TimeGru(config.hidden + 2 * N_EXPRESSIONS, config.hidden)
        self.rate = nn.Linear(config.hidden, 1)

    def initial_state(self, n_faces: int) -> Tensor:
        """(n_faces, S) zeros; go with an infinite `dt_s`."""
        return torch.zeros(n_faces, self._state_size)

    def forward(self, features: Tensor, raw: Tensor, state: Tensor, dt_s: Tensor) -> tuple[Tensor, Tensor]:
        """One step: (B, C), (B, 8), (B, S), (B, 1) -> logits (B, 8), state (B, S)."""
        memory, answer = state.split([self._hidden, N_EXPRESSIONS], dim=1)
        is_first = torch.isinf(dt_s)
        now = raw.softmax(dim=1)
        answer = torch.where(is_first, now, answer)
        x = torch.cat([F.relu(self.squeeze(features)), F.log_softmax(raw, dim=1), now - answer], dim=1)
        memory = self.gru(x, memory, dt_s)
        rate = torch.exp(self.rate(memory).clamp(*_LOG_RATE))  # in 1/s
        step = torch.where(is_first, torch.zeros_like(dt_s), dt_s)
        answer = answer + (1 - torch.exp(-rate * step)) * (now - answer)
        return answer.clamp_min(_SMALLEST).log(), torch.cat([memory, answer], dim=1)


class ExpressionNetwork(nn.Module):
    """CNN and GRU together: faces of one frame and their states in, logits and new states out."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.cnn = FaceCnn(config)
        self.head = TemporalHead(config)
        self.unit_readout = nn.Linear(config.widths[-1], len(config.units)) if config.units else None

    def forward(self, x: Tensor, state: Tensor, dt_s: Tensor) -> NetworkOutput:
        """One step for B faces: (B, 1, side, side), (B, S), (B, 1)."""
        features, raw = self.cnn(x)
        logits, state = self.head(features, raw, state, dt_s)
        return NetworkOutput(raw, logits, state, self.units(features))

    def units(self, features: Tensor) -> Tensor:
        """Features (B, C) -> intensities of action units (B, U)."""
        if self.unit_readout is None:
            return features[:, :0]
        units: Tensor = self.unit_readout(features)
        return units.clamp(0, 1)

    def initial_state(self, n_faces: int) -> Tensor:
        """(n_faces, S) zeros; go with an infinite `dt_s`."""
        return self.head.initial_state(n_faces)


def count_multiply_adds(config: NetworkConfig) -> int:
    """Multiply-adds of one step for one face: convolutions and linear layers, nothing else."""
    network = ExpressionNetwork(config).eval()
    total = 0

    def count(module: nn.Module, _: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        weight = module.weight
        assert isinstance(weight, Tensor)
        positions = output.shape[2] * output.shape[3] if isinstance(module, nn.Conv2d) else 1
        total += weight.numel() * positions

    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            module.register_forward_hook(count)
    side = config.input_px
    with torch.inference_mode():
        network(torch.zeros(1, 1, side, side), network.initial_state(1), torch.full((1, 1), torch.inf))
    return total
