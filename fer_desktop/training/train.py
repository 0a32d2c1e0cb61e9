"""Train the CNN: ``python -m fer_desktop.training.train --data FOLDER --rendered FILE --out runs/NAME``.

Each batch holds photographs of FER+ with their votes and drawn faces with the expression that was
drawn. Beside the expression, the features of drawn faces must tell how far each muscle moved
(multi-task learning, Caruana 1997, Machine Learning 28). With ``--teachers`` most of the target is
the opinion of finished runs on the crop that the student sees ("a good teacher is patient and
consistent", Beyer et al. 2022, arXiv 2106.05237). SGD with one cycle of the learning rate (Smith
2018, arXiv 1803.09820) and an exponential average of the weights. Stops and resumes: the same
command goes on where the last epoch ended. Each epoch appends a line to log.csv.
"""

from __future__ import annotations

import argparse
import copy
import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.facts import decoded, encoded
from fer_desktop.training.augment import Jitter, degraded, jittered, mixed, warp
from fer_desktop.training.data import FerPlus, RenderedFaces, crop_matrix, load_fer_plus, load_rendered
from fer_desktop.training.metrics import report
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import network_input, warp_face

_PRIORS = (0.0, 0.5, 1.0)
_UNIT_SCALE = 10.0  # mean squared errors of weights of shapes are small beside an entropy
_EPSILON = 1.0  # as in `preprocess.network_input`


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Choices of one run.

    Attributes:
        epochs: One is as many photographs as FER+ has for training.
        balance: Photographs are drawn in proportion to (frequency of their expressions) ** -balance:
            0 as they come, 1 each expression equally often.
        share: How much of a batch is drawn faces.
        units: Weight of the loss on their muscles.
        adversary: Weight of a loss that makes photographs and drawn faces alike to the classifier
            (domain-adversarial training, Ganin et al. 2016, arXiv 1505.07818); 0 leaves it out.
        adjusted: Whether the logits learn what is left when the frequency of the expressions in either source
            is taken into account (logit adjustment, Menon et al. 2021, arXiv 2007.07314).
        mixing: Share of crops that are blended with another one.
        teacher_share: Weight of the teachers' opinion on photographs; the rest is the votes.
        rendered_share: Weight of their opinion on drawn faces, whose expression is known.
    """

    epochs: int = 40
    batch: int = 256
    peak_rate: float = 0.12
    weight_decay: float = 5e-4
    balance: float = 0.5
    share: float = 0.5
    units: float = 1.0
    adversary: float = 0.0
    adjusted: int = 1
    mixing: float = 0.0
    teacher_share: float = 0.7
    rendered_share: float = 0.4
    average_decay: float = 0.998
    seed: int = 1
    bf16: bool = False


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
        self.log_frequency = torch.from_numpy(np.log(frequency).astype(np.float32)).to(device)

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


class UnitReadout(nn.Linear):
    """Features (B, C) -> weights of the shapes (B, U); only in training."""


def standardised(crops: Tensor) -> Tensor:
    """(B, S, S) gray levels -> (B, 1, S, S), as `preprocess.network_input` does for arrays."""
    mean = crops.mean(dim=(1, 2), keepdim=True)
    deviation = crops.std(dim=(1, 2), keepdim=True, correction=0)
    return ((crops - mean) / (deviation + _EPSILON))[:, None]


def clean_crops(data: FerPlus, size_px: int) -> NDArray[np.uint8]:
    """(N, S, S) crops as in live use, without augmentation."""
    pairs = zip(data.images, data.matrices, strict=True)
    return np.stack([warp_face(image, crop_matrix(matrix, size_px), size_px) for image, matrix in pairs])


def clean_rendered(faces: RenderedFaces, size_px: int) -> NDArray[np.uint8]:
    """(N, S, S) crops of drawn faces, without augmentation."""
    matrix = crop_matrix(faces.matrix, size_px)
    return np.stack([warp_face(picture, matrix, size_px) for picture in faces.pictures])


@torch.no_grad()
def cnn_logits(cnn: FaceCnn, crops: NDArray[np.uint8], batch: int = 256) -> Tensor:
    """(N, 8) logits for (N, S, S) crops, computed on the device of the network."""
    device = next(cnn.parameters()).device
    cnn.eval()
    parts = [torch.from_numpy(network_input(crops[i : i + batch])) for i in range(0, len(crops), batch)]
    return torch.cat([cnn(part.to(device))[1].float().cpu() for part in parts])


def sampling_weights(labels: NDArray[np.float32], balance: float) -> NDArray[np.float64]:
    """(N,) chance of each image to be drawn, up to a factor."""
    frequency = labels.mean(axis=0).astype(np.float64)
    return labels @ frequency**-balance


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
            crops, targets = torch.cat([crops, drawn]), torch.cat([targets, self._rendered.labels[which]])
            units = self._units[which]
            frequency = torch.cat([frequency, self._rendered.log_frequency.expand(len(which), -1)])
        return Batch(crops, targets, frequency, units)


class Teachers(nn.Module):
    """Mean probabilities of several CNNs of one input size."""

    def __init__(self, runs: list[Path]) -> None:
        super().__init__()
        self.cnns = nn.ModuleList(load_cnn(run)[0] for run in runs)

    @torch.no_grad()
    def forward(self, x: Tensor, shift: Tensor) -> Tensor:
        """(B, 1, S, S), (B, 8) added to each one's logits -> (B, 8), sum 1."""
        return torch.stack([(cnn(x)[1].float() + shift).softmax(dim=1) for cnn in self.cnns]).mean(dim=0)


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


