"""Train one network of words: ``python -m fer_desktop.training.words.train --data FOLDER --out runs/words/NAME``.

A text with several labels counts as a distribution over them. With ``--teachers`` (folders of finished runs) it
learns what they say together, too (distillation, Hinton, Vinyals, Dean 2015, arXiv 1503.02531). The course
of a run is that of `training.course`: it stops and resumes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.course import Course, averaged
from fer_desktop.training.words.batches import Batch, Batches, stacked
from fer_desktop.training.words.corpus import Texts, common_words, load_texts
from fer_desktop.training.words.options import WordsOptions
from fer_desktop.words.manifest import WordsNetworkConfig
from fer_desktop.words.network import WordsNetwork
from fer_desktop.words.tokens import N_BUCKETS, Vocabulary


class WordsTrainer:
    """One run.

    Args:
        out: Folder of checkpoint.pt.
    """

    def __init__(self, batches: Batches, config: WordsNetworkConfig, options: WordsOptions, out: Path) -> None:
        self._batches, self._until = batches, options.until
        self._course = Course(lambda: WordsNetwork(config), options, batches.steps, out)

    def run(self) -> WordsNetwork:
        """Train to the end, or as far as the options say; returns the averaged network."""
        return self._course.run(self._losses, self._until)

    def _losses(self, rng: np.random.Generator) -> Iterator[torch.Tensor]:
        return (self._loss(batch) for batch in self._batches.epoch(rng))

    def _loss(self, batch: Batch) -> torch.Tensor:
        logs = self._course.network(batch.words, batch.grams, batch.loud).log_softmax(1)
        return -(logs * batch.target * self._batches.class_weight).sum(1).mean()


def trained(run: Path, config: WordsNetworkConfig) -> WordsNetwork:
    """The averaged network of a run."""
    return averaged(run, WordsNetwork(config))


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
