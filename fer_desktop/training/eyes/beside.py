"""Units, lids and gaze beside MediaPipe's, on drawn people whose truth is known.

    python -m fer_desktop.training.eyes.beside --model FILE --reference face_landmarker.task

Both look at the same pictures of people of the second family, whom no network of ours learned from. MediaPipe's
model is a reference for these figures, not a part of the program. Its blendshapes have no gaze relative to the camera
and its iris has no angle at all, so both are given a line that is fitted to the truth of these very pictures, with the
turn of the head: their figures are the best that they could have here.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.face_details import LIDS, UNITS
from fer_desktop.core.types import Frame
from fer_desktop.training.eyes.evaluate import AllUnits
from fer_desktop.training.eyes.reference import BLENDSHAPES, Reference
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.training.render.camera import sample_cameras
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.eyes import EACH, PICTURE_PX, gaze_of, opening_of, weights_of_looks
from fer_desktop.training.render.face_model import load_face_model
from fer_desktop.training.render.held_out import sample_held_out
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.render import Renderer
from fer_desktop.training.render.second_family import SecondFamily, load_second_family
from fer_desktop.training.render.tensors import on_device
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer

_ROOM = 0.5  # around a picture, which ends beside the face: finders of faces want more
_OPEN = 0.3  # how far lids are shut in an eye that can look
_DEAD = 0.3  # correlation under which a channel does not work

_ALL = tuple(sorted({*BLENDSHAPES, *UNITS}))

Row = dict[str, float]


def pictures(family: SecondFamily, n_people: int, seed: int) -> Iterator[tuple[NDArray[np.uint8], Row]]:
    """RGB pictures and what is true of each; `EACH` for each person."""
    model, renderer = family.model, Renderer(family.model, PICTURE_PX)
    repertoire, names = Repertoire(model.names), {name: i for i, name in enumerate(model.names)}
    border = round(_ROOM * PICTURE_PX)
    for person in tqdm(range(n_people), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        people = sample_held_out(1, family, rng)[0].take(np.zeros(EACH, np.int64))
        weights = weights_of_looks(repertoire, rng)
        cameras, lights = sample_cameras(EACH, rng), sample_lights(EACH, rng)
        drawn = renderer.render(people, weights, cameras, lights)
        heads = renderer.heads(on_device(people, model.device), torch.from_numpy(weights).to(model.device))
        gaze, openings = gaze_of(weights, names, cameras).mean(axis=1), opening_of(model, heads).mean(axis=1)
        units = channels_of(weights, model.names)
        blink = weights[:, [names["eyeBlink_R"], names["eyeBlink_L"]]].max(axis=1)
        for i, picture in enumerate(drawn):
            wide = cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_REPLICATE)
            sides = {unit: [units[name][i] for name in units if name.startswith(unit)] for unit in _ALL}
            true = {f"true {unit}": float(np.mean(values)) for unit, values in sides.items() if values}
            across, up, _ = gaze[i] / np.linalg.norm(gaze[i])
            true |= {"true across": across, "true up": up, "true opening": openings[i], "blink": blink[i]}
            yield np.repeat(wide[..., None], 3, axis=2), true | {"yaw": cameras.yaw[i], "pitch": cameras.pitch[i]}


def seen_in(image: NDArray[np.uint8], analyzer: Analyzer, every: AllUnits) -> Row | None:
    """What the program says of a picture; None without a face."""
    found = analyzer.analyze(Frame(0, 0.0, image, follows=False)).faces
    if not found or found[0].details is None:
        return None
    details = found[0].details
    told = every.read(found[0].face, analyzer.crops(image, [found[0].face])) | {
        LIDS[0].partition("_")[0]: details.unit("AU45")
    }
    yaw, pitch = details.gaze
    across, up = np.sin(yaw) * np.cos(pitch), np.sin(pitch)
    values = {"across": across, "up": up, "opening": float(np.mean(details.eye_opening))}
    return {f"our {name}": float(value) for name, value in (told | values).items()}


def correlation(rows: list[Row], one: str, other: str) -> float:
    """Over the rows in which both are known; NaN where one never changes."""
    a, b = (np.array([row.get(name, np.nan) for row in rows]) for name in (one, other))
    known = np.isfinite(a) & np.isfinite(b)
    if known.sum() < 3 or a[known].std() < 1e-6 or b[known].std() < 1e-6:
        return float("nan")
    return float(np.corrcoef(a[known], b[known])[0, 1])


def fitted_errors(rows: list[Row], names: tuple[str, str]) -> tuple[float, float, float]:
    """Correlations across and up, and mean error in degrees, of a line from two columns and the turn of the head."""
    terms = np.array([[row[names[0]], row[names[1]], row["yaw"], row["pitch"], 1.0] for row in rows])
    truth = np.array([[row["true across"], row["true up"]] for row in rows])
    told = terms @ np.linalg.lstsq(terms, truth, rcond=None)[0]
    return (*_correlations(told, truth), _degrees_off(told, truth))


def _correlations(told: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float]:
    across, up = (float(np.corrcoef(told[:, i], truth[:, i])[0, 1]) for i in range(2))
    return across, up


def _degrees_off(told: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    def directions(plane: NDArray[np.float64]) -> NDArray[np.float64]:
        inside = plane / np.maximum(np.linalg.norm(plane, axis=1, keepdims=True), 1)
        return np.column_stack([inside, np.sqrt(np.maximum(1 - (inside**2).sum(axis=1), 0))])

    cosines = (directions(told) * directions(truth)).sum(axis=1)
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())


def print_tables(rows: list[Row], n_pictures: int) -> None:
    """Rows of pictures in which both found the face."""
    print(f"{len(rows)} of {n_pictures} pictures have a face for both")
    print("| unit | ours | MediaPipe's blendshapes |")
    for unit in _ALL:
        ours, theirs = (correlation(rows, f"true {unit}", f"{who} {unit}") for who in ("our", "their"))
        note = "" if unit in UNITS else " (not shipped)"
        print(f"| {unit}{note} | {_cell(ours)} | {_cell(theirs)} |")
    print(f"a dagger: under {_DEAD}, a channel that does not work here; -: it never moves, or is not read")
    ours, theirs = (correlation(rows, "true opening", name) for name in ("our opening", "their opening"))
    print(f"| opening of the lids | {_cell(ours)} | {_cell(theirs)} |")
    looking = [row for row in rows if row["blink"] < _OPEN and np.isfinite(row["our across"])]
    truth = np.array([[row["true across"], row["true up"]] for row in looking])
    own = np.array([[row["our across"], row["our up"]] for row in looking])
    print(f"gaze of {len(looking)} pictures with open eyes: across, up, error")
    print(f"ours: {_gaze((*_correlations(own, truth), _degrees_off(own, truth)))}")
    for name, of in (("blendshapes, fitted", "look"), ("iris, fitted", "iris")):
        print(f"MediaPipe's {name}: {_gaze(fitted_errors(looking, (f'their {of} across', f'their {of} up')))}")
    print(f"the head alone, fitted: {_gaze(fitted_errors(looking, ('yaw', 'pitch')))}")


def _cell(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.2f}" + ("†" if value < _DEAD else "")


def _gaze(figures: tuple[float, float, float]) -> str:
    return f"{figures[0]:.2f}, {figures[1]:.2f}, {figures[2]:.1f} degrees"


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.eyes.beside", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--reference", type=Path, required=True, help="MediaPipe's face landmarker, .task")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=81)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    family = load_second_family(load_face_model(arguments.model, "cpu"))
    analyzer = open_analyzer(AnalyzerOptions(arguments.weights, 1, "cpu", threads=1, details=True))
    every, reference = AllUnits(arguments.weights), Reference(arguments.reference)
    rows, n_pictures = [], 0
    for image, true in pictures(family, arguments.people, arguments.seed):
        n_pictures += 1
        ours, theirs = seen_in(image, analyzer, every), reference.look(image)
        if ours is not None and theirs is not None:
            rows.append(true | ours | {f"their {name}": value for name, value in theirs.items()})
    analyzer.close()
    print_tables(rows, n_pictures)


if __name__ == "__main__":
    main()
