"""The brow lowerer against codes of a person: ``python -m fer_desktop.training.eyes.brows --clips FOLDER``.

--reference FILE: the same of MediaPipe's blendshapes, a reference for this figure and no part of the program.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Frame
from fer_desktop.training.eyes.coded_brows import HELD_OUT, IN_VIEW, Codes
from fer_desktop.training.eyes.reference import Reference

_UNIT = "AU04"
_NEAR_S = 0.01  # by which times of frames may differ from those that were written down
_LOWERED = 1.0  # from which code a brow counts as lowered

Array = NDArray[np.float64]


@dataclass(slots=True)
class Told:
    """Of the coded frames of one face: codes, what we say and what the reference says; NaN where it says nothing."""

    codes: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)


def read_coded(path: Path, coded: Mapping[int, Codes], weights: Path, reference: Reference | None) -> list[Told]:
    """The coded frames of a clip, one `Told` for each face; the reference is asked where one face is coded alone."""
    from fer_desktop.capture.video_file import VideoFileSource
    from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

    asked = reference if len(coded) == 1 else None
    told = {face_id: Told() for face_id in coded}
    source, analyzer = VideoFileSource(path), open_analyzer(AnalyzerOptions(weights, len(coded), "cpu", details=True))
    source.open()
    while (frame := source.read()) is not None:
        theirs = _said(asked, frame)
        for face in analyzer.analyze(frame).faces:
            code = code_at(coded.get(face.track_id, ()), frame.time_s)
            if code is not None and face.details is not None:
                one = told[face.track_id]
                one.codes.append(code)
                one.ours.append(face.details.unit(_UNIT))
                one.theirs.append(theirs)
    analyzer.close()
    source.close()
    return list(told.values())


def _said(reference: Reference | None, frame: Frame) -> float:
    return reference.read(frame).get(_UNIT, float("nan")) if reference is not None else float("nan")


def code_at(codes: Codes, time_s: float) -> float | None:
    """The code of the frame at a time; None where it was not coded."""
    return next((code for at_s, code in codes if abs(at_s - time_s) < _NEAR_S), None)


def agreement(codes: Sequence[float], values: Sequence[float]) -> float:
    """Correlation where both are known; NaN where one of them does not change."""
    a, b = (np.array(each) for each in (codes, values))
    known = ~np.isnan(b)
    if known.sum() < 2 or a[known].std() == 0 or b[known].std() == 0:
        return float("nan")
    return float(np.corrcoef(a[known], b[known])[0, 1])


def tells_apart(codes: Sequence[float], values: Sequence[float]) -> float:
    """Area under the ROC curve: how often a lowered brow has the higher value than one that is not."""
    a, b = (np.array(each) for each in (codes, values))
    lowered, other = b[(a >= _LOWERED) & ~np.isnan(b)], b[(a < _LOWERED) & ~np.isnan(b)]
    if not len(lowered) or not len(other):
        return float("nan")
    difference = lowered[:, None] - other
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def print_set(name: str, told: Mapping[str, Sequence[Told]]) -> None:
    """Each face, the median of those whose codes change, and all frames at once."""
    print(f"{name}: correlation with the codes, ours and the reference")
    within = []
    for clip, faces in told.items():
        for one in faces:
            pair = agreement(one.codes, one.ours), agreement(one.codes, one.theirs)
            lowered = sum(code >= _LOWERED for code in one.codes)
            print(f"{clip}: lowered in {lowered} of {len(one.codes)}, {pair[0]:.2f} {pair[1]:.2f}")
            if not np.isnan(pair[0]):
                within.append(pair)
    medians = np.nanmedian(np.array(within), axis=0) if within else [float("nan")] * 2
    every = [one for faces in told.values() for one in faces]
    codes = [code for one in every for code in one.codes]
    print(f"median within {len(within)} faces: {medians[0]:.2f} {medians[1]:.2f}")
    for who, values in (
        ("ours", [value for one in every for value in one.ours]),
        ("reference", [value for one in every for value in one.theirs]),
    ):
        print(f"all frames, {who}: {agreement(codes, values):.2f}, ROC {tells_apart(codes, values):.2f}")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.eyes.brows", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder with the weights")
    parser.add_argument("--clips", type=Path, required=True, help="folder of the clips")
    parser.add_argument("--reference", type=Path, help="MediaPipe's face landmarker, .task")
    arguments = parser.parse_args()
    for name, coded in (("clips in view", IN_VIEW), ("held out", HELD_OUT)):
        told = {}
        for clip, faces in coded.items():
            reference = Reference(arguments.reference) if arguments.reference else None
            told[clip] = read_coded(arguments.clips / clip, faces, arguments.weights, reference)
        print_set(name, told)


if __name__ == "__main__":
    main()
