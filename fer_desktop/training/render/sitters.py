"""Who sits before one camera while pictures are taken: people who are drawn, or photographs that move.

A photograph of a neutral face that moves (`render.transfer`) has the texture of a real one; what it cannot do is turn
its head far. Photographs of the validation and test splits of FER+ are of people that no network learned from.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.pose import yaw_pitch_roll
from fer_desktop.training.data import load_fer_plus
from fer_desktop.training.render.camera import Cameras, sample_cameras
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.held_out import sample_held_out
from fer_desktop.training.render.light import Lights, sample_lights
from fer_desktop.training.render.mesh_places import mesh_places
from fer_desktop.training.render.people import People, plain_people, sample_people
from fer_desktop.training.render.render import Renderer
from fer_desktop.training.render.second_family import SecondFamily, load_second_family
from fer_desktop.training.render.transfer import Meanwhile, Photographs, Transfer, neutral_photographs

_FACING_RAD = 0.35  # yaw and pitch: who sits down for it looks at the camera

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What is not the face's doing in T pictures; every field (T,).

    Attributes:
        yaw, pitch, roll: How far the head turns from where it was, radians.
        brightness: Of the light, 1 as it was.
    """

    yaw: NDArray[np.float64]
    pitch: NDArray[np.float64]
    roll: NDArray[np.float64]
    brightness: NDArray[np.float64]


class Scene(Protocol):
    """One person before one camera in one light."""

    def take(self, weights: Array, moves: Moves) -> NDArray[np.uint8]:
        """(T, PICTURE_PX, PICTURE_PX) pictures with (T, U) weights of the shapes."""

    def in_other_light(self, rng: Generator) -> Scene:
        """The same person before the same camera."""


class Sitters(Protocol):
    """People, each a number."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the shapes that move them."""

    @property
    def can_turn(self) -> bool:
        """Whether they can be seen from the side."""

    def sit_down(self, person: int, rng: Generator) -> Callable[[Generator], Scene]:
        """Who it is; the camera and the light are drawn when the result is called."""


@dataclass(frozen=True, slots=True, eq=False)
class _DrawnScene:
    renderer: Renderer
    one: People
    camera: Cameras
    light: Lights

    def take(self, weights: Array, moves: Moves) -> NDArray[np.uint8]:
        same = np.zeros(len(weights), np.int64)
        still, light = self.camera.take(same), self.light.take(same)
        camera = replace(
            still,
            yaw=(0.4 * still.yaw + moves.yaw).astype(np.float32),  # who sits down for it looks at the camera
            pitch=(0.6 * still.pitch + moves.pitch).astype(np.float32),
            roll=(still.roll + moves.roll).astype(np.float32),
        )
        light = replace(light, exposure=light.exposure * moves.brightness.astype(np.float32))
        return self.renderer.render(self.one.take(same), weights, camera, light)

    def in_other_light(self, rng: Generator) -> Scene:
        return replace(self, light=sample_lights(1, rng))


class DrawnSitters:
    """People who are drawn, of the first family or the second."""

    can_turn = True

    def __init__(self, model: FaceModel, family: SecondFamily | None = None) -> None:
        self._family, self._renderer = family, Renderer(model)
        self.names = model.names

    def sit_down(self, person: int, rng: Generator) -> Callable[[Generator], Scene]:
        """See `Sitters`."""
        one = sample_people(1, rng) if self._family is None else sample_held_out(1, self._family, rng)[0]
        return lambda rng: _DrawnScene(self._renderer, one, sample_cameras(1, rng), sample_lights(1, rng))


@dataclass(frozen=True, slots=True, eq=False)
class _MovedScene:
    transfer: Transfer
    photographs: Photographs
    row: int
    head: People
    taken_in: Lights
    light: Lights

    def take(self, weights: Array, moves: Moves) -> NDArray[np.uint8]:
        same = np.zeros(len(weights), np.int64)
        light, brightness = self.light.take(same), moves.brightness.astype(np.float32)
        powers = {name: getattr(light, name) * brightness for name in ("key_power", "fill_power", "ambient")}
        turns = np.stack([moves.yaw, moves.pitch], axis=1).astype(np.float32)
        taken_in, head = self.taken_in.take(same), self.head.take(same)
        meanwhile = Meanwhile(replace(light, **powers), turns)
        return self.transfer.put(self.photographs, same + self.row, head, weights, taken_in, meanwhile)

    def in_other_light(self, rng: Generator) -> Scene:
        return replace(self, light=sample_lights(1, rng))


class PhotographSitters:
    """Photographs of neutral faces that look at the camera, each another person, in an order drawn at random."""

    can_turn = False

    def __init__(self, model: FaceModel, photographs: Photographs, seed: int) -> None:
        self._photographs = photographs
        self._transfer = Transfer(model, mesh_places(model))
        turns = np.array([yaw_pitch_roll(points) for points in photographs.landmarks])
        facing = np.flatnonzero(np.abs(turns[:, :2]).max(axis=1) < _FACING_RAD)
        self._rows = np.random.default_rng(seed).permutation(facing)
        self.names = model.names

    def sit_down(self, person: int, rng: Generator) -> Callable[[Generator], Scene]:
        """See `Sitters`."""
        row = int(self._rows[person])

        def before_camera(rng: Generator) -> Scene:
            light = sample_lights(1, rng)
            return _MovedScene(self._transfer, self._photographs, row, plain_people(1, rng), light, light)

        return before_camera


def add_options(parser: argparse.ArgumentParser) -> None:
    """What says who sits down."""
    parser.add_argument("--ict", type=Path, required=True, help="archive of ICT-FaceKit")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--second", action="store_true", help="people of the second family")
    who.add_argument("--photographs", type=Path, help="folder with ferplus.npz: photographs move, nobody is drawn")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--split", choices=("validation", "test"), default="validation")


def sitters_of(arguments: argparse.Namespace, seed: int) -> Sitters:
    """Those that the command line asks for."""
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.ict, "cuda" if torch.cuda.is_available() else "cpu")
    if arguments.photographs:
        data = load_fer_plus(arguments.photographs / "ferplus.npz", arguments.aligned, arguments.split)
        return PhotographSitters(model, neutral_photographs(data), seed)
    family = load_second_family(model) if arguments.second else None
    return DrawnSitters(family.model if family else model, family)
