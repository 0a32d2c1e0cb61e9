"""The whole pipeline on photographs it never saw: find, align, classify. Used by `training.evaluate --lfw`."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from pathlib import Path
from typing import Any, get_args

import numpy as np
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.geometry import box_size
from fer_desktop.core.types import Analysis, Frame
from fer_desktop.training.finding import read_photograph
from fer_desktop.training.metrics import report
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.manifest import PriorChoice

PROTOCOL = "7 expressions (contempt left out), answer among 8, largest face, a face that is not found is an error"
_LEFT_OUT = "contempt"  # nine photographs


def evaluate_lfw(folder: Path, weights: Path) -> dict[str, Any]:
    """Accuracy, UAR and confusion on the labelled photographs in `folder`, CNN and GRU, and CNN alone."""
    analyzer, other = (
        open_analyzer(AnalyzerOptions(weights, max_faces=4, device="cpu", prior=prior))
        for prior in get_args(PriorChoice)
    )
    truth, scores, raw, others = [], [], [], []
    with zipfile.ZipFile(folder / "lfw_expressions.zip") as archive:
        labels_name = next(name for name in archive.namelist() if name.endswith("labels.csv"))
        rows = list(csv.DictReader(io.StringIO(archive.read(labels_name).decode())))
        prefix = labels_name.removesuffix("labels.csv") + "images/"
        chosen = [row for row in rows if row["expression"] != _LEFT_OUT]
        for i, row in enumerate(tqdm(chosen, desc="photographs", mininterval=5, file=sys.stderr)):
            photograph = read_photograph(archive.read(prefix + Path(row["file"]).name))
            truth.append(EXPRESSIONS.index(row["expression"]))
            found = analyzer.find(Frame(i, float(i), photograph, follows=False))
            both = _answer(analyzer.score(found))
            scores.append(both[0])
            raw.append(both[1])
            others.append(_answer(other.score(found))[0])
    analyzer.close()
    other.close()
    labels = np.array(truth)
    is_found = np.array([bool(answer.sum()) for answer in scores])
    return {
        "protocol": PROTOCOL,
        "not_found": int((~is_found).sum()),
        **_report(np.array(scores), labels),
        "cnn_alone": _report(np.array(raw), labels),
        "as_in_photographs": _report(np.array(others), labels),
    }


def _answer(analysis: Analysis) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Probabilities of CNN and GRU, and of the CNN alone; zeros when no face is found."""
    faces = analysis.faces
    if not faces:
        return np.zeros(N_EXPRESSIONS), np.zeros(N_EXPRESSIONS)
    face = max(faces, key=lambda f: box_size(f.face.box))
    return face.scores.probabilities, face.raw.probabilities


def _report(probabilities: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> dict[str, Any]:
    """As `metrics.report`; a face that was not found answers the left-out expression, and so is an error."""
    answers = probabilities.copy()
    answers[answers.sum(axis=1) == 0, EXPRESSIONS.index(_LEFT_OUT)] = 1.0
    figures = report(answers, labels)
    return {name: figures[name] for name in ("n", "accuracy", "uar", "macro_f1", "per_class", "confusion")}
