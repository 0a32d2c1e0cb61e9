"""Train one network of the voice: ``python -m fer_desktop.training.voice.train --out runs/voice/NAME``.

The loss counts the answer at the end of an utterance and those before it, so that live answers are good, too; what
the frequency of the classes adds is taken into account (logit adjustment, Menon et al. 2021, arXiv 2007.07314).
Utterances are mixed (Zhang et al. 2018, arXiv 1710.09412). The course of a run is that of `training.course`: it stops
and resumes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.course import Course
from fer_desktop.training.voice.batches import Batch, Batches, Spectra, load_spectra
from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.network import VoiceNetwork

_NOT_YET = 5  # answers at the beginning that do not count


class VoiceTrainer:
    """One run on some utterances.

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
        self._options, self._batches = options, Batches(spectra, chosen, options)
        self._course = Course(lambda: VoiceNetwork(config), options, self._batches.steps, out)

    def run(self, until: int | None = None) -> VoiceNetwork:
        """Train to the end, or until so many epochs are done; returns the averaged network."""
        return self._course.run(self._losses, until)

    def _losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        return (self._loss(batch, rng) for batch in self._batches.epoch(rng))

    def _loss(self, batch: Batch, rng: np.random.Generator) -> Tensor:
        network, options = self._course.network, self._options
        n_classes = len(network.config.classes)
        x, steps = batch.x, batch.steps
        target = F.one_hot(batch.labels, n_classes).float()
        if rng.random() < options.mixing:
            share, other = float(rng.uniform(0, 0.5)), torch.from_numpy(rng.permutation(len(x)))
            x, target = torch.lerp(x, x[other], share), torch.lerp(target, target[other], share)
            steps = torch.minimum(steps, steps[other])
        target = target * (1 - options.smoothing) + options.smoothing / n_classes
        logits = network(x, network.initial_state(len(x))).logits + self._batches.log_frequency
        entropy = -(logits.log_softmax(2) * target[:, None]).sum(2)  # (B, n)
        place = torch.arange(entropy.shape[1])[None]
        counted = (place < steps[:, None]) & (place >= _NOT_YET)
        early = (entropy * counted).sum() / counted.sum().clamp_min(1)
        return (1 - options.early) * entropy.gather(1, steps[:, None] - 1).mean() + options.early * early


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
