"""Pictures of people of the second family, who are never trained on: to choose by, and to measure fairness with.

    python -m fer_desktop.training.render.held_out --ict FILE --out FILE.npz

Each person shows all eight expressions once, `neutral` being any of the resting faces of
`expression.RESTING` (speaking, looking down ...). With ``--at-rest`` each shows nothing, three times
before one camera in one light, first plainly at rest: what is called an expression there is a false
alarm. Years, sex, ancestry and tone of the skin are drawn independently of each other, so that groups
by one of them differ in nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.training.data import RenderedFaces, load_rendered
from fer_desktop.training.render.camera import Cameras, sample_cameras
from fer_desktop.training.render.expression import Expressions, Repertoire
from fer_desktop.training.render.face_model import load_face_model
from fer_desktop.training.render.light import Lights, sample_lights
from fer_desktop.training.render.people import People, sample_people
from fer_desktop.training.render.phenotypes import Phenotypes, sample_phenotypes
from fer_desktop.training.render.render import FIELD, PICTURE_PX, Renderer
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.training.render.second_family import SecondFamily, load_second_family

_FIRST_PERSON = 1_000_000_000  # above the numbers that `generate` gives
_ADULT_YEARS = 16
_HEAD_RAD = 0.06  # how far a head turns between the pictures of one sitting
N_AT_REST = 3
_SMOOTH_UNTIL_YEARS, _OLD_YEARS = 25, 80  # of `People.age` 0 and 1

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutPeople:
    """N pictures, as many of each person, and what is known of each.

    Attributes:
        faces: Read alone by `training.data.load_rendered`, too.
        resting: (N,) names in `expression.RESTING`, "" where an expression was meant.
        tone: (N,) albedo of the skin. years: (N,). maleness: (N,) 0 to 1. ancestry: (N, 3).
        yaw, pitch: (N,) radians.
        glasses, beard: (N,) as in `People`.
    """

    faces: RenderedFaces
    resting: NDArray[np.str_]
    tone: Array
    years: Array
    maleness: Array
    ancestry: Array
    yaw: Array
    pitch: Array
    glasses: Array
    beard: Array


_KNOWN = tuple(field.name for field in fields(HeldOutPeople) if field.name != "faces")


def load_held_out(path: Path) -> HeldOutPeople:
    """Read what `save_held_out` wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    faces = load_rendered([path])
    try:
        with np.load(path) as data:
            return HeldOutPeople(faces, **{name: data[name] for name in _KNOWN})
    except KeyError as error:
        advice = "Make it with: python -m fer_desktop.training.render.held_out"
        raise DataError(f"{path} does not say whom its faces belong to: {error}.", advice) from error


