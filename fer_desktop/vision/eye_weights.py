"""The weights of the eyes as torch knows them. Loading executes no code from the file."""

from __future__ import annotations

from pathlib import Path

from fer_desktop.vision.eye_manifest import read_eye_manifest
from fer_desktop.vision.eye_network import EyeNetwork
from fer_desktop.vision.weights import read_network


def load_eye_network(folder: Path) -> EyeNetwork:
    """Build the network of a weights folder, on the CPU, ready to predict.

    Raises:
        WeightsMissing: a file is not there.
        WeightsMismatch: the weight file is not the one that the manifest describes.
    """
    manifest = read_eye_manifest(folder)
    return read_network(folder, manifest.torch, lambda: EyeNetwork(manifest.network))
