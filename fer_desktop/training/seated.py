"""People who sit before one camera and what the network says of them: single pictures, or stretches of two seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.crops import cnn_logits
from fer_desktop.training.data import crop_matrix, picture_matrix
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.training.render.sittings import Sittings
from fer_desktop.training.render.stretches import Stretches
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import warp_face

_CLEAR = 0.5  # strength from which on an expression has a name

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """What the network says of sittings or stretches, picture by picture.

    Attributes:
        person: (N,) who it is.
        kind: (N,) of `render.sittings` or `render.stretches`.
        strength: (N,) how far the expression goes.
        probabilities: (N, 8) of the CNN.
        truth: (N,) place in EXPRESSIONS; -1 where the picture is no case.
        n_together: Pictures that one neutral face is measured of: 1, or those of a stretch.
    """

    person: NDArray[np.int64]
    kind: NDArray[np.str_]
    strength: Array
    probabilities: Array
    truth: NDArray[np.int64]
    n_together: int = 1

    def references(self, n_neutral: int) -> NDArray[np.bool_]:
        """(N,) the pictures that a baseline is made of: the first so many neutral faces of each person."""
        chosen = np.zeros(len(self.truth), dtype=bool)
        for person in np.unique(self.person):
            mine = (self.person == person) & (self.kind == AT_REST)
            chosen[np.flatnonzero(mine)[: n_neutral * self.n_together]] = True
        return chosen

    def of(self, person: int, chosen: NDArray[np.bool_]) -> Array:
        """(M, 8) of the chosen pictures of a person."""
        return self.probabilities[chosen & (self.person == person)]


def look_at(drawn: Sittings | Stretches, cnn: FaceCnn, side_px: int) -> People:
    """Score every picture."""
    n_together = 1 if isinstance(drawn, Sittings) else drawn.pictures.shape[1]
    pictures = drawn.pictures.reshape(-1, *drawn.pictures.shape[-2:])
    person, kind = np.repeat(drawn.person, n_together), np.repeat(drawn.kind, n_together)
    strength = np.repeat(drawn.strength, n_together).astype(np.float64)
    matrix = crop_matrix(picture_matrix(pictures.shape[1], drawn.field), side_px)
    crops = np.stack([warp_face(picture, matrix, side_px) for picture in pictures])
    names = {AT_REST: 0} | {name: i for i, name in enumerate(EXPRESSIONS)}
    truth = np.array([names.get(str(one), -1) for one in kind], np.int64)
    truth[(truth > 0) & (strength < _CLEAR)] = -1
    probabilities = softmax(cnn_logits(cnn, crops).numpy()).astype(np.float64)
    return People(person, kind, strength, probabilities, truth, n_together)
