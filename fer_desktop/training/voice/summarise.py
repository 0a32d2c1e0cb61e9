"""The layer over statistics: ``python -m fer_desktop.training.voice.summarise --out runs/voice/loso``.

Multinomial logistic regression on the statistics of whole utterances and of beginnings of them, in all versions that
`prepare` made, distorted and in other voices. Leaves each speaker out as `protocol` does, beside whose answers it
keeps its own; how strongly the layer is held back is chosen among the other nine, a third of them left out at a time.
Ends with the layer of all ten.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from fer_desktop.training.voice.answers import STATISTICS, recalls
from fer_desktop.training.voice.batches import load_spectra
from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.voice.manifest import CLASSES
from fer_desktop.voice.network import Summary
from fer_desktop.voice.statistics import N_STATISTICS

LAYER_FILE = "summary.pt"
_PENALTIES = (1e-3, 3e-3, 1e-2, 3e-2)
_OF_BEGINNINGS = 0.3  # weight of a beginning, beside the 1 of a whole utterance
_STEPS = 60
_FOLDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Summaries:
    """What `training.voice.prepare` made of N utterances in V versions.

    Attributes:
        whole, beginnings: (N, V, N_STATISTICS).
        labels, speakers, names: (N,).
    """

    whole: NDArray[np.float32]
    beginnings: NDArray[np.float32]
    labels: NDArray[np.int64]
    speakers: NDArray[np.str_]
    names: NDArray[np.str_]


def load_summaries(*paths: Path) -> Summaries:
    """Read files of `training.voice.prepare`: all their versions of the same utterances, those of the first first.

    Raises:
        ValueError: they are not of the same utterances.
    """
    spectra = load_spectra(paths[0])
    whole, beginnings = [], []
    for path in paths:
        with np.load(path) as data:
            if not np.array_equal(data["names"], spectra.names):
                raise ValueError(f"{path} holds other utterances than {paths[0]}")
            whole.append(data["statistics"])
            beginnings.append(data["beginnings"])
    parts = np.concatenate(whole, axis=1), np.concatenate(beginnings, axis=1)
    return Summaries(*parts, spectra.labels, spectra.speakers, spectra.names)


def fitted(of: Summaries, chosen: NDArray[np.int64], penalty: float) -> Summary:
    """The layer that some utterances give; classes count alike, however often they occur."""
    whole, beginnings = (part[chosen].reshape(-1, N_STATISTICS) for part in (of.whole, of.beginnings))
    x = torch.from_numpy(np.concatenate([whole, beginnings]))
    labels = np.tile(np.repeat(of.labels[chosen], of.whole.shape[1]), 2)
    weights = np.repeat([1.0, _OF_BEGINNINGS], len(whole)) / np.bincount(labels, minlength=len(CLASSES))[labels]
    y, weight = torch.from_numpy(labels), torch.from_numpy((weights / weights.sum()).astype(np.float32))
    layer = Summary(len(CLASSES))
    layer.mean, layer.deviation = x.mean(0), x.std(0) + 1e-6
    torch.nn.init.zeros_(layer.classifier.weight)
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        entropy = (F.cross_entropy(layer(x), y, reduction="none") * weight).sum()
        value = entropy + penalty * layer.classifier.weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return layer.eval()


@torch.inference_mode()
def logits_of(layer: Summary, of: Summaries, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """(N, C) of whole clean utterances."""
    return np.asarray(layer(torch.from_numpy(of.whole[chosen, 0])).numpy())


def best_penalty(of: Summaries, inside: NDArray[np.int64]) -> float:
    """The one by which speakers among these are recognised best who were left out."""
    speakers = np.unique(of.speakers[inside])
    scores = []
    for penalty in _PENALTIES:
        found = []
        for fold in range(_FOLDS):
            is_out = np.isin(of.speakers[inside], speakers[fold::_FOLDS])
            layer = fitted(of, inside[~is_out], penalty)
            answers = logits_of(layer, of, inside[is_out]).argmax(axis=1)
            found.append(float(np.nanmean(recalls(answers, of.labels[inside[is_out]]))))
        scores.append(float(np.mean(found)))
    return _PENALTIES[int(np.argmax(scores))]


def without(of: Summaries, speaker: str, out: Path) -> Summary:
    """The layer that the other nine give; fitted once, then it is read."""
    target = out / STATISTICS / f"{speaker}.pt"
    if target.exists():
        layer = Summary(len(CLASSES)).eval()
        layer.load_state_dict(torch.load(target, map_location="cpu", weights_only=True))
        return layer
    target.parent.mkdir(parents=True, exist_ok=True)
    inside = np.flatnonzero(of.speakers != speaker)
    penalty = best_penalty(of, inside)
    layer = fitted(of, inside, penalty)
    torch.save(layer.state_dict(), target)
    print(f"{STATISTICS} without {speaker}: penalty {penalty:g}", flush=True)
    return layer


def leave_out(of: Summaries, speaker: str, out: Path) -> None:
    """Fit without a speaker and keep what the layer says of them; done before, it is left as it is."""
    target = out / STATISTICS / f"{speaker}.npz"
    if target.exists():
        return
    outside = np.flatnonzero(of.speakers == speaker)
    logits = logits_of(without(of, speaker, out), of, outside)
    # statistics do not know what came before the utterance: live and afterwards they are the same
    np.savez(target, labels=of.labels[outside], names=of.names[outside], whole=logits, live=logits)
    right = float((logits.argmax(axis=1) == of.labels[outside]).mean())
    print(f"{STATISTICS} without {speaker}: {right:.3f} of {len(outside)} right", flush=True)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.summarise", description=__doc__)
    files = [Path("runs/voice/spectra.npz"), Path("runs/voice/others.npz")]
    parser.add_argument("--spectra", type=Path, nargs="+", default=files, help="files of prepare; all versions count")
    parser.add_argument("--out", type=Path, required=True, help="folder for the answers and the layer")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    of = load_summaries(*arguments.spectra)
    for speaker in SPEAKERS:
        leave_out(of, speaker, arguments.out)
    every = np.arange(len(of.labels))
    penalty = best_penalty(of, every)
    torch.save(fitted(of, every, penalty).state_dict(), arguments.out / STATISTICS / LAYER_FILE)
    print(f"{STATISTICS}: penalty {penalty:g}; {arguments.out / STATISTICS / LAYER_FILE}")


if __name__ == "__main__":
    main()
