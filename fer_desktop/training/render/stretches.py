"""Seconds of one person before one camera: ``python -m fer_desktop.training.render.stretches --ict FILE --out FILE``.

What somebody may do while a neutral face is measured: keep still, with a blink now and then, speak, or show an
expression. Single pictures (`render.sittings`) show no movement, and no mean over frames; how well a neutral face is
told from what is none is judged by both (`training.references`). With `--second` the people are those of the second
family, with `--photographs` they are photographs that move (`render.sitters`); no network learned from either.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.render.drawn_file import load_drawn, save_drawn
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.render import FIELD
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.training.render.sitters import Moves, Sitters, add_options, sitters_of
from fer_desktop.training.sequences import wander

SPEAKING = "speaking"
KINDS = (AT_REST, AT_REST, AT_REST, SPEAKING, *EXPRESSIONS[1:])
N_FRAMES, LASTS_S = 10, 2.0
_SHUT = 0.3
_WAVERS, _WAVERS_S = 0.1, 0.5  # deviation and correlation time of how strong an expression is while it is held
_SYLLABLE_S = 0.2  # four to five a second
_BLINKS_PER_S, _BLINK_S = 0.3, 0.25
_HEAD_RAD, _HEAD_S = 0.02, 0.7  # deviation and correlation time of the turns of a head that is asked to keep still
_EXPOSURE = 0.02

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """N stretches of T frames, those of one person beside each other.

    Attributes:
        pictures: (N, T, H, H) uint8, wider than the aligned crop by `field`.
        times_s: (T,).
        person: (N,) who it is.
        kind: (N,) of `KINDS`.
        strength: (N,) how far the expression goes; 0 where there is none.
    """

    pictures: NDArray[np.uint8]
    times_s: NDArray[np.float64]
    person: NDArray[np.int64]
    kind: NDArray[np.str_]
    strength: Array
    field: float = FIELD


def draw_stretches(sitters: Sitters, n: int, seed: int) -> Stretches:
    """The stretches of n people; the first people are the same whatever n."""
    repertoire = Repertoire(sitters.names)
    times_s = np.linspace(0, LASTS_S, N_FRAMES)
    pictures, strengths = [], []
    for person in tqdm(range(n), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        scene = sitters.sit_down(person, rng)(rng)
        for kind in KINDS:
            weights, strength = _shown(kind, times_s, repertoire, rng)
            pictures.append(scene.take(weights, still_head(times_s, rng)))
            strengths.append(strength)
    persons = np.repeat(np.arange(n), len(KINDS))
    return Stretches(
        np.stack(pictures), times_s, persons, np.tile(np.array(KINDS), n), np.array(strengths, dtype=np.float32)
    )


def _shown(kind: str, times_s: NDArray[np.float64], repertoire: Repertoire, rng: Generator) -> tuple[Array, float]:
    """(T, U) of the shapes, and how strong the expression is."""
    if kind in EXPRESSIONS:
        drawn = repertoire.draw(np.array([EXPRESSIONS.index(kind)]), rng)
        weights = drawn.weights * (1 + _WAVERS * wander(times_s, _WAVERS_S, rng))[:, None]
        return np.clip(weights, 0, 1.5).astype(np.float32), float(drawn.strength[0])
    weights = np.repeat(at_rest(repertoire, rng), len(times_s), axis=0)
    if kind == SPEAKING:
        weights = weights + _speech(times_s, repertoire, rng)
    blinks = rng.uniform(times_s[0], times_s[-1], rng.poisson(_BLINKS_PER_S * np.ptp(times_s)))
    lids = np.clip(1 - np.abs(times_s[:, None] - blinks[None]) / (_BLINK_S / 2), 0, 1).max(axis=1, initial=0)
    weights[:, repertoire.lids] = np.maximum(weights[:, repertoire.lids], lids[:, None])
    return np.clip(weights, 0, 1.5).astype(np.float32), 0.0


def at_rest(repertoire: Repertoire, rng: Generator) -> Array:
    """(1, U) of a face that does nothing, and whose eyes are open."""
    while True:
        drawn = repertoire.draw(np.zeros(1, np.int64), rng)
        if drawn.resting[0] == AT_REST and drawn.weights[0, repertoire.lids].max() < _SHUT:
            return drawn.weights


def _speech(times_s: NDArray[np.float64], repertoire: Repertoire, rng: Generator) -> Array:
    """(T, U) of a mouth that goes from one shape of a word to the next."""
    knots = np.arange(times_s[0] - rng.uniform(0, _SYLLABLE_S), times_s[-1] + _SYLLABLE_S, _SYLLABLE_S)
    shapes = repertoire.speech(len(knots), rng)
    # between two vowels the mouth shuts for most consonants
    fine = np.repeat(knots, 2) + np.tile([0, _SYLLABLE_S / 2], len(knots))
    along = np.repeat(shapes, 2, axis=0) * np.tile([1.0, 0.3], len(knots))[:, None]
    return np.stack([np.interp(times_s, fine, along[:, i]) for i in range(along.shape[1])], axis=1).astype(np.float32)


def still_head(times_s: NDArray[np.float64], rng: Generator) -> Moves:
    """A head that looks at the camera and moves a little."""
    brightness = np.exp(_EXPOSURE * wander(times_s, _HEAD_S, rng))
    yaw, pitch, roll = (_HEAD_RAD * share * wander(times_s, _HEAD_S, rng) for share in (1.0, 0.7, 0.5))
    return Moves(yaw, pitch, roll, brightness)


def load_stretches(path: Path) -> Stretches:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    return load_drawn(path, Stretches, "stretches")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.stretches", description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, required=True, help="the pictures, .npz")
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=37)
    arguments = parser.parse_args()
    stretches = draw_stretches(sitters_of(arguments, arguments.seed), arguments.people, arguments.seed)
    save_drawn(arguments.out, stretches)
    print(f"{len(stretches.pictures)} stretches of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