def save_held_out(path: Path, held_out: HeldOutPeople) -> None:
    """Write what `load_held_out` reads; the file is there only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {field.name: np.asarray(getattr(held_out.faces, field.name)) for field in fields(RenderedFaces)}
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **values, **{name: getattr(held_out, name) for name in _KNOWN})
    partial.replace(path)


def sample_held_out(n: int, family: SecondFamily, rng: Generator) -> tuple[People, Phenotypes]:
    """Draw n people whose looks go with their years and sex."""
    who = sample_phenotypes(n, len(family.targets.feature_names), rng)
    people = sample_people(n, rng)
    is_adult = who.years >= _ADULT_YEARS
    has_beard = (is_adult & (who.maleness > 0.5)).astype(np.float32)
    age = np.clip((who.years - _SMOOTH_UNTIL_YEARS) / (_OLD_YEARS - _SMOOTH_UNTIL_YEARS), 0, 1)
    drawn_for = people.age  # wrinkles and shadows were drawn for this age
    return (
        replace(
            people,
            shape=family.shape_of(who),
            age=age,
            wrinkling=np.maximum(people.wrinkling + 0.3 * (age - drawn_for), 0).astype(np.float32),
            under_eye=people.under_eye + np.float32(0.1) * (age - drawn_for),
            hair=np.where((age < 0.6) & (drawn_for > 0.75), np.minimum(people.hair, 0.3), people.hair).astype(
                np.float32
            ),
            beard=people.beard * has_beard,
            moustache=people.moustache * has_beard,
        ),
        who,
    )


Scene = Callable[[Repertoire, Generator], tuple[Expressions, Cameras, Lights]]
"""What the pictures of one person show, and from where and in which light."""


def every_expression(repertoire: Repertoire, rng: Generator) -> tuple[Expressions, Cameras, Lights]:
    """Each once, each before another camera and in another light."""
    shown = repertoire.draw(np.arange(N_EXPRESSIONS), rng)
    return shown, sample_cameras(N_EXPRESSIONS, rng), sample_lights(N_EXPRESSIONS, rng)


def at_rest(repertoire: Repertoire, rng: Generator) -> tuple[Expressions, Cameras, Lights]:
    """No expression, three times before one camera; in the first picture the face does nothing at all."""
    nothing = np.zeros(N_AT_REST, np.int64)
    shown = repertoire.draw(nothing, rng)
    while shown.resting[0] != AT_REST:
        shown = repertoire.draw(nothing, rng)
    camera = sample_cameras(1, rng).take(nothing)
    yaw, pitch = (angle + rng.normal(0, _HEAD_RAD, N_AT_REST) for angle in (camera.yaw, camera.pitch))
    camera = replace(camera, yaw=yaw.astype(np.float32), pitch=pitch.astype(np.float32))
    return shown, camera, sample_lights(1, rng).take(nothing)


def render_held_out(
    family: SecondFamily, n: int, seed: int, size_px: int = PICTURE_PX, scene: Scene = every_expression
) -> HeldOutPeople:
    """The pictures of each of n people; the first people are the same whatever n."""
    renderer, repertoire = Renderer(family.model, size_px), Repertoire(family.model.names)
    parts: list[dict[str, NDArray[Any]]] = []
    for person in tqdm(range(n), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        number = _FIRST_PERSON + seed * 1_000_000 + person
        part = _pictures_of_one(family, renderer, repertoire, rng, scene)
        parts.append({**part, "person": np.full(len(part["pictures"]), number)})
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    known = {name: joined.pop(name) for name in _KNOWN}
    return HeldOutPeople(RenderedFaces(**joined, names=family.model.names, field=FIELD), **known)


def _pictures_of_one(
    family: SecondFamily, renderer: Renderer, repertoire: Repertoire, rng: Generator, scene: Scene
) -> dict[str, NDArray[Any]]:
    one, who = sample_held_out(1, family, rng)
    shown, cameras, lights = scene(repertoire, rng)
    every = np.zeros(len(shown.expression), np.int64)
    people = one.take(every)
    return {
        "pictures": renderer.render(people, shown.weights, cameras, lights),
        "labels": shown.labels,
        "units": shown.weights,
        "expression": shown.expression,
        "strength": shown.strength,
        "resting": shown.resting,
        "tone": people.tone,
        "years": who.years[every],
        "maleness": who.maleness[every],
        "ancestry": who.ancestry[every],
        "yaw": cameras.yaw,
        "pitch": cameras.pitch,
        "glasses": people.glasses,
        "beard": people.beard,
    }


def main() -> None:
    """Render and write."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.held_out", description=__doc__)
    parser.add_argument("--ict", type=Path, required=True, help="the archive of ICT-FaceKit")
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-rest", action="store_true", help="faces that show nothing, three of each person")
    parser.add_argument("--threads", type=int, help="of torch; all cores unless given")
    parser.add_argument("--out", type=Path, required=True, help="the pictures, .npz")
    arguments = parser.parse_args()
    if arguments.out.exists():
        raise DataError(f"{arguments.out} exists.", "Name another file, or remove it.")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    family = load_second_family(load_face_model(arguments.ict))
    scene = at_rest if arguments.at_rest else every_expression
    held_out = render_held_out(family, arguments.people, arguments.seed, scene=scene)
    save_held_out(arguments.out, held_out)
    print(f"{len(held_out.faces.pictures)} pictures of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
