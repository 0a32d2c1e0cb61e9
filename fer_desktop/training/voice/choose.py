"""Which choices are good, seen from inside: ``python -m fer_desktop.training.voice.choose --out runs/voice/choose``.

Five networks for each candidate, each trained without a pair of speakers. For the fold that leaves a speaker out, a
candidate counts by what the network that was trained without the pair says of the *other* one of the pair: the
speaker of the fold is neither learned from nor looked at. Goes on where it was stopped; prints a table.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from fer_desktop.training.voice.answers import recalls
from fer_desktop.training.voice.batches import Spectra, load_spectra
from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.training.voice.protocol import logits_of
from fer_desktop.training.voice.train import VoiceTrainer
from fer_desktop.voice.manifest import VoiceNetworkConfig

_BASE, _SHAPE = VoiceOptions(), VoiceNetworkConfig()
CANDIDATES = {
    "light": (_BASE, _SHAPE),
    "strong": (replace(_BASE, clean=0.08, colour=1.0, masks=2, mixing=0.2), replace(_SHAPE, dropout=0.4)),
    "wide": (_BASE, replace(_SHAPE, widths=(16, 96), hidden=128)),
    "long": (replace(_BASE, epochs=160), _SHAPE),
}
PAIRS = tuple(zip(SPEAKERS[::2], SPEAKERS[1::2], strict=True))


def score(spectra: Spectra, name: str, pair: tuple[str, str], out: Path) -> dict[str, float]:
    """UAR on each of a pair, of a network that knows neither."""
    options, config = CANDIDATES[name]
    inside = np.flatnonzero(~np.isin(spectra.speakers, pair))
    network = VoiceTrainer(spectra, inside, config, options, out / name / "-".join(pair)).run()
    scores = {}
    for speaker in pair:
        places = np.flatnonzero(spectra.speakers == speaker)
        answers = logits_of(network, spectra, places, is_live=False).argmax(axis=1)
        scores[speaker] = float(np.nanmean(recalls(answers, spectra.labels[places])))
    return scores


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.choose", description=__doc__)
    parser.add_argument("--spectra", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--candidates", nargs="+", choices=CANDIDATES, default=list(CANDIDATES))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    spectra = load_spectra(arguments.spectra)
    print("UAR on the speaker, of a network that knows neither of the pair")
    print("candidate  " + "  ".join(f"{speaker:>5}" for speaker in SPEAKERS) + "   mean")
    for name in arguments.candidates:
        scores: dict[str, float] = {}
        for pair in PAIRS:
            scores |= score(spectra, name, pair, arguments.out)
        mean = np.mean(list(scores.values()))
        print(
            f"{name:>9}  " + "  ".join(f"{scores[speaker]:.3f}" for speaker in SPEAKERS) + f"  {mean:.3f}", flush=True
        )


if __name__ == "__main__":
    main()
