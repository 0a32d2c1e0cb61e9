"""One person before one camera: ``python -m fer_desktop.training.render.sittings --ict FILE --out FILE``.

Each sits still under one light and shows a face at rest some times, every expression, and what a neutral face may be
mistaken for: a word, a blink, a faint smile, a turned head. Calibration is judged by them (`training.baselines`).
Then the light changes, and the face is at rest again. With `--second` the people are those of the second family, with
`--photographs` they are photographs that move (`render.sitters`); no network learned from either.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.render.drawn_file import load_drawn, save_drawn
from fer_desktop.training.render.expression import Expressions, Repertoire
from fer_desktop.training.render.render import FIELD
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.training.render.sitters import Moves, Scene, Sitters, add_options, sitters_of

N_AT_REST = 4
ELSEWHERE = "other light"  # at rest, too
N_ELSEWHERE = 2
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


def draw_sittings(sitters: Sitters, n: int, seed: int) -> Sittings:
    """One sitting of each of n people; the first people are the same whatever n."""
    repertoire = Repertoire(sitters.names)
    kinds = _KINDS if sitters.can_turn else _KINDS[_KINDS != "turned"]
    parts: list[dict[str, NDArray[Any]]] = []
    for person in tqdm(range(n), desc="people", mininterval=10):
        rng = np.random.default_rng([seed, person])
        before_camera = sitters.sit_down(person, rng)
        shown = _shown(kinds, repertoire, rng)
        scene = before_camera(rng)
        parts.append(_pictures(scene, kinds, shown, repertoire, rng))
        elsewhere = np.array([ELSEWHERE] * N_ELSEWHERE)
        shown = _shown(elsewhere, repertoire, rng)
        parts.append(_pictures(scene.in_other_light(rng), elsewhere, shown, repertoire, rng))
        parts[-2] |= {"person": np.full(len(kinds), person)}
        parts[-1] |= {"person": np.full(N_ELSEWHERE, person)}
    return Sittings(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


_KINDS = np.array([*[AT_REST] * N_AT_REST, *EXPRESSIONS[1:], *WRONG])


def _pictures(
    scene: Scene, kinds: NDArray[np.str_], shown: Expressions, repertoire: Repertoire, rng: Generator
) -> dict[str, NDArray[Any]]:
    pictures = scene.take(shown.weights, _moves(kinds, rng))
    lids = shown.weights[:, repertoire.lids].min(axis=1)
    return {"pictures": pictures, "kind": kinds, "strength": shown.strength, "lids": lids}


def _moves(kinds: NDArray[np.str_], rng: Generator) -> Moves:
    """The head moves a little between the pictures; where it is to be turned, much."""
    n = len(kinds)
    far = np.where(kinds == "turned", rng.choice((-1.0, 1.0), n) * rng.uniform(*_TURN_RAD, n), 0.0)
    yaw, pitch, roll = (rng.normal(0, _HEAD_RAD * share, n) for share in (1.0, 0.7, 0.5))
    return Moves(yaw + far, pitch, roll, np.exp(rng.normal(0, _EXPOSURE, n)))


def _shown(kinds: NDArray[np.str_], repertoire: Repertoire, rng: Generator) -> Expressions:
    """What is shown in each of the pictures."""
    names = {"smile": EXPRESSIONS.index("happiness")} | {name: i for i, name in enumerate(EXPRESSIONS)}
    expression = np.array([names.get(str(kind), 0) for kind in kinds], np.int64)
    shown = repertoire.draw(expression, rng)
    wanted = {AT_REST: AT_REST, ELSEWHERE: AT_REST, "turned": AT_REST, "speaking": "speaking", "blink": "blink"}
    rows = np.flatnonzero([str(kind) in wanted for kind in kinds])
    while len(rows):  # what a face at rest does is drawn, until it is what is wanted
        again = repertoire.draw(np.zeros(len(rows), np.int64), rng)
        for i, row in enumerate(rows):
            shown.weights[row], shown.resting[row] = again.weights[i], again.resting[i]
        rows = np.array([row for row in rows if shown.resting[row] != wanted[str(kinds[row])]], dtype=np.int64)
    smiles = np.flatnonzero(kinds == "smile")
    faint = repertoire.draw(expression[smiles], rng, rng.uniform(*_SMILE, len(smiles)).astype(np.float32))
    shown.weights[smiles], shown.strength[smiles] = faint.weights, faint.strength
    return shown


def load_sittings(path: Path) -> Sittings:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    return load_drawn(path, Sittings, "sittings")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.sittings", description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, required=True, help="the pictures, .npz")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=31)
    arguments = parser.parse_args()
    sittings = draw_sittings(sitters_of(arguments, arguments.seed), arguments.people, arguments.seed)
    save_drawn(arguments.out, sittings)
    print(f"{len(sittings.pictures)} pictures of {arguments.people} people in {arguments.out}")


if __name__ == "__main__":
    main()
