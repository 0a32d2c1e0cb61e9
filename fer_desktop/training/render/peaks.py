"""From rest to the peak of an expression: ``python -m fer_desktop.training.render.peaks --ict FILE --out FILE``.

As posed sets have them (Lucey et al. 2010, CVPR workshops): a face at rest for a fifth of a second, the onset of one
expression, its peak held for a fifth of a second. Each person shows all seven; `training.evaluate --peaks` measures how
many end right. With `--second` the people are those of the second family, with `--photographs` they are photographs
that move (`render.sitters`); no network learned from either.
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
from fer_desktop.training.render.motion import least_jerk
from fer_desktop.training.render.render import FIELD
from fer_desktop.training.render.sitters import Sitters, add_options, sitters_of
from fer_desktop.training.render.stretches import at_rest, still_head

_REST_S, _HELD_S, _STEP_S = 0.2, 0.2, 0.1
_ONSET_S = (0.2, 0.9)
_ONSET_FRAMES = 5
_PEAK = (0.9, 1.0)  # how far the expression goes
_LESS_AT_REST = 0.8  # of what the face does at rest is gone at the peak

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """N sequences of T frames, those of one person beside each other.

    Attributes:
        pictures: (N, T, H, H) uint8, wider than the aligned crop by `field`.
        times_s: (N, T).
        person: (N,) who it is.
        expression: (N,) places in EXPRESSIONS.
    """

    pictures: NDArray[np.uint8]
    times_s: Times
    person: NDArray[np.int64]
    expression: NDArray[np.int64]
    field: float = FIELD


def draw_peaks(sitters: Sitters, n: int, seed: int) -> Peaks:
    """The sequences of n people; the first people are the same whatever n."""
    repertoire = Repertoire(sitters.names)
    pictures, times = [], []
    shown = np.arange(1, len(EXPRESSIONS))
    for person in tqdm(range(n), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        scene = sitters.sit_down(person, rng)(rng)
        for expression in shown:
            times_s, share = _course(rng)
            rest = at_rest(repertoire, rng)
            strength = np.array([rng.uniform(*_PEAK)], np.float32)
            peak = repertoire.draw(np.array([expression]), rng, strength).weights
            weights = rest * (1 - _LESS_AT_REST * share) + share * peak
            pictures.append(scene.take(np.clip(weights, 0, 1.5).astype(np.float32), still_head(times_s, rng)))
            times.append(times_s)
    return Peaks(np.stack(pictures), np.stack(times), np.repeat(np.arange(n), len(shown)), np.tile(shown, n))


def _course(rng: Generator) -> tuple[Times, NDArray[np.float32]]:
    """(T,) times, and (T, 1) how much of the expression is there."""
    onset_s = float(np.exp(rng.uniform(*np.log(_ONSET_S))))
    rest = np.arange(0, _REST_S + _STEP_S / 2, _STEP_S)
    rise = _REST_S + np.linspace(0, onset_s, _ONSET_FRAMES + 1)[1:]
    held = rise[-1] + np.arange(_STEP_S, _HELD_S + _STEP_S / 2, _STEP_S)
    times_s = np.concatenate([rest, rise, held])
    return times_s, least_jerk((times_s - _REST_S) / onset_s).astype(np.float32)[:, None]


def load_peaks(path: Path) -> Peaks:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    return load_drawn(path, Peaks, "sequences from rest to a peak")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.peaks", description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, required=True, help="the pictures, .npz")
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--seed", type=int, default=61)
    arguments = parser.parse_args()
    peaks = draw_peaks(sitters_of(arguments, arguments.seed), arguments.people, arguments.seed)
    save_drawn(arguments.out, peaks)
    print(f"{len(peaks.pictures)} sequences of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
