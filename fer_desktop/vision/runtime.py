"""What a runtime of the network is: arrays in, arrays out (docs/decisions/0014-runtimes.md)."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

INPUTS = ("x", "state", "dt_s")
OUTPUTS = ("raw", "logits", "next_state", "units")
CLASSIFIER = "cnn.classifier"  # the name that torch gave the last layer of the CNN when it was exported
LIVE_THREADS = 2  # nothing else of the analysis runs meanwhile

Array = NDArray[np.float32]


class LastLayer(NamedTuple):
    """What the CNN's logits are made with from its C features: `weight` (8, C) and `bias` (8,)."""

    weight: Array
    bias: Array


class Step(NamedTuple):
    """What one step says of B faces.

    Attributes:
        raw: (B, 8) logits of the CNN alone.
        logits: (B, 8) logits of CNN and GRU.
        state: (B, S) to hand in at the next step.
        units: (B, U) intensities of action units, 0 to 1; U is 0 for weights that do not know them.
    """

    raw: Array
    logits: Array
    state: Array
    units: Array


class Runtime(Protocol):
    """What computes a network, numpy in and numpy out; which one it is, `open_runtime` decides."""

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """One step for B faces, all float32.

        Args:
            x: (B, 1, S, S) from `preprocess.network_input`.
            state: (B, state_size); zeros at first.
            dt_s: (B, 1) seconds since the last step; infinite forgets `state`.
        """
