"""The whole pipeline on a folder of labelled photographs: `training.evaluate --photographs FOLDER`.

The folder holds `labels.csv` with the columns `file` and `expression`, and the files, beside it or in
`images`; or one folder for each expression, named after it, with the photographs in it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.geometry import box_size
from fer_desktop.core.types import Frame
from fer_desktop.errors import DataError
from fer_desktop.training.finding import read_photograph
from fer_desktop.training.metrics import report, shifted, wrong_though_sure
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer
from fer_desktop.vision.manifest import read_manifest

PROTOCOL = "largest face, answer among 8, a face that is not found is an error"


class Photograph(NamedTuple):
    """One file and what it is said to show."""

    path: Path
    expression: str


def labelled(folder: Path) -> list[Photograph]:
    """The photographs of a folder with their labels, in order.

    Raises:
        DataError: there are none, or a label is no expression.
    """
    table = folder / "labels.csv"
    if table.is_file():
        with table.open(newline="", encoding="utf-8") as file:
            rows = [(row["file"], row["expression"]) for row in csv.DictReader(file)]
        places = (folder, folder / "images")
        found = [
            Photograph(next((place / name for place in places if (place / name).is_file()), folder / name), expression)
            for name, expression in rows
        ]
    else:
        found = [
            Photograph(path, name)
            for name in EXPRESSIONS
            for path in sorted((folder / name).glob("*"))
            if path.is_file()
        ]
    strange = sorted({photograph.expression for photograph in found} - set(EXPRESSIONS))
    if strange:
        raise DataError(f"{table} has labels that are no expressions: {strange}.", f"Use {', '.join(EXPRESSIONS)}.")
    if not found:
        raise DataError(
            f"{folder} holds no labelled photographs.", "See python -m fer_desktop.training.evaluate --help."
        )
    return found


def evaluate_photographs(folder: Path, weights: Path) -> dict[str, Any]:
    """Accuracy, UAR, calibration and confusion; answers above 0.8 that are wrong."""
    analyzer = open_analyzer(AnalyzerOptions(weights, max_faces=4, device="cpu"))
    photographs = labelled(folder)
    answers = np.stack(
        [_answer(analyzer, i, photograph) for i, photograph in enumerate(tqdm(photographs, mininterval=5))]
    )
    analyzer.close()
    truth = np.array([EXPRESSIONS.index(photograph.expression) for photograph in photographs])
    found = answers.sum(axis=1) > 0
    answers[~found, (truth[~found] + 1) % N_EXPRESSIONS] = 1e-6  # an error, and no confidence in it
    others = shifted(answers, read_manifest(weights).prior_shift("photographs"))
    return {
        "protocol": PROTOCOL,
        "not_found": int((~found).sum()),
        **report(answers, truth),
        "above_0.8": wrong_though_sure(answers, truth),
        "as_in_photographs": report(others, truth),
    }


def _answer(analyzer: Analyzer, index: int, photograph: Photograph) -> np.ndarray[Any, Any]:
    """(8,) probabilities; zeros when no face is found."""
    image = read_photograph(photograph.path.read_bytes())
    faces = analyzer.analyze(Frame(index, float(index), image, follows=False)).faces
    if not faces:
        return np.zeros(N_EXPRESSIONS)
    largest = max(faces, key=lambda face: box_size(face.face.box))
    return np.array(largest.scores.probabilities, dtype=np.float64)
