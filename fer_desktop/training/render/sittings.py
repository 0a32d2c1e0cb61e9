"""One person before one camera: ``python -m fer_desktop.training.render.sittings --ict FILE --out FILE``.

Each sits still under one light and shows a face at rest some times, every expression, and what a neutral face may be
mistaken for: a word, a blink, a faint smile, a turned head. Calibration is judged by them (`training.baselines`).
With `--second` the people are those of the second family, which no network learned from.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.training.render.camera import Cameras, sample_cameras
from fer_desktop.training.render.expression import Expressions, Repertoire
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.held_out import sample_held_out
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.people import People, sample_people
from fer_desktop.training.render.render import FIELD, Renderer
from fer_desktop.training.render.second_family import SecondFamily, load_second_family

AT_REST = "at rest"
N_AT_REST = 4
WRONG = ("speaking", "blink", "smile", "turned")  # what is no neutral face
_HEAD_RAD = 0.05  # deviation of the head's turns from one picture to the next
_EXPOSURE = 0.05
_SMILE = (0.45, 0.8)  # strength
_TURN_RAD = (0.5, 0.8)

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sittings:
    """N pictures, those of one person beside each other.

    Attributes:
        pictures: (N, H, H) uint8, wider than the aligned crop by `field`.
        person: (N,) who it is.
        kind: (N,) "at rest", an expression, or one of `WRONG`.
        strength: (N,) how far the expression goes.
        lids: (N,) how far the more open eye is shut, 0 to 1: some blink by chance while the picture is taken.
    """

    pictures: NDArray[np.uint8]
    person: NDArray[np.int64]
    kind: NDArray[np.str_]
    strength: Array
    lids: Array
    field: float = FIELD


def draw_sittings(model: FaceModel, n: int, seed: int, family: SecondFamily | None = None) -> Sittings:
    """One sitting of each of n people; the first people are the same whatever n."""
    renderer, repertoire = Renderer(model), Repertoire(model.names)
    parts: list[dict[str, NDArray[Any]]] = []
    for person in tqdm(range(n), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        one = sample_people(1, rng) if family is None else sample_held_out(1, family, rng)[0]
        parts.append({**_sitting(renderer, repertoire, one, rng), "person": np.full(len(_KINDS), person)})
    return Sittings(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


_KINDS = np.array([*[AT_REST] * N_AT_REST, *EXPRESSIONS[1:], *WRONG])


def _sitting(renderer: Renderer, repertoire: Repertoire, one: People, rng: Generator) -> dict[str, NDArray[Any]]:
    n = len(_KINDS)
    shown = _shown(repertoire, rng)
    still, light = sample_cameras(1, rng), sample_lights(1, rng).take(np.zeros(n, np.int64))
    cameras = _beside(still.take(np.zeros(n, np.int64)), rng)
    exposure = light.exposure * np.exp(rng.normal(0, _EXPOSURE, n)).astype(np.float32)
    people = one.take(np.zeros(n, np.int64))
    pictures = renderer.render(people, shown.weights, cameras, replace(light, exposure=exposure))
    lids = shown.weights[:, repertoire.lids].min(axis=1)
    return {"pictures": pictures, "kind": _KINDS, "strength": shown.strength, "lids": lids}


def _beside(cameras: Cameras, rng: Generator) -> Cameras:
    """The head moves a little between the pictures; where it is to be turned, much."""
    n = len(_KINDS)
    far = np.where(_KINDS == "turned", rng.choice((-1.0, 1.0), n) * rng.uniform(*_TURN_RAD, n), 0.0)
    turns = [rng.normal(0, _HEAD_RAD * share, n) for share in (1.0, 0.7, 0.5)]
    return replace(
        cameras,
        yaw=(0.4 * cameras.yaw + turns[0] + far).astype(np.float32),  # who sits down for it looks at the camera
        pitch=(0.6 * cameras.pitch + turns[1]).astype(np.float32),
        roll=(cameras.roll + turns[2]).astype(np.float32),
    )


def _shown(repertoire: Repertoire, rng: Generator) -> Expressions:
    """What is shown in each of the pictures."""
    names = {"smile": EXPRESSIONS.index("happiness")} | {name: i for i, name in enumerate(EXPRESSIONS)}
    expression = np.array([names.get(str(kind), 0) for kind in _KINDS], np.int64)
    shown = repertoire.draw(expression, rng)
    wanted = {AT_REST: AT_REST, "turned": AT_REST, "speaking": "speaking", "blink": "blink"}
    rows = np.flatnonzero([str(kind) in wanted for kind in _KINDS])
    while len(rows):  # what a face at rest does is drawn, until it is what is wanted
        again = repertoire.draw(np.zeros(len(rows), np.int64), rng)
        for i, row in enumerate(rows):
            shown.weights[row], shown.resting[row] = again.weights[i], again.resting[i]
        rows = np.array([row for row in rows if shown.resting[row] != wanted[str(_KINDS[row])]], dtype=np.int64)
    smiles = np.flatnonzero(_KINDS == "smile")
    faint = repertoire.draw(expression[smiles], rng, rng.uniform(*_SMILE, len(smiles)).astype(np.float32))
    shown.weights[smiles], shown.strength[smiles] = faint.weights, faint.strength
    return shown


def load_sittings(path: Path) -> Sittings:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    try:
        with np.load(path) as data:
            values = {field.name: data[field.name] for field in fields(Sittings)}
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} holds no sittings: {error}.", "Make it with training.render.sittings.") from error
    return Sittings(**{**values, "field": float(values["field"])})


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.sittings", description=__doc__)
    parser.add_argument("--ict", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--out", type=Path, required=True, help="the pictures, .npz")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--second", action="store_true", help="people of the second family")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.ict, "cuda" if torch.cuda.is_available() else "cpu")
    family = load_second_family(model) if arguments.second else None
    sittings = draw_sittings(family.model if family else model, arguments.people, arguments.seed, family)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.out, **{field.name: np.asarray(getattr(sittings, field.name)) for field in fields(Sittings)})
    print(f"{len(sittings.pictures)} pictures of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
