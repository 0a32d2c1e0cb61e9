"""Eyes whose gaze and opening are known: ``python -m fer_desktop.training.render.eyes --model FILE --out FILE``.

Each picture shows one person who looks somewhere, with lids anywhere between wide open and shut, before any
camera and in any light. Both eyes are cut out as the program does it (`vision.eye_crops`). With `--second` the
people are those of the second family, whom no network learns from.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.render.camera import Cameras, project, rotations, sample_cameras, to_camera
from fer_desktop.training.render.drawn_file import load_drawn, save_drawn
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.held_out import sample_held_out
from fer_desktop.training.render.light import Lights, sample_lights
from fer_desktop.training.render.people import People, sample_people
from fer_desktop.training.render.render import FIELD, GAZE_RAD, Renderer
from fer_desktop.training.render.second_family import SecondFamily, load_second_family
from fer_desktop.training.render.tensors import on_device
from fer_desktop.vision.eye_crops import EYES_SHAPE, cut_eyes, eye_matrices

PICTURE_PX = 192  # an eye is as large in it as in a face of 150 px
MARGIN = 1.5  # eyes are kept with so much around them that training can still shift them
EACH = 4  # pictures of each person
_AT_ONCE = 8  # drawn as one batch; more need more memory
_WIDE_GAZE, _BLINK, _SHUT = 0.7, 0.2, 0.08  # how many look anywhere, have the lids half way, have them shut
_ACROSS, _UP, _DOWN = 1.3, 0.9, 1.1  # how far, in weights of the shapes
_LIDS = (36, 37, 38, 39, 40, 41), (42, 43, 44, 45, 46, 47)  # of the 68 landmarks; the right eye first

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnEyes:
    """N pictures, two eyes of each; the person's right eye first, the left one mirrored.

    Attributes:
        crops: (N, 2, H, W) uint8 gray, wider than the network's input by `MARGIN`.
        gaze: (N, 2, 3) float32, unit vectors of where each eye looks: x to the viewer's right, y up, z to the
            camera, with the roll of the head taken out as the alignment does it. Not mirrored.
        opening: (N, 2) float32, distance of the lids over the distance of the corners of the eye, in the model.
        closed: (N, 2) float32, how far the lids were shut by a blink, 0 to 1.
        head: (N, 2) float32, yaw and pitch of the head, radians.
        person: (N,) int64.
    """

    crops: NDArray[np.uint8]
    gaze: Array
    opening: Array
    closed: Array
    head: Array
    person: NDArray[np.int64]


def draw_eyes(model: FaceModel, n_people: int, seed: int, family: SecondFamily | None = None) -> DrawnEyes:
    """`EACH` pictures of each person; the first people are the same whatever their number."""
    repertoire = Repertoire(model.names)
    parts: list[DrawnEyes] = []
    for person in tqdm(range(n_people), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        one = sample_people(1, rng) if family is None else sample_held_out(1, family, rng)[0]
        people = one.take(np.zeros(EACH, np.int64))
        weights = weights_of_looks(repertoire, rng)
        cameras, lights = sample_cameras(EACH, rng), sample_lights(EACH, rng)
        parts.append(eyes_of(model, people, weights, cameras, lights, person))
    names = [field.name for field in fields(DrawnEyes)]
    return DrawnEyes(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def weights_of_looks(repertoire: Repertoire, rng: Generator) -> Array:
    """(EACH, U): any expression, with eyes that look anywhere and lids anywhere."""
    weights = repertoire.draw(rng.integers(0, len(EXPRESSIONS), EACH), rng).weights
    across = np.where(rng.random(EACH) < _WIDE_GAZE, rng.uniform(-_ACROSS, _ACROSS, EACH), rng.normal(0, 0.2, EACH))
    up = np.where(rng.random(EACH) < _WIDE_GAZE, rng.uniform(-_DOWN, _UP, EACH), rng.normal(0, 0.15, EACH))
    weights[:, repertoire.gaze] = 0
    repertoire.look(weights, across, up)
    chance = rng.random(EACH)
    lids = np.where(chance < _SHUT, 1.0, np.where(chance < _SHUT + _BLINK, rng.uniform(0, 1, EACH), 0.0))
    lids = np.where(chance > 0.6, rng.uniform(0, 0.15, EACH), lids)  # people differ in how far lids hang
    for shape in repertoire.lids:
        weights[:, shape] = np.maximum(weights[:, shape] * (rng.random(EACH) < 0.5), lids)
    return np.clip(weights, 0, 1.5).astype(np.float32)


def eyes_of(
    model: FaceModel, people: People, weights: Array, cameras: Cameras, lights: Lights, person: int
) -> DrawnEyes:
    """Both eyes of B drawn faces, as they are seen and as they are."""
    renderer = Renderer(model, PICTURE_PX)
    pictures = np.concatenate(
        [
            renderer.render(people.take(rows), weights[rows], cameras.take(rows), lights.take(rows))
            for rows in np.array_split(np.arange(len(weights)), -(-len(weights) // _AT_ONCE))
        ]
    )
    heads = renderer.heads(on_device(people, model.device), torch.from_numpy(weights).to(model.device))
    corners = _corners(model, heads, cameras)
    shape = (round(EYES_SHAPE[0] * MARGIN), round(EYES_SHAPE[1] * MARGIN))
    crops = np.stack(
        [
            cut_eyes(picture, eye_matrices(of_it, shape, PICTURE_PX / FIELD), shape)
            for picture, of_it in zip(pictures, corners, strict=True)
        ]
    )
    names = {name: i for i, name in enumerate(model.names)}
    return DrawnEyes(
        crops=crops,
        gaze=gaze_of(weights, names, cameras),
        opening=opening_of(model, heads),
        closed=np.minimum(weights[:, [names["eyeBlink_R"], names["eyeBlink_L"]]], 1),
        head=np.stack([cameras.yaw, cameras.pitch], axis=1),
        person=np.full(len(weights), person),
    )


def _corners(model: FaceModel, heads: torch.Tensor, cameras: Cameras) -> Array:
    """(B, 4, 2) pixels of the corners of the eyes, in the order of `vision.preprocess.ANCHORS`."""
    seen = to_camera(heads, rotations(cameras, model.device))
    distance = torch.from_numpy(cameras.distance).to(model.device)
    points = project(seen, distance, model.anchors, PICTURE_PX, FIELD)
    return np.asarray(points[:, model.anchors[:4], :2].cpu().numpy(), dtype=np.float32)


def gaze_of(weights: Array, names: dict[str, int], cameras: Cameras) -> Array:
    """(B, 2, 3) unit vectors as of `DrawnEyes`."""
    upright = rotations(replace(cameras, roll=np.zeros_like(cameras.roll)), torch.device("cpu")).numpy()
    directions = []
    for side, out in (("_R", -1.0), ("_L", 1.0)):
        way = {name: weights[:, names[f"eyeLook{name}{side}"]] for name in ("In", "Out", "Up", "Down")}
        across = out * (way["Out"] - way["In"]) * GAZE_RAD[0]
        up = (way["Up"] - way["Down"]) * GAZE_RAD[1]
        in_head = np.stack([np.sin(across), np.sin(up) * np.cos(across), np.cos(up) * np.cos(across)], axis=1)
        directions.append(np.einsum("bij,bj->bi", upright, in_head))
    return np.stack(directions, axis=1).astype(np.float32)


def opening_of(model: FaceModel, heads: torch.Tensor) -> Array:
    """(B, 2): the mean of two heights over the width, after Soukupova and Cech 2016, in three dimensions."""
    skin = model.triangles[model.triangle_part == 0].unique()
    ratios = []
    for lids in _LIDS:
        wanted = model.landmarks[list(lids)]
        nearest = torch.cdist(wanted, model.places[skin]).argmin(dim=1)
        at = heads[:, skin[nearest]]
        heights = (at[:, 1] - at[:, 5]).norm(dim=1) + (at[:, 2] - at[:, 4]).norm(dim=1)
        ratios.append(heights / 2 / (at[:, 0] - at[:, 3]).norm(dim=1))
    return np.asarray(torch.stack(ratios, dim=1).cpu().numpy(), dtype=np.float32)


def load_eyes(path: Path) -> DrawnEyes:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    return load_drawn(path, DrawnEyes, "drawn eyes")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.eyes", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--out", type=Path, required=True, help="the eyes, .npz")
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--second", action="store_true", help="people of the second family")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.model, "cuda" if torch.cuda.is_available() else "cpu")
    family = load_second_family(model) if arguments.second else None
    eyes = draw_eyes(family.model if family else model, arguments.people, arguments.seed, family)
    save_drawn(arguments.out, eyes)
    print(f"{len(eyes.crops)} pictures of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
