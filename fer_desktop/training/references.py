"""How well a neutral face is told from what is none: ``python -m fer_desktop.training.references --stretches FILE``.

People that were never trained on (`render.sittings`, single pictures; `render.stretches`, two seconds each). Printed is
the share of each kind that is refused as a neutral face: by itself, and held against what the same person looks like in
the other pictures or stretches, the lids against how far that person opens them there. In brackets the share of those
whose expression is one: weaker ones a crowd calls partly neutral (`render.expression`). A face at rest that happens to
blink while its picture is taken is no neutral one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.automatic_baseline import usual_look
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.eyes import OpenLevel
from fer_desktop.core.neutral_stretch import Moment, reference_of
from fer_desktop.core.pose import yaw_pitch_roll
from fer_desktop.core.rest_check import Look, RestCheck
from fer_desktop.core.types import Face
from fer_desktop.paths import weights_dir
from fer_desktop.training.data import crop_matrix, picture_matrix
from fer_desktop.training.evaluate_clips import seen
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.training.render.sittings import Sittings, load_sittings
from fer_desktop.training.render.stretches import Stretches, load_stretches
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.eye_manifest import EYES
from fer_desktop.vision.eyes import EyeReader
from fer_desktop.vision.mesh import FaceMesh, Region
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network

_ENLARGE, _SIDES = 4, (0.8, 1.0, 0.65)  # for the landmark model
_IS_ONE = 0.35  # strength from which on a crowd is certain
_BLINKS = 0.3  # lids that are shut so far
_APART = 7  # people between two that are mixed
_APART_S = 0.25  # between two of the openings that are known: `OpenLevel` keeps the highest of each such time

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Case:
    """A picture or a stretch: what one may take for a neutral face.

    Attributes:
        kind: What it is; `AT_REST` shall be accepted, everything else refused.
        strength: Of an expression; 1 for what is none.
        moments: With a face that is found.
        openings: Of each of them, how far the more open eye is open.
    """

    person: int
    kind: str
    strength: float
    moments: tuple[Moment, ...]
    openings: tuple[float, ...] = ()


class Eye:
    """Everything that the app measures of a drawn picture."""

    def __init__(self, weights: Path) -> None:
        network, manifest = load_network(weights)
        self._network, self.check = network, manifest.rest_check
        self._side_px = manifest.network.input_px
        self._mesh, self._eyes = FaceMesh(), EyeReader(weights / EYES)

    def moments(
        self, pictures: Pictures, field: float, times_s: Sequence[float]
    ) -> tuple[tuple[Moment, ...], tuple[float, ...]]:
        """Of the (T, H, H) pictures of one person those with a face, and how far the eyes are open."""
        matrix = crop_matrix(picture_matrix(pictures.shape[1], field), self._side_px)
        crops = np.stack([warp_face(picture, matrix, self._side_px) for picture in pictures])
        features, logits = seen(self._network.cnn, crops)
        probabilities = softmax(logits.numpy()).astype(np.float64)
        with torch.inference_mode():
            units = self._network.units(features).numpy()
        level, found, openings = OpenLevel(), [], []
        for picture, told, moved, time_s in zip(pictures, probabilities, units, times_s, strict=True):
            large = cv2.resize(picture, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC)
            image = np.ascontiguousarray(cv2.cvtColor(large, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
            points = self._landmarks(image)
            if points is None:
                continue
            turns = np.array(yaw_pitch_roll(points), np.float32)
            box = np.concatenate([points[:, :2].min(axis=0), points[:, :2].max(axis=0)]).astype(np.float32)
            (eyes,) = self._eyes.read(image, [Face(box, points.astype(np.float32), turns)])
            openings.append(float(max(eyes.opening)))
            lids = level.add(time_s, openings[-1])
            found.append(Moment(time_s, told, 1.0, float(turns[0]), float(turns[1]), points, lids, units=moved))
        return tuple(found), tuple(openings)

    def _landmarks(self, image: Pictures) -> NDArray[np.float64] | None:
        """(468, 3); None where no face is found."""
        middle = image.shape[0] / 2
        for share in _SIDES:
            (first,) = self._mesh.locate(image, [Region(middle, middle, 2 * middle * share, 0.0)])
            second = None if first is None else self._mesh.locate(image, [Region.of_landmarks(first)])[0]
            if second is not None:
                return np.asarray(second, dtype=np.float64)
        return None

    def close(self) -> None:
        """Let go of the landmark model."""
        self._mesh.close()


def cases_of_sittings(path: Path, eye: Eye) -> list[Case]:
    """Each picture by itself; faces at rest that blink are left out."""
    drawn = load_sittings(path)
    return [
        _case(drawn, i, eye.moments(picture[None], drawn.field, [0.0]))
        for i, picture in enumerate(drawn.pictures)
        if drawn.kind[i] != AT_REST or drawn.lids[i] <= _BLINKS
    ]


def cases_of_stretches(path: Path, eye: Eye) -> list[Case]:
    """Each stretch."""
    drawn = load_stretches(path)
    times_s = drawn.times_s.tolist()
    return [_case(drawn, i, eye.moments(pictures, drawn.field, times_s)) for i, pictures in enumerate(drawn.pictures)]


def _case(drawn: Sittings | Stretches, i: int, seen_there: tuple[tuple[Moment, ...], tuple[float, ...]]) -> Case:
    strength = float(drawn.strength[i])
    return Case(int(drawn.person[i]), str(drawn.kind[i]), strength if strength > 0 else 1.0, *seen_there)


def mixed(cases: Sequence[Case]) -> list[Case]:
    """Stretches or pairs of pictures at rest that begin with one person and end with another."""
    rest: dict[int, tuple[Moment, ...]] = {}
    for case in cases:
        if case.kind == AT_REST:
            rest[case.person] = rest.get(case.person, ()) + case.moments
    people = sorted(rest)
    result = []
    for place, person in enumerate(people):
        other = rest[people[(place + _APART) % len(people)]]
        n = min(len(rest[person]), len(other)) // 2
        result.append(Case(person, "two people", 1.0, rest[person][:n] + other[n : 2 * n]))
    return result


def look_at_others(others: Sequence[Case]) -> Look | None:
    """What the person of these cases looks like when looking most neutral; None without one."""
    rows = [np.concatenate([moment.probabilities, moment.units]) for one in others for moment in one.moments]
    return usual_look(np.array(rows)) if rows else None


def with_known_lids(case: Case, others: Sequence[Case]) -> Case:
    """The case with its lids held against how far the person opens them in the others; as it is without openings."""
    level, now_s = OpenLevel(), 0.0
    for opening in (opening for one in others for opening in one.openings):
        level.add(now_s, opening)
        now_s += _APART_S
    moments = [
        replace(moment, lids=level.add(now_s + moment.time_s, opening))
        for moment, opening in zip(case.moments, case.openings, strict=False)
    ]
    return replace(case, moments=tuple(moments) or case.moments)


def is_refused(case: Case, others: Sequence[Case], are_photographs: bool, check: RestCheck | None) -> bool:
    """As a neutral face.

    Args:
        others: Of the same person, against which it is held; none where nothing else is known.
    """
    if not case.moments:
        return True
    case = with_known_lids(case, others)
    return not reference_of(case.moments, "file", are_photographs, look_at_others(others), check).is_good


def refusals(
    cases: Sequence[Case], are_photographs: bool, is_known: bool, check: RestCheck | None
) -> dict[str, tuple[float, float]]:
    """Of each kind the share that is refused, of all and of those that are strong."""
    refused: dict[str, list[tuple[bool, bool]]] = {}
    for case in [*cases, *mixed(cases)]:
        others = [one for one in cases if one.person == case.person and one is not case] if is_known else []
        no = is_refused(case, others, are_photographs, check)
        refused.setdefault(case.kind, []).append((no, case.strength >= _IS_ONE))
    return {
        kind: (float(np.mean([no for no, _ in found])), float(np.mean([no for no, is_strong in found if is_strong])))
        for kind, found in sorted(refused.items())
    }


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.references", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sittings", type=Path, nargs="*", default=[], help="of training.render.sittings")
    parser.add_argument("--stretches", type=Path, nargs="*", default=[], help="of training.render.stretches")
    arguments = parser.parse_args()
    eye = Eye(arguments.weights)
    for path in [*arguments.sittings, *arguments.stretches]:
        are_photographs = path in arguments.sittings
        cases = cases_of_sittings(path, eye) if are_photographs else cases_of_stretches(path, eye)
        for is_known, words in ((False, "by itself"), (True, "against the rest")):
            shares = refusals(cases, are_photographs, is_known, eye.check)
            every = [shares[kind] for kind in EXPRESSIONS[1:] if kind in shares]
            shares |= {"seven expressions": (_mean(every, 0), _mean(every, 1))}
            print(f"{path.name}, {words}: " + "  ".join(_words(kind, shares[kind]) for kind in shares))
    eye.close()


def _mean(shares: Sequence[tuple[float, float]], place: int) -> float:
    return float(np.mean([one[place] for one in shares]))


def _words(kind: str, shares: tuple[float, float]) -> str:
    return f"{kind} {shares[0]:.2f}" if shares[0] == shares[1] else f"{kind} {shares[0]:.2f} ({shares[1]:.2f})"


if __name__ == "__main__":
    main()
