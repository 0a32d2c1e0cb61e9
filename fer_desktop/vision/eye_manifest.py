"""What `manifest.json` says of the weights of the eyes. No torch, no ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from fer_desktop.facts import Facts
from fer_desktop.weight_file import ModelDescription, Size, WeightFile, read_description

EYES = "eyes"  # the folder of the eyes' weights, inside of that of the face's
PREPROCESSING = "upright gray eyes, mean 0, deviation 1 (fer_desktop.vision.eye_crops, version 1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class EyeNetworkConfig(Facts):
    """Everything needed to build the network without its weights.

    Attributes:
        height, width: Of the picture of an eye, px.
        widths: Channels of the convolutions; each after the first halves the sides.
        channels: What is left of them before the layers that are fully connected.
        hidden: Size of the layer between.
        dropout: Share of it that is dropped in training.
    """

    height: Size = 32
    width: Size = 48
    widths: tuple[Size, ...] = (16, 32, 48, 64)
    channels: Size = 16
    hidden: Size = 96
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class EyeManifest(ModelDescription):
    """What `manifest.json` says.

    Attributes:
        preprocessing: What is done to an eye before the network sees it.
        network: Shape of the network.
        measured: Figures on drawn people of the second family, such as the error of the gaze in degrees.
        torch, onnx: The weights, and the same network and weights as a graph.
    """

    preprocessing: str = PREPROCESSING
    network: EyeNetworkConfig
    measured: Mapping[str, float] = field(default_factory=dict)
    torch: WeightFile
    onnx: WeightFile


def read_eye_manifest(folder: Path) -> EyeManifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other preprocessing.
    """
    return read_description(folder, EyeManifest, PREPROCESSING)
