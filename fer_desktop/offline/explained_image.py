"""A picture of what a decision rests on: `fer-desktop explain IMAGE`, and the same for the window."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.pictures import read_image
from fer_desktop.core.action_units import ACTION_UNITS
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.geometry import box_size
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.pixels import frozen_image
from fer_desktop.core.types import Face
from fer_desktop.errors import ExportError, SourceUnreadable
from fer_desktop.results.fonts import installed_typeface
from fer_desktop.session.files import write_whole
from fer_desktop.settings import Prior
from fer_desktop.vision.explain import Explanation, Question, explain_face
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import align_face
from fer_desktop.vision.regions import REGIONS, region_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_UNITS = 6  # that are named


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants to know.

    Attributes:
        expression: Why, or why not, this one; "" is the answer.
        prior, adapted: What the answer was given with.
    """

    expression: str = ""
    prior: Prior = "balanced"
    adapted: Path | None = None


def explain_image(path: Path, target: Path, weights: Path, asked: Asked | None = None) -> Explanation:
    """Explain the largest face of a photograph, found and judged as `analyze` does; the picture goes to `target`.

    Raises:
        SourceUnreadable: the file is no image, or no face is found in it.
        ExportError: `target` is no PNG, is there already, or cannot be written.
    """
    if target.suffix.lower() != ".png":
        raise ExportError("{path} does not end in .png.", "The picture is a PNG: choose such a name.", path=target)
    if target.exists():
        raise ExportError("{path} is there already.", "Choose another name with --out.", path=target)
    explanation = explain_photograph(read_image(path), path, weights, asked)
    write_whole(target, drawn(explanation))
    return explanation


def explain_photograph(
    image: NDArray[np.uint8], name: Path | str, weights: Path, asked: Asked | None = None
) -> Explanation:
    """Explain the largest face of an (H, W, 3) RGB photograph, found and judged as `analyze` does.

    Raises:
        SourceUnreadable: no face is found in it; `name` says in what.
    """
    image = frozen_image(image)
    landmarker = Landmarker()
    try:
        faces = landmarker.find(image, 0.0) or landmarker.look_again(image)
    finally:
        landmarker.close()
    if not faces:
        raise SourceUnreadable(
            "No face was found in {path}.", "Choose a picture with a face of at least 64 pixels.", path=name
        )
    largest = max(faces, key=lambda face: box_size(face.box))
    return explain_in(image, largest, weights, asked, is_photograph=True)


def explain_in(
    image: NDArray[np.uint8], face: Face, weights: Path, asked: Asked | None = None, is_photograph: bool = False
) -> Explanation:
    """Explain one face of an (H, W, 3) RGB image: of a photograph, or one frame of a stream without its past."""
    asked = asked or Asked()
    opened = open_runtime(weights, "cpu", adapted=asked.adapted, prior=asked.prior)
    runtime, manifest = opened.runtime, opened.manifest
    crop = align_face(image, face.landmarks, manifest.network.input_px)
    question = Question(asked.expression, is_photograph, opened.reading.shift)
    return explain_face(runtime, manifest, crop, question)


def drawn(explanation: Explanation, say: Callable[[str], str] = str) -> bytes:
    """PNG: the aligned face, places and regions that the decision rests on, probabilities, and action units.

    Args:
        say: Gives the words in the language of who looks at it; they stay English where no font can draw them.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if installed_typeface().drawable(say("probability")) != say("probability"):
        say = str
    figure = Figure(figsize=(10.5, 6.6), layout="constrained")
    FigureCanvasAgg(figure)
    (plain, places, regions), (probabilities, values, units) = figure.subplots(2, 3)
    plain.imshow(explanation.crop, cmap="gray", vmin=0, vmax=255)
    plain.set_axis_off()
    plain.set_title(say("aligned face"), **installed_typeface().properties(10))
    name = say(explanation.expression)
    _overlay(places, explanation.crop, explanation.heat, say("places: red supports {0}").format(name))
    shares = np.array([explanation.regions[region] for region in REGIONS])
    of_regions = shares[region_map(len(explanation.crop))]
    _overlay(regions, explanation.crop, of_regions, say("regions: red supports {0}").format(name))
    names = [say(expression) for expression in EXPRESSIONS]
    _bars(probabilities, dict(zip(names, explanation.scores.probabilities, strict=True)), say("probability"))
    probabilities.set_xlim(0, 1)
    for bar, expression in zip(probabilities.patches, EXPRESSIONS, strict=True):
        bar.set_color(COLOURS[expression])
    added = {say(region): share for region, share in explanation.regions.items()}
    _bars(values, added, say("added to the probability of {0}").format(name))
    strongest = {
        f"{unit} {say(ACTION_UNITS[unit])} {explanation.units[unit]:.1f}": effect
        for unit, effect in leaning_units(explanation)
    }
    _bars(units, strongest, say("action units: added to the logit of {0}").format(name))
    data = io.BytesIO()
    figure.savefig(data, dpi=110, format="png")
    return data.getvalue()


def leaning_units(explanation: Explanation) -> list[tuple[str, float]]:
    """The units on which the answer leans most, for and against it, with what each adds to its logit."""
    return sorted(explanation.leanings.items(), key=lambda item: -abs(item[1]))[:_MOST_UNITS]


def _overlay(axes: Axes, crop: NDArray[np.uint8], values: NDArray[np.floating[Any]], title: str) -> None:
    """Values over the face, red above zero and blue below."""
    limit = max(float(np.abs(values).max()), 0.01)
    axes.imshow(crop, cmap="gray", vmin=0, vmax=255)
    layer = axes.imshow(values, cmap="RdBu_r", vmin=-limit, vmax=limit, alpha=0.55)
    axes.set_title(title, **installed_typeface().properties(10))
    axes.set_axis_off()
    beside = axes.inset_axes((1.04, 0.0, 0.05, 1.0))  # as high as the face, and below the title
    axes.figure.colorbar(layer, cax=beside)


def _bars(axes: Axes, values: Mapping[str, float], title: str) -> None:
    places = range(len(values))
    axes.barh(places, list(values.values()), color=["#b2182b" if value > 0 else "#2166ac" for value in values.values()])
    axes.set_yticks(places, list(values), **installed_typeface().properties(8))
    axes.invert_yaxis()
    axes.axvline(0, color="0.5", linewidth=0.8)
    axes.set_title(title, **installed_typeface().properties(10))
