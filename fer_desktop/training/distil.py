"""Draw a pool of training crops with the opinion of trained runs: ``python -m fer_desktop.training.distil``.

The teachers see exactly the crop that the student will see, disturbed and sometimes mixed
of two faces, and their mean answer becomes most of its target ("a good teacher is patient
and consistent", Beyer et al. 2022, arXiv 2106.05237; mixing after Zhang et al. 2018, arXiv
1710.09412). The pool is made once, since the teachers together cost more than the student;
``training.train --pool`` learns from it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.utils.data import DataLoader
from tqdm import tqdm

from fer_desktop.errors import DataError
from fer_desktop.training.data import FerPlus, Pool, load_fer_plus
from fer_desktop.training.train import CropDataset, load_cnn, sampling_weights
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import network_input

_BATCH = 256


@dataclass(frozen=True, slots=True)
class DistilOptions:
    """How the pool is drawn.

    Attributes:
        draws: Size of the pool.
        balance: As in training: chance of an image is (frequency of its expressions) ** -balance.
        teacher_share: Weight of the teachers' opinion in the target, the rest is the votes.
        mixed: Share of crops that are a mixture of two.
    """

    draws: int = 300_000
    balance: float = 0.6
    teacher_share: float = 0.7
    mixed: float = 0.4
    seed: int = 1
    bf16: bool = False


def mix(
    crops: NDArray[np.uint8], targets: NDArray[np.float32], share: float, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Blend the first `share` of a batch with other members of it, each at 0.5 to 1."""
    n = round(share * len(crops))
    other = rng.permutation(len(crops))[:n]
    keep = rng.uniform(0.5, 1.0, n).astype(np.float32)
    crops, targets = crops.copy(), targets.copy()
    light = keep[:, None, None]
    blended = light * crops[:n] + (1 - light) * crops[other]
    votes = keep[:, None] * targets[:n] + (1 - keep[:, None]) * targets[other]
    crops[:n], targets[:n] = np.round(blended).astype(np.uint8), votes
    return crops, targets


class Teachers(nn.Module):
    """Mean probabilities of several CNNs of one input size."""

    def __init__(self, runs: list[Path]) -> None:
        super().__init__()
        loaded = [load_cnn(run) for run in runs]
        sizes = {config.input_px for _, config in loaded}
        if len(sizes) != 1:
            raise DataError("The teachers need one input size.", f"These have {sorted(sizes)}.")
        self.input_px = sizes.pop()
        self.cnns = nn.ModuleList(cnn for cnn, _ in loaded)

    @torch.inference_mode()
    def opinion(self, crops: NDArray[np.uint8], bf16: bool) -> NDArray[np.float32]:
        """(N, 8) for (N, S, S) crops."""
        device = next(self.parameters()).device
        x = torch.from_numpy(network_input(crops)).to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            answers = [self._one(cnn, x) for cnn in self.cnns]
        return np.asarray(torch.stack(answers).mean(dim=0).cpu().numpy(), dtype=np.float32)

    @staticmethod
    def _one(cnn: nn.Module, x: torch.Tensor) -> torch.Tensor:
        assert isinstance(cnn, FaceCnn)
        return cnn(x)[1].float().softmax(dim=1)


def draw_pool(data: FerPlus, teachers: Teachers, options: DistilOptions) -> Pool:
    """Draw, disturb, mix and ask the teachers."""
    rng = np.random.default_rng(options.seed)
    weights = sampling_weights(data.labels, options.balance)
    chosen = rng.choice(len(weights), options.draws, p=weights / weights.sum())
    dataset = CropDataset(data, data.labels, teachers.input_px, options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    loader = DataLoader(dataset, _BATCH, sampler=chosen.tolist(), num_workers=1, generator=generator)
    side = teachers.input_px
    pool = Pool(np.empty((options.draws, side, side), np.uint8), np.empty((options.draws, 8), np.float32))
    start = 0
    for crops, shares in tqdm(loader, desc="pool", mininterval=10):
        blended, votes = mix(crops.numpy(), shares.numpy(), options.mixed, rng)
        end = start + len(blended)
        opinion = teachers.opinion(blended, options.bf16)
        pool.crops[start:end] = blended
        pool.targets[start:end] = options.teacher_share * opinion + (1 - options.teacher_share) * votes
        start = end
    return pool


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.distil", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--teachers", type=Path, nargs="+", required=True, help="folders of finished runs")
    parser.add_argument("--out", type=Path, required=True, help="the pool, .npz")
    parser.add_argument("--bf16", action="store_true", help="mixed precision; fast on CUDA and AVX-512 BF16")
    defaults = DistilOptions()
    names = ("draws", "balance", "teacher_share", "mixed", "seed")
    for name in names:
        value = getattr(defaults, name)
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    arguments = parser.parse_args()
    options = DistilOptions(**{name: getattr(arguments, name) for name in names}, bf16=arguments.bf16)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    teachers = Teachers(arguments.teachers).to(device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
    data = load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, "training")
    pool = draw_pool(data, teachers, options)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.out, crops=pool.crops, targets=pool.targets)
    print(f"{len(pool.crops)} crops of {pool.crops.shape[1]} px in {arguments.out}")


if __name__ == "__main__":
    main()
