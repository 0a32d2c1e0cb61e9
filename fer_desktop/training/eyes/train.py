"""Train the network of the eyes: ``python -m fer_desktop.training.eyes.train --drawn FILE ... --judge FILE``.

The loss of the gaze is that of a Laplace distribution whose width the network gives itself, so that it says how far
it may be off (Kendall and Gal 2017, arXiv 1703.04977); eyes that are shut look nowhere and do not count for it.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import torch
from torch import Tensor

from fer_desktop.training.eyes.batches import EyeBatch, EyeTable
from fer_desktop.training.eyes.export import save_eyes
from fer_desktop.training.eyes.judge import judge_eyes
from fer_desktop.training.render.eyes import load_eyes
from fer_desktop.vision.eye_manifest import EyeNetworkConfig
from fer_desktop.vision.eye_network import EyeNetwork

_BATCH, _RATE, _DECAY = 256, 2e-3, 0.02
_OPENING = 20.0  # weight of the other loss, which brings both to about the same size
_LOOKS_NOWHERE = 0.7  # how far lids are shut


def loss_of(answer: Tensor, batch: EyeBatch) -> Tensor:
    """Mean loss of a batch, see the head of this module."""
    gaze, log_error, opening = answer[:, :2], answer[:, 2], answer[:, 3]
    distance = ((gaze - batch.gaze) ** 2).sum(dim=1).add(1e-8).sqrt()
    looks = (batch.closed < _LOOKS_NOWHERE).float()
    of_gaze = ((distance / log_error.exp() + 2 * log_error) * looks).sum() / looks.sum().clamp_min(1)
    # in an open eye the distance alone, too: without it those that are hard would be given up
    of_gaze = of_gaze + 4 * (distance * looks).sum() / looks.sum().clamp_min(1)
    return of_gaze + _OPENING * (opening - batch.opening).abs().mean()


def train_eyes(table: EyeTable, config: EyeNetworkConfig, epochs: int, seed: int) -> EyeNetwork:
    """Fit a network to drawn eyes."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = EyeNetwork(config)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = epochs * math.ceil(len(table) / _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=_RATE, total_steps=steps)
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for rows in torch.randperm(len(table), generator=generator).split(_BATCH):
            batch = table.batch(rows, generator)
            loss = loss_of(network(batch.x, batch.head), batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        print(f"epoch {epoch + 1}: loss {total / len(table):.4f}", flush=True)
    return network.eval()


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.eyes.train", description=__doc__)
    parser.add_argument("--drawn", type=Path, nargs="+", required=True, help="drawn eyes, from render.eyes")
    parser.add_argument("--judge", type=Path, required=True, help="eyes of the second family, to measure by")
    parser.add_argument("--out", type=Path, required=True, help="folder of weights")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    parts = [EyeTable.of(load_eyes(path)) for path in arguments.drawn]
    table = EyeTable(
        *(torch.cat([getattr(part, name) for part in parts]) for name in ("crops", "head", "gaze", "opening", "closed"))
    )
    network = train_eyes(table, EyeNetworkConfig(), arguments.epochs, arguments.seed)
    measured = judge_eyes(network, load_eyes(arguments.judge))
    for name, value in measured.items():
        print(f"{name:>28} {value:.3f}")
    save_eyes(network, arguments.out, measured)


if __name__ == "__main__":
    main()
