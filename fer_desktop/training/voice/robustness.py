"""What distortions cost that were not trained on: ``python -m fer_desktop.training.voice.robustness --data FOLDER``.

Every speaker is heard by the network and the layer that know neither the speaker (`training.voice.protocol`,
`training.voice.summarise`) nor the distortion (`training.voice.unseen`). Prints UAR of whole utterances.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.course import averaged
from fer_desktop.training.voice.answers import NETWORK_SHARE, recalls
from fer_desktop.training.voice.corpus import SPEAKERS, Utterance, utterances
from fer_desktop.training.voice.summarise import load_summaries, without
from fer_desktop.training.voice.unseen import UNSEEN, Distortion
from fer_desktop.voice.expression import as_input, whole_level
from fer_desktop.voice.features import log_mel
from fer_desktop.voice.manifest import CLASSES, VoiceNetworkConfig
from fer_desktop.voice.network import Summary, VoiceNetwork
from fer_desktop.voice.pitch import voicing
from fer_desktop.voice.statistics import Contours, statistics

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """Both parts of the recogniser, as they are without one speaker."""

    network: VoiceNetwork
    layer: Summary

    @torch.inference_mode()
    def logits(self, samples: Sound) -> NDArray[np.float32]:
        """(C,) of a whole utterance."""
        spectra = log_mel(samples)
        told = statistics(Contours(spectra, *voicing(samples)))
        x = torch.from_numpy(as_input(spectra, whole_level(spectra)))[None]
        of_network = self.network(x, self.network.initial_state(1)).logits[0, -1]
        both: NDArray[np.float32] = (NETWORK_SHARE * of_network + self.layer(torch.from_numpy(told)[None])[0]).numpy()
        return both


def measure(heard: Iterable[Utterance], listeners: dict[str, Listener], distortion: Distortion | None) -> list[float]:
    """UAR over seven classes, and over the six without boredom."""
    rng, answers, labels = np.random.default_rng(1), [], []
    for one in heard:
        samples = one.samples if distortion is None else distortion(one.samples, rng)
        answers.append(listeners[one.speaker].logits(samples))
        labels.append(CLASSES.index(one.emotion))
    logits, truth = np.array(answers), np.array(labels)
    six = truth != CLASSES.index("boredom")
    among_six = logits[six][:, : len(CLASSES) - 1].argmax(axis=1)
    return [float(np.nanmean(recalls(*pair))) for pair in ((logits.argmax(axis=1), truth), (among_six, truth[six]))]


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.robustness", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emodb.zip")
    parser.add_argument("--spectra", type=Path, default=Path("runs/voice/spectra.npz"))
    parser.add_argument("--answers", type=Path, default=Path("runs/voice/loso"))
    parser.add_argument("--every", type=int, default=1, help="take every so-manieth utterance (1)")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    of = load_summaries(arguments.spectra)
    listeners = {}
    for speaker in SPEAKERS:
        network = averaged(arguments.answers / "gru-attention" / speaker, VoiceNetwork(VoiceNetworkConfig()))
        listeners[speaker] = Listener(network, without(of, speaker, arguments.answers))
    heard = list(utterances(arguments.data))[:: arguments.every]
    print(f"{len(heard)} utterances\n{'':>22}   UAR of 7  of 6", flush=True)
    for name, distortion in {"as it is": None, **UNSEEN}.items():
        seven, six = measure(heard, listeners, distortion)
        print(f"{name:>22}      {seven:.3f}  {six:.3f}", flush=True)


if __name__ == "__main__":
    main()
