"""A fusion at the level of features: a GRU over what the streams give, and attention over what the GRU says.

It is trained and compared here alone: the program fuses with the pool (`core.fusion`), unless this one is better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.training.fusion.streams import Pairs, Stream, matched

_WIDTH = 48


class FusionNetwork(nn.Module):
    """Features of three streams, of which some are there -> logits of the expressions.

    Args:
        sizes: Features of each stream, besides its eight probabilities.
    """

    def __init__(self, sizes: tuple[int, int, int]) -> None:
        super().__init__()
        self.squeeze = nn.ModuleList(nn.Linear(size + N_EXPRESSIONS, _WIDTH) for size in sizes)
        self.stream = nn.Embedding(3, _WIDTH)
        self.dropout = nn.Dropout(0.3)
        self.gru = nn.GRU(_WIDTH, _WIDTH, batch_first=True)
        self.query = nn.Linear(_WIDTH, 1)
        self.classifier = nn.Linear(_WIDTH, N_EXPRESSIONS)

    def forward(self, features: list[Tensor], is_there: Tensor) -> Tensor:
        """(B, 8) logits.

        Args:
            features: (B, M, F + 8) of each stream. is_there: (B, 3) bool, at least one of each row.
        """
        parts, there = [], []
        for i, x in enumerate(features):
            parts.append(torch.relu(self.squeeze[i](self.dropout(x))) + self.stream.weight[i])
            there.append(is_there[:, i : i + 1].expand(-1, x.shape[1]))
        is_seen = torch.cat(there, dim=1)
        x = torch.cat(parts, dim=1) * is_seen.unsqueeze(2)  # (B, T, width), zeros where a stream is missing
        out, _ = self.gru(x)
        scores = self.query(torch.tanh(out)).squeeze(2).masked_fill(~is_seen, -torch.inf)
        gathered = (scores.softmax(1).unsqueeze(2) * out).sum(1)
        logits: Tensor = self.classifier(self.dropout(gathered))
        return logits


@dataclass(frozen=True, slots=True)
class FusionOptions:
    """Choices of a run.

    Attributes:
        left_out: How often each stream is missing.
        noise: Deviation of noise on features, in units of their own.
    """

    steps: int = 1500
    batch: int = 126
    rate: float = 2e-3
    left_out: float = 0.4
    noise: float = 0.3
    seed: int = 1


class Standard:
    """Features with mean 0 and deviation 1, as in the streams that were learned from."""

    def __init__(self, streams: tuple[Stream, Stream, Stream]) -> None:
        flat = [stream.features.reshape(-1, stream.features.shape[2]) for stream in streams]
        self._facts = [(one.mean(axis=0), one.std(axis=0) + 1e-3) for one in flat]

    def inputs(self, pairs: Pairs) -> list[Tensor]:
        """(N, M, F + 8) of each stream: features, and log probabilities, 0 for classes that it does not know."""
        parts = []
        for (mean, deviation), stream, places in zip(self._facts, pairs.streams, pairs.places.T, strict=True):
            features = (stream.features[places] - mean) / deviation
            logs = np.nan_to_num(np.log(np.maximum(stream.probabilities[places], 1e-6)))
            whole = np.broadcast_to(logs[:, None], (*features.shape[:2], N_EXPRESSIONS))
            parts.append(torch.from_numpy(np.concatenate([features, whole], axis=2).astype(np.float32)))
        return parts


def train(streams: tuple[Stream, Stream, Stream], options: FusionOptions) -> tuple[FusionNetwork, Standard]:
    """Learn from pairs that are drawn anew in each step, with streams left out at random."""
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    standard = Standard(streams)
    sizes = (streams[0].features.shape[2], streams[1].features.shape[2], streams[2].features.shape[2])
    network = FusionNetwork(sizes)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=options.steps, pct_start=0.1)
    for _ in range(options.steps):
        pairs = matched(streams, options.batch // 6, rng)
        x = [part + options.noise * torch.randn_like(part) for part in standard.inputs(pairs)]
        is_there = rng.random((len(pairs.labels), 3)) >= options.left_out
        is_there[np.arange(len(is_there)), rng.integers(3, size=len(is_there))] = True
        loss = F.cross_entropy(network(x, torch.from_numpy(is_there)), torch.from_numpy(pairs.labels))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        schedule.step()
    return network.eval(), standard


@torch.inference_mode()
def answers(network: FusionNetwork, standard: Standard, pairs: Pairs, is_there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(N,) places of the most probable expressions; `is_there` is (3,)."""
    there = torch.from_numpy(np.broadcast_to(is_there, (len(pairs.labels), 3)).copy())
    return network(standard.inputs(pairs), there).argmax(1).numpy()
