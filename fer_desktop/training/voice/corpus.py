"""The Berlin Database of Emotional Speech (Burkhardt et al. 2005, Interspeech): 535 utterances of ten actors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

ARCHIVE = "emodb.zip"
SPEAKERS = ("03", "08", "09", "10", "11", "12", "13", "14", "15", "16")
_LETTERS = {
    "N": "neutral",
    "F": "happiness",
    "T": "sadness",
    "W": "anger",
    "E": "disgust",
    "A": "fear",
    "L": "boredom",
}


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One of the corpus.

    Attributes:
        samples: (N,) float32 at 16 kHz, -1 to 1.
        speaker: One of `SPEAKERS`.
        emotion: A name.
    """

    name: str
    samples: NDArray[np.float32]
    speaker: str
    emotion: str


def utterances(folder: Path) -> Iterator[Utterance]:
    """All of `emodb.zip`, in order of their names."""
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        for name in sorted(archive.namelist()):
            samples = _decoded(archive.read(name))
            stem = Path(name).stem
            yield Utterance(stem, samples, stem[:2], _LETTERS[stem[5]])


def _decoded(data: bytes) -> NDArray[np.float32]:
    with av.open(io.BytesIO(data), "r", metadata_errors="replace") as container:
        blocks = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(blocks).astype(np.float32) / 32768
