"""Print how well lids, gaze and action units are read: ``python -m fer_desktop.training.eyes.evaluate``.

--drawn: gaze and opening of drawn people of the second family, whom no network learned from (render.eyes).
--blinks: blinks in drawn sequences, whose truth is known (render.blinks).
--clips FOLDER: blinks in real clips, as they were counted by hand, twice.
--reference FILE: on these and five other clips, the correlation of each unit with what MediaPipe's blendshapes say of
it; that model is a reference for this figure, not a part of the program.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.action_units import unit_of
from fer_desktop.core.eyes import Blink, OpenLevel, find_blinks
from fer_desktop.core.face_details import UNITS
from fer_desktop.core.types import Face
from fer_desktop.training.eyes.counted import COUNTED, NOT_COUNTED, Counted
from fer_desktop.training.eyes.judge import answers_of, judge_eyes
from fer_desktop.training.eyes.reference import BLENDSHAPES, Reference
from fer_desktop.training.render.blinks import BlinkingEyes, load_blinks
from fer_desktop.training.render.eyes import load_eyes
from fer_desktop.vision.eye_weights import load_eye_network
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.shape_units import SHAPE, UnitReader

_NEAR_S = 0.05  # a frame or so, by which beginnings may differ
_MOVES = 0.02  # standard deviation from which the reference says something of a clip


@dataclass(frozen=True, slots=True)
class Hits:
    """Blinks that were found, missed, and made up."""

    found: int = 0
    missed: int = 0
    made_up: int = 0

    def __add__(self, other: Hits) -> Hits:
        return Hits(self.found + other.found, self.missed + other.missed, self.made_up + other.made_up)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; NaN without any."""
        total = 2 * self.found + self.missed + self.made_up
        return 2 * self.found / total if total else float("nan")

    def __str__(self) -> str:
        return f"F1 {self.f1:.2f} (found {self.found}, missed {self.missed}, made up {self.made_up})"


