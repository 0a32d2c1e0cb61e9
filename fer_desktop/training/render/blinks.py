"""Eyes that blink: ``python -m fer_desktop.training.render.blinks --model FILE --out FILE``.

Each sequence is one person before one camera for some seconds, at a webcam's uneven times. The eyes wander, the head
moves a little, expressions come and go, and now and then the lids shut and open as in spontaneous blinks: down twice
as fast as up (Stern, Walrath and Goldstein 1984). When they do is known. With `--second` of the second family.
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
from fer_desktop.errors import DataError
from fer_desktop.training.render.camera import sample_cameras
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.eyes import DrawnEyes, eyes_of
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.held_out import sample_held_out
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.people import sample_people
from fer_desktop.training.render.second_family import SecondFamily, load_second_family
from fer_desktop.training.sequences import wander

_FPS, _JITTER = 30.0, 0.15
_BLINKS_PER_S = 0.4
_BLINK_S = (0.12, 0.4)  # from beginning to end
_DOWN = 1 / 3  # share of it in which the lids fall
_DEPTH = (0.75, 1.0)
_GAZE_S, _HEAD_S, _FACE_S = 0.8, 0.7, 1.0  # correlation times

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BlinkingEyes:
    """N frames of several sequences, one below the other.

    Attributes:
        eyes: What is seen and true in each.
        times_s: (N,) of the frames, from 0 in each sequence.
        sequence: (N,) which one.
        blinks: (K, 3): sequence, start and end of each blink, seconds.
    """

    eyes: DrawnEyes
    times_s: NDArray[np.float64]
    sequence: NDArray[np.int64]
    blinks: NDArray[np.float64]


def draw_blinks(
    model: FaceModel, n: int, seconds: float, seed: int, family: SecondFamily | None = None
) -> BlinkingEyes:
    """`n` sequences, each of another person."""
    repertoire = Repertoire(model.names)
    parts, times, blinks = [], [], []
    for i in tqdm(range(n), desc="sequences", mininterval=10):
        rng = np.random.default_rng([seed, i])
        clock = np.cumsum(np.clip(rng.normal(1 / _FPS, _JITTER / _FPS, round(seconds * _FPS)), 0.01, None))
        one = sample_people(1, rng) if family is None else sample_held_out(1, family, rng)[0]
        shown, when = _script(clock, repertoire, rng)
        rows = np.zeros(len(clock), np.int64)
        still, light = sample_cameras(1, rng).take(rows), sample_lights(1, rng).take(rows)
        turns = [0.06 * wander(clock, _HEAD_S, rng).astype(np.float32) for _ in range(2)]
        cameras = replace(still, yaw=still.yaw + turns[0], pitch=still.pitch + turns[1])
        parts.append(eyes_of(model, one.take(rows), shown, cameras, light, i))
        times.append(clock)
        blinks += [(i, start, end) for start, end in when]
    names = [field.name for field in fields(DrawnEyes)]
    return BlinkingEyes(
        DrawnEyes(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}),
        np.concatenate(times),
        np.repeat(np.arange(n), [len(clock) for clock in times]),
        np.array(blinks, np.float64).reshape(-1, 3),
    )


def _script(
    clock: NDArray[np.float64], repertoire: Repertoire, rng: Generator
) -> tuple[Array, list[tuple[float, float]]]:
    """(T, U) weights, and when the blinks begin and end."""
    n = len(clock)
    expression = rng.integers(1, len(EXPRESSIONS))
    rest = repertoire.draw(np.zeros(1, np.int64), rng).weights
    shown = repertoire.draw(np.array([expression]), rng).weights
    envelope = np.clip(wander(clock, _FACE_S, rng), 0, 1).astype(np.float32)[:, None]
    weights: Array = np.asarray(rest * (1 - envelope) + shown * envelope, np.float32)
    weights[:, repertoire.gaze] = 0
    repertoire.look(weights, 0.35 * wander(clock, _GAZE_S, rng), 0.25 * wander(clock, _GAZE_S, rng))
    lids, when, start = np.zeros(n), [], clock[0] + rng.exponential(1 / _BLINKS_PER_S)
    while start < clock[-1] - _BLINK_S[1]:
        duration, depth = rng.uniform(*_BLINK_S), rng.uniform(*_DEPTH)
        place = (clock - start) / duration
        lids = np.maximum(lids, depth * np.clip(np.minimum(place / _DOWN, (1 - place) / (1 - _DOWN)), 0, 1))
        when.append((float(start), float(start + duration)))
        start += duration + 0.3 + rng.exponential(1 / _BLINKS_PER_S)
    weights[:, repertoire.lids] = np.maximum(np.minimum(weights[:, repertoire.lids], 0.15), lids[:, None])
    return np.clip(weights, 0, 1.5).astype(np.float32), when


def load_blinks(path: Path) -> BlinkingEyes:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    try:
        with np.load(path) as data:
            eyes = DrawnEyes(**{field.name: data[field.name] for field in fields(DrawnEyes)})
            return BlinkingEyes(eyes, data["times_s"], data["sequence"], data["blinks"])
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} holds no blinking eyes: {error}.", "Make it with training.render.blinks.") from error


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.blinks", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--out", type=Path, required=True, help="the sequences, .npz")
    parser.add_argument("--sequences", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=81)
    parser.add_argument("--second", action="store_true", help="people of the second family")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.model, "cuda" if torch.cuda.is_available() else "cpu")
    family = load_second_family(model) if arguments.second else None
    drawn = draw_blinks(
        family.model if family else model, arguments.sequences, arguments.seconds, arguments.seed, family
    )
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    values = {field.name: getattr(drawn.eyes, field.name) for field in fields(DrawnEyes)}
    np.savez(arguments.out, **values, times_s=drawn.times_s, sequence=drawn.sequence, blinks=drawn.blinks)
    print(f"{len(drawn.blinks)} blinks in {arguments.sequences} sequences in {arguments.out}")


if __name__ == "__main__":
    main()