class Trainer:
    """One run: model, average, optimiser and schedule, and how they are saved."""

    def __init__(
        self, config: NetworkConfig, options: TrainOptions, batches: Batches, teachers: Teachers | None, out: Path
    ) -> None:
        torch.manual_seed(options.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.options, self.config, self._out, self._batches = options, config, out, batches
        self.cnn = FaceCnn(config).to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.readout = UnitReadout(config.widths[-1], batches.n_units).to(self.device)
        self.critic = Critic(config.widths[-1]).to(self.device)
        self._teachers = teachers.to(self.device, memory_format=torch.channels_last).eval() if teachers else None  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.cnn)
        parameters = [*self.cnn.parameters(), *self.readout.parameters(), *self.critic.parameters()]
        decayed = [p for p in parameters if p.ndim > 1]
        free = [p for p in parameters if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": options.weight_decay}, {"params": free, "weight_decay": 0.0}]
        self._optimiser = torch.optim.SGD(groups, lr=options.peak_rate, momentum=0.9, nesterov=True)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, options.peak_rate, total_steps=options.epochs * batches.steps, pct_start=0.2
        )
        self.epoch = 0

    def train_epoch(self) -> float:
        """As many steps as photographs need; returns the mean loss."""
        self.cnn.train()
        generator = torch.Generator(self.device).manual_seed(self.options.seed * 1000 + self.epoch)
        losses = []
        for _ in range(self._batches.steps):
            loss = self._loss(self._batches.draw(generator), generator)
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            self._optimiser.step()
            self._schedule.step()
            self._update_average()
            losses.append(loss.detach())
        self.epoch += 1
        return float(torch.stack(losses).mean())

    def _loss(self, batch: Batch, generator: torch.Generator) -> Tensor:
        options, n_photographs = self.options, self._batches.n_photographs
        crops, targets, whole = mixed(batch.crops, batch.targets, options.mixing, generator)
        shift = batch.log_frequency * options.adjusted
        x = standardised(crops).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=options.bf16):
            if self._teachers is not None:
                share = torch.full((len(x), 1), options.teacher_share, device=self.device)
                share[n_photographs:] = options.rendered_share
                targets = share * self._teachers(x, shift) + (1 - share) * targets
            features, logits = self.cnn(x)
            told, origin = self.readout(features[n_photographs:]), self.critic(features)
        loss = F.cross_entropy(logits.float() + shift, targets)
        if len(batch.units):
            error = (told.float() - batch.units).square().mean(dim=1)
            loss = loss + options.units * _UNIT_SCALE * (error * whole[n_photographs:]).mean()
            is_drawn = torch.zeros(len(x), device=self.device)
            is_drawn[n_photographs:] = 1
            loss = loss + options.adversary * F.binary_cross_entropy_with_logits(origin.float(), is_drawn)
        return loss

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = self.options.average_decay
        means, nows = list(self.average.state_dict().values()), list(self.cnn.state_dict().values())
        floats = [i for i, value in enumerate(means) if value.is_floating_point()]
        torch._foreach_lerp_([means[i] for i in floats], [nows[i] for i in floats], 1 - keep)

    def save(self) -> None:
        """Write checkpoint.pt whole or not at all."""
        temporary = self._out / "checkpoint.tmp"
        state = {
            "config": encoded(self.config),
            "cnn": self.cnn.state_dict(),
            "average": self.average.state_dict(),
            "readout": self.readout.state_dict(),
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
        self.readout.load_state_dict(state["readout"])
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


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Crops and labels that a run is judged by; nothing of it is trained on."""

    name: str
    crops: NDArray[np.uint8]
    truth: NDArray[np.int64]

    def figures(self, cnn: FaceCnn, log_frequency: NDArray[np.float32]) -> dict[str, float]:
        """Accuracy and UAR with none, half and all of the frequencies that photographs have."""
        logits = cnn_logits(cnn, self.crops).numpy()
        row: dict[str, float] = {}
        for share in _PRIORS:
            figures = report(softmax(logits + share * log_frequency), self.truth)
            row |= {f"{self.name}_{key}_{share:g}": figures[key] for key in ("accuracy", "uar")}
        return row


def held_out(validation: FerPlus, drawn: dict[str, RenderedFaces], size_px: int) -> list[HeldOut]:
    """FER+ validation under the majority protocol, and faces that are known well enough to have one name."""
    crops = clean_crops(validation, size_px)[validation.majority]
    sets = [HeldOut("validation", crops, validation.labels[validation.majority].argmax(axis=1))]
    for name, faces in drawn.items():
        clear = (faces.labels.max(axis=1) > 0.5) & (faces.labels.argmax(axis=1) == faces.expression)
        sets.append(HeldOut(name, clean_rendered(faces, size_px)[clear], faces.expression[clear]))
    return sets


def run(trainer: Trainer, judged_by: list[HeldOut], log_frequency: NDArray[np.float32], out: Path) -> None:
    """Train to the end of the schedule, logging and saving after each epoch."""
    trainer.resume()
    while trainer.epoch < trainer.options.epochs:
        loss = trainer.train_epoch()
        trainer.save()
        row: dict[str, float] = {"epoch": trainer.epoch, "loss": loss}
        for held in judged_by:
            row |= held.figures(trainer.average, log_frequency)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--rendered", type=Path, nargs="*", default=[], help="drawn faces to learn from")
    parser.add_argument("--rendered-held-out", type=Path, nargs="*", default=[], help="drawn faces to be judged by")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="folders of finished runs")
    parser.add_argument("--input", type=int, default=NetworkConfig().input_px, help="side of the input")
    parser.add_argument("--widths", type=int, nargs="+", default=list(NetworkConfig().widths))
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    for field in fields(TrainOptions):
        if field.name == "bf16":
            parser.add_argument("--bf16", action="store_true", help="mixed precision; fast on CUDA and AVX-512 BF16")
        else:
            default = getattr(TrainOptions(), field.name)
            parser.add_argument("--" + field.name.replace("_", "-"), type=type(default), default=default)
    return parser


def main() -> None:
    """Command line; see --help."""
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    torch.backends.cudnn.benchmark = True
    arguments.out.mkdir(parents=True, exist_ok=True)
    options = TrainOptions(**{field.name: getattr(arguments, field.name) for field in fields(TrainOptions)})
    config = NetworkConfig(input_px=arguments.input, widths=tuple(arguments.widths))
    archive = arguments.data / "ferplus.npz"
    training = load_fer_plus(archive, arguments.aligned, "training")
    validation = load_fer_plus(archive, arguments.aligned, "validation")
    rendered = load_rendered(arguments.rendered) if arguments.rendered else None
    judges = {path.stem: load_rendered([path]) for path in arguments.rendered_held_out}
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    batches = Batches(training, rendered, config.input_px, options, device)
    teachers = Teachers(arguments.teachers) if arguments.teachers else None
    trainer = Trainer(config, options, batches, teachers, arguments.out)
    sizes: dict[str, Any] = {"parameters": n_parameters(trainer.cnn), "photographs": len(training.labels)}
    sizes |= {"drawn faces": len(rendered.labels) if rendered else 0, "device": trainer.device}
    print(", ".join(f"{name} {value}" for name, value in sizes.items()), flush=True)
    frequency = np.log(training.labels.mean(axis=0))
    run(trainer, held_out(validation, judges, config.input_px), frequency, arguments.out)


if __name__ == "__main__":
    main()
