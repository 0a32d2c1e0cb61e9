"""Train the CNN: ``python -m fer_desktop.training.train --data FOLDER --rendered FILE --out runs/NAME``.

Each batch holds photographs of FER+ with their votes and drawn faces with the expression that was
drawn. Beside the expression, the features of drawn faces must tell how far each muscle moved
(multi-task learning, Caruana 1997, Machine Learning 28). With ``--teachers`` most of the target is
the opinion of finished runs on the crop that the student sees ("a good teacher is patient and
consistent", Beyer et al. 2022, arXiv 2106.05237). SGD with one cycle of the learning rate (Smith
2018, arXiv 1803.09820) and an exponential average of the weights. With ``--apart`` photographs also teach a readout
of their own, which `training.photographs` ships. Stops and resumes: the same
command goes on where the last epoch ended. Each epoch appends a line to log.csv.
"""

from __future__ import annotations

import argparse
import copy
import csv
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.facts import encoded
from fer_desktop.training.augment import mixed
from fer_desktop.training.batches import Batch, Batches
from fer_desktop.training.companions import Critic, PhotographReadout, Teachers, UnitReadout, load_cnn
from fer_desktop.training.crops import standardised
from fer_desktop.training.data import load_fer_plus, load_rendered
from fer_desktop.training.judges import HeldOut, held_out
from fer_desktop.training.options import TrainOptions
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn

_UNIT_SCALE = 10.0  # mean squared errors of weights of shapes are small beside an entropy
_LEAST_CHANNELS_LAST = 16


def memory_format(config: NetworkConfig) -> torch.memory_format:
    """How pictures lie in memory: `channels_last` is the faster one.

    On the CPU the backward of a 1x1 convolution with a stride writes past its memory where it takes in fewer channels
    than a vector has, and they come last: a crash, or wrong gradients (uxlfoundation/oneDNN issue 6035).
    """
    is_wide = min(config.widths) >= _LEAST_CHANNELS_LAST
    return torch.channels_last if is_wide or torch.cuda.is_available() else torch.contiguous_format


class Trainer:
    """One run: model, average, optimiser and schedule, and how they are saved."""

    def __init__(
        self, config: NetworkConfig, options: TrainOptions, batches: Batches, teachers: Teachers | None, out: Path
    ) -> None:
        torch.manual_seed(options.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.options, self.config, self._out, self._batches = options, config, out, batches
        self._format = memory_format(config)
        self.cnn = FaceCnn(config).to(self.device, memory_format=self._format)  # type: ignore[call-overload]
        self.readout = UnitReadout(config.widths[-1], batches.n_units).to(self.device)
        self.critic = Critic(config.widths[-1]).to(self.device)
        self.photographs = PhotographReadout(config.widths[-1]).to(self.device)
        self._teachers = teachers.to(self.device, memory_format=torch.channels_last).eval() if teachers else None  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.cnn)
        beside = (self.readout, self.critic, self.photographs)
        parameters = [*self.cnn.parameters(), *(p for module in beside for p in module.parameters())]
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
        seed = self.options.seed * 1000 + self.epoch  # so that a run that was stopped goes on as if it had not been
        torch.manual_seed(seed)  # for the dropout
        generator = torch.Generator(self.device).manual_seed(seed)
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
        x = standardised(crops).contiguous(memory_format=self._format)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=options.bf16):
            if self._teachers is not None:
                share = torch.full((len(x), 1), options.teacher_share, device=self.device)
                share[n_photographs:] = options.rendered_share
                targets = share * self._teachers(x, shift) + (1 - share) * targets
            features, logits = self.cnn(x)
            told, origin = self.readout(features[n_photographs:]), self.critic(features)
            of_photographs = self.photographs(self.cnn.dropout(features[:n_photographs]))
        counts = torch.ones(len(x), device=self.device)
        counts[:n_photographs] = 1 - options.apart
        loss = (counts * F.cross_entropy(logits.float() + shift, targets, reduction="none")).mean()
        if options.apart and n_photographs:
            own = (of_photographs.float() + shift[:n_photographs], targets[:n_photographs])
            loss = loss + options.apart * n_photographs / len(x) * F.cross_entropy(*own)
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
            "critic": self.critic.state_dict(),
            "photographs": self.photographs.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
        }
        torch.save(state, temporary)
        temporary.replace(self._out / "checkpoint.pt")

    def start_from(self, run: Path) -> None:
        """Begin with the network of a finished run; what stands beside it is learned anew."""
        state = load_cnn(run)[0].state_dict()
        self.cnn.load_state_dict(state)
        self.average.load_state_dict(state)

    def resume(self) -> None:
        """Go on from checkpoint.pt when there is one."""
        path = self._out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.cnn.load_state_dict(state["cnn"])
        self.average.load_state_dict(state["average"])
        self.readout.load_state_dict(state["readout"])
        self.critic.load_state_dict(state["critic"])
        self.photographs.load_state_dict(state["photographs"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self.epoch = int(state["epoch"])


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
    parser.add_argument("--start", type=Path, help="folder of a finished run to go on from, with a new schedule")
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
    if arguments.start:
        trainer.start_from(arguments.start)
    sizes: dict[str, Any] = {"parameters": n_parameters(trainer.cnn), "photographs": len(training.labels)}
    sizes |= {"drawn faces": len(rendered.labels) if rendered else 0, "device": trainer.device}
    print(", ".join(f"{name} {value}" for name, value in sizes.items()), flush=True)
    frequency = np.log(training.labels.mean(axis=0))
    run(trainer, held_out(validation, judges, config.input_px), frequency, arguments.out)


if __name__ == "__main__":
    main()
