"""Leave one speaker out: ``python -m fer_desktop.training.voice.protocol --out runs/voice/loso``.

Ten networks for each variant, each trained on nine speakers and asked about the tenth, whom nothing was chosen by.
The answers are kept; the same command goes on where it was stopped, and `evaluate --voice` prints the figures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.voice.batches import Spectra, load_spectra
from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.training.voice.train import VoiceTrainer
from fer_desktop.voice.expression import as_input, known_so_far, whole_level
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.network import VoiceNetwork

VARIANTS = {
    "gru-attention": VoiceNetworkConfig(),
    "gru-mean": VoiceNetworkConfig(attention=0),
    "attention": VoiceNetworkConfig(recurrent=False),
    "mean": VoiceNetworkConfig(recurrent=False, attention=0),
}


@torch.inference_mode()
def logits_of(network: VoiceNetwork, spectra: Spectra, chosen: NDArray[np.int64], is_live: bool) -> NDArray[np.float32]:
    """(N, C) logits at the end of clean utterances, with the level of all of it or as known so far."""
    answers = []
    for place in chosen:
        one = spectra.one(int(place), 0)
        x = torch.from_numpy(as_input(one, known_so_far(one) if is_live else whole_level(one)))[None]
        answers.append(network(x, network.initial_state(1)).logits[0, -1].numpy())
    return np.array(answers)


def leave_out(spectra: Spectra, speaker: str, variant: str, options: VoiceOptions, out: Path) -> None:
    """Train without a speaker and keep what the network says of them; done before, it is left as it is."""
    target = out / variant / f"{speaker}.npz"
    if target.exists():
        return
    is_out = spectra.speakers == speaker
    inside, outside = np.flatnonzero(~is_out), np.flatnonzero(is_out)
    network = VoiceTrainer(spectra, inside, VARIANTS[variant], options, out / variant / speaker).run()
    answers = {name: logits_of(network, spectra, outside, name == "live") for name in ("whole", "live")}
    np.savez(target, labels=spectra.labels[outside], names=spectra.names[outside], **answers)
    right = answers["whole"].argmax(axis=1) == spectra.labels[outside]
    print(f"{variant} without {speaker}: {right.mean():.3f} of {len(right)} right", flush=True)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.protocol", description=__doc__)
    parser.add_argument("--spectra", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--out", type=Path, required=True, help="folder for the answers")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--speakers", nargs="+", choices=SPEAKERS, default=SPEAKERS)
    parser.add_argument("--epochs", type=int, default=VoiceOptions().epochs)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    spectra = load_spectra(arguments.spectra)
    for variant in arguments.variants:
        for speaker in arguments.speakers:
            leave_out(spectra, speaker, variant, VoiceOptions(epochs=arguments.epochs), arguments.out)


if __name__ == "__main__":
    main()
