"""Train one network of the voice: ``python -m fer_desktop.training.voice.train --out runs/voice/NAME``.

AdamW with one cycle of the learning rate (Smith 2018, arXiv 1803.09820) and an exponential average of the weights.
The loss counts the answer at the end of an utterance and those before it, so that live answers are good, too; what
the frequency of the classes adds is taken into account (logit adjustment, Menon et al. 2021, arXiv 2007.07314).
Utterances are mixed (Zhang et al. 2018, arXiv 1710.09412). Stops and resumes: the same call goes on where the last
epoch ended.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.voice.batches import Batch, Batches, Spectra, load_spectra
from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.network import VoiceNetwork

_NOT_YET = 5  # answers at the beginning that do not count


class VoiceTrainer:
    """One run on some utterances, and how it is saved.

    Args:
        chosen: Places of the utterances.
        out: Folder of checkpoint.pt.
    """

    def __init__(
        self,
        spectra: Spectra,
        chosen: NDArray[np.int64],
        config: VoiceNetworkConfig,
        options: VoiceOptions,
        out: Path,
    ) -> None:
        torch.manual_seed(options.seed)
        self._options, self._out = options, out
        self._network = VoiceNetwork(config)
        self.average = copy.deepcopy(self._network).eval()
        self._batches = Batches(spectra, chosen, options)
        parameters = list(self._network.parameters())
        groups = [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": options.weight_decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=options.peak_rate)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, options.peak_rate, total_steps=options.epochs * self._batches.steps, pct_start=0.2
        )
        self.epoch = 0

    def run(self) -> VoiceNetwork:
        """Train to the end; returns the averaged network."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._resume()
        while self.epoch < self._options.epochs:
            loss = self._train_epoch()
            self._save()
            print(f"{self._out.name} epoch {self.epoch} loss {loss:.3f}", flush=True)
        return self.average

    def _train_epoch(self) -> float:
        self._network.train()
        seed = self._options.seed * 1000 + self.epoch  # so that a run that was stopped goes on as if it had not been
        torch.manual_seed(seed)
        rng = np.random.default_rng(seed)
        losses = []
        for batch in self._batches.epoch(rng):
            loss = self._loss(batch, rng)
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), 2.0)
            self._optimiser.step()
            self._schedule.step()
            self._update_average()
            losses.append(loss.item())
        self.epoch += 1
        return float(np.mean(losses))

    def _loss(self, batch: Batch, rng: np.random.Generator) -> Tensor:
        options, n_classes = self._options, len(self._network.config.classes)
        x, steps = batch.x, batch.steps
        target = F.one_hot(batch.labels, n_classes).float()
        if rng.random() < options.mixing:
            share, other = float(rng.uniform(0, 0.5)), torch.from_numpy(rng.permutation(len(x)))
            x, target = torch.lerp(x, x[other], share), torch.lerp(target, target[other], share)
            steps = torch.minimum(steps, steps[other])
        target = target * (1 - options.smoothing) + options.smoothing / n_classes
        logits = self._network(x, self._network.initial_state(len(x))).logits + self._batches.log_frequency
        entropy = -(logits.log_softmax(2) * target[:, None]).sum(2)  # (B, n)
        place = torch.arange(entropy.shape[1])[None]
        counted = (place < steps[:, None]) & (place >= _NOT_YET)
        early = (entropy * counted).sum() / counted.sum().clamp_min(1)
        return (1 - options.early) * entropy.gather(1, steps[:, None] - 1).mean() + options.early * early

    @torch.no_grad()
    def _update_average(self) -> None:
        pairs = zip(self.average.state_dict().values(), self._network.state_dict().values(), strict=True)
        for mean, now in pairs:
            if mean.is_floating_point():
                mean.lerp_(now, 1 - self._options.average_decay)
            else:
                mean.copy_(now)

    def _save(self) -> None:
        """Write checkpoint.pt whole or not at all."""
        temporary = self._out / "checkpoint.tmp"
        state = {
            "network": self._network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
        }
        torch.save(state, temporary)
        temporary.replace(self._out / "checkpoint.pt")

    def _resume(self) -> None:
        path = self._out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        self._network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self.epoch = int(state["epoch"])


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.train", description=__doc__)
    parser.add_argument("--spectra", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--epochs", type=int, default=VoiceOptions().epochs)
    parser.add_argument("--seed", type=int, default=VoiceOptions().seed)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    spectra = load_spectra(arguments.spectra)
    options = VoiceOptions(epochs=arguments.epochs, seed=arguments.seed)
    VoiceTrainer(spectra, np.arange(len(spectra.labels)), VoiceNetworkConfig(), options, arguments.out).run()


if __name__ == "__main__":
    main()
