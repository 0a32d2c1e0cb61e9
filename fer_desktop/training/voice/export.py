"""From a finished run to weights: ``python -m fer_desktop.training.voice.export --run runs/voice/final``.

Writes weights for torch, the same as an ONNX graph, and their manifest: the network and the layer over statistics,
added. The temperature is fitted to answers about speakers that neither part knew (``--answers``, of
`training.voice.protocol` and `training.voice.summarise`), and folded into both last
layers. Needs the library onnx (`pip install fer-desktop[training]`).
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch
from torch import nn

from fer_desktop.paths import voice_weights_dir
from fer_desktop.training.calibration import fit_temperature
from fer_desktop.training.course import averaged
from fer_desktop.training.export import Ports, write_graph
from fer_desktop.training.voice.answers import NETWORK_SHARE, RECOGNISER, STATISTICS, load_answers
from fer_desktop.training.voice.summarise import LAYER_FILE
from fer_desktop.voice.features import N_MELS
from fer_desktop.voice.manifest import VoiceManifest, VoiceNetworkConfig
from fer_desktop.voice.network import VoiceRecogniser
from fer_desktop.voice.runtime import CONTEXT, INPUTS, OUTPUTS, STRIDE
from fer_desktop.voice.statistics import N_STATISTICS
from fer_desktop.weight_file import WeightFile, write_description

_DATA = "Berlin Database of Emotional Speech (Burkhardt et al. 2005, CC0): 535 acted utterances, 10 people, German"
_LICENCE = "MIT; the detector of speech is Silero's (MIT)"


def export(run: Path, layer: Path, folder: Path, model_id: str, answers: Path) -> VoiceManifest:
    """Write both parts, added, into a weights folder; returns its manifest.

    Args:
        run: Folder with the checkpoint of the network.
        layer: File of `training.voice.summarise`.
    """
    config = VoiceNetworkConfig()
    recogniser = VoiceRecogniser(config)
    averaged(run, recogniser.network)
    recogniser.summary.load_state_dict(torch.load(layer, map_location="cpu", weights_only=True))
    recogniser.eval()
    logits, labels = load_answers(answers, RECOGNISER, "whole")
    temperature = fit_temperature(torch.from_numpy(logits), labels)
    _scale(recogniser.network.classifier, NETWORK_SHARE / temperature)
    _scale(recogniser.summary.classifier, 1 / temperature)
    torch.save(recogniser.state_dict(), folder / f"{model_id}.pt")
    _write_graph(recogniser, folder / f"{model_id}.onnx")
    manifest = VoiceManifest(
        model_id=model_id,
        data=_DATA,
        licence=_LICENCE,
        network=config,
        calibration={"network_share": NETWORK_SHARE, "temperature": temperature},
        torch=_weight_file(folder / f"{model_id}.pt"),
        onnx=_weight_file(folder / f"{model_id}.onnx"),
    )
    write_description(folder, manifest)
    return manifest


@torch.no_grad()
def _scale(layer: nn.Linear, factor: float) -> None:
    layer.weight.mul_(factor)
    layer.bias.mul_(factor)


def _write_graph(recogniser: VoiceRecogniser, path: Path) -> None:
    state, told = recogniser.network.initial_state(1), torch.zeros(1, N_STATISTICS)
    example = (torch.zeros(1, CONTEXT + 10 * STRIDE, N_MELS), state, told)
    free = {"x": {1: "spectra"}, "logits": {1: "answers"}}
    write_graph(recogniser, example, path, Ports(INPUTS, OUTPUTS, free))


def _weight_file(path: Path) -> WeightFile:
    return WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.export", description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    parser.add_argument(
        "--answers", type=Path, required=True, help="folder of training.voice.protocol and training.voice.summarise"
    )
    parser.add_argument("--weights", type=Path, default=voice_weights_dir())
    parser.add_argument("--model-id", default="voice-cnn-gru-3")
    arguments = parser.parse_args()
    layer = arguments.answers / STATISTICS / LAYER_FILE
    manifest = export(arguments.run, layer, arguments.weights, arguments.model_id, arguments.answers)
    print(f"{manifest.model_id} written to {arguments.weights}; calibration {dict(manifest.calibration)}")


if __name__ == "__main__":
    main()
