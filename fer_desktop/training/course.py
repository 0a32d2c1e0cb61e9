"""The course of a training run: averaged weights, optimiser and schedule, epoch after epoch, and how all of it is kept.

AdamW with one cycle of the learning rate (Smith 2018, arXiv 1803.09820) and an exponential average of the weights.
Stops and resumes: the same call goes on where the last epoch ended, as if it had not been stopped.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

_FILE = "checkpoint.pt"
_LARGEST_GRADIENT = 2.0  # norm
_RISES = 0.2  # share of the steps in which the learning rate does

Network = TypeVar("Network", bound=nn.Module)


class CourseOptions(Protocol):
    """What a course needs of the choices of a run."""

    @property
    def epochs(self) -> int:
        """Of the whole schedule."""

    @property
    def peak_rate(self) -> float:
        """The largest learning rate."""

    @property
    def weight_decay(self) -> float:
        """Of matrices; biases and scales have none."""

    @property
    def average_decay(self) -> float:
        """What is kept of the average at each step."""

    @property
    def seed(self) -> int:
        """Of all that is drawn."""


class Course(Generic[Network]):
    """One run; its folder holds checkpoint.pt.

    Args:
        make: Makes the network, seeded.
        steps: In an epoch.

    Attributes:
        network: What is trained.
        average: Its averaged weights.
        epoch: How many are done.
    """

    def __init__(self, make: Callable[[], Network], options: CourseOptions, steps: int, out: Path) -> None:
        torch.manual_seed(options.seed)
        self._options, self._out = options, out
        self.network = make()
        self.average = copy.deepcopy(self.network).eval()
        parameters = list(self.network.parameters())
        groups = [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": options.weight_decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=options.peak_rate)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, options.peak_rate, total_steps=options.epochs * steps, pct_start=_RISES
        )
        self.epoch = 0

    def run(self, losses: Callable[[np.random.Generator], Iterable[Tensor]], until: int | None = None) -> Network:
        """Train to the end, or until so many epochs are done; returns the averaged network.

        Args:
            losses: Gives the loss of one batch of an epoch after the other; each is followed by a step.
        """
        self._out.mkdir(parents=True, exist_ok=True)
        self._resume()
        last = self._options.epochs if until is None else min(until, self._options.epochs)
        while self.epoch < last:
            loss = self._epoch(losses)
            self._save()
            print(f"{self._out.name} epoch {self.epoch} loss {loss:.3f}", flush=True)
        return self.average

    def _epoch(self, losses: Callable[[np.random.Generator], Iterable[Tensor]]) -> float:
        """One; returns the mean loss."""
        self.network.train()
        seed = self._options.seed * 1000 + self.epoch  # so that a run that was stopped goes on as if it had not been
        torch.manual_seed(seed)
        values = []
        for loss in losses(np.random.default_rng(seed)):
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_GRADIENT)
            self._optimiser.step()
            self._schedule.step()
            self._update_average()
            values.append(loss.item())
        self.epoch += 1
        return float(np.mean(values))

    @torch.no_grad()
    def _update_average(self) -> None:
        pairs = zip(self.average.state_dict().values(), self.network.state_dict().values(), strict=True)
        for mean, now in pairs:
            if mean.is_floating_point():
                mean.lerp_(now, 1 - self._options.average_decay)
            else:
                mean.copy_(now)

    def _save(self) -> None:
        """Write checkpoint.pt whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
        }
        temporary = self._out / "checkpoint.tmp"
        torch.save(state, temporary)
        temporary.replace(self._out / _FILE)

    def _resume(self) -> None:
        if not (self._out / _FILE).exists():
            return
        state = _kept(self._out)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self.epoch = int(state["epoch"])


def averaged(run: Path, network: Network) -> Network:
    """A network with the averaged weights of a run, ready to be asked."""
    network.load_state_dict(_kept(run)["average"])
    network.eval()
    return network


def _kept(run: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(run / _FILE, map_location="cpu", weights_only=True)
    return state
