"""Spectra of EmoDB, clean and distorted: ``python -m fer_desktop.training.voice.prepare --data FOLDER``.

Takes some minutes on one core. Version 0 of each utterance is clean; `training.voice.train` draws one of the others
at each visit.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from fer_desktop.training.voice.corpus import utterances
from fer_desktop.training.voice.distort import distorted
from fer_desktop.voice.features import log_mel


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.prepare", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emodb.zip")
    parser.add_argument("--out", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--versions", type=int, default=16, help="of each utterance, the clean one among them")
    arguments = parser.parse_args()
    rng = np.random.default_rng(1)
    spectra, names, speakers, emotions = [], [], [], []
    for utterance in utterances(arguments.data):
        sounds = [utterance.samples, *(distorted(utterance.samples, rng) for _ in range(arguments.versions - 1))]
        spectra += [log_mel(sound).astype(np.float16) for sound in sounds]
        names.append(utterance.name)
        speakers.append(utterance.speaker)
        emotions.append(utterance.emotion)
    ends = np.cumsum([len(one) for one in spectra]).reshape(len(names), arguments.versions)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    texts = {"names": np.array(names), "speakers": np.array(speakers), "emotions": np.array(emotions)}
    np.savez(arguments.out, spectra=np.concatenate(spectra), ends=ends, **texts)
    print(f"{len(names)} utterances in {arguments.versions} versions, {ends[-1, -1]} spectra: {arguments.out}")


if __name__ == "__main__":
    main()
