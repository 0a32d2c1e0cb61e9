"""From a finished run to weights: ``python -m fer_desktop.training.voice.export --run runs/voice/final``.

Writes weights for torch, the same as an ONNX graph, and their manifest. With ``--answers`` (of
`training.voice.protocol`) the temperature is fitted to answers about speakers that the networks did not know, and
folded into the last layer. Needs the library onnx (`pip install fer-desktop[training]`).
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch

from fer_desktop.paths import voice_weights_dir
from fer_desktop.training.calibration import fit_temperature
from fer_desktop.training.export import Ports, write_graph
from fer_desktop.training.voice.answers import load_answers
from fer_desktop.voice.features import N_MELS
from fer_desktop.voice.manifest import VoiceManifest, VoiceNetworkConfig, write_voice_manifest
from fer_desktop.voice.network import VoiceNetwork
from fer_desktop.voice.runtime import CONTEXT, INPUTS, OUTPUTS, STRIDE
from fer_desktop.weight_file import WeightFile

_DATA = "Berlin Database of Emotional Speech (Burkhardt et al. 2005, CC0): 535 acted utterances, 10 people, German"
_LICENCE = "MIT; the detector of speech is Silero's (MIT)"


def export(run: Path, folder: Path, model_id: str, answers: Path | None) -> VoiceManifest:
    """Write the averaged network of a run into a weights folder; returns its manifest."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    network = VoiceNetwork(VoiceNetworkConfig())
    network.load_state_dict(state["average"])
    network.eval()
    calibration = {}
    if answers is not None:
        logits, labels = load_answers(answers, "gru-attention", "whole")
        calibration["temperature"] = fit_temperature(torch.from_numpy(logits), labels)
        with torch.no_grad():
            network.classifier.weight.div_(calibration["temperature"])
            network.classifier.bias.div_(calibration["temperature"])
    torch.save(network.state_dict(), folder / f"{model_id}.pt")
    _write_graph(network, folder / f"{model_id}.onnx")
    manifest = VoiceManifest(
        model_id=model_id,
        data=_DATA,
        licence=_LICENCE,
        network=network.config,
        calibration=calibration,
        torch=_weight_file(folder / f"{model_id}.pt"),
        onnx=_weight_file(folder / f"{model_id}.onnx"),
    )
    write_voice_manifest(folder, manifest)
    return manifest


def _write_graph(network: VoiceNetwork, path: Path) -> None:
    example = (torch.zeros(1, CONTEXT + 10 * STRIDE, N_MELS), network.initial_state(1))
    free = {"x": {1: "spectra"}, "logits": {1: "answers"}}
    write_graph(network, example, path, Ports(INPUTS, OUTPUTS, free))


def _weight_file(path: Path) -> WeightFile:
    return WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.export", description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    parser.add_argument("--answers", type=Path, help="folder of training.voice.protocol")
    parser.add_argument("--weights", type=Path, default=voice_weights_dir())
    parser.add_argument("--model-id", default="voice-cnn-gru-1")
    arguments = parser.parse_args()
    manifest = export(arguments.run, arguments.weights, arguments.model_id, arguments.answers)
    print(f"{manifest.model_id} written to {arguments.weights}; calibration {dict(manifest.calibration)}")


if __name__ == "__main__":
    main()
