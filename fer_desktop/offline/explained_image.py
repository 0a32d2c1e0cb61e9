"""A picture of what a decision rests on: `fer-desktop explain IMAGE`, and the same for the window."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.pictures import read_image
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.geometry import box_size
from fer_desktop.core.palette import COLOURS
from fer_desktop.core.types import Face
from fer_desktop.errors import ExportError, SourceUnreadable
from fer_desktop.session.files import write_whole
from fer_desktop.settings import Prior
from fer_desktop.vision.explain import Explanation, Question, explain_face
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import align_face


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants to know.

    Attributes:
        expression: Why, or why not, this one; "" is the answer.
        prior: The one that the answer was given with.
    """

    expression: str = ""
    prior: Prior = "balanced"


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
    image = read_image(path)
    landmarker = Landmarker()
    try:
        faces = landmarker.find(image, 0.0) or landmarker.look_again(image)
    finally:
        landmarker.close()
    if not faces:
        raise SourceUnreadable(
            "No face was found in {path}.", "Choose a picture with a face of at least 64 pixels.", path=path
        )
    largest = max(faces, key=lambda face: box_size(face.box))
    explanation = explain_in(image, largest, weights, asked, is_photograph=True)
    write_whole(target, drawn(explanation))
    return explanation


def explain_in(
    image: NDArray[np.uint8], face: Face, weights: Path, asked: Asked | None = None, is_photograph: bool = False
) -> Explanation:
    """Explain one face of an (H, W, 3) RGB image: of a photograph, or one frame of a stream without its past."""
    asked = asked or Asked()
    runtime, manifest, _ = open_runtime(weights, "cpu")
    crop = align_face(image, face.landmarks, manifest.network.input_px)
    question = Question(asked.expression, is_photograph, manifest.prior_shift(asked.prior))
    return explain_face(runtime, manifest.network, crop, question)


def drawn(explanation: Explanation) -> bytes:
    """PNG: the aligned face, the heat over it, and the probabilities."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    FigureCanvasAgg(figure)
    plain, heated, bars = figure.subplots(1, 3, width_ratios=(1, 1.15, 1.2))
    plain.imshow(explanation.crop, cmap="gray", vmin=0, vmax=255)
    plain.set_title("aligned face", fontsize=10)
    heated.imshow(explanation.crop, cmap="gray", vmin=0, vmax=255)
    limit = max(float(np.abs(explanation.heat).max()), 0.01)
    layer = heated.imshow(explanation.heat, cmap="RdBu_r", vmin=-limit, vmax=limit, alpha=0.55)
    heated.set_title(f"hiding red makes {explanation.expression} less probable", fontsize=10)
    figure.colorbar(layer, ax=heated, shrink=0.8)
    for axes in (plain, heated):
        axes.set_axis_off()
    places = range(len(EXPRESSIONS))
    bars.barh(places, explanation.scores.probabilities, color=[COLOURS[name] for name in EXPRESSIONS])
    bars.set_yticks(places, EXPRESSIONS)
    bars.invert_yaxis()
    bars.set_xlim(0, 1)
    bars.set_title("probability", fontsize=10)
    data = io.BytesIO()
    figure.savefig(data, dpi=110, format="png")
    return data.getvalue()
