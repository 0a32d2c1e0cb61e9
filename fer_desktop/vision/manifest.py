"""What `manifest.json` says of the files beside it, and whether they are those files. No torch, no ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.errors import WeightsMismatch, WeightsMissing

MANIFEST = "manifest.json"
PREPROCESSING = "aligned gray crop, mean 0, deviation 1 (fer_desktop.vision.preprocess, version 1)"
_HINT = "Reinstall the app, or restore its weights folder."


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Everything needed to build the network without its weights.

    Attributes:
        input_px: Side of the square gray input.
        widths: Channels of the stem and of each following block; a block that is wider than the
            one before halves the side.
        hidden: Size of what the GRU remembers.
        dropout: Share of features dropped in training, before the classifier.
    """

    input_px: int = 48
    widths: tuple[int, ...] = (32, 64, 128, 256, 256)
    hidden: int = 64
    dropout: float = 0.3

    @property
    def state_size(self) -> int:
        """Numbers that are handed from step to step: what the GRU remembers, and the answer until now."""
        return self.hidden + N_EXPRESSIONS

    def to_dict(self) -> dict[str, Any]:
        """The same as a JSON-ready dict."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> NetworkConfig:
        """Inverse of `to_dict`."""
        return cls(**{**values, "widths": tuple(values["widths"])})


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a weights folder."""

    name: str
    sha256: str

    def read(self, folder: Path) -> bytes:
        """Its bytes, which are those that the manifest describes.

        Raises:
            WeightsMissing: it is not there.
            WeightsMismatch: it is another file.
        """
        path = folder / self.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise WeightsMissing("The model's weights are missing: {path}.", _HINT, path=path) from error
        actual = hashlib.sha256(data).hexdigest()
        if actual != self.sha256:
            raise WeightsMismatch(
                "{path} has hash {actual}..., expected {expected}....",
                _HINT,
                path=path,
                actual=actual[:12],
                expected=self.sha256[:12],
            )
        return data


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says.

    Attributes:
        model_id: Name of the model.
        weights: For torch.
        graph: The same network and weights for ONNX Runtime; None where it was not exported.
        network: Shape of the network.
        facts: Everything in the file.
    """

    model_id: str
    weights: WeightFile
    graph: WeightFile | None
    network: NetworkConfig
    facts: dict[str, Any]


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
        manifest = Manifest(
            str(facts["model_id"]),
            WeightFile(str(facts["file"]), str(facts["sha256"])),
            WeightFile(str(facts["onnx"]["file"]), str(facts["onnx"]["sha256"])) if "onnx" in facts else None,
            NetworkConfig.from_dict(facts["network"]),
            facts,
        )
        labels, preprocessing = facts["labels"], facts["preprocessing"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WeightsMismatch(
            "The model's description cannot be read: {path} ({reason!r}).", _HINT, path=path, reason=error
        ) from error
    if not isinstance(labels, list) or tuple(labels) != EXPRESSIONS:
        raise WeightsMismatch(
            "The model's labels are {labels}, expected {expected}.", _HINT, labels=labels, expected=list(EXPRESSIONS)
        )
    if preprocessing != PREPROCESSING:
        raise WeightsMismatch(
            "The model expects {wanted!r}, this app makes {made!r}.", _HINT, wanted=preprocessing, made=PREPROCESSING
        )
    return manifest


def does_not_fit(path: Path) -> WeightsMismatch:
    """For a file that is whole but cannot be used."""
    return WeightsMismatch("{path} does not fit the network in its manifest.", _HINT, path=path)


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Write `facts` as the manifest of a folder."""
    (folder / MANIFEST).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
