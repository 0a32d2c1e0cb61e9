"""Last layers of the CNN that take the place of its own: adapted ones, and the one for photographs. No torch here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

from fer_desktop.errors import WeightsMissing
from fer_desktop.vision.adapted import AdaptedFile
from fer_desktop.vision.manifest import Manifest
from fer_desktop.vision.runtime import LastLayer
from fer_desktop.weight_file import REINSTALL_HINT, does_not_fit


def last_layer(adapted: AdaptedFile, manifest: Manifest) -> LastLayer:
    """The layer of adapted weights.

    Raises:
        WeightsMismatch: it is of another size than that of the network.
    """
    layer = LastLayer(np.array(adapted.weights.weight, np.float32), np.array(adapted.weights.bias, np.float32))
    if layer.weight.shape != (len(manifest.labels), manifest.network.widths[-1]):
        raise does_not_fit(adapted.path)
    return layer


def photograph_layer(folder: Path, manifest: Manifest) -> LastLayer:
    """The last layer for photographs, an .npz of `weight` and `bias` beside the weights.

    Raises:
        WeightsMissing, WeightsMismatch: the file is missing, or is another one.
    """
    readout = manifest.photographs
    if readout is None:
        raise WeightsMissing(
            "The weights in {folder} have no last layer for photographs.", REINSTALL_HINT, folder=folder
        )
    try:
        with np.load(io.BytesIO(readout.read(folder)), allow_pickle=False) as arrays:
            layer = LastLayer(arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32))
    except (KeyError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise does_not_fit(folder / readout.file) from error
    if layer.weight.shape != (len(manifest.labels), manifest.network.widths[-1]):
        raise does_not_fit(folder / readout.file)
    return layer
