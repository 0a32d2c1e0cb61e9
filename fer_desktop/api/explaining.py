"""`explain`: what the decision about a face rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Literal

import numpy as np

from fer_desktop.api.faces import ColourOrder, Picture, pixels_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError
from fer_desktop.offline.explained_image import Asked, drawn, explain_photograph
from fer_desktop.paths import weights_dir
from fer_desktop.session.files import write_whole
from fer_desktop.vision.explain import Explanation


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """Why a face has its expression, or has not another one. In Jupyter it shows as a picture.

    Attributes:
        expression: The one that is explained.
        probabilities: Of each of the eight expressions.
        regions: What each region of the face adds to the probability of `expression`.
        units: Intensity of each action unit, 0-1.
        leanings: What each unit that is seen usually adds to the logit of `expression`.
    """

    expression: str
    probabilities: Mapping[str, float]
    regions: Mapping[str, float]
    units: Mapping[str, float]
    leanings: Mapping[str, float]
    _explanation: Explanation = field(repr=False)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture as PNG.

        Raises:
            ExportError: the name is no PNG, the file is there already, or it cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() != ".png":
            raise ExportError("{path} does not end in .png.", "The picture is a PNG: choose such a name.", path=target)
        if target.exists():
            raise ExportError("{path} is there already.", "Choose another name.", path=target)
        write_whole(target, self._repr_png_())

    def _repr_png_(self) -> bytes:
        return drawn(self._explanation)


def explain(
    photo: Picture,
    order: ColourOrder = "RGB",
    *,
    expression: str = "",
    prior: Literal["balanced", "photographs"] = "balanced",
) -> Explained:
    """What the decision about the largest face of a photograph rests on, as `fer-desktop explain` says it.

        >>> why = fer.explain("face.png")
        >>> why.expression
        'neutral'
        >>> why.save("why.png")

    Args:
        photo: A file, or (H, W, 3) uint8.
        order: Of the colours of an array, never guessed.
        expression: Why, or why not, this one; "" is the answer.
        prior: How likely rare expressions are taken to be.

    Raises:
        FerError: the file is no picture, or shows no face.
        ValueError: there is no such expression, or the array is no picture.
    """
    if expression and expression not in EXPRESSIONS:
        raise ValueError(f"expression is one of {', '.join(EXPRESSIONS)}, not {expression!r}")
    name = "the picture" if isinstance(photo, np.ndarray) else Path(photo)
    explanation = explain_photograph(pixels_of(photo, order), name, weights_dir(), Asked(expression, prior))
    probabilities = dict(zip(EXPRESSIONS, map(float, explanation.scores.probabilities), strict=True))
    return Explained(
        explanation.expression,
        probabilities,
        explanation.regions,
        explanation.units,
        explanation.leanings,
        explanation,
    )
