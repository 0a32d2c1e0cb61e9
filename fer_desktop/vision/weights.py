"""The weight file and the manifest that describes it. Loading executes no code from either."""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.vision.network import ExpressionNetwork, NetworkConfig

MANIFEST = "manifest.json"
PREPROCESSING = "aligned gray crop, mean 0, deviation 1 (fer_desktop.vision.preprocess, version 1)"
_HINT = "Reinstall the app, or restore its weights folder."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says of the weight file."""

    model_id: str
    file: str
    sha256: str
    network: NetworkConfig
    facts: dict[str, Any]


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other labels or preprocessing.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise WeightsMissing("The model's description is missing: {path}.", _HINT, path=path)
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        network = NetworkConfig.from_dict(facts["network"])
        manifest = Manifest(str(facts["model_id"]), str(facts["file"]), str(facts["sha256"]), network, facts)
        labels, preprocessing = facts["labels"], facts["preprocessing"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsMismatch(
            "The model's description cannot be read: {path} ({reason!r}).", _HINT, path=path, reason=error
        ) from error
    if tuple(labels) != EXPRESSIONS:
        raise WeightsMismatch(
            "The model's labels are {labels}, expected {expected}.", _HINT, labels=labels, expected=list(EXPRESSIONS)
        )
    if preprocessing != PREPROCESSING:
        raise WeightsMismatch(
            "The model expects {wanted!r}, this app makes {made!r}.", _HINT, wanted=preprocessing, made=PREPROCESSING
        )
    return manifest


def load_network(folder: Path) -> tuple[ExpressionNetwork, Manifest]:
    """Build the network of a weights folder, on the CPU, ready to predict.

    Raises:
        WeightsMissing: a file is not there.
        WeightsMismatch: the weight file is not the one that the manifest describes.
    """
    manifest = read_manifest(folder)
    path = folder / manifest.file
    if not path.is_file():
        raise WeightsMissing("The model's weights are missing: {path}.", _HINT, path=path)
    actual = sha256_of(path)
    if actual != manifest.sha256:
        raise WeightsMismatch(
            "{path} has hash {actual}..., expected {expected}....",
            _HINT,
            path=path,
            actual=actual[:12],
            expected=manifest.sha256[:12],
        )
    network = ExpressionNetwork(manifest.network)
    try:
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except (RuntimeError, ValueError, TypeError, AttributeError, pickle.UnpicklingError) as error:
        raise WeightsMismatch("{path} does not fit the network in its manifest.", _HINT, path=path) from error
    return network.eval(), manifest


def save_network(network: ExpressionNetwork, folder: Path, facts: dict[str, Any]) -> None:
    """Write weights and manifest; `facts` holds at least `model_id` and whatever else is known."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{facts['model_id']}.pt"
    torch.save({name: value.cpu() for name, value in network.state_dict().items()}, path)
    manifest = {
        **facts,
        "file": path.name,
        "sha256": sha256_of(path),
        "labels": list(EXPRESSIONS),
        "preprocessing": PREPROCESSING,
        "network": network.config.to_dict(),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
