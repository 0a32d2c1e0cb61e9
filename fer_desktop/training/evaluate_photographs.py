"""The whole pipeline on a folder of labelled photographs: `training.evaluate --photographs FOLDER`.

The folder holds `labels.csv` with the columns `file` and `expression`, and the files, beside it or in
`images`; or one folder for each expression, named after it, with the photographs in it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.geometry import box_size
from fer_desktop.core.types import Frame
from fer_desktop.errors import DataError
from fer_desktop.training.finding import read_photograph
from fer_desktop.training.metrics import report, wrong_though_sure
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer
from fer_desktop.vision.manifest import PriorChoice

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
    analyzers = [
        open_analyzer(AnalyzerOptions(weights, max_faces=4, device="cpu", prior=prior))
        for prior in get_args(PriorChoice)
    ]
    photographs = labelled(folder)
    answers, others = np.stack(
        [_answers(analyzers, i, photograph) for i, photograph in enumerate(tqdm(photographs, mininterval=5))], axis=1
    )
    for analyzer in analyzers:
        analyzer.close()
    truth = np.array([EXPRESSIONS.index(photograph.expression) for photograph in photographs])
    found = answers.sum(axis=1) > 0
    for said in (answers, others):
        said[~found, (truth[~found] + 1) % N_EXPRESSIONS] = 1e-6  # an error, and no confidence in it
    return {
        "protocol": PROTOCOL,
        "not_found": int((~found).sum()),
        **report(answers, truth),
        "above_0.8": wrong_though_sure(answers, truth),
        "as_in_photographs": report(others, truth),
    }


def _answers(analyzers: list[Analyzer], index: int, photograph: Photograph) -> np.ndarray[Any, Any]:
    """(P, 8) probabilities by P analyzers, of which the first finds the face; zeros when there is none."""
    image = read_photograph(photograph.path.read_bytes())
    found = analyzers[0].find(Frame(index, float(index), image, follows=False))
    if not found.faces:
        return np.zeros((len(analyzers), N_EXPRESSIONS))
    seen = (analyzer.score(found).faces for analyzer in analyzers)
    largest = [max(faces, key=lambda face: box_size(face.face.box)) for faces in seen]
    return np.array([face.scores.probabilities for face in largest], dtype=np.float64)
