"""Faces that a run is judged by while it learns; nothing of them is trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.crops import clean_crops, clean_rendered, cnn_logits
from fer_desktop.training.data import FerPlus, RenderedFaces
from fer_desktop.training.metrics import report
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.network import FaceCnn

_PRIORS = (0.0, 0.5, 1.0)  # shares of the log frequency in photographs


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Crops and labels that a run is judged by; nothing of it is trained on."""

    name: str
    crops: NDArray[np.uint8]
    truth: NDArray[np.int64]

    def figures(self, cnn: FaceCnn, log_frequency: NDArray[np.float32]) -> dict[str, float]:
        """Accuracy and UAR with none, half and all of the frequencies that photographs have."""
        logits = cnn_logits(cnn, self.crops).numpy()
        row: dict[str, float] = {}
        for share in _PRIORS:
            figures = report(softmax(logits + share * log_frequency), self.truth)
            row |= {f"{self.name}_{key}_{share:g}": figures[key] for key in ("accuracy", "uar")}
        return row


def held_out(validation: FerPlus, drawn: dict[str, RenderedFaces], size_px: int) -> list[HeldOut]:
    """FER+ validation under the majority protocol, and faces that are known well enough to have one name."""
    crops = clean_crops(validation, size_px)[validation.majority]
    sets = [HeldOut("validation", crops, validation.labels[validation.majority].argmax(axis=1))]
    for name, faces in drawn.items():
        clear = (faces.labels.max(axis=1) > 0.5) & (faces.labels.argmax(axis=1) == faces.expression)
        sets.append(HeldOut(name, clean_rendered(faces, size_px)[clear], faces.expression[clear]))
    return sets
