"""Units that an expression must have, in posed photographs: ``python -m fer_desktop.training.eyes.posed``.

--photographs FOLDER: labelled as `training.evaluate_photographs` reads them. --data, --aligned: FER+ and what
`training.prepare` wrote for it, of which the validation split is looked at.
--reference FILE: MediaPipe's face landmarker, to measure beside.

Of each unit is told how often it is higher in a photograph of the expression that has it than in one of another
expression (the area under the ROC curve; 0.5 is chance), and the same against neutral faces where there are any.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_details import UNITS
from fer_desktop.core.types import Frame
from fer_desktop.training.data import load_fer_plus
from fer_desktop.training.evaluate_photographs import labelled
from fer_desktop.training.eyes.evaluate import AllUnits
from fer_desktop.training.eyes.reference import Reference
from fer_desktop.training.finding import read_photograph
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

# after EMFACS (Friesen and Ekman 1983), as the drawn faces are (`render.repertoire`)
HAS: dict[str, str] = {
    **dict.fromkeys(("AU01", "AU02", "AU05", "AU25", "AU26"), "surprise"),
    **dict.fromkeys(("AU04", "AU07", "AU23", "AU24"), "anger"),
    **dict.fromkeys(("AU09", "AU10"), "disgust"),
    **dict.fromkeys(("AU06", "AU12"), "happiness"),
    **dict.fromkeys(("AU15", "AU17"), "sadness"),
    "AU20": "fear",
    "AU14": "contempt",
}
_ENLARGE, _ROOM = 5, 0.25  # of FER+: 48 px to 240, and what is put around, since its pictures end at the face

Row = dict[str, float]
Labelled = tuple[NDArray[np.uint8], str]


def photographs(folder: Path) -> Iterator[Labelled]:
    """RGB pictures and expressions of a folder."""
    for photograph in labelled(folder):
        yield read_photograph(photograph.path.read_bytes()), photograph.expression


def validation(archive: Path, aligned: Path) -> Iterator[Labelled]:
    """Enlarged pictures of FER+ that count under the majority protocol."""
    data = load_fer_plus(archive, aligned, "validation")
    for image, label in zip(data.images[data.majority], data.labels[data.majority], strict=True):
        border = round(_ROOM * len(image))
        wide = cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_REPLICATE)
        large = cv2.resize(wide, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC)
        yield np.asarray(cv2.cvtColor(large, cv2.COLOR_GRAY2RGB), np.uint8), EXPRESSIONS[int(label.argmax())]


def seen_in(pictures: Iterable[Labelled], weights: Path, reference: Reference | None) -> list[tuple[str, Row]]:
    """The expression of each picture with a face, and what is read of its units."""
    analyzer, every = open_analyzer(AnalyzerOptions(weights, 1, "cpu", details=True)), AllUnits(weights)
    rows = []
    for image, expression in pictures:
        found = analyzer.analyze(Frame(0, 0.0, image, follows=False)).faces
        if not found:
            continue
        row = every.read(found[0].face, analyzer.crops(image, [found[0].face]))
        theirs = None if reference is None else reference.look(image)
        rows.append((expression, row | {f"their {name}": value for name, value in (theirs or {}).items()}))
    analyzer.close()
    return rows


def area(rows: list[tuple[str, Row]], name: str, has: str, lacks: set[str]) -> float:
    """How often a value is higher with the one expression than with the others; NaN without any."""
    with_it, without = (
        [row[name] for expression, row in rows if name in row and expression in wanted] for wanted in ({has}, lacks)
    )
    if not with_it or not without:
        return float("nan")
    return float(mannwhitneyu(with_it, without).statistic) / (len(with_it) * len(without))


def print_table(rows: list[tuple[str, Row]], title: str) -> None:
    """One line for each unit."""
    print(f"{title}: {len(rows)} faces; against all other expressions, against neutral, MediaPipe against all others")
    for unit in sorted(HAS):
        others = set(EXPRESSIONS) - {HAS[unit]}
        areas = area(rows, unit, HAS[unit], others), area(rows, unit, HAS[unit], {"neutral"})
        cells = " | ".join(_cell(value) for value in (*areas, area(rows, f"their {unit}", HAS[unit], others)))
        print(f"| {unit}{'' if unit in UNITS else ' (not shipped)'} | {HAS[unit]} | {cells} |")


def _cell(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.2f}"


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.eyes.posed", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--photographs", type=Path, help="folder of labelled photographs")
    parser.add_argument("--data", type=Path, help="archive of FER+")
    parser.add_argument("--aligned", type=Path, help="what training.prepare wrote for it")
    parser.add_argument("--reference", type=Path, help="MediaPipe's face landmarker, .task")
    arguments = parser.parse_args()
    reference = Reference(arguments.reference) if arguments.reference else None
    if arguments.photographs:
        rows = seen_in(photographs(arguments.photographs), arguments.weights, reference)
        print_table(rows, "photographs")
    if arguments.data and arguments.aligned:
        rows = seen_in(validation(arguments.data, arguments.aligned), arguments.weights, reference)
        print_table(rows, "FER+ validation")


if __name__ == "__main__":
    main()
