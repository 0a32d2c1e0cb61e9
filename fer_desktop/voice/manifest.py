"""What `manifest.json` says of the weights of the voice. No torch, no ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from fer_desktop.facts import Facts
from fer_desktop.weight_file import ModelDescription, Size, WeightFile, read_description

PREPROCESSING = (
    "log-mel spectra relative to the level of the speech (fer_desktop.voice.features, version 1), "
    "and statistics (fer_desktop.voice.statistics, version 1)"
)
CLASSES = ("neutral", "happiness", "sadness", "anger", "disgust", "fear", "boredom")


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceNetworkConfig(Facts):
    """Everything needed to build the network without its weights.

    Attributes:
        classes: In the order of its outputs.
        widths: Channels of the convolution over time and bands, and of the first over time alone.
        hidden: Size of what the GRU remembers.
        attention: Size of the layer that scores moments; 0 takes the mean over time.
        recurrent: Whether there is a GRU.
        dropout: Share of features dropped in training.
    """

    classes: tuple[str, ...] = CLASSES
    widths: tuple[Size, Size] = (8, 64)
    hidden: Size = 96
    attention: Annotated[int, Meta(ge=0, le=65_536)] = 64
    recurrent: bool = True
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.2

    @property
    def state_size(self) -> int:
        """Numbers that are handed from piece to piece: what the GRU remembers, and three sums over time."""
        return 3 * self.hidden + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceManifest(ModelDescription):
    """What `manifest.json` says.

    Attributes:
        preprocessing: What is done to sound before the network hears it.
        network: Shape of the network.
        calibration: Figures by which its answers were calibrated.
        torch, onnx: The weights, and the same network and weights as a graph.
    """

    preprocessing: str = PREPROCESSING
    network: VoiceNetworkConfig
    calibration: Mapping[str, float] = field(default_factory=dict)
    torch: WeightFile
    onnx: WeightFile


def read_voice_manifest(folder: Path) -> VoiceManifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other preprocessing.
    """
    return read_description(folder, VoiceManifest, PREPROCESSING)
