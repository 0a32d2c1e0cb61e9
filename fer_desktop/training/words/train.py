"""Train one network of words: ``python -m fer_desktop.training.words.train --data FOLDER --out runs/words/NAME``.

AdamW with one cycle of the learning rate (Smith 2018, arXiv 1803.09820) and an exponential average of the weights.
A text with several labels counts as a distribution over them. With ``--teachers`` (folders of finished runs) it
learns what they say together, too (distillation, Hinton, Vinyals, Dean 2015, arXiv 1503.02531). Stops and resumes:
the same call goes on where the last epoch ended.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.words.batches import Batch, Batches, stacked
from fer_desktop.training.words.corpus import Texts, common_words, load_texts
from fer_desktop.training.words.options import WordsOptions
from fer_desktop.words.manifest import WordsNetworkConfig
from fer_desktop.words.network import WordsNetwork
from fer_desktop.words.tokens import N_BUCKETS, Vocabulary


class WordsTrainer:
    """One run, and how it is saved.

    Args:
        out: Folder of checkpoint.pt.
    """

    def __init__(self, batches: Batches, config: WordsNetworkConfig, options: WordsOptions, out: Path) -> None:
        torch.manual_seed(options.seed)
        self._batches, self._options, self._out = batches, options, out
        self._network = WordsNetwork(config)
        self.average = copy.deepcopy(self._network).eval()
        parameters = list(self._network.parameters())
        groups = [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": options.weight_decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=options.peak_rate)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, options.peak_rate, total_steps=options.epochs * batches.steps, pct_start=0.2
        )
        self.epoch = 0

    def run(self) -> WordsNetwork:
        """Train to the end; returns the averaged network."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._resume()
        while self.epoch < min(self._options.until, self._options.epochs):
            loss = self._train_epoch()
            self._save()
            print(f"{self._out.name} epoch {self.epoch} loss {loss:.3f}", flush=True)
        return self.average

    def _train_epoch(self) -> float:
        self._network.train()
        seed = self._options.seed * 1000 + self.epoch  # so that a run that was stopped goes on as if it had not been
        torch.manual_seed(seed)
        losses = []
        for batch in self._batches.epoch(np.random.default_rng(seed)):
            loss = self._loss(batch)
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), 2.0)
            self._optimiser.step()
            self._schedule.step()
            self._update_average()
            losses.append(loss.item())
        self.epoch += 1
        return float(np.mean(losses))

    def _loss(self, batch: Batch) -> torch.Tensor:
        logs = self._network(batch.words, batch.grams, batch.loud).log_softmax(1)
        return -(logs * batch.target * self._batches.class_weight).sum(1).mean()

    @torch.no_grad()
    def _update_average(self) -> None:
        for mean, now in zip(self.average.parameters(), self._network.parameters(), strict=True):
            mean.lerp_(now, 1 - self._options.average_decay)

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


def trained(run: Path, config: WordsNetworkConfig) -> WordsNetwork:
    """The averaged network of a run."""
    network = WordsNetwork(config).eval()
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    network.load_state_dict(state["average"])
    return network


@torch.inference_mode()
def logits_of(network: WordsNetwork, vocabulary: Vocabulary, texts: Texts) -> NDArray[np.float32]:
    """(N, C) logits of every text."""
    numbers = [vocabulary.numbers(found) for found in texts.found]
    lengths = np.array([len(one.words) for one in numbers])
    logits = np.zeros((len(numbers), len(network.config.classes)), np.float32)
    for length in np.unique(lengths):
        for chosen in np.array_split(np.flatnonzero(lengths == length), 1 + (lengths == length).sum() // 256):
            if len(chosen):
                arrays = stacked([numbers[i] for i in chosen])
                logits[chosen] = network(*(torch.from_numpy(array) for array in arrays)).numpy()
    return logits


def opinion(runs: Sequence[Path], vocabulary: Vocabulary, texts: Texts) -> NDArray[np.float32]:
    """(N, C) mean of the probabilities that several runs give."""
    config = WordsNetworkConfig(n_words=len(vocabulary), n_buckets=N_BUCKETS)
    parts = [torch.from_numpy(logits_of(trained(run, config), vocabulary, texts)).softmax(1) for run in runs]
    return torch.stack(parts).mean(0).numpy()


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.words.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of GoEmotions")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="folders of finished runs")
    for name in ("epochs", "until", "batch", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(WordsOptions(), name))
    for name in ("peak_rate", "weight_decay", "smoothing", "unknown", "left_out", "balance", "teacher_share"):
        parser.add_argument(f"--{name}", type=float, default=getattr(WordsOptions(), name))
    arguments = vars(parser.parse_args())
    data, out, teachers = arguments.pop("data"), arguments.pop("out"), arguments.pop("teachers")
    torch.set_num_threads(1)
    texts = load_texts(data, "train")
    vocabulary = Vocabulary(common_words(texts.found))
    options = replace(WordsOptions(), **arguments)
    soft = opinion(teachers, vocabulary, texts) if teachers else None
    config = WordsNetworkConfig(n_words=len(vocabulary), n_buckets=N_BUCKETS)
    WordsTrainer(Batches(texts, vocabulary, options, soft), config, options, out).run()


if __name__ == "__main__":
    main()
