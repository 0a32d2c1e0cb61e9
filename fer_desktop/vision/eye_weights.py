"""The weights of the eyes as torch knows them. Loading executes no code from the file."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import torch

from fer_desktop.vision.eye_manifest import read_eye_manifest
from fer_desktop.vision.eye_network import EyeNetwork
from fer_desktop.weight_file import does_not_fit


def load_eye_network(folder: Path) -> EyeNetwork:
    """Build the network of a weights folder, on the CPU, ready to predict.

    Raises:
        WeightsMissing: a file is not there.
        WeightsMismatch: the weight file is not the one that the manifest describes.
    """
    manifest = read_eye_manifest(folder)
    data = manifest.torch.read(folder)
    try:
        network = EyeNetwork(manifest.network)
        network.load_state_dict(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))
    except (RuntimeError, ValueError, TypeError, AttributeError, EOFError, pickle.UnpicklingError) as error:
        raise does_not_fit(folder / manifest.torch.file) from error
    return network.eval()
