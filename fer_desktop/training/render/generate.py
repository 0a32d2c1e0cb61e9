"""Draw faces to learn from: ``python -m fer_desktop.training.render.generate --model FILE --out FILE``.

Each person is drawn several times, each time with another expression, before another camera and in
another light. A seed makes a file again; people of different seeds are different people.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.data import RenderedFaces, save_rendered
from fer_desktop.training.render.camera import sample_cameras
from fer_desktop.training.render.expression import Expressions, Repertoire
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.people import Looks, sample_people
from fer_desktop.training.render.render import FIELD, Renderer

# how often each expression is drawn: those that FER+ lacks more often, neutral with all that resembles one
_SHARES = {
    "neutral": 0.24,
    "happiness": 0.09,
    "surprise": 0.09,
    "sadness": 0.14,
    "anger": 0.15,
    "disgust": 0.13,
    "fear": 0.11,
    "contempt": 0.05,
}
_PEOPLE_AT_ONCE = {"cuda": 24, "cpu": 4}


def sample_kinds(n: int, rng: Generator) -> NDArray[np.int64]:
    """(n,) expressions, each as often as it is drawn."""
    shares = np.array([_SHARES[name] for name in EXPRESSIONS])
    return rng.choice(len(shares), n, p=shares / shares.sum())


def gathered(
    pictures: Sequence[NDArray[np.uint8]],
    shown: Sequence[Expressions],
    person: NDArray[np.int64],
    names: tuple[str, ...],
) -> RenderedFaces:
    """Batches of pictures and what they show, as one; `person` (N,) of all of them, `names` of the shapes."""
    return RenderedFaces(
        pictures=np.concatenate(pictures),
        labels=np.concatenate([part.labels for part in shown]),
        units=np.concatenate([part.weights for part in shown]),
        expression=np.concatenate([part.expression for part in shown]),
        strength=np.concatenate([part.strength for part in shown]),
        person=person,
        names=names,
        field=FIELD,
    )


def draw_faces(model: FaceModel, n_people: int, each: int, seed: int, looks: Looks) -> RenderedFaces:
    """`each` pictures of each of `n_people`."""
    rng = np.random.default_rng(seed)
    renderer, repertoire = Renderer(model), Repertoire(model.names)
    pictures, shown = [], []
    for start in tqdm(range(0, n_people, _PEOPLE_AT_ONCE[model.device.type]), desc="people", mininterval=10):
        n = min(_PEOPLE_AT_ONCE[model.device.type], n_people - start)
        people = sample_people(n, rng, looks).take(np.repeat(np.arange(n), each))
        expressions = repertoire.draw(sample_kinds(n * each, rng), rng)
        cameras, lights = sample_cameras(n * each, rng), sample_lights(n * each, rng)
        pictures.append(renderer.render(people, expressions.weights, cameras, lights))
        shown.append(expressions)
    return gathered(pictures, shown, np.repeat(np.arange(n_people), each) + seed * 1_000_000, model.names)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.generate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--out", type=Path, required=True, help="the faces, .npz")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=6, help="pictures of each person")
    parser.add_argument("--seed", type=int, default=1)
    looks = [field.name for field in fields(Looks)]
    parser.add_argument("--without", nargs="*", choices=looks, default=[], help="looks to leave out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = load_face_model(arguments.model, device)
    chosen = Looks(**{name: name not in arguments.without for name in looks})
    faces = draw_faces(model, arguments.people, arguments.each, arguments.seed, chosen)
    save_rendered(arguments.out, faces)
    print(f"{len(faces.pictures)} pictures of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
