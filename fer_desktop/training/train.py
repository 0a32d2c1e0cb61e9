"""Train the CNN on FER+: ``python -m fer_desktop.training.train --data FOLDER --out runs/NAME``.

Soft labels (the votes, or with ``--pool`` mostly the opinion of trained runs), class-balanced
sampling, SGD with one cycle of the learning rate (Smith 2018, arXiv 1803.09820) and an
exponential average of the weights. Stops and resumes:
the same command goes on where the last epoch ended. Each epoch appends a line to log.csv.
"""

from __future__ import annotations

import argparse
import copy
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, RandomSampler, WeightedRandomSampler
from tqdm import tqdm

from fer_desktop.facts import decoded, encoded
from fer_desktop.training.augment import Jitter, degraded, jittered
from fer_desktop.training.data import FerPlus, Pool, crop_matrix, load_fer_plus, load_pool
from fer_desktop.training.metrics import report
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import network_input, warp_face


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Choices of one run.

    Attributes:
        balance: Images are drawn in proportion to (frequency of their expressions) ** -balance:
            0 as they come, 1 each expression equally often.
    """

    epochs: int = 40
    batch: int = 128
    peak_rate: float = 0.08
    weight_decay: float = 5e-4
    balance: float = 0.5
    average_decay: float = 0.998
    workers: int = 1
    seed: int = 1
    bf16: bool = False


class CropDataset(Dataset[tuple[NDArray[np.uint8], NDArray[np.float32]]]):
    """Augmented crops. A run with the same seed and number of workers repeats exactly."""

    def __init__(self, data: FerPlus, targets: NDArray[np.float32], size_px: int, seed: int) -> None:
        self._data, self._targets, self._size_px, self._seed = data, targets, size_px, seed
        self._rng: np.random.Generator | None = None

    def __len__(self) -> int:
        return len(self._targets)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        if self._rng is None:  # first item in this worker, in this epoch
            self._rng = np.random.default_rng((self._seed, torch.initial_seed()))
        rng = self._rng
        matrix = crop_matrix(self._data.matrices[index], self._size_px)
        matrix = jittered(matrix, self._size_px, rng, Jitter())
        crop = warp_face(self._data.images[index], matrix, self._size_px)
        return degraded(crop, rng), self._targets[index]


def clean_crops(data: FerPlus, size_px: int) -> NDArray[np.uint8]:
    """(N, S, S) crops as in live use, without augmentation."""
    pairs = zip(data.images, data.matrices, strict=True)
    return np.stack([warp_face(image, crop_matrix(matrix, size_px), size_px) for image, matrix in pairs])


@torch.no_grad()
def cnn_logits(cnn: FaceCnn, crops: NDArray[np.uint8], batch: int = 256) -> Tensor:
    """(N, 8) logits for (N, S, S) crops, on the device of the network."""
    device = next(cnn.parameters()).device
    cnn.eval()
    parts = [torch.from_numpy(network_input(crops[i : i + batch])) for i in range(0, len(crops), batch)]
    return torch.cat([cnn(part.to(device))[1].float().cpu() for part in parts])


def sampling_weights(labels: NDArray[np.float32], balance: float) -> NDArray[np.float64]:
    """(N,) chance of each image to be drawn, up to a factor."""
    frequency = labels.mean(axis=0).astype(np.float64)
    return labels @ frequency**-balance


class PoolDataset(Dataset[tuple[NDArray[np.uint8], NDArray[np.float32]]]):
    """Crops that `training.distil` drew, mirrored one time in two."""

    def __init__(self, crops: NDArray[np.uint8], targets: NDArray[np.float32]) -> None:
        self._crops, self._targets = crops, targets

    def __len__(self) -> int:
        return len(self._targets)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        crop = self._crops[index]
        mirrored = torch.rand(()).item() < 0.5
        return np.ascontiguousarray(crop[:, ::-1]) if mirrored else crop, self._targets[index]


class Trainer:
    """One run: model, average, optimiser and schedule, and how they are saved."""

    def __init__(self, config: NetworkConfig, options: TrainOptions, steps: int, out: Path) -> None:
        torch.manual_seed(options.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.options, self.config, self._out = options, config, out
        self.cnn = FaceCnn(config).to(self.device)
        self.cnn.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.cnn)
        decayed = [p for p in self.cnn.parameters() if p.ndim > 1]
        free = [p for p in self.cnn.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": options.weight_decay}, {"params": free, "weight_decay": 0.0}]
        self._optimiser = torch.optim.SGD(groups, lr=options.peak_rate, momentum=0.9, nesterov=True)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, options.peak_rate, total_steps=options.epochs * steps, pct_start=0.2
        )
        self.epoch = 0

    def train_epoch(self, loader: DataLoader[Any]) -> float:
        """One pass; returns the mean loss."""
        self.cnn.train()
        losses = []
        for crops, targets in tqdm(loader, desc=f"epoch {self.epoch + 1}", leave=False, mininterval=5):
            x = torch.from_numpy(network_input(crops.numpy())).to(self.device, memory_format=torch.channels_last)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.options.bf16):
                _, logits = self.cnn(x)
            loss = F.cross_entropy(logits.float(), targets.to(self.device))
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            self._optimiser.step()
            self._schedule.step()
            self._update_average()
            losses.append(loss.detach())
        self.epoch += 1
        return float(torch.stack(losses).mean())

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = self.options.average_decay
        for mean, now in zip(self.average.state_dict().values(), self.cnn.state_dict().values(), strict=True):
            if mean.is_floating_point():
                mean.lerp_(now, 1 - decay)
            else:
                mean.copy_(now)

    def save(self) -> None:
        """Write checkpoint.pt whole or not at all."""
        temporary = self._out / "checkpoint.tmp"
        state = {
            "config": encoded(self.config),
            "cnn": self.cnn.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
        }
        torch.save(state, temporary)
        temporary.replace(self._out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from checkpoint.pt when there is one."""
        path = self._out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.cnn.load_state_dict(state["cnn"])
        self.average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self.epoch = int(state["epoch"])


