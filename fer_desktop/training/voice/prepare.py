"""Spectra and statistics of EmoDB in versions: ``python -m fer_desktop.training.voice.prepare --data FOLDER``.

Takes some minutes on one core. Version 0 of each utterance is clean and the others are distorted;
`training.voice.train` draws one at each visit, `training.voice.summarise` takes all. With ``--as others`` they are
what other people would say instead (`training.voice.voices.OTHERS`). Beginnings are of random length, one second at
least.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.voice.corpus import utterances
from fer_desktop.training.voice.distort import distorted
from fer_desktop.training.voice.voices import OTHERS, Sound, another_voice
from fer_desktop.voice.features import HOP_S, log_mel
from fer_desktop.voice.pitch import voicing
from fer_desktop.voice.statistics import Contours, statistics

_SHORTEST = round(1.0 / HOP_S)  # spectra of a beginning


def summaries(contours: Contours, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Statistics of an utterance, and of a beginning of it."""
    n = len(contours.spectra)
    end = int(rng.integers(min(_SHORTEST, n), n + 1))
    return statistics(contours), statistics(contours.part(0, end))


def clean_and_distorted(samples: Sound, n: int, rng: np.random.Generator) -> list[Sound]:
    """An utterance as it is, and n - 1 times distorted."""
    return [samples, *(distorted(samples, rng) for _ in range(n - 1))]


def others(samples: Sound, n: int, _: np.random.Generator) -> list[Sound]:
    """An utterance in the first n of the other voices."""
    return [another_voice(samples, *voice) for voice in OTHERS[:n]]


_WAYS = {"distorted": clean_and_distorted, "others": others}


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.prepare", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emodb.zip")
    parser.add_argument("--out", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--versions", type=int, default=16, help="of each utterance, the clean one among them")
    parser.add_argument("--as", choices=_WAYS, default="distorted", dest="way", help="which versions (distorted)")
    arguments = parser.parse_args()
    rng = np.random.default_rng(1)
    beginnings_rng = np.random.default_rng(2)  # so that one more draw leaves the sounds as they were
    spectra, told, names, speakers, emotions = [], [], [], [], []
    for utterance in utterances(arguments.data):
        sounds = _WAYS[arguments.way](utterance.samples, arguments.versions, rng)
        contours = [Contours(log_mel(sound), *voicing(sound)) for sound in sounds]
        spectra += [one.spectra.astype(np.float16) for one in contours]
        told += [summaries(one, beginnings_rng) for one in contours]
        names.append(utterance.name)
        speakers.append(utterance.speaker)
        emotions.append(utterance.emotion)
    ends = np.cumsum([len(one) for one in spectra]).reshape(len(names), -1)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    texts = {"names": np.array(names), "speakers": np.array(speakers), "emotions": np.array(emotions)}
    whole, beginnings = (np.array(part).reshape(*ends.shape, -1) for part in zip(*told, strict=True))
    np.savez(
        arguments.out,
        spectra=np.concatenate(spectra),
        ends=ends,
        statistics=whole,
        beginnings=beginnings,
        **texts,
    )
    print(f"{len(names)} utterances in {ends.shape[1]} versions, {ends[-1, -1]} spectra: {arguments.out}")


if __name__ == "__main__":
    main()
