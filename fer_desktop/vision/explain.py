"""What a decision rests on: where hiding a part of the face makes the answer less probable.

Occlusion sensitivity after Zeiler and Fergus 2014, "Visualizing and Understanding
Convolutional Networks" (arXiv 1311.2901): a gray patch is moved over the aligned face, and
each place shows how much the probability of the answer falls when it is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.runtime import Runtime

_PATCH = 0.22  # side of the patch, as a share of the face
_STEPS = 17  # positions in each direction


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained.

    Attributes:
        expression: Why, or why not, this one; "" is the answer.
        is_photograph: Each view is judged together with its mirror image, as photographs are: the patch then hides
            the same place in both, so that the heat needs no turning back.
        shift: (8,) added to the logits, as for the answer itself; see `Manifest.prior_shift`.
    """

    expression: str = ""
    is_photograph: bool = False
    shift: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Why one aligned face got its label, or did not get another.

    Attributes:
        crop: (S, S) uint8, the aligned face.
        expression: The one that the heat is about.
        scores: CNN and GRU on this face alone, without a past; of a photograph the mean over it and its mirror image.
        heat: (S, S) float32, fall of the probability of `expression` when this place
            is hidden; negative where hiding makes it more probable.
    """

    crop: NDArray[np.uint8]
    expression: str
    scores: ExpressionScores
    heat: NDArray[np.float32]


def explain_face(
    runtime: Runtime, config: NetworkConfig, crop: NDArray[np.uint8], question: Question | None = None
) -> Explanation:
    """Move a patch over (S, S) uint8 `crop` and watch the answer.

    Args:
        runtime, config: The network.
        crop: The aligned face.
        question: Without one, why a face of a stream has its answer.
    """
    question = question or Question()
    size = crop.shape[0]
    hidden, places = _hidden_views(crop)
    views = np.concatenate([crop[None], hidden])
    probabilities = _first_step(runtime, config, views, question.shift)
    if question.is_photograph:
        mirrored = np.ascontiguousarray(views[:, :, ::-1])
        probabilities = (probabilities + _first_step(runtime, config, mirrored, question.shift)) / 2
    scores = ExpressionScores.from_array(probabilities[0])
    expression = question.expression or scores.top
    asked = EXPRESSIONS.index(expression)
    falls = probabilities[0, asked] - probabilities[1:, asked]
    total, weight = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    for fall, place in zip(falls, places, strict=True):
        total[place] += fall
        weight[place] += 1
    heat = cv2.GaussianBlur(total / np.maximum(weight, 1), (0, 0), size / 48)
    return Explanation(crop, expression, scores, np.asarray(heat, dtype=np.float32))


def _hidden_views(crop: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[tuple[slice, slice]]]:
    """(N, S, S) copies of the face, each with a patch of its mean gray, and where the patch is."""
    size, side = crop.shape[0], round(crop.shape[0] * _PATCH)
    starts = np.linspace(0, size - side, _STEPS).round().astype(int)
    places = [(slice(y, y + side), slice(x, x + side)) for y in starts for x in starts]
    views = np.repeat(crop[None], len(places), axis=0)
    for view, place in zip(views, places, strict=True):
        view[place] = round(float(crop.mean()))
    return views, places


def _first_step(
    runtime: Runtime, config: NetworkConfig, crops: NDArray[np.uint8], shift: tuple[float, ...]
) -> NDArray[np.float32]:
    """(N, 8) probabilities of faces without a past."""
    n = len(crops)
    state = np.zeros((n, config.state_size), np.float32)
    step = runtime.step(network_input(crops), state, np.full((n, 1), np.inf, np.float32))
    return softmax(step.logits + np.asarray(shift, np.float32))
