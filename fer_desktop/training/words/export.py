"""From a finished run to weights: ``python -m fer_desktop.training.words.export --data FOLDER --run runs/words/NAME``.

Writes the words that have a number, the network as an ONNX graph (its tables as float16), and their manifest. The
temperature and the thresholds are chosen on the dev part. Needs the library onnx (`pip install
fer-desktop[training]`).
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from fer_desktop.paths import words_weights_dir
from fer_desktop.training.calibration import fit_temperature
from fer_desktop.training.export import Ports, write_graph
from fer_desktop.training.words.corpus import common_words, load_texts
from fer_desktop.training.words.evaluate_words import best_thresholds
from fer_desktop.training.words.train import logits_of, trained
from fer_desktop.weight_file import WeightFile, write_description
from fer_desktop.words.manifest import CLASSES, WordsManifest, WordsNetworkConfig
from fer_desktop.words.network import WordsNetwork
from fer_desktop.words.reader import INPUTS, OUTPUTS
from fer_desktop.words.tokens import N_BUCKETS, Vocabulary

_DATA = "GoEmotions (Demszky et al. 2020, ACL; Apache 2.0): 43,410 English comments with Ekman's classes"
_MODEL_ID = "words-cnn-gru-1"


class _Shipped(nn.Module):
    """The network with its large tables in half precision, and probabilities in the place of logits."""

    def __init__(self, network: WordsNetwork, temperature: float) -> None:
        super().__init__()
        self.network, self.temperature = network, temperature
        self.words = nn.Parameter(network.words.weight.half(), requires_grad=False)
        self.grams = nn.Parameter(network.grams.weight.half(), requires_grad=False)

    def forward(self, words: Tensor, grams: Tensor, loud: Tensor) -> Tensor:
        each = self.words[words].float(), self.grams[grams].float()
        return (self.network.of_embedded(*each, grams, loud) / self.temperature).softmax(1)


def export(data: Path, run: Path, folder: Path) -> WordsManifest:
    """Write the averaged network of a run into a weights folder; returns its manifest."""
    vocabulary_words = common_words(load_texts(data, "train").found)
    vocabulary = Vocabulary(vocabulary_words)
    network = trained(run, WordsNetworkConfig(n_words=len(vocabulary), n_buckets=N_BUCKETS))
    dev = load_texts(data, "dev")
    logits = logits_of(network, vocabulary, dev)
    is_one = dev.labels.sum(axis=1) == 1
    temperature = fit_temperature(torch.from_numpy(logits[is_one]), dev.labels[is_one].argmax(axis=1))
    probabilities = torch.from_numpy(logits / temperature).softmax(1).numpy()
    thresholds = best_thresholds(probabilities, dev.labels)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary_words), encoding="utf-8", newline="\n")
    path = folder / f"{_MODEL_ID}.onnx"
    example = tuple(torch.from_numpy(array)[None] for array in vocabulary.numbers(dev.found[0]))
    free = {name: {1: "tokens"} for name in INPUTS}
    write_graph(_Shipped(network, temperature).eval(), example, path, Ports(INPUTS, OUTPUTS, free))
    frequency = dev.labels.astype(np.float64) / dev.labels.sum(axis=1, keepdims=True)
    manifest = WordsManifest(
        model_id=_MODEL_ID,
        data=_DATA,
        licence="MIT",
        network=network.config,
        calibration={"temperature": temperature},
        thresholds=dict(zip(CLASSES, (round(float(value), 2) for value in thresholds), strict=True)),
        frequency=dict(zip(CLASSES, (round(float(value), 4) for value in frequency.mean(axis=0)), strict=True)),
        vocabulary=_weight_file(folder / "vocabulary.txt"),
        onnx=_weight_file(path),
    )
    write_description(folder, manifest)
    return manifest


def _weight_file(path: Path) -> WeightFile:
    return WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.words.export", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of GoEmotions")
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    parser.add_argument("--weights", type=Path, default=words_weights_dir())
    arguments = parser.parse_args()
    manifest = export(arguments.data, arguments.run, arguments.weights)
    print(f"{manifest.model_id} written to {arguments.weights}; calibration {dict(manifest.calibration)}")


if __name__ == "__main__":
    main()
