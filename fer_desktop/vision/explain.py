"""What a decision rests on: places, regions and movements of the face, each for any expression.

- Places: occlusion sensitivity after Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional
  Networks" (arXiv 1311.2901): a gray patch is moved over the aligned face, and each place shows how much the
  probability falls when it is hidden.
- Regions: what brows, eyes, mouth and others add, alone and together (`regions`).
- Movements: the action units that are seen, times how far each usually moves the answer (`Origin.leanings`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.action_units import unit_of
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import Manifest, NetworkConfig
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.regions import partly_hidden, shapley_values
from fer_desktop.vision.runtime import Runtime, Step

_PATCH = 0.22  # side of the patch, as a share of the face
_STEPS = 17  # positions in each direction


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained.

    Attributes:
        expression: Why, or why not, this one; "" is the answer.
        is_photograph: Each view is judged together with its mirror image, as photographs are: the patch then hides
            the same place in both, so that the heat needs no turning back.
        shift: (8,) added to the logits, as for the answer itself; see `Manifest.reading`.
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
        regions: What each of `regions.REGIONS` adds to the probability of `expression`.
        units: Intensity of each action unit, 0 to 1, the mean of both sides; empty for weights that do not know them.
        leanings: What each unit that is seen adds to the logit of `expression`, by its usual effect.
    """

    crop: NDArray[np.uint8]
    expression: str
    scores: ExpressionScores
    heat: NDArray[np.float32]
    regions: dict[str, float]
    units: dict[str, float]
    leanings: dict[str, float]


def explain_face(
    runtime: Runtime, manifest: Manifest, crop: NDArray[np.uint8], question: Question | None = None
) -> Explanation:
    """Hide parts of (S, S) uint8 `crop` and watch the answer.

    Args:
        runtime, manifest: The network.
        crop: The aligned face.
        question: Without one, why a face of a stream has its answer.
    """
    question = question or Question()
    hidden, places = _hidden_views(crop)
    views = np.concatenate([crop[None], hidden, partly_hidden(crop)])
    probabilities, units = _judged(runtime, manifest, views, question)
    scores = ExpressionScores.from_array(probabilities[0])
    expression = question.expression or scores.top
    asked = EXPRESSIONS.index(expression)
    n = len(places)
    heat = _heat(probabilities[0, asked] - probabilities[1 : n + 1, asked], places, crop.shape[0])
    effects = {
        unit: manifest.leanings[unit][asked] * value for unit, value in units.items() if unit in manifest.leanings
    }
    regions = shapley_values(probabilities[n + 1 :, asked])
    return Explanation(crop, expression, scores, heat, regions, units, effects)


def _heat(falls: NDArray[np.float32], places: list[tuple[slice, slice]], size: int) -> NDArray[np.float32]:
    """(S, S) mean of the falls of all patches that hide a pixel."""
    total, weight = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    for fall, place in zip(falls, places, strict=True):
        total[place] += fall
        # places in the middle are hidden by more patches than those at the edge
        weight[place] += 1
    return np.asarray(cv2.GaussianBlur(total / np.maximum(weight, 1), (0, 0), size / 48), dtype=np.float32)


def _hidden_views(crop: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[tuple[slice, slice]]]:
    """(N, S, S) copies of the face, each with a patch of its mean gray, and where the patch is."""
    size, side = crop.shape[0], round(crop.shape[0] * _PATCH)
    starts = np.linspace(0, size - side, _STEPS).round().astype(int)
    places = [(slice(y, y + side), slice(x, x + side)) for y in starts for x in starts]
    views = np.repeat(crop[None], len(places), axis=0)
    for view, place in zip(views, places, strict=True):
        # its own mean: black or white would be an edge, which the network takes for a feature
        view[place] = round(float(crop.mean()))
    return views, places


def _judged(
    runtime: Runtime, manifest: Manifest, views: NDArray[np.uint8], question: Question
) -> tuple[NDArray[np.float32], dict[str, float]]:
    """(N, 8) probabilities of faces without a past, and the action units of the first."""
    shift = np.asarray(question.shift, np.float32)
    steps = [_first_step(runtime, manifest.network, views)]
    if question.is_photograph:
        steps.append(_first_step(runtime, manifest.network, np.ascontiguousarray(views[:, :, ::-1])))
    sides: dict[str, list[float]] = {}
    for step in steps:
        for i, channel in enumerate(manifest.network.units):
            sides.setdefault(unit_of(channel), []).append(float(step.units[0, i]))
    probabilities = np.mean([softmax(step.logits + shift) for step in steps], axis=0, dtype=np.float32)
    return probabilities, {unit: float(np.mean(values)) for unit, values in sides.items()}


def _first_step(runtime: Runtime, config: NetworkConfig, crops: NDArray[np.uint8]) -> Step:
    n = len(crops)
    return runtime.step(
        network_input(crops), np.zeros((n, config.state_size), np.float32), np.full((n, 1), np.inf, np.float32)
    )
