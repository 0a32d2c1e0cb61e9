"""What runs the network of the voice: arrays in, arrays out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.onnx_session import open_graph
from fer_desktop.voice.manifest import VoiceManifest

INPUTS = ("x", "state")
OUTPUTS = ("logits", "next_state")
CONTEXT = 13  # spectra before the first of a piece that the convolutions look at
STRIDE = 4  # spectra for each answer

Array = NDArray[np.float32]


class VoiceAnswers(NamedTuple):
    """What a piece of an utterance says.

    Attributes:
        logits: (n, C) after each `STRIDE` spectra, of the utterance until then.
        state: (S,) to hand in with the next piece.
    """

    logits: Array
    state: Array


class VoiceRuntime(Protocol):
    """Runs one network."""

    def step(self, x: Array, state: Array) -> VoiceAnswers:
        """One piece of an utterance, all float32.

        Args:
            x: (CONTEXT + STRIDE * n, 48) from `features.relative`, n at least 1.
            state: (S,); zeros at the beginning of an utterance.
        """


class OnnxVoiceRuntime:
    """ONNX Runtime on one core of the CPU.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """

    def __init__(self, folder: Path, manifest: VoiceManifest) -> None:
        self._session = open_graph(folder, manifest.onnx, INPUTS, threads=1)

    def step(self, x: Array, state: Array) -> VoiceAnswers:
        """See `VoiceRuntime`."""
        logits, next_state = self._session.run(OUTPUTS, {"x": x[None], "state": state[None]})
        return VoiceAnswers(logits[0], next_state[0])
