"""Whether somebody speaks: Silero's detector (silero.ai, MIT), one answer for each 32 ms of sound."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.sound import SOUND_RATE_HZ
from fer_desktop.errors import WeightsMissing
from fer_desktop.onnx_session import open_graph
from fer_desktop.weight_file import WeightFile

_PACKAGE = "silero_vad"  # brings the graph; its code, which needs torch, is not run
SILERO = WeightFile(
    file="silero_vad_16k_op15.onnx",
    sha256="7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
)
WINDOW = 512  # samples of one answer
_CONTEXT = 64  # samples before that it looks at, too
_STATE = (2, 1, 128)

Array = NDArray[np.float32]


class SpeechActivity:
    """Answers for a stream of sound; owned by one thread.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or another one.
    """

    def __init__(self) -> None:
        self._session = open_graph(_folder(), SILERO, ("input", "state", "sr"), threads=1)
        self.reset()

    def reset(self) -> None:
        """What comes next does not follow what came before."""
        self._state = np.zeros(_STATE, np.float32)
        self._before = np.zeros(_CONTEXT, np.float32)
        self._waiting = np.zeros(0, np.float32)

    def add(self, samples: Array) -> list[float]:
        """Probability of speech in each window of `WINDOW` samples that is now full."""
        waiting = np.concatenate([self._waiting, samples])
        n = len(waiting) // WINDOW
        self._waiting = waiting[n * WINDOW :]
        return [self._of(window) for window in waiting[: n * WINDOW].reshape(n, WINDOW)]

    def _of(self, window: Array) -> float:
        given = {
            "input": np.concatenate([self._before, window])[None],
            "state": self._state,
            "sr": np.array(SOUND_RATE_HZ, np.int64),
        }
        probability, self._state = self._session.run(None, given)
        self._before = window[-_CONTEXT:]
        return float(probability[0, 0])


def _folder() -> Path:
    """Where the installed package keeps its graphs."""
    found = find_spec(_PACKAGE)
    places = list(found.submodule_search_locations or ()) if found is not None else []
    if not places:
        raise WeightsMissing("The detector of speech is missing.", "Install the package silero-vad, or the app again.")
    return Path(places[0]) / "data"
