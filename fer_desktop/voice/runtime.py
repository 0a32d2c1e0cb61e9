"""What runs the network of the voice: arrays in, arrays out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.onnx_session import open_graph
from fer_desktop.voice.manifest import VoiceManifest

INPUTS = ("x", "state", "statistics")
OUTPUTS = ("logits", "next_state")
CONTEXT = 13  # spectra before the first of a piece that the convolutions look at
STRIDE = 4  # spectra for each answer

Array = NDArray[np.float32]


class VoiceAnswers(NamedTuple):
    """What a piece of an utterance says.

    Attributes:
        logits: (n, C) after each `STRIDE` spectra, of the utterance until then; the last one counts, for statistics
            are of the end.
        state: (S,) to hand in with the next piece.
    """

    logits: Array
    state: Array


class VoiceRuntime(Protocol):
    """Runs one network."""

    def step(self, x: Array, state: Array, statistics: Array) -> VoiceAnswers:
        """One piece of an utterance, all float32.

        Args:
            x: (CONTEXT + STRIDE * n, 48) from `features.relative`, n at least 1.
            state: (S,); zeros at the beginning of an utterance.
            statistics: (N_STATISTICS,) of the utterance until the end of the piece.
        """


class OnnxVoiceRuntime:
    """ONNX Runtime on one core of the CPU.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """

    def __init__(self, folder: Path, manifest: VoiceManifest) -> None:
        self._session = open_graph(folder, manifest.onnx, INPUTS, threads=1)

    def step(self, x: Array, state: Array, statistics: Array) -> VoiceAnswers:
        """See `VoiceRuntime`."""
        given = {"x": x[None], "state": state[None], "statistics": statistics[None]}
        logits, next_state = self._session.run(OUTPUTS, given)
        return VoiceAnswers(logits[0], next_state[0])
