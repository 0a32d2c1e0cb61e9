"""Who is drawn: shape, skin, brows, hair, age, and what they wear. All numbers of a batch at once, from one seed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

N_MODES = 100
_NOISE_SIDE = 64
_WRINKLING = (0.3, 2.0)  # of plain heads: a photograph of 48 px shows half of a groove, so that it is drawn deeper

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Looks:
    """What people may have; switched off to see what each is worth.

    Attributes:
        wrinkles: Grooves that deepen with age and with the units in use.
        hair: Hair at the sides and over the brow.
        glasses, beards, make_up: As the words say.
        brow_hair: Brows with hairs and shapes of their own; without, one painted stripe.
    """

    wrinkles: bool = True
    hair: bool = True
    glasses: bool = True
    beards: bool = True
    make_up: bool = True
    brow_hair: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """B people; every field is (B,) float32 unless it says otherwise, lengths in cm, albedo 0 to 1.

    Attributes:
        shape: (B, 100) weights of the identity modes.
        tone: Albedo of the skin.
        age: 0 young to 1 old.
        hair: Albedo of the hair.
        brow_*: Lift, arch, tilt, thickness and density of the brows; `brow_shade` their share of the skin's albedo.
        noise: (B, 1, 64, 64) random numbers, the grain of this person's skin and hair.
    """

    shape: Array
    tone: Array
    age: Array
    blotch: Array
    freckle: Array
    cheeks: Array
    under_eye: Array
    lips: Array
    gloss: Array
    wrinkling: Array
    hair: Array
    hair_line: Array
    hair_volume: Array
    hair_sides: Array
    bangs: Array
    brow_lift: Array
    brow_arch: Array
    brow_tilt: Array
    brow_thickness: Array
    brow_density: Array
    brow_shade: Array
    beard: Array
    moustache: Array
    liner: Array
    lashes: Array
    glasses: Array
    glasses_size: Array
    iris: Array
    pupil: Array
    sclera: Array
    teeth: Array
    noise: Array

    def __len__(self) -> int:
        return len(self.tone)

    def take(self, rows: NDArray[np.integer[Any]]) -> People:
        """Some of them, or some of them several times."""
        return People(*(getattr(self, field.name)[rows] for field in fields(self)))


class _Draws:
    """Numbers for n people, from one generator: the order of the calls is part of what a seed means."""

    def __init__(self, n: int, rng: Generator) -> None:
        self.n, self.rng = n, rng

    def uniform(self, low: float, high: float) -> NDArray[np.float64]:
        """One for each, evenly between both."""
        return self.rng.uniform(low, high, self.n)

    def some(self, share: float, values: NDArray[np.float64], otherwise: float = 0.0) -> NDArray[np.float64]:
        """The values for so many of them, another one for the rest."""
        return np.where(self.rng.random(self.n) < share, values, otherwise)


def sample_people(n: int, rng: Generator, looks: Looks | None = None) -> People:
    """Draw n people. Proportions are wide guesses, not a census: rare looks are drawn more often than met."""
    looks, draws = looks or Looks(), _Draws(n, rng)
    uniform, some = draws.uniform, draws.some
    spread = uniform(0.6, 1.15)
    shape = np.clip(rng.normal(0, 1, (n, N_MODES)) * spread[:, None], -2.6, 2.6)
    tone = rng.beta(1.7, 1.2, n) * 0.68 + 0.14
    age = uniform(0, 1) ** 1.6
    dark_hair = uniform(0.02, 0.10)
    hair = np.minimum(np.where(rng.random(n) < 0.72, dark_hair, uniform(0.1, 0.6)), tone * 1.3)
    hair = np.where(age > 0.75, np.maximum(hair, uniform(0.05, 0.6)), hair)
    is_made_up = (rng.random(n) < 0.3) if looks.make_up else np.zeros(n, bool)
    has_beard = (rng.random(n) < 0.3) if looks.beards else np.zeros(n, bool)
    bearded = np.where(has_beard, 1.0, 0.0)
    wearing = some(0.1, uniform(0.1, 1.0)) if looks.glasses else np.zeros(n)
    values = {
        "shape": shape,
        "tone": tone,
        "age": age,
        "blotch": uniform(0.02, 0.1),
        "freckle": uniform(0, 0.05) + 0.03 * age,
        "cheeks": uniform(-0.05, 0.13),
        "under_eye": uniform(-0.03, 0.22) + 0.1 * age,
        "lips": np.where(is_made_up, uniform(0.3, 0.75), uniform(0.6, 1.0)),
        "gloss": uniform(0, 0.35),
        "wrinkling": (0.25 + 0.75 * uniform(0.2, 1) * (0.5 + 0.7 * age)) * float(looks.wrinkles),
        "hair": hair,
        "hair_line": uniform(8.0, 11.5),
        "hair_volume": some(0.9, uniform(0.2, 1.4)) * float(looks.hair),
        "hair_sides": some(0.5, uniform(0.3, 1.0)) * float(looks.hair),
        "bangs": some(0.25, uniform(0.2, 1.0)) * float(looks.hair),
        "brow_lift": rng.normal(0.05, 0.22, n) if looks.brow_hair else np.zeros(n),
        "brow_arch": rng.normal(0.0, 0.16, n) if looks.brow_hair else np.zeros(n),
        "brow_tilt": rng.normal(0.0, 0.12, n) if looks.brow_hair else np.zeros(n),
        "brow_thickness": np.where(is_made_up, uniform(0.3, 0.7), uniform(0.4, 1.15)),
        "brow_density": uniform(0.5, 1.0),
        "brow_shade": uniform(0.15, 0.7),
        "beard": bearded * uniform(0.1, 0.95) * some(0.8, np.ones(n)),
        "moustache": bearded * uniform(0.1, 0.95),
        "liner": np.where(is_made_up, uniform(0.4, 1.0), uniform(0.1, 0.6)),
        "lashes": uniform(0.1, 0.6) + 0.3 * is_made_up,
        "glasses": wearing,
        "glasses_size": uniform(0.9, 1.35),
        "iris": np.where(rng.random(n) < 0.7, uniform(0.03, 0.18), uniform(0.18, 0.42)),
        "pupil": uniform(9, 15),
        "sclera": uniform(0.5, 0.78),
        "teeth": uniform(0.5, 0.85),
        "noise": rng.normal(0, 1, (n, 1, _NOISE_SIDE, _NOISE_SIDE)),
    }
    return People(**{name: np.asarray(value, dtype=np.float32) for name, value in values.items()})


def plain_people(n: int, rng: Generator) -> People:
    """Heads whose skin shows nothing but the light on it, and furrows: a photograph is laid on them (`transfer`)."""
    people = sample_people(n, rng, Looks(hair=False, glasses=False, beards=False, make_up=False, brow_hair=False))
    nothing = np.zeros(n, np.float32)
    names = ("freckle", "blotch", "cheeks", "under_eye", "gloss", "brow_density", "bangs", "liner", "lashes")
    shown = {"wrinkling": rng.uniform(*_WRINKLING, n).astype(np.float32), "tone": nothing + 0.45}
    return replace(people, shape=0.6 * people.shape, lips=nothing + 0.85, **dict.fromkeys(names, nothing), **shown)