def load_cnn(run: Path) -> tuple[FaceCnn, NetworkConfig]:
    """Averaged CNN of a run, ready to predict."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    config = decoded(state["config"], NetworkConfig)
    cnn = FaceCnn(config)
    cnn.load_state_dict(state["average"])
    return cnn.eval(), config


Batches = DataLoader[tuple[NDArray[np.uint8], NDArray[np.float32]]]


def still_batches(training: FerPlus, size_px: int, options: TrainOptions, epoch: int) -> Batches:
    """One epoch of freshly disturbed crops, balanced, with their votes."""
    dataset = CropDataset(training, training.labels, size_px, options.seed)
    weights = sampling_weights(training.labels, options.balance)
    generator = torch.Generator().manual_seed(options.seed * 1000 + epoch)
    sampler = WeightedRandomSampler(weights.tolist(), len(dataset), generator=generator)
    return DataLoader(
        dataset, options.batch, sampler=sampler, num_workers=options.workers, drop_last=True, generator=generator
    )


def pool_batches(pool: Pool, n_draws: int, options: TrainOptions, epoch: int) -> Batches:
    """One epoch of `n_draws` crops of a pool."""
    dataset = PoolDataset(pool.crops, pool.targets)
    generator = torch.Generator().manual_seed(options.seed * 1000 + epoch)
    sampler = RandomSampler(dataset, num_samples=n_draws, generator=generator)
    return DataLoader(
        dataset, options.batch, sampler=sampler, num_workers=options.workers, drop_last=True, generator=generator
    )


def run(data_folder: Path, aligned: Path, pool: Pool | None, trainer: Trainer, out: Path) -> None:
    """Train to the end of the schedule, logging and saving after each epoch."""
    options, size_px = trainer.options, trainer.config.input_px
    training = load_fer_plus(data_folder / "ferplus.npz", aligned, "training")
    validation = load_fer_plus(data_folder / "ferplus.npz", aligned, "validation")
    checked = clean_crops(validation, size_px)[validation.majority]
    truth = validation.labels[validation.majority].argmax(axis=1)
    trainer.resume()
    while trainer.epoch < options.epochs:
        if pool is None:
            loader = still_batches(training, size_px, options, trainer.epoch)
        else:
            loader = pool_batches(pool, len(training.labels), options, trainer.epoch)
        loss = trainer.train_epoch(loader)
        trainer.save()
        figures = report(cnn_logits(trainer.average, checked).softmax(dim=1).numpy(), truth)
        row = {"epoch": trainer.epoch, "loss": loss, **{k: figures[k] for k in ("accuracy", "uar", "ece")}}
        _log(out / "log.csv", row)


def _log(path: Path, row: dict[str, float]) -> None:
    print("  ".join(f"{name} {value:.4g}" for name, value in row.items()), flush=True)
    is_new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        if is_new:
            writer.writeheader()
        writer.writerow(row)


def n_parameters(module: nn.Module) -> int:
    """Number of trained values."""
    return sum(p.numel() for p in module.parameters())


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--pool", type=Path, help="learn from what training.distil drew, not from the votes alone")
    parser.add_argument("--input", type=int, default=NetworkConfig().input_px, help="side of the input")
    parser.add_argument("--widths", type=int, nargs="+", default=list(NetworkConfig().widths))
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--bf16", action="store_true", help="mixed precision; fast on CUDA and AVX-512 BF16")
    defaults = TrainOptions()
    for name in ("epochs", "batch", "balance", "peak_rate", "workers", "seed"):
        value = getattr(defaults, name)
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    names = ("epochs", "batch", "balance", "peak_rate", "workers", "seed", "bf16")
    options = TrainOptions(**{name: getattr(arguments, name) for name in names})
    config = NetworkConfig(input_px=arguments.input, widths=tuple(arguments.widths))
    n_training = len(load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, "training").labels)
    trainer = Trainer(config, options, n_training // options.batch, arguments.out)
    print(f"{n_parameters(trainer.cnn)} parameters on {trainer.device}, {n_training} images", flush=True)
    pool = load_pool(arguments.pool) if arguments.pool else None
    run(arguments.data, arguments.aligned, pool, trainer, arguments.out)


if __name__ == "__main__":
    main()