def compared(told: Sequence[Blink], true: Sequence[tuple[float, float]]) -> Hits:
    """A blink is found when one that is told overlaps it; each may be told once."""
    left = list(told)
    found = 0
    for start_s, end_s in true:
        hit = next((one for one in left if one.start_s <= end_s + _NEAR_S and one.end_s >= start_s - _NEAR_S), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return Hits(found, len(true) - found, len(left))


def on_drawn(openings: NDArray[np.float32], drawn: BlinkingEyes) -> Hits:
    """Blinks of drawn sequences, from (N, 2) openings of the lids."""
    hits = Hits()
    for sequence in np.unique(drawn.sequence):
        rows = drawn.sequence == sequence
        times = drawn.times_s[rows]
        levels = OpenLevel(), OpenLevel()
        shut = [
            np.mean([level.add(float(time_s), float(value)) for level, value in zip(levels, pair, strict=True)])
            for time_s, pair in zip(times, openings[rows], strict=True)
        ]
        true = [(float(start), float(end)) for of, start, end in drawn.blinks if of == sequence]
        hits += compared(find_blinks(times, np.array(shut)), true)
    return hits


def read_clip(path: Path, weights: Path, reference: Reference | None) -> Iterator[dict[str, float]]:
    """What is measured of the first face of each frame of a clip: time, all units, and those of the reference."""
    from fer_desktop.capture.video_file import VideoFileSource
    from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

    source, every = VideoFileSource(path), AllUnits(weights)
    analyzer = open_analyzer(AnalyzerOptions(weights, 1, "cpu", details=True))
    source.open()
    while (frame := source.read()) is not None:
        faces = analyzer.analyze(frame).faces
        if not faces or faces[0].details is None:
            continue
        told = every.read(faces[0].face, analyzer.crops(frame.image, [faces[0].face]))
        row = {**told, "time_s": frame.time_s, **{unit: faces[0].details.unit(unit) for unit in UNITS}}
        if reference is not None:
            row |= {f"{name} of the reference": value for name, value in reference.read(frame).items()}
        yield row
    analyzer.close()
    source.close()


class AllUnits:
    """Every unit that is read of a face, also those that are not shipped."""

    def __init__(self, weights: Path) -> None:
        opened = open_runtime(weights, "cpu", 1)
        self._runtime, network = opened.runtime, opened.manifest.network
        self._names, self._state = network.units, np.zeros((1, network.state_size), np.float32)
        self._units = UnitReader(weights / SHAPE, network.units)

    def read(self, face: Face, crops: NDArray[np.uint8]) -> dict[str, float]:
        """Of one face and its (1, S, S) crop; both sides together."""
        step = self._runtime.step(network_input(crops), self._state, np.full((1, 1), np.inf, np.float32))
        sides: dict[str, list[float]] = {}
        for name, value in zip(self._names, self._units.read(self._units.shapes([face]), step.units)[0], strict=True):
            sides.setdefault(unit_of(name), []).append(float(value))
        return {unit: sum(values) / len(values) for unit, values in sides.items()}


def _blinks_in(rows: Sequence[Mapping[str, float]], counted: Counted) -> Hits:
    times = np.array([row["time_s"] for row in rows])
    inside = (times >= counted.start_s) & (times <= counted.end_s)
    blinks = find_blinks(times, np.array([row["AU45"] for row in rows]))
    return (
        compared(
            [one for one in blinks if one.start_s >= counted.start_s and one.end_s <= counted.end_s], counted.blinks
        )
        if inside.any()
        else Hits()
    )


def _on_clips(folder: Path, weights: Path, reference: Reference | None) -> None:
    hits, compared_units = Hits(), {unit: list[tuple[float, float]]() for unit in BLENDSHAPES}
    for name in (*COUNTED, *(NOT_COUNTED if reference else ())):
        rows = list(read_clip(folder / name, weights, reference))
        if name in COUNTED:
            counted = COUNTED[name]
            found = _blinks_in(rows, counted)
            hits += found
            print(f"{name}: {len(counted.blinks)} blinks counted in {counted.end_s - counted.start_s:.1f} s, {found}")
        for unit, values in compared_units.items() if reference else ():
            values.append(beside_reference(rows, unit))
    print(f"all clips: {hits}")
    if reference:
        _print_units(compared_units)


def beside_reference(rows: Sequence[Mapping[str, float]], unit: str) -> tuple[float, float]:
    """How much the reference moves in a clip, its standard deviation, and our correlation with it; NaN without any."""
    ours, theirs = (np.array([row[key] for row in rows]) for key in (unit, f"{unit} of the reference"))
    known = ~np.isnan(theirs)
    if not known.any() or ours[known].std() == 0 or theirs[known].std() == 0:
        return 0.0, float("nan")
    return float(theirs[known].std()), float(np.corrcoef(ours[known], theirs[known])[0, 1])


def _print_units(compared_units: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    print(f"correlation with the reference in each clip, in brackets where it moves by less than {_MOVES}; median")
    for unit, values in compared_units.items():
        moving = [correlation for moves, correlation in values if moves > _MOVES and not np.isnan(correlation)]
        each = " ".join(f"{told:.2f}" if moves > _MOVES else f"({told:.2f})" for moves, told in values)
        median = f"{np.median(moving):.2f} in {len(moving)} clips" if moving else "it never moves"
        print(f"{unit}{'' if unit in UNITS else ' (not shipped)'}: {each}; {median}")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.eyes.evaluate", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder with the folder of the eyes")
    parser.add_argument("--drawn", type=Path, help="eyes of the second family")
    parser.add_argument("--blinks", type=Path, help="drawn sequences")
    parser.add_argument("--clips", type=Path, help="folder of the clips")
    parser.add_argument("--reference", type=Path, help="MediaPipe's face landmarker, .task")
    arguments = parser.parse_args()
    network = load_eye_network(arguments.weights / "eyes")
    if arguments.drawn:
        for name, value in judge_eyes(network, load_eyes(arguments.drawn)).items():
            print(f"{name:>30} {value:.3f}")
    if arguments.blinks:
        drawn = load_blinks(arguments.blinks)
        openings = answers_of(network, drawn.eyes)[..., 3]
        print(f"drawn sequences: {len(drawn.blinks)} blinks, {on_drawn(openings, drawn)}")
    if arguments.clips:
        _on_clips(arguments.clips, arguments.weights, Reference(arguments.reference) if arguments.reference else None)


if __name__ == "__main__":
    main()
