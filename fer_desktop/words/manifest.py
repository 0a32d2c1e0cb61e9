"""What `manifest.json` says of the weights that read words. No torch, no ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from fer_desktop.facts import Facts
from fer_desktop.weight_file import ModelDescription, Size, WeightFile, read_description

PREPROCESSING = "words and hashed letter groups (fer_desktop.words.tokens, version 1)"
CLASSES = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsNetworkConfig(Facts):
    """Everything needed to build the network without its weights.

    Attributes:
        classes: In the order of its outputs.
        n_words, n_buckets: Rows of the tables of words and of letter groups.
        width: Numbers for each word.
        channels: Of the convolution over words.
        hidden: What the GRU remembers, in either direction.
        dropout: Share of features dropped in training.
    """

    classes: tuple[str, ...] = CLASSES
    n_words: Size
    n_buckets: Size
    width: Size = 96
    channels: Size = 128
    hidden: Size = 96
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsManifest(ModelDescription):
    """What `manifest.json` says.

    Attributes:
        language: What it reads.
        preprocessing: What is done to a text before the network reads it.
        network: Shape of the network.
        calibration: Figures by which its answers were calibrated.
        thresholds: Probability from which each class is counted as there, where a text may have several.
        frequency: Share of each class among the texts it learned from.
        vocabulary: The words that have a number, one a line.
        onnx: Network and weights as a graph.
    """

    language: str = "en"
    preprocessing: str = PREPROCESSING
    network: WordsNetworkConfig
    calibration: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    frequency: Mapping[str, float] = field(default_factory=dict)
    vocabulary: WeightFile
    onnx: WeightFile


def read_words_manifest(folder: Path) -> WordsManifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other preprocessing.
    """
    return read_description(folder, WordsManifest, PREPROCESSING)
